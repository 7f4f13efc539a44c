// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/graph.h"

#include "core/analyze/costs.h"
#include "core/analyze/graphbuilder.h"
#include "core/analyze/graphtags.h"
#include "core/analyze/patternsort.h"
#include "core/analyze/stacksums.h"

#include <algorithm>
#include <cmath>
#include <queue>
#include <span>
#include <utility>

namespace proflens {

namespace {

using Node = CallGraph::Node;
using Edge = CallGraph::Edge;

int64_t magnitude(int64_t value)
{
    return value < 0 ? -value : value;
}

void remove(std::vector<uint32_t> &list, uint32_t value)
{
    list.erase(std::remove(list.begin(), list.end(), value), list.end());
}

void removeEdge(CallGraph &graph, uint32_t edge)
{
    remove(graph.nodes[graph.edges[edge].source].out, edge);
    remove(graph.nodes[graph.edges[edge].target].in, edge);
}

// Nodes without any value are not shown; nor, if asked, those that only shrank.
void selectShown(CallGraph &graph, bool dropNegative)
{
    graph.shown.clear();
    for (uint32_t i = 0; i < graph.nodes.size(); ++i) {
        const Node &node = graph.nodes[i];
        if (node.cum == 0 && node.flat == 0)
            continue;
        if (dropNegative && (node.flat < 0 || (node.flat == 0 && node.cum < 0)))
            continue;
        graph.shown.push_back(i);
    }
}

double entropyOf(const CallGraph &graph, const std::vector<uint32_t> &edges, int64_t self)
{
    int64_t total = self;
    for (uint32_t e : edges) {
        if (graph.edges[e].weight > 0)
            total += graph.edges[e].weight;
    }
    if (total == 0)
        return 0;
    double score = 0;
    const auto add = [&](int64_t weight) {
        const double fraction = static_cast<double>(magnitude(weight)) / static_cast<double>(total);
        score += -fraction * std::log2(fraction);
    };
    for (uint32_t e : edges)
        add(graph.edges[e].weight);
    if (self > 0)
        add(self);
    return score;
}

// Go's conversion of what does not fit is the smallest number on the machines pprof runs on.
int64_t toInteger(double value)
{
    if (!(value >= -9223372036854775808.0 && value < 9223372036854775808.0))
        return INT64_MIN;
    return static_cast<int64_t>(value);
}

// How much a node is worth drawing: those that merely pass on what they get are worth less (pprof's
// entropyScore).
int64_t entropyScore(const CallGraph &graph, const Node &node)
{
    double score = node.in.empty() ? 1 : entropyOf(graph, node.in, 0);
    score += node.out.empty() ? 1 : entropyOf(graph, node.out, node.flat);
    return toInteger(score * static_cast<double>(node.cum)) + node.flat;
}

void sortShown(CallGraph &graph, const GraphOptions &options, const FrameTable &frames)
{
    std::vector<int64_t> scores(graph.nodes.size());
    const bool byScore = options.visual || options.sortByCum;
    for (uint32_t i : graph.shown)
        scores[i] = options.visual      ? entropyScore(graph, graph.nodes[i])
                    : options.sortByCum ? graph.nodes[i].cum
                                        : graph.nodes[i].flat;
    patternSort(std::span(graph.shown), [&](uint32_t a, uint32_t b) {
        const Node &left = graph.nodes[a];
        const Node &right = graph.nodes[b];
        if (magnitude(scores[a]) != magnitude(scores[b]))
            return magnitude(scores[a]) > magnitude(scores[b]);
        const uint32_t leftName = frames.nameRank(left.frame), rightName = frames.nameRank(right.frame);
        if (leftName != rightName)
            return leftName < rightName;
        const int64_t leftNext = byScore ? left.flat : left.cum, rightNext = byScore ? right.flat : right.cum;
        if (magnitude(leftNext) != magnitude(rightNext))
            return magnitude(leftNext) > magnitude(rightNext);
        // Nodes of one frame, which only trees have, are equal: which of them is first is up to the sorting.
        return left.frame < right.frame;
    });
}

size_t trimEdges(CallGraph &graph, int64_t least)
{
    if (least <= 0)
        return 0;
    std::vector<uint8_t> drop(graph.edges.size());
    size_t dropped = 0;
    for (uint32_t i : graph.shown) {
        for (uint32_t e : graph.nodes[i].in) {
            if (magnitude(graph.edges[e].weight) < least) {
                drop[e] = 1;
                ++dropped;
            }
        }
    }
    for (Node &node : graph.nodes) {
        std::erase_if(node.in, [&](uint32_t e) { return drop[e]; });
        std::erase_if(node.out, [&](uint32_t e) { return drop[e]; });
    }
    return dropped;
}

// How many label boxes a node would bring, as pprof counts them.
size_t tagCount(const Node &node)
{
    size_t count = 0;
    for (const auto &[name, tag] : node.labelTags)
        count += tag.flat != 0;
    for (const auto &[label, tags] : node.numericTags) {
        for (const auto &[name, tag] : tags)
            count += tag.flat != 0;
    }
    return count;
}

size_t topCount(const CallGraph &graph, int wanted, bool visual)
{
    size_t limit = static_cast<size_t>(wanted);
    if (visual) {
        size_t boxes = 0;
        for (size_t i = 0; i < graph.shown.size(); ++i) {
            boxes += std::min(tagCount(graph.nodes[graph.shown[i]]), maxNodelets) + 1;
            if (boxes >= static_cast<size_t>(wanted)) {
                limit = i + 1;
                break;
            }
        }
    }
    return std::min(limit, graph.shown.size());
}

// Takes nodes out of a tree; their children move up to the parent, over residual edges.
void trimTree(CallGraph &graph, const std::vector<uint8_t> &kept)
{
    std::vector<uint32_t> shown;
    for (uint32_t current : graph.shown) {
        if (kept[current]) {
            shown.push_back(current);
            continue;
        }
        Node &node = graph.nodes[current];
        const std::vector<uint32_t> children = std::move(node.out);
        node.out.clear();
        if (node.in.empty()) {
            for (uint32_t e : children)
                remove(graph.nodes[graph.edges[e].target].in, e);
            continue;
        }
        const uint32_t up = node.in[0];
        const uint32_t parent = graph.edges[up].source;
        removeEdge(graph, up);
        for (uint32_t e : children) {
            Edge &edge = graph.edges[e];
            edge.source = parent;
            edge.residual = true;
            edge.inlined = edge.inlined && graph.edges[up].inlined;
            graph.nodes[parent].out.push_back(e);
        }
    }
    graph.shown = std::move(shown);
}

bool isRedundant(const CallGraph &graph, uint32_t edge)
{
    const uint32_t source = graph.edges[edge].source;
    std::vector<uint8_t> seen(graph.nodes.size());
    std::queue<uint32_t> queue;
    queue.push(graph.edges[edge].target);
    seen[graph.edges[edge].target] = 1;
    while (!queue.empty()) {
        const uint32_t node = queue.front();
        queue.pop();
        for (uint32_t e : graph.nodes[node].in) {
            const uint32_t from = graph.edges[e].source;
            if (e == edge || seen[from])
                continue;
            if (from == source)
                return true;
            seen[from] = 1;
            queue.push(from);
        }
    }
    return false;
}

// Takes away residual edges whose target can be reached another way, lightest first, up to the first plain
// edge.
void removeRedundantEdges(CallGraph &graph, const FrameTable &frames, const StopToken &stop)
{
    for (size_t i = graph.shown.size(); i-- > 0 && !stop.stop_requested();) {
        const std::vector<uint32_t> in = sortedEdges(graph, graph.nodes[graph.shown[i]].in, frames);
        for (size_t j = in.size(); j-- > 0;) {
            if (!graph.edges[in[j]].residual)
                break;
            if (isRedundant(graph, in[j]))
                removeEdge(graph, in[j]);
        }
    }
}

} // namespace

int64_t CallGraph::shownFlat() const
{
    int64_t sum = 0;
    for (uint32_t i : shown)
        sum += nodes[i].flatValue();
    return sum;
}

std::vector<uint32_t> sortedEdges(const CallGraph &graph, std::vector<uint32_t> edges,
                                  const FrameTable &frames)
{
    std::sort(edges.begin(), edges.end(), [&](uint32_t a, uint32_t b) {
        const Edge &left = graph.edges[a];
        const Edge &right = graph.edges[b];
        if (magnitude(left.weight) != magnitude(right.weight))
            return magnitude(left.weight) > magnitude(right.weight);
        const FrameId leftSource = graph.nodes[left.source].frame,
                      rightSource = graph.nodes[right.source].frame;
        if (frames.nameRank(leftSource) != frames.nameRank(rightSource))
            return frames.nameRank(leftSource) < frames.nameRank(rightSource);
        const FrameId leftTarget = graph.nodes[left.target].frame,
                      rightTarget = graph.nodes[right.target].frame;
        if (frames.nameRank(leftTarget) != frames.nameRank(rightTarget))
            return frames.nameRank(leftTarget) < frames.nameRank(rightTarget);
        return a < b;
    });
    return edges;
}

std::vector<const GraphTag *> sortedTags(std::vector<const GraphTag *> tags, bool byFlat)
{
    std::stable_sort(tags.begin(), tags.end(), [&](const GraphTag *a, const GraphTag *b) {
        if (!byFlat && magnitude(a->cum) != magnitude(b->cum))
            return magnitude(a->cum) > magnitude(b->cum);
        if (magnitude(a->flat) != magnitude(b->flat))
            return magnitude(a->flat) > magnitude(b->flat);
        return a->name < b->name;
    });
    return tags;
}

namespace {

// Where a graph's costs and edges come from.
class FromIndex
{
public:
    FromIndex(const GraphInput &input, const GraphOptions &options, const StopToken &stop)
        : m_input(input)
        , m_options(options)
        , m_stop(stop)
    {}
    const FrameTable &frames() const { return m_input.frames; }
    FrameCosts costs() const
    {
        return m_input.costs ? *m_input.costs
                             : frameCosts(m_input.stacks, m_input.weights, m_input.frames.size());
    }
    // kept: by frame; of a tree, all nodes.
    CallGraph graph(const FrameCosts &, const std::vector<uint8_t> &kept)
    {
        return m_options.callTree ? buildTree(m_input, m_options.tags ? &m_paths : nullptr)
                                  : buildGraph(m_input, kept);
    }
    // Gives the nodes their tags of at least `least`.
    void addTags(CallGraph &graph, std::span<const uint32_t> nodes, int64_t least) const
    {
        if (m_options.tags)
            gatherTags(graph, nodes, m_input, {m_options.tagUnit, least},
                       m_options.callTree ? &m_paths : nullptr, m_stop);
    }

private:
    TreePaths m_paths;
    const GraphInput &m_input;
    const GraphOptions &m_options;
    const StopToken &m_stop;
};

class FromStacks
{
public:
    FromStacks(const Selection &selection, const FrameTable &frames, const StackSums &sums, WantedEdges edges)
        : m_selection(selection)
        , m_frames(frames)
        , m_sums(sums)
        , m_edges(edges)
    {}
    const FrameTable &frames() const { return m_frames; }
    FrameCosts costs() const { return frameCosts(m_selection, m_frames, m_sums); }
    CallGraph graph(const FrameCosts &costs, const std::vector<uint8_t> &kept) const
    {
        return buildGraph(m_selection, m_frames, m_sums, costs, kept, m_edges);
    }
    void addTags(CallGraph &, std::span<const uint32_t>, int64_t) const {}

private:
    const Selection &m_selection;
    const FrameTable &m_frames;
    const StackSums &m_sums;
    WantedEdges m_edges;
};

template <typename Source>
TrimmedGraph trimmed(Source &&source, const GraphOptions &options, const StopToken &stop)
{
    TrimmedGraph result;
    CallGraph &graph = result.graph;
    const FrameTable &frames = source.frames();
    FrameCosts costs;
    const auto build = [&](const std::vector<uint8_t> &kept) {
        graph = source.graph(costs, kept);
        selectShown(graph, options.dropNegative);
    };
    // What is too light is found from costs alone: a whole graph with its edges takes much longer, and is
    // mostly thrown away. A tree is cut in place, so it is built whole.
    std::vector<uint8_t> heavyFrames;
    int64_t total = 0;
    if (options.callTree) {
        build({});
        for (uint32_t i : graph.shown)
            total += graph.nodes[i].flat;
    }
    const auto isExcluded = [&](size_t frame) {
        return !options.excluded.empty() && options.excluded[frame];
    };
    const auto isShown = [&](size_t frame) {
        const int64_t flat = costs.flat[frame], cum = costs.cum[frame];
        return (flat != 0 || cum != 0) && !(options.dropNegative && (flat < 0 || (flat == 0 && cum < 0)));
    };
    if (!options.callTree) {
        costs = source.costs();
        for (size_t i = 0; i < costs.flat.size(); ++i)
            total += isShown(i) ? costs.flat[i] : 0;
    }
    const int64_t nodeCutoff = magnitude(toInteger(static_cast<double>(total) * options.nodeFraction));
    const int64_t edgeCutoff = magnitude(toInteger(static_cast<double>(total) * options.edgeFraction));

    result.nodeCutoff = nodeCutoff;

    // Keeps the listed nodes only: a tree is cut in place, a graph built anew, since its edges must go over
    // what is gone. Tags stay what they were.
    const auto keepOnly = [&](const std::vector<uint32_t> &nodes) {
        std::vector<uint8_t> kept(options.callTree ? graph.nodes.size() : frames.size());
        for (uint32_t i : nodes)
            kept[options.callTree ? i : graph.nodes[i].frame.row] = 1;
        if (options.callTree) {
            trimTree(graph, kept);
            return;
        }
        std::vector<Node> before = std::exchange(graph.nodes, {});
        std::vector<uint32_t> rowBefore(frames.size());
        for (uint32_t i = 0; i < before.size(); ++i)
            rowBefore[before[i].frame.row] = i;
        build(kept);
        for (Node &node : graph.nodes) {
            Node &same = before[rowBefore[node.frame.row]];
            node.labelTags = std::move(same.labelTags);
            node.numericTags = std::move(same.numericTags);
        }
    };

    if (options.callTree && (nodeCutoff > 0 || !options.excluded.empty())) {
        std::vector<uint32_t> heavy;
        std::copy_if(graph.shown.begin(), graph.shown.end(), std::back_inserter(heavy), [&](uint32_t i) {
            return magnitude(graph.nodes[i].cum) >= nodeCutoff && !isExcluded(graph.nodes[i].frame.row);
        });
        if (heavy.size() != graph.shown.size()) {
            result.droppedNodes = graph.shown.size() - heavy.size();
            keepOnly(heavy);
        }
    } else if (!options.callTree) {
        heavyFrames.resize(frames.size());
        for (size_t i = 0; i < heavyFrames.size(); ++i) {
            heavyFrames[i] = isShown(i) && magnitude(costs.cum[i]) >= nodeCutoff && !isExcluded(i);
            result.droppedNodes += isShown(i) && !heavyFrames[i];
        }
        // Only if some are too light are the others cut out: frames without any cost may stand between them.
        build(result.droppedNodes > 0 ? heavyFrames : std::vector<uint8_t>());
    }
    result.originalCount = graph.shown.size();

    sortShown(graph, options, frames);
    // Of more than can stay, no tags are wanted: how many stay depends on those of the first.
    const std::span<const uint32_t> shown = graph.shown;
    source.addTags(
        graph, options.nodeCount > 0 ? shown.first(std::min(shown.size(), size_t(options.nodeCount))) : shown,
        nodeCutoff);
    if (options.nodeCount > 0) {
        trimEdges(graph, edgeCutoff);
        const size_t top = topCount(graph, options.nodeCount, options.visual);
        if (top != graph.shown.size()) {
            keepOnly({graph.shown.begin(), graph.shown.begin() + static_cast<ptrdiff_t>(top)});
            sortShown(graph, options, frames);
        }
    }

    result.droppedEdges = trimEdges(graph, edgeCutoff);
    if (options.visual)
        removeRedundantEdges(graph, frames, stop);
    return result;
}

} // namespace

TrimmedGraph trimmedGraph(const GraphInput &input, const GraphOptions &options, const StopToken &stop)
{
    return trimmed(FromIndex(input, options, stop), options, stop);
}

TrimmedGraph trimmedGraph(const Selection &selection, const FrameTable &frames, const StackSums &sums,
                          const GraphOptions &options)
{
    return trimmed(FromStacks(selection, frames, sums, options.edges), options, {});
}

} // namespace proflens
