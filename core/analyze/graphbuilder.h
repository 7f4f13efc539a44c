// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/graph.h"

#include <vector>

namespace proflens {

// The two ways to make an untrimmed CallGraph. Used by trimmedGraph().

// One node per frame. kept: by FrameId, frames that may become nodes; empty: all. Samples whose leaf is not
// kept lose their flat, and edges over frames that are not kept are residual.
CallGraph buildGraph(const GraphInput &input, const std::vector<uint8_t> &kept, bool tags,
                     const std::string &tagUnit, const StopToken &stop);
// One node per path from the root.
CallGraph buildTree(const GraphInput &input, bool tags, const std::string &tagUnit, const StopToken &stop);

} // namespace proflens
