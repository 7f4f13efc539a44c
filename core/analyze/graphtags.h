// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/graph.h"
#include "core/analyze/graphbuilder.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace proflens {

// Which labels of samples become tags of nodes.
struct WantedTags
{
    std::string unit;  // in which numbers are shown
    int64_t least = 0; // tags of which both |flat| and |cum| are less need not be there
    // Only tags that some shown node of this graph has; nullptr: all.
    const CallGraph *among = nullptr;
};

// Fills in Node::labelTags and Node::numericTags of the listed nodes (rows of graph.nodes). tree: where the
// stacks of a tree end; nullptr: the graph has one node per frame. Stops early, with some tags missing, when
// asked to.
void gatherTags(CallGraph &graph, std::span<const uint32_t> nodes, const GraphInput &input,
                const WantedTags &wanted, const TreePaths *tree, const StopToken &stop);

} // namespace proflens
