// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/start/draw.h"

#include "app/cli/sources.h"
#include "app/style/drawnreport.h"
#include "app/style/svgimage.h"
#include "core/analyze/analysis.h"
#include "core/analyze/comparison.h"
#include "core/layout/graphrender.h"
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

std::string titleOf(const Profile &profile)
{
    return profile.mappings.empty() ? std::string()
                                    : std::string(baseName(profile.text(profile.mappings[0].file)));
}

Result<std::string> differenceOf(const CommandLine &line, FlameSvgOptions &drawing);

Result<std::string> flameOf(const CommandLine &line, FlameSvgOptions &drawing)
{
    const auto profile = loadCurrent(line);
    if (!profile)
        return profile.error();
    if ((*profile)->origin.base) {
        CommandLine both = line;
        both.bases = line.sources;
        both.diffBase = true;
        return differenceOf(both, drawing);
    }
    const auto index = (*profile)->sampleIndex(line.options.sampleIndex);
    if (!index)
        return index.error();
    AnalysisOptions view = analysisOptions(line.options, **profile);
    view.sampleIndex = *index;
    const auto analysis = Analysis::make(*profile, view);
    if (!analysis)
        return analysis.error();
    drawing.title = titleOf(**profile);
    return flameSvg(**analysis, drawing);
}

// Both sides in one picture.
Result<std::string> differenceOf(const CommandLine &line, FlameSvgOptions &drawing)
{
    const auto loaded = loadComparison(line);
    if (!loaded)
        return loaded.error();
    const ComparisonPtr &comparison = (*loaded).comparison;
    if (!comparison->scalingProblem().empty())
        std::fprintf(stderr, "proflens: %s\n", comparison->scalingProblem().c_str());
    drawing.title = titleOf(*(*loaded).current);
    const auto called = [](const std::vector<std::string> &files) {
        const std::string name(baseName(files.front()));
        return files.size() == 1 ? name : name + " (+" + std::to_string(files.size() - 1) + ")";
    };
    drawing.subtitle = "Base: " + called(line.bases) + ". Current: " + called(line.sources) + ".";
    return flameSvg(ComparedFlame(comparison, ComparedWidth::Larger, false), {}, drawing);
}

} // namespace

Status drawCallGraph(const ProfilePtr &profile, Drawing drawing, const ReportOptions &options, Output &out)
{
    const bool needsFonts = drawing == Drawing::Png || drawing == Drawing::Pdf;
    const auto application = needsFonts ? makeApplication() : nullptr;
    const QFont font = needsFonts ? QFontDatabase::systemFont(QFontDatabase::GeneralFont) : QFont();
    std::string note;
    const Status status = style::drawReport(profile, drawing, options, font, out, &note);
    if (!note.empty())
        std::fprintf(stderr, "proflens: %s\n", note.c_str());
    return status;
}

Status drawFlameGraph(const CommandLine &line, Output &out)
{
    FlameSvgOptions drawing;
    const auto svg = line.bases.empty() ? flameOf(line, drawing) : differenceOf(line, drawing);
    if (!svg)
        return svg.error();
    if (line.drawing == Drawing::Svg) {
        out << *svg;
        return success();
    }
    const auto application = makeApplication();
    const auto image = style::svgImage(
        *svg, line.drawing == Drawing::Pdf ? style::ImageFormat::Pdf : style::ImageFormat::Png,
        QString::fromStdString(drawing.title));
    if (!image)
        return image.error();
    out << std::string_view(image->constData(), static_cast<size_t>(image->size()));
    return success();
}

} // namespace proflens
