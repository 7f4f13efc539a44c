// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/graph/graphscene.h"

#include "app/style/graphpainter.h"
#include "core/report/printers.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace proflens {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("GraphScene", text);
}

} // namespace

QString GraphScene::functionOf(size_t node) const
{
    const FrameId frame = calls().nodes[picture.drawing.nodes[node].call].frame;
    const std::string_view name = analysis->frames()[frame].name;
    const std::string_view shown = name.empty() ? analysis->frames().printableName(frame) : name;
    return QString::fromUtf8(shown.data(), qsizetype(shown.size()));
}

std::vector<bool> GraphScene::nodesOf(const QString &function) const
{
    if (function.isEmpty())
        return {};
    const QByteArray name = function.toUtf8();
    const auto frames = analysis->frames().find({name.constData(), size_t(name.size())});
    std::vector<bool> found(picture.drawing.nodes.size(), false);
    bool any = false;
    for (size_t n = 0; n < found.size(); ++n) {
        const auto &node = picture.drawing.nodes[n];
        found[n] = !node.isTag &&
                   std::find(frames.begin(), frames.end(), calls().nodes[node.call].frame) != frames.end();
        any = any || found[n];
    }
    return any ? found : std::vector<bool>();
}

int GraphScene::heaviestCaller(int node) const
{
    for (const auto &edge : picture.drawing.edges) {
        if (int(edge.target) == node)
            return int(edge.source);
    }
    return -1;
}

int GraphScene::heaviestCallee(int node) const
{
    for (const auto &edge : picture.drawing.edges) {
        if (int(edge.source) == node && !picture.drawing.nodes[edge.target].isTag)
            return int(edge.target);
    }
    return -1;
}

int GraphScene::sibling(int node, int step) const
{
    const auto &places = picture.layout.nodes;
    const Point here = places[size_t(node)];
    const auto next = [&](const auto &isCandidate) {
        int best = -1;
        double bestDistance = 0;
        for (size_t n = 0; n < places.size(); ++n) {
            const double distance = (places[n].x - here.x) * step;
            // Nodes right above each other have an order, too: that of the report.
            const bool beyond = distance > 0 || (distance == 0 && (int(n) - node) * step > 0);
            if (!beyond || int(n) == node || picture.drawing.nodes[n].isTag || !isCandidate(n))
                continue;
            if (best < 0 || distance < bestDistance) {
                best = int(n);
                bestDistance = distance;
            }
        }
        return best;
    };
    std::vector<bool> calledToo(places.size(), false);
    const int caller = heaviestCaller(node);
    for (const auto &edge : picture.drawing.edges) {
        if (int(edge.source) == caller)
            calledToo[edge.target] = true;
    }
    if (const int found = next([&](size_t n) { return calledToo[n]; }); found >= 0)
        return found;
    const double reach = picture.drawing.nodes[size_t(node)].height / 2;
    return next([&](size_t n) { return std::fabs(places[n].y - here.y) <= reach; });
}

QString GraphScene::emptyReason() const
{
    if (!picture.drawing.nodes.empty())
        return {};
    const Profile &profile = *analysis->profile();
    if (profile.samples.size() == 0)
        return tr("The profile has no samples.");
    if (analysis->frames().size() == 0 || analysis->stacks().size() == 0)
        return analysis->options().filters.empty() ? tr("The samples of this profile have no stacks.")
                                                   : tr("The filters leave no sample.");
    const bool allDropped = trimmed().originalCount == 0 && trimmed().droppedNodes > 0;
    if (allDropped && compared && subject.hideNoise)
        return tr("Nothing changed by more than sampling explains.");
    if (allDropped)
        return tr("Every function is below the smallest share shown; lower it to see them.");
    if (analysis->total() == 0)
        return tr("All values of this sample type are zero.");
    return tr("No sample with a stack is left.");
}

