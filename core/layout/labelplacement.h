// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layout/graphlayout.h"

namespace proflens {

// The point at parameter t (0 to 1, in equal shares per Bezier segment) of a curve of 3n + 1 control points.
Point pointOnCurve(const std::vector<Point> &curve, double t);

// Sets the label of every edge: beside its own line, or on it, where no other label and no node is and as few
// other lines as possible are, the nearer to the middle the better. Heavier edges, which come first, choose
// first.
void placeLabels(const LayoutRequest &request, GraphLayout &layout);

} // namespace proflens
