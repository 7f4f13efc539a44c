// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report.h"

#include <unordered_map>
#include <vector>

namespace proflens {

// Calls that the compiler put into the line that makes them, and what these make in turn.
struct InlinedCall
{
    FrameId frame;
    uint32_t depth = 0; // 0: called by the line itself
    int64_t flat = 0, cum = 0;
};

// By frame: the calls inlined into it, depth first, dearest first among those of one caller. cum counts a
// sample once. frames are those of the report's selection, by line; wanted tells of which frames to know.
std::unordered_map<uint32_t, std::vector<InlinedCall>>
inlinedCalls(const Report &report, const FrameTable &frames, const std::vector<bool> &wanted);

} // namespace proflens
