// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/stackindex.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace proflens {

// Consecutive rows of an index in the making. Stacks are sorted in runs small enough for the processor's
// cache, and so that a profile's stacks are never all spelled out as frames at the same time.
struct SortedRun
{
    std::vector<uint32_t> shared;       // by row; the first row shares nothing, as nothing is known of others
    std::vector<uint32_t> depths;       // by row
    std::vector<StackElement> elements; // of the rows, from shared to depth
    std::vector<uint32_t> stacks;       // rows of the profile's table, in their order here
    std::vector<uint32_t> rows;         // by these, the row in this run
};

// Sorts the stacks that a selection keeps, each once where several have the same frames. Calls take(run,
// share) for one run after the other in the order of their rows, from any thread but never twice at a time;
// share: which part of the stacks are in this run and those before. False if stopped.
bool sortStacks(const Selection &selection, const FrameTable &frames, StackIndex::Order order,
                const std::function<void(const SortedRun &, double)> &take, const StopToken &stop);

} // namespace proflens
