// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/flameshade.h"

namespace proflens {

namespace {

double strengthOf(const ComparedFlame &flame, BothValues values, bool self, bool relative)
{
    if (relative)
        return difference::strengthOfRatio(values);
    const int64_t most = flame.mostDelta(self);
    return most == 0
               ? 0
               : difference::strengthOfShare(static_cast<double>(values.delta()) / static_cast<double>(most));
}

} // namespace

FlameShade shadeOf(const ComparedFlame &flame, FlameNode node, FlameColoring coloring)
{
    const Change whole = flame.change(node);
    // In a tree from callers all of a stack's value is the leaf's own.
    if (!coloring.self || flame.inverted())
        return {whole, strengthOf(flame, flame.total(node), false, coloring.relative), whole};
    return {flame.selfChange(node), strengthOf(flame, flame.self(node), true, coloring.relative), whole};
}

FlameShade shadeOf(const ComparedFlame &flame, FlameRows rows, FlameColoring coloring)
{
    const Change change = flame.change(rows);
    return {change, strengthOf(flame, flame.values(rows), false, coloring.relative), change};
}

FlameScale scaleOf(const ComparedFlame &flame, FlameColoring coloring)
{
    const bool self = coloring.self && !flame.inverted();
    if (coloring.relative)
        return {"×1/8", "×8", self ? "Ratio of frames alone" : "Ratio of frames with what they call"};
    const int64_t most = flame.mostDelta(self);
    const std::string of = self ? "Difference of frames alone" : "Difference of frames with what they call";
    return {flame.formatDelta(-most), flame.formatDelta(most), of};
}

} // namespace proflens
