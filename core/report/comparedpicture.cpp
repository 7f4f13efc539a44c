// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/comparedpicture.h"

#include "core/measure/visibletext.h"
#include "core/report/report.h"
#include "core/report/svgtext.h"

#include <algorithm>
#include <cstdio>

namespace proflens {

namespace {

constexpr double gapBetweenSides = 60;
constexpr size_t longestLegendLine = 100; // characters

std::string percentagesText(const Comparison &comparison)
{
    const std::string total = comparison.format(comparison.difference()->total());
    switch (comparison.options().percentOf) {
    case PercentOf::Base:
        return "Percentages of differences are of the base's total, " + total;
    case PercentOf::Current:
        return "Percentages of differences are of the current side's total, " + total;
    case PercentOf::Difference:
        return "Percentages of differences are of the sum of all differences without their signs, " + total;
    }
    return {};
}

// What both looks have in common.
std::vector<std::string> factsOf(const ComparedPictureInput &input)
{
    const Comparison &comparison = input.comparison;
    const AnalysisOptions &view = comparison.options().view;
    std::vector<std::string> lines;
    lines.push_back(std::string("Type: ") + (view.mean ? "mean_" : "") +
                    comparison.current()->sampleType().type);
    for (const std::string &filter : Report::filterLabels(view.filters))
        lines.push_back(filter);
    if (comparison.factor() != 1) {
        char factor[64];
        std::snprintf(factor, sizeof factor, "Base multiplied by %.4g", comparison.factor());
        lines.emplace_back(factor);
    }
    if (!comparison.scalingProblem().empty())
        lines.push_back(comparison.scalingProblem());
    return lines;
}

std::vector<std::string> shownOf(const ComparedPictureInput &input)
{
    std::vector<std::string> lines;
    const TrimmedGraph &trimmed = input.graph.trimmed;
    if (const size_t count = trimmed.droppedNodes; count > 0) {
        const std::string least = input.comparison.format(trimmed.nodeCutoff);
        lines.push_back("Dropped " + std::to_string(count) + (count > 1 ? " nodes (" : " node (") +
                        (input.hideNoise ? "unchanged, within noise, or " : "") + "cum <= " + least +
                        " on either side)");
    }
    const size_t count = trimmed.graph.shown.size();
    if (count > 0 && count < trimmed.originalCount)
        lines.push_back("Showing top " + std::to_string(count) + " nodes out of " +
                        std::to_string(trimmed.originalCount));
    return lines;
}

std::vector<std::string> legendLines(std::vector<std::string> lines)
{
    for (std::string &line : lines)
        line = svg::elidedMiddle(visibleText(line), longestLegendLine);
    return lines;
}

void append(std::vector<std::string> &lines, std::vector<std::string> more)
{
    lines.insert(lines.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

GraphScale scaleOf(const ComparedPictureInput &input)
{
    GraphScale scale;
    const int64_t most =
        largestDifference({input.comparison, input.graph, input.colorSelf, input.colorRelative});
    scale.of = input.colorSelf ? "Δ of flat" : "Δ of cum";
    if (most == 0)
        return scale;
    if (input.colorRelative) {
        scale.of = input.colorSelf ? "ratio of flat" : "ratio of cum";
        scale.least = "×1/8";
        scale.most = "×8";
    } else {
        scale.least = input.comparison.formatDelta(-most);
        scale.most = input.comparison.formatDelta(most);
    }
    return scale;
}

std::string titleOf(const ComparedPictureInput &input)
{
    return visibleText(input.currentName + " − " + input.baseName);
}

} // namespace

std::optional<GraphPicture> comparedPicture(const ComparedPictureInput &input, const TextWidth &width,
                                            const LayoutOptions &layout, const StopToken &stop)
{
    const Comparison &comparison = input.comparison;
    auto picture = layoutPicture(
        drawComparedGraph({comparison, input.graph, input.colorSelf, input.colorRelative}, width), layout,
        stop);
    if (!picture)
        return std::nullopt;
    std::vector<std::string> lines = {"Base: " + input.baseName, "Current: " + input.currentName};
    append(lines, factsOf(input));
    const BothValues total = comparison.total();
    const std::string percent = comparison.percent(total.delta());
    lines.push_back("Total: " + comparison.format(total.base) + " → " + comparison.format(total.current) +
                    " (" + comparison.formatDelta(total.delta()) +
                    (percent.empty() ? ")" : ", " + percent + ')'));
    if (!percent.empty())
        lines.push_back(percentagesText(comparison));
    append(lines, shownOf(input));
    lines = legendLines(std::move(lines));
    append(lines, std::move(picture->legend)); // a word about the layout
    picture->legend = std::move(lines);
    picture->scale = scaleOf(input);
    picture->title = titleOf(input);
    return picture;
}

std::optional<SidePictures> sidePictures(const ComparedPictureInput &input, const TextWidth &width,
                                         const LayoutOptions &layout, const StopToken &stop)
{
    const Comparison &comparison = input.comparison;
    SideDrawings drawings = drawSides(comparison, input.graph, width);
    auto base = layoutPicture(std::move(drawings.base), layout, stop);
    if (!base)
        return std::nullopt;
    GraphPicture current;
    current.drawing = std::move(drawings.current);
    current.layout = base->layout;
    const BothValues total = comparison.total();
    std::vector<std::string> lines = {
        "Left: base, " + input.baseName + ", total " + comparison.format(total.base),
        "Right: current, " + input.currentName + ", total " + comparison.format(total.current)};
    append(lines, factsOf(input));
    lines.emplace_back("Percentages are of each side's total; sizes and colours are on one scale");
    lines.emplace_back("Dashed boxes: only the other side has them");
    append(lines, shownOf(input));
    lines = legendLines(std::move(lines));
    append(lines, std::move(base->legend));
    current.legend = base->legend = std::move(lines);
    current.title = base->title = titleOf(input);
    return SidePictures{*std::move(base), std::move(current)};
}

GraphPicture besideEachOther(const GraphPicture &base, const GraphPicture &current)
{
    GraphPicture both = base;
    const auto first = static_cast<uint32_t>(both.drawing.nodes.size());
    const double right = base.layout.width + gapBetweenSides;
    const auto moved = [right](Point p) { return Point{p.x + right, p.y}; };
    for (GraphDrawing::Node node : current.drawing.nodes) {
        node.id = "current-" + node.id;
        both.drawing.nodes.push_back(std::move(node));
    }
    for (GraphDrawing::Edge edge : current.drawing.edges) {
        edge.id = "current-" + edge.id;
        edge.source += first;
        edge.target += first;
        both.drawing.edges.push_back(std::move(edge));
    }
    for (const Point node : current.layout.nodes)
        both.layout.nodes.push_back(moved(node));
    for (GraphLayout::Edge line : current.layout.edges) {
        for (Point &p : line.curve)
            p = moved(p);
        line.tip = moved(line.tip);
        line.label = moved(line.label);
        both.layout.edges.push_back(std::move(line));
    }
    both.layout.width = right + current.layout.width;
    both.layout.height = std::max(base.layout.height, current.layout.height);
    return both;
}

} // namespace proflens
