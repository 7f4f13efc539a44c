// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/stackindex.h"

#include <cstdint>
#include <vector>

namespace proflens {

// Consecutive rows of an index in the making. Stacks are sorted in runs small enough for the processor's
// cache, and so that a profile's stacks are never all spelled out as frames at the same time.
struct SortedRun
{
    std::vector<uint32_t> shared;       // by row; the first row shares nothing, as nothing is known of others
    std::vector<uint32_t> depths;       // by row
    std::vector<StackElement> elements; // of the rows, from shared to depth
    std::vector<StackElement> last;     // all frames of the last row
    std::vector<uint32_t> stacks;       // rows of the profile's table, in their order here
    std::vector<uint32_t> rows;         // by these, the row in this run
};

// The stacks that a selection keeps, each once where several have the same frames, sorted. Empty if stopped.
std::vector<SortedRun> sortStacks(const Selection &selection, const FrameTable &frames,
                                  StackIndex::Order order, const StopToken &stop);

} // namespace proflens
