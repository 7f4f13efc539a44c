// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace proflens {

// The rows of texts in ascending order, byte by byte. less: which of two rows with equal texts comes first.
// Works on all processors; less may be called on any of them.
std::vector<uint32_t> textOrder(std::span<const std::string_view> texts,
                                const std::function<bool(uint32_t, uint32_t)> &less);

} // namespace proflens
