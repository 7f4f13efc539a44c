// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/frames.h"

#include <cstdint>
#include <string_view>

namespace proflens {

// The package of a function name: "net/http" of "net/http.(*conn).serve", "std" of "std::vec::push",
// "java.util" of "java.util.List.add"; the whole name if it has none.
std::string_view packageOf(std::string_view function);
// The same of a frame; of one without a name its file's folder, or what it is printed as.
std::string_view packageOf(const FrameTable &frames, FrameId frame);

// A hash that stays the same between runs and machines (FNV-1a of the bytes): what colours are made from.
uint32_t stableHash(std::string_view text);

} // namespace proflens
