// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/analysis.h"
#include "core/layout/flamesearch.h"
#include "core/report/flameshade.h"

#include <string>

namespace proflens {

struct FlameSvgOptions
{
    std::string title;     // the first line of the picture; "Flame graph" if empty
    std::string subtitle;  // before the totals, in the second line
    int width = 1200;      // pixels, at least 200
    bool inverted = false; // callers grow from callees
    bool flipped = false;  // the root is at the bottom
    // The part of the axis from 0 to FlameTree::width() to draw; all of it if end is not more than begin.
    double begin = 0, end = 0;
    const FlameSearch *search = nullptr; // marks its hits; made from the same tree
    size_t mostBoxes = 20000;            // narrow boxes are gathered until there are no more than these
    uint32_t mostLevels = 1000;          // deeper ones are left out, and the picture says so
};

// A flame graph as an SVG 1.1 picture for browsers, Inkscape and print: every box is a rectangle with a
// <title> of name, file and costs, and its name as text, cut to fit. Light colours, the same hues for the
// same packages as in the window. Valid XML whatever the names.
std::string flameSvg(const Analysis &analysis, const FlameSvgOptions &options = {});

// The same of a comparison, as wide as it is: blue is less, red is more, grey the same or noise, new dotted
// and gone hatched, with a legend of all that and the numbers at the ends of the scale. options.inverted is
// that of the flame graph.
std::string flameSvg(const ComparedFlame &flame, FlameColoring coloring, const FlameSvgOptions &options = {});

} // namespace proflens
