// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/graphdrawing.h"
#include "core/report/report.h"

#include <optional>
#include <string>
#include <vector>

namespace proflens {

// A call graph ready to be painted: on the screen, as SVG, PNG or PDF.
struct GraphPicture
{
    GraphDrawing drawing;
    GraphLayout layout;
    std::string title;               // the profile's file
    std::vector<std::string> legend; // lines of visible UTF-8: what the graph shows of which profile
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
    double width = 0, height = 0;
    Box legend;  // no size where there is no legend
    Point graph; // where the layout's origin is
};
PictureFrame framePicture(const GraphPicture &picture, const TextWidth &width);

namespace graphstyle {
constexpr int legendFontSize = 12;
constexpr double legendPadding = 8;
} // namespace graphstyle

} // namespace proflens
