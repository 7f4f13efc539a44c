// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/graphpicture.h"

#include "core/measure/visibletext.h"
#include "core/report/svgtext.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace proflens {

namespace {

constexpr double margin = 12;

bool overlaps(const PictureFrame::Box &a, double left, double top, double right, double bottom)
{
    return left < a.x + a.width && right > a.x && top < a.y + a.height && bottom > a.y;
}

// Whether nothing of the graph is within the box, which is in the layout's coordinates.
bool isFree(const GraphPicture &picture, const PictureFrame::Box &box)
{
    const auto taken = [&](Point centre, double width, double height) {
        return overlaps(box, centre.x - width / 2, centre.y - height / 2, centre.x + width / 2,
                        centre.y + height / 2);
    };
    for (size_t i = 0; i < picture.layout.nodes.size(); ++i) {
        const auto &node = picture.drawing.nodes[i];
        if (taken(picture.layout.nodes[i], node.width, node.height))
            return false;
    }
    for (size_t i = 0; i < picture.layout.edges.size(); ++i) {
        const auto &line = picture.layout.edges[i];
        const auto &edge = picture.drawing.edges[i];
        if (line.curve.empty())
            continue;
        if (taken(line.label, edge.labelWidth, edge.labelHeight))
            return false;
        // A curve stays within the hull of each four of its control points.
        for (size_t p = 0; p + 3 < line.curve.size(); p += 3) {
            double left = line.curve[p].x, right = left, top = line.curve[p].y, bottom = top;
            for (size_t k = p; k <= p + 3; ++k) {
                left = std::min(left, line.curve[k].x);
                right = std::max(right, line.curve[k].x);
                top = std::min(top, line.curve[k].y);
                bottom = std::max(bottom, line.curve[k].y);
            }
            if (overlaps(box, left, top, right, bottom))
                return false;
        }
    }
    return true;
}

// Puts a scale at a place in the frame, and tells its size.
Point addScale(PictureFrame &frame, const GraphScale &scale, Point at, const TextWidth &width)
{
    constexpr double size = graphstyle::legendFontSize, line = size * 1.6, gap = 6;
    double right = at.x, x = at.x, baseline = at.y + line - 5;
    const auto word = [&](const std::string &text) {
        frame.words.push_back({x, baseline, text});
        x += width(text, graphstyle::legendFontSize);
        right = std::max(right, x);
        x += gap;
    };
    const auto sample = [&](double wide, const GraphDrawing::Difference &difference, bool outlined) {
        frame.samples.push_back({{x, baseline - size + 2, wide, size}, difference, outlined});
        x += wide;
    };
    using Kind = Change::Kind;
    if (!scale.most.empty()) {
        word(scale.of + ':');
        word(scale.least);
        constexpr int steps = 8; // on either side of grey
        constexpr double wide = 11;
        for (int i = -steps; i <= steps; ++i) {
            const Kind kind = i < 0 ? Kind::Shrank : i > 0 ? Kind::Grew : Kind::Same;
            sample(wide, {{kind, false}, std::abs(i) / double(steps), kind}, false);
        }
        x += gap;
        word(scale.most);
        x = at.x;
        baseline += line;
    }
    constexpr double wide = 22;
    for (const auto &[kind, text] : {std::pair{Kind::New, "new"}, std::pair{Kind::Gone, "gone"},
                                     std::pair{Kind::Same, "the same, or within noise"}}) {
        sample(wide, {{kind, false}, 0.3, kind}, true);
        x += gap;
        word(text);
        x += gap;
    }
    return {right - at.x, baseline + 5 - at.y};
}

} // namespace

namespace graphstyle {

Dashes dashesOf(const GraphDrawing::Node &node)
{
    if (node.missing)
        return missingDashes;
    if (node.isTag)
        return tagDashes;
    if (!node.difference)
        return {};
    switch (node.difference->presence) {
    case Change::Kind::New:
        return newDashes;
    case Change::Kind::Gone:
        return goneDashes;
    default:
        return {};
    }
}

double outlineWidth(const GraphDrawing::Node &node)
{
    return !node.isTag && !node.missing && dashesOf(node).line > 0 ? 2 : 1;
}

} // namespace graphstyle

