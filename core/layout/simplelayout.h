// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layout/graphlayout.h"

namespace proflens {

// A layered layout of our own, for when Graphviz is missing or too slow: ranks by longest path, order within
// the ranks by the mean of the neighbours, long edges led around nodes where there are not too many of them.
// Takes about a second for ten thousand nodes and edges, whatever the graph is like. nullopt if stopped.
std::optional<GraphLayout> simpleLayout(const LayoutRequest &request, const StopToken &stop);

} // namespace proflens
