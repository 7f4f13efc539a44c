// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/graph.h"

#include <vector>

namespace proflens {

// The two ways to make an untrimmed CallGraph. Used by trimmedGraph().

// Where the stacks of a tree are in it, as it was built; trimming takes nodes out.
struct TreePaths
{
    std::vector<uint32_t> leafOf;   // by row of the index, the node in which the stack ends
    std::vector<uint32_t> parentOf; // by node
    // of rows that do not count, and above the roots: UINT32_MAX
};

// One node per frame. kept: by FrameId, frames that may become nodes; empty: all. Samples whose leaf is not
// kept lose their flat, and edges over frames that are not kept are residual.
CallGraph buildGraph(const GraphInput &input, const std::vector<uint8_t> &kept);
// One node per path from the root. paths: replaced with those of the tree, unless nullptr.
CallGraph buildTree(const GraphInput &input, TreePaths *paths = nullptr);

} // namespace proflens
