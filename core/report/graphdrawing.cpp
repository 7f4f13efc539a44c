// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/graphdrawing.h"

#include "core/measure/measure.h"
#include "core/report/draughtsman.h"

#include <algorithm>
#include <cmath>

namespace proflens {

namespace {

uint64_t magnitude(int64_t value)
{
    return value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
}

// Draws the one profile that there is.
class PlainDraughtsman : public Draughtsman
{
public:
    PlainDraughtsman(const GraphDrawingInput &input, const TextWidth &width)
        : Draughtsman(input.calls, input.frames, width)
        , m_input(input)
    {
        for (const uint32_t i : input.calls.shown)
            m_mostFlat = std::max(m_mostFlat, magnitude(input.calls.nodes[i].flatValue()));
    }

protected:
    void describeNode(GraphDrawing::Node &node, uint32_t row) override
    {
        const CallGraph::Node &call = calls().nodes[row];
        const int64_t flat = call.flatValue(), cum = call.cumValue();
        node.share = share(cum);
        const std::string flatText = flat == 0 ? "0" : costText(flat);
        node.costs = flatText;
        if (flat == cum) {
            node.lines.push_back(flatText);
        } else {
            const std::string cumText = "of " + costText(cum);
            node.costs += " " + cumText;
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
        const CallGraph::Edge &call = calls().edges[row];
        const int64_t value = call.weightValue();
        edge.share = share(value);
        edge.weight = 1 + static_cast<int>(std::fabs(edge.share) * 100);
        edge.penWidth = 1 + 5 * std::fabs(edge.share);
        const std::string weight = m_input.format(value);
        edge.label = call.inlined ? weight + " (inline)" : weight;
        edge.title = arrow + " (" + costText(value) + (call.inlined ? ", inline)" : ")");
    }

    void describeTag(GraphDrawing::Node &node, GraphDrawing::Edge &edge, uint32_t,
                     const Nodelet &nodelet) override
    {
        edge.share = node.share = share(nodelet.value);
        edge.label = m_input.format(nodelet.value);
        node.costs = costText(nodelet.value);
    }

private:
    double share(int64_t value) const
    {
        const uint64_t total = magnitude(m_input.total);
        return total == 0 ? 0
                          : std::clamp(static_cast<double>(value) / static_cast<double>(total), -1.0, 1.0);
    }
    // "1.50s (12.34%)"
    std::string costText(int64_t value) const
    {
        const std::string percent = measure::percentage(value, m_input.total);
        return m_input.format(value) + " (" +
               percent.substr(std::min(percent.find_first_not_of(' '), percent.size())) + ")";
    }

    const GraphDrawingInput &m_input;
    uint64_t m_mostFlat = 0;
};

} // namespace

double GraphDrawing::Node::textTop() const
{
    const double text = static_cast<double>(lines.size()) * fontSize * graphstyle::lineHeight;
    const double slack = height - text - 2 * graphstyle::paddingY;
    // A box that is higher than its own text, for it has to be as high as another one, has it in its middle.
    return graphstyle::paddingY + (slack > 1 ? slack / 2 : 0);
}

LayoutRequest GraphDrawing::layoutRequest() const
{
    LayoutRequest request;
    request.nodes.reserve(nodes.size());
    for (const Node &node : nodes)
        request.nodes.push_back({node.width, node.height});
    request.edges.reserve(edges.size());
    for (const Edge &edge : edges)
        request.edges.push_back(
            {edge.source, edge.target, edge.weight, edge.minLength, edge.labelWidth, edge.labelHeight});
    return request;
}

GraphDrawing drawGraph(const GraphDrawingInput &input, const TextWidth &width)
{
    return PlainDraughtsman(input, width).draw();
}

} // namespace proflens
