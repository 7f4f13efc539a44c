// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/style/drawnreport.h"

#include "app/style/graphpainter.h"
#include "core/layout/graphrender.h"
#include "core/report/graphsvg.h"

namespace proflens::style {

namespace {

Status drawByGraphviz(const ProfilePtr &profile, const char *format, const ReportOptions &options,
                      Output &out, std::string *note)
{
    std::string dot;
    Output text([&](std::string_view piece) {
        dot += piece;
        return true;
    });
    if (const Status status = writeReport(profile, ReportKind::Dot, options, {}, text); !status)
        return status;
    text.flush();
    bool simpler = false;
    const auto picture = renderGraph(dot, format, std::chrono::seconds(10), simpler);
    if (!picture)
        return picture.error();
    if (simpler)
        *note = "laid out more simply, without the figures beside the lines, because Graphviz took too long";
    out << *picture;
    return success();
}

} // namespace

Status drawReport(const ProfilePtr &profile, Drawing drawing, const ReportOptions &options, const QFont &font,
                  Output &out, std::string *note, const StopToken &stop)
{
    if (drawing == Drawing::Ps || drawing == Drawing::Gif)
        return drawByGraphviz(profile, drawing == Drawing::Ps ? "ps" : "gif", options, out, note);
    auto report = Report::make(profile, ReportKind::Dot, options);
    if (!report)
        return report.error();
    // Nobody watches a window stand still here, so Graphviz may take longer.
    LayoutOptions layout;
    layout.timeout = 30000;
    layout.fastTimeout = 30000;
    const bool svg = drawing == Drawing::Svg;
    const auto picture = pictureOf(*report, svg ? svgTextWidth() : textWidthIn(font), layout, stop);
    if (!picture)
        return Error{"the layout of the call graph was stopped"};
    *note = picture->layout.note();
    if (svg) {
        out << graphSvg(*picture);
        return success();
    }
    const auto image =
        graphImage(*picture, font, drawing == Drawing::Pdf ? ImageFormat::Pdf : ImageFormat::Png);
    if (!image)
        return image.error();
    out << std::string_view(image->constData(), static_cast<size_t>(image->size()));
    return success();
}

} // namespace proflens::style
