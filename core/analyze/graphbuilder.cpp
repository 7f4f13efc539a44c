// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/graphbuilder.h"

#include "core/measure/measure.h"
#include "core/profile/pairtable.h"

#include <algorithm>
#include <cstdlib>
#include <unordered_map>

namespace proflens {

namespace {

constexpr uint32_t none = PairTable::none;

// Adds the labels of samples to nodes. Labels differ between samples of one stack, so this goes by stack and
// label set.
class TagGatherer
{
public:
    TagGatherer(const GraphInput &input, const std::string &unit)
        : m_input(input)
    {
        const Profile &profile = *input.selection.profile();
        m_sets.resize(profile.labels.size());
        for (size_t i = 0; i < m_sets.size(); ++i) {
            std::vector<std::string> texts;
            for (const Label &label : input.selection.labels(LabelSetId(i))) {
                const std::string_view key = profile.text(label.key);
                if (!label.isNumber && key != "pprof::base") {
                    texts.push_back(std::string(key) + ':' + std::string(profile.text(label.text)));
                } else if (label.isNumber && key == "bytes") {
                    const std::string numberUnit(input.selection.labelUnit(label.key));
                    m_sets[i].numbers.push_back(
                        {measure::scaledLabel(label.number, numberUnit, unit), numberUnit, label.number});
                }
            }
            std::sort(texts.begin(), texts.end());
            for (const std::string &text : texts)
                m_sets[i].texts += (m_sets[i].texts.empty() ? "" : "\\n") + text;
            m_any = m_any || !m_sets[i].texts.empty() || !m_sets[i].numbers.empty();
        }
    }
    // Calls f(row, label set, value, count) for each stack row and label set that occur together, in order of
    // their first sample: which number stands for several that look alike depends on it.
    template <typename F> void forEach(F &&f)
    {
        if (!m_any)
            return;
        struct Sum
        {
            uint32_t row, set;
            int64_t value, count, other;
        };
        std::vector<Sum> sums;
        std::unordered_map<uint64_t, size_t> known;
        const SampleTable &samples = m_input.selection.profile()->samples;
        const auto sumOf = [&](size_t sample, int64_t value, int64_t count) -> Sum * {
            const LabelSetId set = samples.labels[sample];
            if ((value == 0 && count == 0) || !m_input.selection.keepsSample(sample))
                return nullptr;
            if (m_sets[set.row].texts.empty() && m_sets[set.row].numbers.empty())
                return nullptr;
            const uint32_t row = m_input.stacks.rowOf(samples.stack[sample]);
            if (row == StackIndex::noRow)
                return nullptr;
            const auto [it, added] = known.try_emplace(uint64_t(row) << 32 | set.row, sums.size());
            if (added)
                sums.push_back({row, set.row, 0, 0, 0});
            return &sums[it->second];
        };
        forEachValue(samples, m_input.formula, [&](size_t sample, int64_t value, int64_t count) {
            if (Sum *const sum = sumOf(sample, value, count)) {
                sum->value += value;
                sum->count += count;
            }
        });
        if (m_input.otherSide) {
            forEachValue(samples, *m_input.otherSide, [&](size_t sample, int64_t value, int64_t count) {
                if (Sum *const sum = sumOf(sample, value, count))
                    sum->other += value;
            });
            for (Sum &sum : sums)
                sum.value = std::max(std::abs(sum.value), std::abs(sum.other));
        }
        for (const Sum &sum : sums)
            f(sum.row, sum.set, sum.value, sum.count);
    }
    void add(CallGraph::Node &node, uint32_t set, int64_t value, int64_t count, bool flat) const
    {
        const auto addTo = [&](GraphTag &tag) {
            (flat ? tag.flat : tag.cum) += value;
            (flat ? tag.flatDivisor : tag.cumDivisor) += count;
        };
        const Set &labels = m_sets[set];
        if (!labels.texts.empty()) {
            GraphTag &tag = node.labelTags[labels.texts];
            tag.name = labels.texts;
            addTo(tag);
        }
        for (const Number &number : labels.numbers) {
            auto &tags = node.numericTags[labels.texts];
            const auto [it, added] = tags.try_emplace(number.name);
            if (added) {
                it->second.name = number.name;
                it->second.unit = number.unit;
                it->second.number = number.value;
            }
            addTo(it->second);
        }
    }

private:
    struct Number
    {
        std::string name, unit;
        int64_t value;
    };
    struct Set
    {
        std::string texts;
        std::vector<Number> numbers;
    };
    const GraphInput &m_input;
    std::vector<Set> m_sets;
    bool m_any = false;
};

class GraphVisitor
{
public:
    GraphVisitor(const GraphInput &input, const std::vector<uint8_t> &kept, CallGraph &graph)
        : m_weights(input.weights)
        , m_kept(kept)
        , m_graph(graph)
        , m_nodeOf(input.frames.size(), none)
    {}
    void push(uint32_t depth, StackElement element, uint32_t row)
    {
        // Per depth: the node here, the kept node nearest to the leaf so far, and the edge that this frame
        // opened.
        m_path.resize(depth);
        const Level above = depth > 0 ? m_path.back() : Level{};
        Level level;
        const uint32_t frame = element.frame().row;
        if (!m_kept.empty() && !m_kept[frame]) {
            level.parent = above.parent;
            level.residual = true;
            m_path.push_back(level);
            return;
        }
        uint32_t &node = m_nodeOf[frame];
        if (node == none) {
            node = static_cast<uint32_t>(m_graph.nodes.size());
            m_graph.nodes.emplace_back().frame = FrameId(frame);
            m_open.push_back(0);
        }
        level.node = level.parent = node;
        if (m_open[node]++ == 0)
            addCum(node, row, -1);
        if (above.parent != none && above.parent != node) {
            uint32_t &edge = m_edges(above.parent, node);
            if (edge == none) {
                edge = static_cast<uint32_t>(m_graph.edges.size());
                m_graph.edges.push_back({above.parent, node, 0, 0, false, true});
                m_edgeOpen.push_back(0);
                m_graph.nodes[above.parent].out.push_back(edge);
                m_graph.nodes[node].in.push_back(edge);
            }
            level.edge = edge;
            // The first call on a stack counts; those of a recursion further down do not.
            if (m_edgeOpen[edge]++ == 0) {
                CallGraph::Edge &e = m_graph.edges[edge];
                addEdge(e, row, -1);
                e.residual = e.residual || above.residual;
                e.inlined = e.inlined && element.inlined();
            }
        }
        m_path.push_back(level);
    }
    void pop(uint32_t depth, uint32_t row)
    {
        const Level level = m_path[depth];
        m_path.resize(depth);
        if (level.node == none)
            return;
        if (--m_open[level.node] == 0)
            addCum(level.node, row, 1);
        if (level.edge != none && --m_edgeOpen[level.edge] == 0)
            addEdge(m_graph.edges[level.edge], row, 1);
    }
    void leaf(uint32_t depth, uint32_t row)
    {
        if (depth == 0 || m_path[depth - 1].node == none)
            return;
        CallGraph::Node &node = m_graph.nodes[m_path[depth - 1].node];
        node.flat += m_weights.of(row, row + 1);
        node.flatDivisor += m_weights.divisorOf(row, row + 1);
    }
    uint32_t nodeOf(FrameId frame) const { return m_nodeOf[frame.row]; }

private:
    struct Level
    {
        uint32_t node = none, parent = none, edge = none;
        bool residual = false;
    };
    void addCum(uint32_t node, uint32_t row, int64_t sign)
    {
        m_graph.nodes[node].cum += sign * m_weights.sums[row];
        if (!m_weights.divisors.empty())
            m_graph.nodes[node].cumDivisor += sign * m_weights.divisors[row];
    }
    void addEdge(CallGraph::Edge &edge, uint32_t row, int64_t sign)
    {
        edge.weight += sign * m_weights.sums[row];
        if (!m_weights.divisors.empty())
            edge.weightDivisor += sign * m_weights.divisors[row];
    }
    const StackWeights &m_weights;
    const std::vector<uint8_t> &m_kept;
    CallGraph &m_graph;
    std::vector<uint32_t> m_nodeOf; // by frame
    std::vector<uint32_t> m_open, m_edgeOpen;
    PairTable m_edges;
    std::vector<Level> m_path;
};

class TreeVisitor
{
public:
    TreeVisitor(const GraphInput &input, CallGraph &graph, std::vector<uint32_t> &leafOf)
        : m_weights(input.weights)
        , m_graph(graph)
        , m_leafOf(leafOf)
    {}
    void push(uint32_t depth, StackElement element, uint32_t row)
    {
        m_path.resize(depth);
        const uint32_t parent = depth > 0 ? m_path.back() : none;
        // An inlined and a plain call of one function by one caller are one node, though two branches of the
        // index.
        uint32_t &node = m_nodes(parent, element.frame().row);
        if (node == none) {
            node = static_cast<uint32_t>(m_graph.nodes.size());
            m_graph.nodes.emplace_back().frame = element.frame();
            if (parent != none) {
                m_graph.edges.push_back({parent, node, 0, 0, false, true});
                m_graph.nodes[parent].out.push_back(static_cast<uint32_t>(m_graph.edges.size() - 1));
                m_graph.nodes[node].in.push_back(static_cast<uint32_t>(m_graph.edges.size() - 1));
            }
        }
        if (parent != none) {
            CallGraph::Edge &edge = m_graph.edges[m_graph.nodes[node].in[0]];
            edge.inlined = edge.inlined && element.inlined();
        }
        m_path.push_back(node);
        add(node, row, -1);
    }
    void pop(uint32_t depth, uint32_t row)
    {
        add(m_path[depth], row, 1);
        m_path.resize(depth);
    }
    void leaf(uint32_t depth, uint32_t row)
    {
        if (depth == 0)
            return;
        m_leafOf[row] = m_path[depth - 1];
        CallGraph::Node &node = m_graph.nodes[m_path[depth - 1]];
        node.flat += m_weights.of(row, row + 1);
        node.flatDivisor += m_weights.divisorOf(row, row + 1);
    }

private:
    void add(uint32_t id, uint32_t row, int64_t sign)
    {
        CallGraph::Node &node = m_graph.nodes[id];
        const int64_t value = sign * m_weights.sums[row];
        const int64_t count = m_weights.divisors.empty() ? 0 : sign * m_weights.divisors[row];
        node.cum += value;
        node.cumDivisor += count;
        if (!node.in.empty()) {
            m_graph.edges[node.in[0]].weight += value;
            m_graph.edges[node.in[0]].weightDivisor += count;
        }
    }
    const StackWeights &m_weights;
    CallGraph &m_graph;
    std::vector<uint32_t> &m_leafOf;
    PairTable m_nodes; // (parent, frame) to node
    std::vector<uint32_t> m_path;
};

} // namespace

CallGraph buildGraph(const GraphInput &input, const std::vector<uint8_t> &kept, bool tags,
                     const std::string &tagUnit, const StopToken &stop)
{
    CallGraph graph;
    GraphVisitor visitor(input, kept, graph);
    walk(input.stacks, input.weights, visitor);
    if (!tags)
        return graph;
    TagGatherer gatherer(input, tagUnit);
    std::vector<StackElement> path;
    std::vector<uint32_t> seen(graph.nodes.size(), 0);
    uint32_t stamp = 0;
    uint32_t pathRow = none;
    gatherer.forEach([&](uint32_t row, uint32_t set, int64_t value, int64_t count) {
        if (stop.stop_requested())
            return;
        if (row != pathRow)
            input.stacks.path(row, path);
        pathRow = row;
        ++stamp;
        uint32_t last = none;
        for (const StackElement element : path) {
            last = visitor.nodeOf(element.frame());
            if (last != none && seen[last] != stamp) {
                seen[last] = stamp;
                gatherer.add(graph.nodes[last], set, value, count, false);
            }
        }
        if (last != none)
            gatherer.add(graph.nodes[last], set, value, count, true);
    });
    return graph;
}

CallGraph buildTree(const GraphInput &input, bool tags, const std::string &tagUnit, const StopToken &stop)
{
    CallGraph graph;
    std::vector<uint32_t> leafOf(input.stacks.size(), none);
    walk(input.stacks, input.weights, TreeVisitor(input, graph, leafOf));
    if (!tags)
        return graph;
    TagGatherer gatherer(input, tagUnit);
    gatherer.forEach([&](uint32_t row, uint32_t set, int64_t value, int64_t count) {
        uint32_t node = leafOf[row];
        if (node == none || stop.stop_requested())
            return;
        gatherer.add(graph.nodes[node], set, value, count, true);
        for (;;) {
            gatherer.add(graph.nodes[node], set, value, count, false);
            if (graph.nodes[node].in.empty())
                break;
            node = graph.edges[graph.nodes[node].in[0]].source;
        }
    });
    return graph;
}

} // namespace proflens
