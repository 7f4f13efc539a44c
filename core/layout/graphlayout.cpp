// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layout/graphlayout.h"

#include "core/layout/helperprocess.h"
#include "core/layout/labelplacement.h"
#include "core/layout/layoutwire.h"
#include "core/layout/simplelayout.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace proflens {

namespace {

using Attributes = std::vector<std::pair<std::string, std::string>>;

// Measured on call graphs of real programs: the network simplex of dot takes nearly all the time, and nslimit
// bounds it. The first set keeps what dot is good at; the second costs some width and crossings and is
// several times faster.
const Attributes carefulAttributes = {
    {"rankdir", "TB"}, {"splines", "spline"}, {"nslimit", "1"},
    {"nslimit1", "1"}, {"mclimit", "0.5"},    {"searchsize", "10"},
};
const Attributes fastAttributes = {
    {"rankdir", "TB"},   {"splines", "polyline"}, {"nslimit", "0.2"},
    {"nslimit1", "0.2"}, {"mclimit", "0.05"},     {"searchsize", "10"},
};

// Beyond these no time limit that a person would wait for is met.
constexpr size_t mostEdgesWithCare = 3000, mostNodesWithCare = 1500;
constexpr size_t mostEdges = 20000, mostNodes = 8000;

// Graphviz stores some lengths in 16 bits of points.
constexpr double mostLength = 10000;

LayoutRequest cleaned(const LayoutRequest &request)
{
    const auto length = [](double x, double least) {
        return std::isfinite(x) ? std::clamp(x, least, mostLength) : least;
    };
    LayoutRequest clean = request;
    for (auto &node : clean.nodes) {
        node.width = length(node.width, 1);
        node.height = length(node.height, 1);
    }
    for (auto &edge : clean.edges) {
        edge.labelWidth = length(edge.labelWidth, 0);
        edge.labelHeight = length(edge.labelHeight, 0);
        edge.weight = std::clamp(edge.weight, 1, 1000);
        edge.minLength = std::clamp(edge.minLength, 1, 8);
    }
    clean.nodeSeparation = length(request.nodeSeparation, 1);
    clean.rankSeparation = length(request.rankSeparation, 1);
    return clean;
}

// Moves everything so that it begins at 0, and makes the size hold labels and curves too.
void fitSize(const LayoutRequest &request, GraphLayout &layout)
{
    double left = 0, top = 0, right = layout.width, bottom = layout.height;
    const auto include = [&](Point p, double w, double h) {
        left = std::min(left, p.x - w);
        right = std::max(right, p.x + w);
        top = std::min(top, p.y - h);
        bottom = std::max(bottom, p.y + h);
    };
    for (size_t i = 0; i < layout.edges.size(); ++i) {
        const auto &line = layout.edges[i];
        if (line.curve.empty())
            continue;
        for (const Point &p : line.curve)
            include(p, 0, 0);
        include(line.tip, 0, 0);
        include(line.label, request.edges[i].labelWidth / 2, request.edges[i].labelHeight / 2);
    }
    const auto move = [&](Point &p) { p = {p.x - left, p.y - top}; };
    for (Point &node : layout.nodes)
        move(node);
    for (auto &line : layout.edges) {
        for (Point &p : line.curve)
            move(p);
        move(line.tip);
        move(line.label);
    }
    layout.width = right - left;
    layout.height = bottom - top;
}

// One try with Graphviz. reason None: `layout` is the picture.
LayoutReason tryGraphviz(layoutwire::Request request, const LayoutOptions &options, const std::string &helper,
                         int timeout, const StopToken &stop, GraphLayout &layout)
{
    request.memoryLimit = options.memoryLimit;
    const HelperRun run =
        runHelper(helper, layoutwire::encode(request), std::chrono::milliseconds(timeout), stop);
    switch (run.end) {
    case HelperRun::End::Stopped:
    case HelperRun::End::TimedOut:
        return LayoutReason::TimedOut;
    case HelperRun::End::NotStarted:
        layout.detail = helper + ": " + run.message;
        return LayoutReason::HelperMissing;
    case HelperRun::End::Exited:
    case HelperRun::End::Failed:
        break;
    }
    auto answer =
        layoutwire::decodeAnswer(run.output, request.graph.nodes.size(), request.graph.edges.size());
    if (answer) {
        layout = *std::move(answer);
        return LayoutReason::None;
    }
    layout.detail =
        run.end == HelperRun::End::Failed && !run.message.empty() ? run.message : answer.error().message;
    return LayoutReason::Failed;
}

} // namespace