QString GraphScene::layoutNote() const
{
    const GraphLayout &layout = picture.layout;
    const QString detail = QString::fromUtf8(layout.detail.data(), qsizetype(layout.detail.size()));
    const bool faster = layout.method == LayoutMethod::GraphvizFast;
    switch (layout.reason) {
    case LayoutReason::None:
        return {};
    case LayoutReason::TimedOut:
        return faster ? tr("Laid out faster and less carefully, because Graphviz took too long. Fewer nodes "
                           "would look "
                           "better.")
                      : tr("Laid out in a simpler way, because Graphviz took too long. Fewer nodes would "
                           "look better.");
    case LayoutReason::TooLarge:
        return faster ? tr("Laid out faster and less carefully, because the graph is large. Fewer nodes "
                           "would look "
                           "better.")
                      : tr("Laid out in a simpler way, because the graph is large. Fewer nodes would look "
                           "better.");
    case LayoutReason::Failed:
        return (faster ? tr("Laid out faster and less carefully, because Graphviz failed: %1")
                       : tr("Laid out in a simpler way, because Graphviz failed: %1"))
            .arg(detail);
    case LayoutReason::HelperMissing:
        return tr("Laid out in a simpler way, because the layout helper proflens-layout could not be "
                  "started: %1")
            .arg(detail);
    }
    return {};
}

QString GraphScene::least() const
{
    return picture.scale ? QString::fromStdString(picture.scale->least) : QString();
}

QString GraphScene::most() const
{
    return picture.scale ? QString::fromStdString(picture.scale->most) : QString();
}

std::string GraphScene::dot() const
{
    if (compared)
        return pictureDot(picture);
    std::string text;
    {
        Output out([&text](std::string_view more) {
            text += more;
            return true;
        });
        printDot(report, graph, out);
    }
    return text;
}

GraphPicture GraphScenes::picture() const
{
    return base ? besideEachOther(base->picture, main->picture) : main->picture;
}

namespace {

GraphScenes makeComparedScenes(const GraphScene &scene, const ReportOptions &report, const QFont &font,
                               const LayoutOptions &layout, const StopToken &stop)
{
    const GraphSubject &subject = scene.subject;
    const Comparison &comparison = *subject.comparison;
    GraphOptions options;
    options.visual = options.tags = true;
    options.tagUnit = comparison.options().view.unit;
    options.callTree = report.callTree;
    options.nodeCount = report.nodeCount;
    options.nodeFraction = report.nodeFraction;
    options.edgeFraction = report.edgeFraction;
    auto main = std::make_shared<GraphScene>(scene);
    main->compared =
        std::make_shared<const ComparedGraph>(comparedGraph(comparison, options, subject.hideNoise, stop));
    if (stop.stop_requested())
        return {};
    const ComparedPictureInput input{comparison,
                                     *main->compared,
                                     subject.colorSelf,
                                     subject.colorRelative,
                                     subject.hideNoise,
                                     subject.baseName.toStdString(),
                                     subject.currentName.toStdString()};
    const TextWidth width = style::textWidthIn(font);
    if (!subject.isSideBySide()) {
        auto picture = comparedPicture(input, width, layout, stop);
        if (!picture)
            return {};
        main->picture = *std::move(picture);
        return {main, nullptr};
    }
    auto pictures = sidePictures(input, width, layout, stop);
    if (!pictures)
        return {};
    auto base = std::make_shared<GraphScene>(*main);
    base->analysis = comparison.base();
    base->picture = std::move(pictures->base);
    main->picture = std::move(pictures->current);
    return {main, base};
}

} // namespace

ReportOptions graphReportOptions(const GraphChoice &choice)
{
    ReportOptions options;
    options.callTree = choice.callTree;
    options.nodeCount = choice.nodeCount < 0 ? usualNodes : choice.nodeCount;
    options.nodeFraction = choice.trim ? choice.nodeFraction : 0;
    options.edgeFraction = choice.trim ? choice.edgeFraction : 0;
    // Graphs of more can neither be laid out in useful time nor be read.
    if (!choice.trim || options.nodeCount == 0 || options.nodeCount > mostNodes)
        options.nodeCount = mostNodes;
    return options;
}

GraphScenes makeGraphScenes(const GraphSubject &subject, const GraphChoice &choice, const QFont &font,
                            const LayoutOptions &layout, const StopToken &stop)
{
    const ReportOptions options = graphReportOptions(choice);
    auto scene =
        std::make_shared<GraphScene>(GraphScene{subject.analysis,
                                                subject,
                                                choice,
                                                Report::of(subject.analysis, ReportKind::Dot, options),
                                                {},
                                                {},
                                                {}});
    if (subject.comparison)
        return makeComparedScenes(*scene, options, font, layout, stop);
    scene->graph = scene->report.graph(subject.analysis, stop);
    if (stop.stop_requested())
        return {};
    auto picture = pictureOf(scene->report, scene->graph, style::textWidthIn(font), layout, stop);
    if (!picture)
        return {};
    scene->picture = *std::move(picture);
    return {scene, nullptr};
}

} // namespace proflens
