// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/draw.h"

#include "app/style/graphpainter.h"
#include "app/style/svgimage.h"
#include "core/analyze/analysis.h"
#include "core/report/flamesvg.h"
#include "core/report/graphsvg.h"

#include <QFontDatabase>
#include <QGuiApplication>

#include <cstdio>
#include <memory>

namespace proflens {

namespace {

// Fonts need an application, though no display: without one Qt draws into memory.
std::unique_ptr<QGuiApplication> makeApplication()
{
    if (QCoreApplication::instance())
        return nullptr;
    static int count = 1;
    static char name[] = "proflens";
    static char *arguments[] = {name, nullptr};
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return std::make_unique<QGuiApplication>(count, arguments);
}

} // namespace

Status drawCallGraph(const ProfilePtr &profile, const CommandLine &line, const ReportOptions &options,
                     Output &out)
{
    auto report = Report::make(profile, ReportKind::Dot, options);
    if (!report)
        return report.error();
    // Nobody watches a window stand still here, so Graphviz may take longer.
    LayoutOptions layout;
    layout.timeout = 30000;
    layout.fastTimeout = 30000;
    const bool svg = line.drawing == Drawing::Svg;
    const auto application = svg ? nullptr : makeApplication();
    const QFont font = svg ? QFont() : QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    const auto picture = pictureOf(*report, svg ? svgTextWidth() : style::textWidthIn(font), layout);
    if (!picture)
        return Error{"the layout of the call graph was stopped"};
    if (const std::string note = picture->layout.note(); !note.empty())
        std::fprintf(stderr, "proflens: %s\n", note.c_str());
    if (svg) {
        out << graphSvg(*picture);
        return success();
    }
    const auto image = style::graphImage(
        *picture, font, line.drawing == Drawing::Pdf ? style::ImageFormat::Pdf : style::ImageFormat::Png);
    if (!image)
        return image.error();
    out << std::string_view(image->constData(), static_cast<size_t>(image->size()));
    return success();
}

Status drawFlameGraph(const ProfilePtr &profile, const CommandLine &line, const ReportOptions &options,
                      Output &out)
{
    const auto index = profile->sampleIndex(options.sampleIndex);
    if (!index)
        return index.error();
    AnalysisOptions view;
    view.sampleIndex = *index;
    view.mean = options.mean;
    view.granularity = options.granularity;
    view.noInlines = options.noInlines;
    view.filters = options.filters;
    view.relativePercentages = options.relativePercentages;
    view.allFrames = options.allFrames;
    view.unit = options.unit;
    const auto analysis = Analysis::make(profile, view);
    if (!analysis)
        return analysis.error();
    FlameSvgOptions drawing;
    if (!profile->mappings.empty() && !profile->text(profile->mappings[0].file).empty())
        drawing.title = baseName(profile->text(profile->mappings[0].file));
    const std::string svg = flameSvg(**analysis, drawing);
    if (line.drawing == Drawing::Svg) {
        out << svg;
        return success();
    }
    const auto application = makeApplication();
    const auto image =
        style::svgImage(svg, line.drawing == Drawing::Pdf ? style::ImageFormat::Pdf : style::ImageFormat::Png,
                        QString::fromStdString(drawing.title));
    if (!image)
        return image.error();
    out << std::string_view(image->constData(), static_cast<size_t>(image->size()));
    return success();
}

} // namespace proflens
