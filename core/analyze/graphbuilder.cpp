// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/graphbuilder.h"

#include "core/analyze/keptwalk.h"
#include "core/profile/pairtable.h"
#include "core/profile/parallel.h"

#include <algorithm>
#include <utility>

namespace proflens {

namespace {

constexpr uint32_t none = PairTable::none;

class GraphVisitor
{
public:
    GraphVisitor(const GraphInput &input, CallGraph &graph)
        : m_weights(input.weights)
        , m_graph(graph)
        , m_nodeOf(input.frames.size(), none)
    {}
    void push(StackElement element, bool direct, uint32_t row)
    {
        uint32_t &node = m_nodeOf[element.frame().row];
        if (node == none) {
            node = static_cast<uint32_t>(m_graph.nodes.size());
            m_graph.nodes.emplace_back().frame = element.frame();
            m_open.push_back(0);
        }
        const uint32_t parent = m_path.empty() ? none : m_path.back().node;
        Level level{node};
        if (m_open[node]++ == 0)
            addCum(node, row, -1);
        if (parent != none && parent != node) {
            uint32_t &edge = m_edges(parent, node);
            if (edge == none) {
                edge = static_cast<uint32_t>(m_graph.edges.size());
                m_graph.edges.push_back({parent, node, 0, 0, false, true});
                m_edgeOpen.push_back(0);
                m_graph.nodes[parent].out.push_back(edge);
                m_graph.nodes[node].in.push_back(edge);
            }
            level.edge = edge;
            // The first call on a stack counts; those of a recursion further down do not.
            if (m_edgeOpen[edge]++ == 0) {
                CallGraph::Edge &e = m_graph.edges[edge];
                addEdge(e, row, -1);
                e.residual = e.residual || !direct;
                e.inlined = e.inlined && element.inlined();
            }
        }
        m_path.push_back(level);
    }
    void pop(uint32_t row)
    {
        const Level level = m_path.back();
        m_path.pop_back();
        if (--m_open[level.node] == 0)
            addCum(level.node, row, 1);
        if (level.edge != none && --m_edgeOpen[level.edge] == 0)
            addEdge(m_graph.edges[level.edge], row, 1);
    }
    void leaf(uint32_t row, bool inDeepest)
    {
        if (!inDeepest)
            return;
        CallGraph::Node &node = m_graph.nodes[m_path.back().node];
        node.flat += m_weights.of(row, row + 1);
        node.flatDivisor += m_weights.divisorOf(row, row + 1);
    }

private:
    // A frame of the path: its node, and the edge that it opened.
    struct Level
    {
        uint32_t node = none, edge = none;
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

// Adds up graphs of consecutive rows. Nodes and edges are numbered as they are first met, as if one visitor
// had gone over all rows.
CallGraph joined(std::vector<CallGraph> parts, size_t frames)
{
    CallGraph graph = std::move(parts.front());
    if (parts.size() == 1)
        return graph;
    std::vector<uint32_t> nodeOf(frames, none);
    for (uint32_t i = 0; i < graph.nodes.size(); ++i)
        nodeOf[graph.nodes[i].frame.row] = i;
    PairTable edges;
    for (uint32_t e = 0; e < graph.edges.size(); ++e)
        edges(graph.edges[e].source, graph.edges[e].target) = e;
    for (size_t p = 1; p < parts.size(); ++p) {
        const CallGraph part = std::move(parts[p]);
        for (const CallGraph::Node &node : part.nodes) {
            uint32_t &row = nodeOf[node.frame.row];
            if (row == none) {
                row = static_cast<uint32_t>(graph.nodes.size());
                graph.nodes.emplace_back().frame = node.frame;
            }
            CallGraph::Node &sum = graph.nodes[row];
            sum.flat += node.flat;
            sum.flatDivisor += node.flatDivisor;
            sum.cum += node.cum;
            sum.cumDivisor += node.cumDivisor;
        }
        for (const CallGraph::Edge &edge : part.edges) {
            const uint32_t source = nodeOf[part.nodes[edge.source].frame.row];
            const uint32_t target = nodeOf[part.nodes[edge.target].frame.row];
            uint32_t &row = edges(source, target);
            if (row == none) {
                row = static_cast<uint32_t>(graph.edges.size());
                graph.edges.push_back({source, target, 0, 0, false, true});
                graph.nodes[source].out.push_back(row);
                graph.nodes[target].in.push_back(row);
            }
            CallGraph::Edge &sum = graph.edges[row];
            sum.weight += edge.weight;
            sum.weightDivisor += edge.weightDivisor;
            sum.residual = sum.residual || edge.residual;
            sum.inlined = sum.inlined && edge.inlined;
        }
    }
    return graph;
}

} // namespace

CallGraph buildGraph(const GraphInput &input, const std::vector<uint8_t> &kept)
{
    // Each part of the rows makes a graph of its own. Pieces are large, as joining takes time, too.
    constexpr size_t leastRows = 4096;
    const size_t rows = input.stacks.size();
    const size_t piece = std::max(leastRows, rows / (2 * processorCount()) + 1);
    std::vector<CallGraph> parts(rows / piece + 1);
    const std::vector<uint8_t> all(kept.empty() ? input.frames.size() : 0, 1);
    inParallel(rows, piece, [&](size_t begin, size_t end) {
        GraphVisitor visitor(input, parts[begin / piece]);
        walkKept(
            input.stacks, kept.empty() ? all : kept, static_cast<uint32_t>(begin), static_cast<uint32_t>(end),
            [&](uint32_t row) { return input.weights.counted[row] != 0; }, visitor);
    });
    return joined(std::move(parts), input.frames.size());
}

CallGraph buildTree(const GraphInput &input, TreePaths *paths)
{
    CallGraph graph;
    std::vector<uint32_t> leafOf(input.stacks.size(), none);
    walk(input.stacks, input.weights, TreeVisitor(input, graph, leafOf));
    if (!paths)
        return graph;
    paths->leafOf = std::move(leafOf);
    paths->parentOf.clear();
    paths->parentOf.reserve(graph.nodes.size());
    for (const CallGraph::Node &node : graph.nodes)
        paths->parentOf.push_back(node.in.empty() ? none : graph.edges[node.in[0]].source);
    return graph;
}

} // namespace proflens
