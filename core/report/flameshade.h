// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layout/comparedflame.h"
#include "core/report/differencecolors.h"

#include <string>

namespace proflens {

// What the frames of a compared flame graph are coloured by.
struct FlameColoring
{
    bool self = false; // the frame alone rather than with what it calls; not where callers grow from callees
    bool relative = false; // the ratio of both values rather than the share of the largest difference

    bool operator==(const FlameColoring &) const = default;
};

// What a frame's colour, pattern and word come from.
struct FlameShade
{
    Change change;       // decides colour: of the frame alone if asked for
    double strength = 0; // 0 to 1
    Change whole;        // of the frame with what it calls: decides pattern and word

    int sign() const { return difference::signOf(change); }
    bool operator==(const FlameShade &) const = default;
};

// Absolute strength is the share of the largest difference in the whole tree, so that a colour means the same
// however far one zooms in.
FlameShade shadeOf(const ComparedFlame &flame, FlameNode node, FlameColoring coloring);
// Of neighbours that are drawn as one. The frames alone have no value in common, so it is that of all.
FlameShade shadeOf(const ComparedFlame &flame, FlameRows rows, FlameColoring coloring);

// The texts of a legend: what full blue and full red stand for, and what is coloured.
struct FlameScale
{
    std::string least, most; // "-1.20s", "+1.20s"; "×1/8", "×8"
    std::string of;          // "Difference of frames with what they call"
};
FlameScale scaleOf(const ComparedFlame &flame, FlameColoring coloring);

} // namespace proflens
