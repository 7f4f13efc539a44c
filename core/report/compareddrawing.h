// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparedgraph.h"
#include "core/report/graphdrawing.h"

#include <cstdint>

namespace proflens {

struct ComparedDrawingInput
{
    const Comparison &comparison;
    const ComparedGraph &graph;
    bool colorSelf = false;     // nodes by the difference of flat rather than cum
    bool colorRelative = false; // by the ratio of both values rather than the size of the difference
};

// The difference that has the strongest colour, without its sign; 0 if nothing changed.
int64_t largestDifference(const ComparedDrawingInput &input);

// Both sides in one picture: nodes and edges tell both values and their difference, and are coloured by it;
// font size and line width are by the larger value.
GraphDrawing drawComparedGraph(const ComparedDrawingInput &input, const TextWidth &width);

// Each side by itself, with the same nodes and edges in the same order, and boxes of the same size, so that
// one layout suits both. Texts are those of the side alone; sizes and colours are on one scale.
struct SideDrawings
{
    GraphDrawing base, current;
};
SideDrawings drawSides(const Comparison &comparison, const ComparedGraph &graph, const TextWidth &width);

} // namespace proflens
