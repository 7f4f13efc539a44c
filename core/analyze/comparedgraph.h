// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"
#include "core/analyze/graph.h"

#include <cstdint>
#include <vector>

namespace proflens {

// The call graph of two sides. Which nodes and edges are shown, and in what order, is decided by what weighs
// per stack the larger of both, so that neither what matters on one side alone nor what cancels out is lost.
struct ComparedGraph
{
    TrimmedGraph trimmed; // by the larger of both
    // The same nodes and edges with the values of each side: rows, lists of edges and `shown` are those of
    // trimmed.graph. What a side lacks is 0.
    CallGraph base, current;
    std::vector<Change> flatChanges, cumChanges; // by node
    std::vector<Change> edgeChanges;             // by edge
    // By node, how many samples are behind cum, as Comparison::baseCounts() has them; empty where unknown.
    std::vector<BothValues> cumCounts;

    const CallGraph &calls() const { return trimmed.graph; }
    // Of a part of what a node has, such as that of a label: as many samples are behind it as its value is of
    // the node's.
    Change changeOfPart(const Comparison &comparison, uint32_t node, BothValues part) const;
    // pprof's values, divided where means are asked for.
    BothValues flat(uint32_t node) const
    {
        return {base.nodes[node].flatValue(), current.nodes[node].flatValue()};
    }
    BothValues cum(uint32_t node) const
    {
        return {base.nodes[node].cumValue(), current.nodes[node].cumValue()};
    }
    BothValues weight(uint32_t edge) const
    {
        return {base.edges[edge].weightValue(), current.edges[edge].weightValue()};
    }
};

// By the steps of trimmedGraph(). hideNoise: leave out the functions that did not change, or no more than
// sampling explains, both in flat and in cum. Stops early, with a partial graph, when asked to.
ComparedGraph comparedGraph(const Comparison &comparison, GraphOptions options, bool hideNoise = false,
                            const StopToken &stop = {});

} // namespace proflens
