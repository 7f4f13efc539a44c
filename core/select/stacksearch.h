// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace proflens {

// Tells which stacks go through any of some locations. Whoever has the stacks in an order of their own may
// tell so faster than by going over each of them.
class StackSearch
{
public:
    virtual ~StackSearch() = default;
    // hits: by location, 1 for those that are looked for. Replaces found: by stack, 1 for those that have one
    // among the locations that are seen. False if this search cannot tell.
    virtual bool find(const std::vector<uint8_t> &hits, std::vector<uint8_t> &found) const = 0;
};

} // namespace proflens
