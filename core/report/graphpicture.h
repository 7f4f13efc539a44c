// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/graphdrawing.h"
#include "core/report/report.h"

#include <optional>
#include <string>
#include <vector>

namespace proflens {

// What the colours of a comparison stand for.
struct GraphScale
{
    std::string of; // what is coloured: "Δ of cum"
    std::string least,
        most; // what full blue and full red are: "-1.20s", "+1.20s"; empty where nothing changed
};

// A call graph ready to be painted: on the screen, as SVG, PNG or PDF.
struct GraphPicture
{
    GraphDrawing drawing;
    GraphLayout layout;
    std::string title;               // the profile's file
    std::vector<std::string> legend; // lines of visible UTF-8: what the graph shows of which profile
    std::optional<GraphScale> scale; // below the legend's lines
};

// Lays out the drawing. nullopt if stopped. A note about a simpler layout joins the legend.
std::optional<GraphPicture> layoutPicture(GraphDrawing drawing, const LayoutOptions &layout,
                                          const StopToken &stop = {});

// The graph of a report of kind Dot, with its headings as the legend. nullopt if stopped.
std::optional<GraphPicture> pictureOf(Report &report, const TextWidth &width,
                                      const LayoutOptions &layout = {}, const StopToken &stop = {});

// The same of a graph that is there already.
std::optional<GraphPicture> pictureOf(const Report &report, const ReportGraph &graph, const TextWidth &width,
                                      const LayoutOptions &layout, const StopToken &stop);

// Where things are in a picture with a legend, in points.
struct PictureFrame
{
    struct Box
    {
        double x = 0, y = 0, width = 0, height = 0;
    };
    // A sample of a colour or of an outline, and words beside it.
    struct Sample
    {
        Box box;
        GraphDrawing::Difference difference;
        bool outlined = false;
    };
    struct Word
    {
        double x = 0, baseline = 0;
        std::string text;
    };
    double width = 0, height = 0;
    Box legend;                  // no size where there is no legend
    Point graph;                 // where the layout's origin is
    std::vector<Sample> samples; // of the scale; empty where there is none
    std::vector<Word> words;
};
PictureFrame framePicture(const GraphPicture &picture, const TextWidth &width);

namespace graphstyle {
constexpr int legendFontSize = 12;
constexpr double legendPadding = 8;
// Lengths of line and gap of outlines and lines of what is on one side only; 0: no gaps.
struct Dashes
{
    double line = 0, gap = 0;
};
constexpr Dashes newDashes{1.5, 2.5}, goneDashes{6, 4}, missingDashes{4, 4}, tagDashes{3, 2};
Dashes dashesOf(const GraphDrawing::Node &node);
// New and gone ones are outlined more strongly, so that dots and dashes are seen.
double outlineWidth(const GraphDrawing::Node &node);
} // namespace graphstyle

} // namespace proflens