std::optional<GraphPicture> layoutPicture(GraphDrawing drawing, const LayoutOptions &options,
                                          const StopToken &stop)
{
    auto layout = layoutGraph(drawing.layoutRequest(), options, stop);
    if (!layout)
        return std::nullopt;
    GraphPicture picture;
    picture.drawing = std::move(drawing);
    picture.layout = *std::move(layout);
    if (const std::string note = picture.layout.note(); !note.empty())
        picture.legend.push_back(visibleText(note));
    return picture;
}

std::optional<GraphPicture> pictureOf(Report &report, const TextWidth &width, const LayoutOptions &layout,
                                      const StopToken &stop)
{
    return pictureOf(report, report.graph(), width, layout, stop);
}

std::optional<GraphPicture> pictureOf(const Report &report, const ReportGraph &graph, const TextWidth &width,
                                      const LayoutOptions &layout, const StopToken &stop)
{
    auto picture = layoutPicture(drawGraph({graph.calls(), *graph.frames, report.total(),
                                            [&](int64_t value) { return report.format(value); }},
                                           width),
                                 layout, stop);
    if (!picture)
        return std::nullopt;
    std::vector<std::string> legend;
    for (const std::string &label : report.graphLabels(graph, true)) {
        // The last one leads to a page about another program's pictures.
        if (!label.starts_with('\n'))
            legend.push_back(svg::elidedMiddle(visibleText(label), 100));
    }
    picture->legend.insert(picture->legend.begin(), legend.begin(), legend.end());
    const Profile &profile = report.profile();
    if (!profile.mappings.empty() && !profile.text(profile.mappings[0].file).empty())
        picture->title = visibleText(baseName(profile.text(profile.mappings[0].file)));
    return picture;
}

PictureFrame framePicture(const GraphPicture &picture, const TextWidth &width)
{
    PictureFrame frame;
    frame.graph = {margin, margin};
    double wide = 0;
    for (const std::string &line : picture.legend)
        wide = std::max(wide, width(line, graphstyle::legendFontSize));
    if (!picture.legend.empty()) {
        frame.legend = {margin, margin, std::ceil(wide + 2 * graphstyle::legendPadding),
                        std::ceil(static_cast<double>(picture.legend.size()) * graphstyle::legendFontSize *
                                      graphstyle::lineHeight +
                                  2 * graphstyle::legendPadding)};
    }
    if (picture.scale) {
        const bool alone = picture.legend.empty();
        if (alone)
            frame.legend = {margin, margin, 0, 2 * graphstyle::legendPadding};
        // At the origin of the legend; moved along with it below.
        const double top = frame.legend.height - graphstyle::legendPadding;
        const Point size = addScale(frame, *picture.scale, {graphstyle::legendPadding, top}, width);
        frame.legend.width = std::max(frame.legend.width, std::ceil(size.x + 2 * graphstyle::legendPadding));
        frame.legend.height = std::ceil(frame.legend.height + size.y);
    }
    const bool noGraph = picture.layout.nodes.empty();
    if (frame.legend.height > 0 && !noGraph) {
        // In one of the upper corners, if there is room; else above the graph.
        const auto &legend = frame.legend;
        const double atRight = picture.layout.width - legend.width;
        const PictureFrame::Box corner{0, 0, legend.width + margin, legend.height + margin};
        PictureFrame::Box otherCorner = corner;
        otherCorner.x = atRight - margin;
        if (!isFree(picture, corner)) {
            if (atRight > 0 && isFree(picture, otherCorner))
                frame.legend.x = margin + atRight;
            else
                frame.graph.y += legend.height + 2 * margin;
        }
    }
    for (auto &sample : frame.samples) {
        sample.box.x += frame.legend.x;
        sample.box.y += frame.legend.y;
    }
    for (auto &word : frame.words) {
        word.x += frame.legend.x;
        word.baseline += frame.legend.y;
    }
    frame.width = frame.graph.x + (noGraph ? 0 : picture.layout.width);
    frame.height = frame.graph.y + (noGraph ? 0 : picture.layout.height);
    frame.width = std::max(frame.width, frame.legend.x + frame.legend.width) + margin;
    frame.height = std::max(frame.height, frame.legend.y + frame.legend.height) + margin;
    return frame;
}

} // namespace proflens
