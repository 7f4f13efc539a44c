// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace proflens::measure {

// a / b as Go computes it: the smallest number divided by -1 wraps around, where the processor would trap. b is not 0.
constexpr int64_t quotient(int64_t a, int64_t b)
{
    return b == -1 ? static_cast<int64_t>(uint64_t(0) - static_cast<uint64_t>(a)) : a / b;
}

} // namespace proflens::measure
