// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/comparedgraph.h"

#include "core/analyze/comparedweights.h"
#include "core/analyze/graphbuilder.h"
#include "core/analyze/graphtags.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace proflens {

namespace {

// Makes the lists of edges those of another graph with the same rows.
void takeShape(CallGraph &graph, const CallGraph &from)
{
    for (size_t i = 0; i < graph.nodes.size(); ++i) {
        graph.nodes[i].in = from.nodes[i].in;
        graph.nodes[i].out = from.nodes[i].out;
    }
    for (size_t e = 0; e < graph.edges.size(); ++e) {
        graph.edges[e].source = from.edges[e].source;
        graph.edges[e].target = from.edges[e].target;
        graph.edges[e].residual = from.edges[e].residual;
        graph.edges[e].inlined = from.edges[e].inlined;
    }
    graph.shown = from.shown;
}

int64_t partOf(int64_t count, int64_t part, int64_t whole)
{
    if (whole == 0)
        return 0;
    const double share = std::min(1.0, std::abs(static_cast<double>(part) / static_cast<double>(whole)));
    return static_cast<int64_t>(std::llround(static_cast<double>(count) * share));
}

} // namespace

Change ComparedGraph::changeOfPart(const Comparison &comparison, uint32_t node, BothValues part) const
{
    if (cumCounts.empty())
        return comparison.changeOf(part);
    const BothValues whole = cum(node), counts = cumCounts[node];
    return comparison.changeOf(part, {partOf(counts.base, part.base, whole.base),
                                      partOf(counts.current, part.current, whole.current)});
}

ComparedGraph comparedGraph(const Comparison &comparison, GraphOptions options, bool hideNoise,
                            const StopToken &stop)
{
    ComparedGraph result;
    const Analysis &base = *comparison.base();
    const Analysis &current = *comparison.current();
    const FrameTable &frames = comparison.frames();
    const StackIndex &stacks = comparison.stacks();
    // Every pass goes over the rows that count on either side: nodes and edges are numbered as they are met,
    // so all get the same numbers.
    StackWeights larger = comparedWeights(comparison, ComparedWidth::Larger);
    for (size_t row = 0; row < larger.counted.size(); ++row)
        larger.counted[row] = base.weights().counted[row] | current.weights().counted[row];
    if (hideNoise) {
        options.excluded.resize(frames.size());
        for (size_t i = 0; i < frames.size(); ++i) {
            options.excluded[i] = !comparison.flatChange(FrameId(i)).isWorthColor() &&
                                  !comparison.cumChange(FrameId(i)).isWorthColor();
        }
    }
    if (comparison.options().view.dropNegative) {
        options.excluded.resize(frames.size());
        for (size_t i = 0; i < frames.size(); ++i) {
            if (isNegative(comparison.flat(FrameId(i)).delta(), comparison.cum(FrameId(i)).delta()))
                options.excluded[i] = 1;
        }
    }
    result.trimmed = trimmedGraph(
        {current.selection(), frames, stacks, larger, current.formula(), base.formula()}, options, stop);

    const CallGraph &shown = result.trimmed.graph;
    std::vector<uint8_t> kept(frames.size());
    for (const CallGraph::Node &node : shown.nodes)
        kept[node.frame.row] = 1;
    const auto pass = [&](const Analysis &side, const StackWeights &weights, bool tags) {
        StackWeights counted = weights;
        counted.counted = larger.counted;
        const GraphInput input{side.selection(), frames, stacks, counted, side.formula()};
        TreePaths paths;
        CallGraph graph = options.callTree ? buildTree(input, &paths) : buildGraph(input, kept);
        takeShape(graph, shown);
        if (tags)
            gatherTags(graph, graph.shown, input, {options.tagUnit, 0, &shown},
                       options.callTree ? &paths : nullptr, stop);
        return graph;
    };
    result.base = pass(base, base.weights(), options.tags);
    result.current = pass(current, current.weights(), options.tags);
    CallGraph baseCounts, currentCounts;
    if (comparison.hasCounts()) {
        baseCounts = pass(base, comparison.baseCounts(), false);
        currentCounts = pass(current, comparison.currentCounts(), false);
        result.cumCounts.reserve(shown.nodes.size());
        for (size_t i = 0; i < shown.nodes.size(); ++i)
            result.cumCounts.push_back({baseCounts.nodes[i].cum, currentCounts.nodes[i].cum});
    }

    const auto judge = [&](std::vector<Change> &changes, size_t count, const auto &values, const auto &sum) {
        changes.reserve(count);
        for (uint32_t i = 0; i < count; ++i) {
            changes.push_back(comparison.hasCounts() ? comparison.changeOf(values(i), {sum(baseCounts, i),
                                                                                       sum(currentCounts, i)})
                                                     : comparison.changeOf(values(i)));
        }
    };
    judge(
        result.flatChanges, shown.nodes.size(), [&](uint32_t i) { return result.flat(i); },
        [](const CallGraph &graph, uint32_t i) { return graph.nodes[i].flat; });
    judge(
        result.cumChanges, shown.nodes.size(), [&](uint32_t i) { return result.cum(i); },
        [](const CallGraph &graph, uint32_t i) { return graph.nodes[i].cum; });
    judge(
        result.edgeChanges, shown.edges.size(), [&](uint32_t e) { return result.weight(e); },
        [](const CallGraph &graph, uint32_t e) { return graph.edges[e].weight; });
    return result;
}

} // namespace proflens