std::string GraphLayout::note() const
{
    const std::string how = method == LayoutMethod::GraphvizFast ? "laid out faster and less carefully"
                                                                 : "laid out in a simpler way";
    switch (reason) {
    case LayoutReason::None:
        return {};
    case LayoutReason::TimedOut:
        return "The graph is " + how + ", because Graphviz took too long; fewer nodes would look better.";
    case LayoutReason::TooLarge:
        return "The graph is " + how + ", because it is large; fewer nodes would look better.";
    case LayoutReason::Failed:
        return "The graph is " + how + ", because Graphviz failed: " + detail;
    case LayoutReason::HelperMissing:
        return "The graph is " + how +
               ", because the layout helper proflens-layout could not be started: " + detail;
    }
    return {};
}

std::optional<GraphLayout> layoutGraph(const LayoutRequest &request, const LayoutOptions &options,
                                       const StopToken &stop)
{
    const LayoutRequest clean = cleaned(request);
    const size_t nodes = clean.nodes.size();
    layoutwire::Request wire{clean, 0, {}};
    // Edges that lead nowhere are not Graphviz's business.
    std::erase_if(wire.graph.edges, [&](const auto &e) { return e.source >= nodes || e.target >= nodes; });

    GraphLayout layout;
    layout.reason = LayoutReason::None;
    bool placed = nodes == 0;
    if (!placed && (nodes > mostNodes || wire.graph.edges.size() > mostEdges))
        layout.reason = LayoutReason::TooLarge;
    const std::string helper = options.helper.empty() ? findLayoutHelper() : options.helper;
    if (!placed && helper.empty()) {
        layout.reason = LayoutReason::HelperMissing;
        layout.detail = "it is neither beside the program nor in its libexec folder; install Proflens anew.";
    }
    const bool tooLargeForCare = nodes > mostNodesWithCare || wire.graph.edges.size() > mostEdgesWithCare;
    for (const LayoutMethod method : {LayoutMethod::Graphviz, LayoutMethod::GraphvizFast}) {
        if (placed || layout.reason == LayoutReason::HelperMissing || layout.reason == LayoutReason::TooLarge)
            break;
        const bool careful = method == LayoutMethod::Graphviz;
        if (careful && tooLargeForCare)
            continue;
        wire.attributes = careful ? carefulAttributes : fastAttributes;
        GraphLayout got;
        const LayoutReason reason =
            tryGraphviz(wire, options, helper, careful ? options.timeout : options.fastTimeout, stop, got);
        if (stop.stop_requested())
            return std::nullopt;
        if (reason == LayoutReason::None) {
            got.reason = careful                               ? LayoutReason::None
                         : layout.reason != LayoutReason::None ? layout.reason
                                                               : LayoutReason::TooLarge;
            got.detail = layout.detail;
            got.method = method;
            layout = std::move(got);
            placed = true;
        } else {
            layout.reason = reason;
            layout.detail = got.detail;
        }
    }
    if (!placed) {
        auto simple = simpleLayout(wire.graph, stop);
        if (!simple)
            return std::nullopt;
        simple->method = LayoutMethod::Simple;
        simple->reason = layout.reason;
        simple->detail = layout.detail;
        layout = *std::move(simple);
    }
    // Back to the edges of the request.
    std::vector<GraphLayout::Edge> lines(clean.edges.size());
    for (size_t i = 0, next = 0; i < lines.size(); ++i) {
        if (clean.edges[i].source < nodes && clean.edges[i].target < nodes)
            lines[i] = std::move(layout.edges[next++]);
    }
    layout.edges = std::move(lines);
    placeLabels(clean, layout);
    fitSize(clean, layout);
    return layout;
}

std::string findLayoutHelper()
{
    return findHelper("proflens-layout");
}

} // namespace proflens
