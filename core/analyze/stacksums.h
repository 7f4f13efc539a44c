// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/costs.h"
#include "core/analyze/graph.h"

#include <cstdint>
#include <vector>

namespace proflens {

// One sample type's values over the stacks of a profile, as they lie there. For a report that is made once:
// costs and graphs come out the same as from a StackIndex, which takes longer to sort than these passes take,
// and which pays off where many views share it.
struct StackSums
{
    enum class Of {
        Kept,         // samples that count
        KeptByLabels, // also those whose stacks the selection drops
    };
    StackSums(const Selection &selection, const ValueFormula &formula, Of of = Of::Kept);

    std::vector<int64_t> values;   // by stack
    std::vector<int64_t> divisors; // the counts that means are divided by; empty if no mean is asked for
    std::vector<uint8_t> counted;  // by stack: as StackWeights::counted
};

// As frameCosts() and buildGraph() of a StackIndex, on all processors. costs: those of all frames. kept: by
// FrameId, frames that may become nodes; empty: all. Nodes come in the order of their frames, edges in that
// of their ends.
FrameCosts frameCosts(const Selection &selection, const FrameTable &frames, const StackSums &sums);
CallGraph buildGraph(const Selection &selection, const FrameTable &frames, const StackSums &sums,
                     const FrameCosts &costs, const std::vector<uint8_t> &kept, WantedEdges wanted);

} // namespace proflens
