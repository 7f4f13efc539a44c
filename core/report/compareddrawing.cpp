// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/compareddrawing.h"

#include "core/report/differencecolors.h"
#include "core/report/draughtsman.h"

#include <algorithm>
#include <cmath>

namespace proflens {

namespace {

uint64_t magnitude(int64_t value)
{
    return value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
}

uint64_t larger(BothValues values)
{
    return std::max(magnitude(values.base), magnitude(values.current));
}

uint64_t mostFlat(const ComparedGraph &graph)
{
    uint64_t most = 0;
    for (const uint32_t i : graph.calls().shown)
        most = std::max(most, larger(graph.flat(i)));
    return most;
}

double part(uint64_t value, uint64_t whole)
{
    return whole == 0 ? 0 : std::min(1.0, static_cast<double>(value) / static_cast<double>(whole));
}

uint64_t largestOf(const Change &change, BothValues values)
{
    return change.isWorthColor() ? magnitude(values.delta()) : 0;
}

class ComparedDraughtsman : public Draughtsman
{
public:
    ComparedDraughtsman(const ComparedDrawingInput &input, const TextWidth &width)
        : Draughtsman(input.graph.calls(), input.comparison.frames(), width)
        , m_comparison(input.comparison)
        , m_graph(input.graph)
        , m_input(input)
        , m_mostFlat(mostFlat(input.graph))
        , m_total(larger(input.comparison.total()))
        , m_most(magnitude(largestDifference(input)))
        , m_mostOfEdges(m_most)
    {
        for (const uint32_t i : m_graph.calls().shown) {
            for (const uint32_t e : m_graph.calls().nodes[i].in)
                m_mostOfEdges = std::max(m_mostOfEdges, largestOf(m_graph.edgeChanges[e], m_graph.weight(e)));
        }
    }

protected:
    void describeNode(GraphDrawing::Node &node, uint32_t row) override
    {
        const BothValues flat = m_graph.flat(row), cum = m_graph.cum(row);
        const Change &change = m_graph.cumChanges[row];
        node.share = part(larger(cum), m_total);
        if (const std::string word = difference::wordOf(change); !word.empty())
            node.lines.push_back(word);
        const auto addLines = [&](const std::string &before, BothValues values) {
            node.lines.push_back(before + both(values));
            node.lines.push_back('(' + delta(values) + ')');
        };
        const bool noFlat = flat == BothValues{};
        node.costs = noFlat ? "0" : costText(flat);
        if (flat == cum) {
            addLines("", flat);
        } else {
            node.costs += " of " + costText(cum);
            if (noFlat) {
                addLines("0 of ", cum);
            } else {
                addLines("", flat);
                addLines("of ", cum);
            }
        }
        node.costs += wordAfterComma(change);
        node.fontSize = fontSize(larger(flat), m_mostFlat);
        node.difference = m_input.colorSelf ? differenceOf(m_graph.flatChanges[row], flat, m_most)
                                            : differenceOf(change, cum, m_most);
        node.difference->presence = change.kind;
    }

    void describeEdge(GraphDrawing::Edge &edge, uint32_t row, const std::string &arrow) override
    {
        const BothValues values = m_graph.weight(row);
        const Change &change = m_graph.edgeChanges[row];
        edge.share = part(larger(values), m_total);
        edge.weight = 1 + static_cast<int>(edge.share * 100);
        edge.penWidth = 1 + 5 * edge.share;
        edge.label = both(values);
        if (const std::string word = difference::wordOf(change); !word.empty())
            edge.label += ' ' + word;
        if (edge.inlined)
            edge.label += " (inline)";
        edge.title = arrow + " (" + both(values) + ", " + delta(values) + wordAfterComma(change) +
                     (edge.inlined ? ", inline)" : ")");
        edge.difference = differenceOf(change, values, m_mostOfEdges);
    }

    void describeTag(GraphDrawing::Node &node, GraphDrawing::Edge &edge, uint32_t row,
                     const Nodelet &nodelet) override
    {
        const BothValues values{nodeletValue(m_graph.base.nodes[row], nodelet),
                                nodeletValue(m_graph.current.nodes[row], nodelet)};
        const Change change = m_graph.changeOfPart(m_comparison, row, values);
        edge.share = node.share = part(larger(values), m_total);
        edge.label = both(values);
        node.costs = costText(values) + wordAfterComma(change);
        edge.difference = node.difference = differenceOf(change, values, m_mostOfEdges);
    }

private:
    // "1.20s → 1.50s"
    std::string both(BothValues values) const
    {
        return m_comparison.format(values.base) + " → " + m_comparison.format(values.current);
    }
    // "+0.30s, +3.20%"
    std::string delta(BothValues values) const
    {
        const std::string percent = m_comparison.percent(values.delta());
        return m_comparison.formatDelta(values.delta()) + (percent.empty() ? "" : ", " + percent);
    }
    std::string costText(BothValues values) const { return both(values) + " (" + delta(values) + ')'; }
    static std::string wordAfterComma(const Change &change)
    {
        const std::string word = difference::wordOf(change);
        return word.empty() ? word : ", " + word;
    }
    GraphDrawing::Difference differenceOf(const Change &change, BothValues values, uint64_t most) const
    {
        double strength = 0;
        if (change.isWorthColor()) {
            strength = m_input.colorRelative
                           ? difference::strengthOfRatio(values)
                           : difference::strengthOfShare(part(magnitude(values.delta()), most));
        }
        return {change, strength, change.kind};
    }

