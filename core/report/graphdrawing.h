// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"
#include "core/analyze/graph.h"
#include "core/layout/graphlayout.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// What a picture of a call graph shows, whoever paints it: texts, sizes, shares. Lengths are in points. All
// text is visible UTF-8 (see visibleText).
struct GraphDrawing
{
    // Of something that is on two sides: how it is coloured in place of its share.
    struct Difference
    {
        Change change;
        double strength = 0;                        // of the colour, 0 to 1
        Change::Kind presence = Change::Kind::Same; // New or Gone where only one side has it at all
    };
    struct Node
    {
        uint32_t call = 0; // row of CallGraph::nodes
        std::string id;    // "node1" and on, in the order of the report, as pprof numbers them
        std::vector<std::string> lines;
        size_t nameLines = 0; // how many of the lines, the first ones, are the name
        std::string name;     // in full
        std::string costs;    // flat and cum, in one line
        double share = 0;     // cum of the total, -1 to 1
        int fontSize = 8;
        double width = 0, height = 0;
        bool isTag = false;   // a box for a label of the samples, hanging on the node of the same call
        bool missing = false; // only the other side has it: an empty box in its place
        std::optional<Difference> difference;

        // From the upper edge to the first line.
        double textTop() const;
    };
    struct Edge
    {
        uint32_t source = 0, target = 0; // rows of nodes
        std::string id;                  // "edge1" and on
        std::string label;
        std::string title; // "caller → callee (weight)", in full
        double share = 0;  // weight of the total, -1 to 1
        double penWidth = 1;
        int weight = 1;    // for the layout
        int minLength = 1; // for the layout
        double labelWidth = 0, labelHeight = 0;
        bool residual = false, inlined = false;
        bool missing = false; // only the other side has it
        std::optional<Difference> difference;
    };
    std::vector<Node> nodes; // in the order of the report; boxes of labels at the end
    std::vector<Edge> edges; // heaviest first; those to label boxes at the end

    LayoutRequest layoutRequest() const;
};

// How wide text is in the font that will paint it.
using TextWidth = std::function<double(std::string_view text, int fontSize)>;

namespace graphstyle {

constexpr int edgeFontSize = 10;
constexpr double lineHeight = 1.2; // of the font size
constexpr double paddingY = 4;
constexpr double paddingX(int fontSize)
{
    return 6 + 0.25 * fontSize;
}
constexpr double arrowLength(double penWidth)
{
    return 7 + 2 * penWidth;
}
constexpr double arrowHalfWidth(double penWidth)
{
    return 2.5 + penWidth;
}

} // namespace graphstyle

struct GraphDrawingInput
{
    const CallGraph &calls;
    const FrameTable &frames;
    int64_t total = 0;
    std::function<std::string(int64_t)> format;
};

// Font sizes, texts and pen widths by pprof's rules (reference: google/pprof, internal/graph/dotgraph.go).
// Long names are cut to what a box should hold.
GraphDrawing drawGraph(const GraphDrawingInput &input, const TextWidth &width);

} // namespace proflens