    const Comparison &m_comparison;
    const ComparedGraph &m_graph;
    const ComparedDrawingInput &m_input;
    uint64_t m_mostFlat, m_total;
    uint64_t m_most, m_mostOfEdges; // differences that get the strongest colour
};

// One side of a comparison, with room for what the other one has.
class SideDraughtsman : public Draughtsman
{
public:
    SideDraughtsman(const Comparison &comparison, const ComparedGraph &graph, bool isBase,
                    const TextWidth &width)
        : Draughtsman(graph.calls(), comparison.frames(), width)
        , m_side(isBase ? *comparison.base() : *comparison.current())
        , m_values(isBase ? graph.base : graph.current)
        , m_mostFlat(mostFlat(graph))
        , m_total(larger(comparison.total()))
        , m_nowhere(isBase ? "not in the base" : "not in the current side")
    {}

protected:
    void describeNode(GraphDrawing::Node &node, uint32_t row) override
    {
        const int64_t flat = m_values.nodes[row].flatValue(), cum = m_values.nodes[row].cumValue();
        if (flat == 0 && cum == 0) {
            node.missing = true;
            node.costs = m_nowhere;
            node.lines.push_back(m_nowhere);
            node.fontSize = fontSize(0, m_mostFlat);
            return;
        }
        node.share = share(cum);
        const std::string flatText = flat == 0 ? "0" : costText(flat);
        node.costs = flatText;
        if (flat == cum) {
            node.lines.push_back(flatText);
        } else {
            const std::string cumText = "of " + costText(cum);
            node.costs += ' ' + cumText;
            if (flat == 0) {
                node.lines.push_back("0 " + cumText);
            } else {
                node.lines.push_back(flatText);
                node.lines.push_back(cumText);
            }
        }
        node.fontSize = fontSize(magnitude(flat), m_mostFlat);
    }

    void describeEdge(GraphDrawing::Edge &edge, uint32_t row, const std::string &arrow) override
    {
        const int64_t value = m_values.edges[row].weightValue();
        if (value == 0) {
            edge.missing = true;
            edge.title = arrow + " (" + m_nowhere + ')';
            return;
        }
        edge.share = share(value);
        edge.weight = 1 + static_cast<int>(std::fabs(edge.share) * 100);
        edge.penWidth = 1 + 5 * std::fabs(edge.share);
        edge.label = m_side.format(value) + (edge.inlined ? " (inline)" : "");
        edge.title = arrow + " (" + costText(value) + (edge.inlined ? ", inline)" : ")");
    }

    void describeTag(GraphDrawing::Node &node, GraphDrawing::Edge &edge, uint32_t row,
                     const Nodelet &nodelet) override
    {
        const int64_t value = nodeletValue(m_values.nodes[row], nodelet);
        if (value == 0) {
            node.missing = edge.missing = true;
            node.costs = m_nowhere;
            node.lines.clear();
            node.nameLines = 0;
            return;
        }
        edge.share = node.share = share(value);
        edge.label = m_side.format(value);
        node.costs = costText(value);
    }

private:
    double share(int64_t value) const { return (value < 0 ? -1 : 1) * part(magnitude(value), m_total); }
    // "1.50s (12.34%)", of the side's own total
    std::string costText(int64_t value) const
    {
        return m_side.format(value) + " (" + m_side.percent(value) + ')';
    }

    const Analysis &m_side;
    const CallGraph &m_values;
    uint64_t m_mostFlat, m_total;
    std::string m_nowhere;
};

} // namespace

int64_t largestDifference(const ComparedDrawingInput &input)
{
    const ComparedGraph &graph = input.graph;
    uint64_t most = 0;
    for (const uint32_t i : graph.calls().shown) {
        most = std::max(most, input.colorSelf ? largestOf(graph.flatChanges[i], graph.flat(i))
                                              : largestOf(graph.cumChanges[i], graph.cum(i)));
    }
    return static_cast<int64_t>(std::min(most, static_cast<uint64_t>(INT64_MAX)));
}

GraphDrawing drawComparedGraph(const ComparedDrawingInput &input, const TextWidth &width)
{
    return ComparedDraughtsman(input, width).draw();
}

SideDrawings drawSides(const Comparison &comparison, const ComparedGraph &graph, const TextWidth &width)
{
    SideDrawings sides{SideDraughtsman(comparison, graph, true, width).draw(),
                       SideDraughtsman(comparison, graph, false, width).draw()};
    const auto share = [](auto &a, auto &b) { a = b = std::max(a, b); };
    for (size_t i = 0; i < sides.base.nodes.size(); ++i) {
        share(sides.base.nodes[i].width, sides.current.nodes[i].width);
        share(sides.base.nodes[i].height, sides.current.nodes[i].height);
    }
    for (size_t i = 0; i < sides.base.edges.size(); ++i) {
        auto &base = sides.base.edges[i], &current = sides.current.edges[i];
        share(base.weight, current.weight);
        share(base.labelWidth, current.labelWidth);
        share(base.labelHeight, current.labelHeight);
    }
    return sides;
}

} // namespace proflens
