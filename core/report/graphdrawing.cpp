// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/graphdrawing.h"

#include "core/analyze/shortname.h"
#include "core/measure/measure.h"
#include "core/report/nodelets.h"
#include "core/report/svgtext.h"

#include <algorithm>
#include <cmath>

namespace proflens {

namespace {

constexpr size_t longestLine = 40; // characters
constexpr size_t mostNameLines = 7;

uint64_t magnitude(int64_t value)
{
    return value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
}

// A name in the lines that its parts make: split at "." and "::", but not within brackets, where these belong
// to types.
std::string withLineBreaks(std::string_view name)
{
    std::string text;
    int depth = 0;
    for (size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if (c == '(' || c == '<' || c == '[' || c == '{')
            ++depth;
        else if ((c == ')' || c == '>' || c == ']' || c == '}') && depth > 0)
            --depth;
        const bool colons = name.substr(i, 2) == "::";
        // A separator in front or at the end separates nothing, nor do two in a row.
        const bool within =
            i > 0 && i + (colons ? 2 : 1) < name.size() && !text.empty() && text.back() != '\n';
        if (depth == 0 && within && (c == '.' || colons)) {
            text += '\n';
            i += colons ? 1 : 0;
        } else {
            text += c;
        }
    }
    return text;
}

void appendLines(std::vector<std::string> &lines, std::string_view text)
{
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(svg::elidedMiddle(text.substr(0, end), longestLine));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

std::vector<std::string> nameLines(const Frame &frame)
{
    Frame shown = frame;
    const std::string name = withLineBreaks(svg::visibleText(shortFunctionName(frame.name)));
    const std::string file = frame.file.empty() ? std::string() : svg::visibleText(baseName(frame.file));
    const std::string object = svg::visibleText(frame.object);
    shown.name = name;
    shown.file = file;
    shown.object = object;
    std::vector<std::string> lines;
    for (const std::string &part : nameComponents(shown))
        appendLines(lines, part);
    if (lines.size() > mostNameLines) {
        // The end of a name is its useful end.
        const auto cut = static_cast<std::ptrdiff_t>(lines.size() - mostNameLines);
        lines.erase(lines.begin() + 1, lines.begin() + 1 + cut);
        lines[1] = "…";
    }
    return lines;
}

class Draughtsman
{
public:
    Draughtsman(const GraphDrawingInput &input, const TextWidth &width)
        : m_input(input)
        , m_width(width)
        , m_rows(input.calls.nodes.size(), noRow)
    {}

    GraphDrawing draw()
    {
        const CallGraph &calls = m_input.calls;
        for (const uint32_t i : calls.shown)
            m_maxFlat = std::max(m_maxFlat, magnitude(calls.nodes[i].flatValue()));
        std::vector<uint32_t> edges;
        for (const uint32_t i : calls.shown) {
            m_rows[i] = static_cast<uint32_t>(m_drawing.nodes.size());
            drawNode(i);
            edges.insert(edges.end(), calls.nodes[i].out.begin(), calls.nodes[i].out.end());
        }
        for (const uint32_t e : sortedEdges(calls, std::move(edges), m_input.frames))
            drawEdge(calls.edges[e]);
        for (const uint32_t i : calls.shown)
            drawNodelets(i);
        return std::move(m_drawing);
    }

private:
    static constexpr uint32_t noRow = UINT32_MAX;

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

    void drawNode(uint32_t row)
    {
        const CallGraph::Node &call = m_input.calls.nodes[row];
        const int64_t flat = call.flatValue(), cum = call.cumValue();
        auto &node = m_drawing.nodes.emplace_back();
        node.call = row;
        node.id = "node" + std::to_string(m_drawing.nodes.size());
        node.name = svg::visibleText(m_input.frames.printableName(call.frame));
        node.lines = nameLines(m_input.frames[call.frame]);
        node.nameLines = node.lines.size();
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
        if (m_maxFlat > 0 && flat != 0) {
            const double part = static_cast<double>(magnitude(flat)) / static_cast<double>(m_maxFlat);
            node.fontSize += static_cast<int>(std::ceil(16 * std::sqrt(part)));
        }
        measureNode(node);
    }

    void measureNode(GraphDrawing::Node &node) const
    {
        double width = 0;
        for (const std::string &line : node.lines)
            width = std::max(width, m_width(line, node.fontSize));
        node.width = std::ceil(width + 2 * graphstyle::paddingX(node.fontSize));
        node.height =
            std::ceil(static_cast<double>(node.lines.size()) * node.fontSize * graphstyle::lineHeight +
                      2 * graphstyle::paddingY);
    }

    void drawNodelets(uint32_t row)
    {
        const uint32_t owner = m_rows[row];
        const auto first = static_cast<uint32_t>(m_drawing.nodes.size());
        // Ids as in DOT, where the node itself is "N1".
        const std::string name = 'N' + std::to_string(owner + 1);
        for (const Nodelet &nodelet : nodeletsOf(m_input.calls.nodes[row], name)) {
            auto &edge = m_drawing.edges.emplace_back();
            edge.id = "edge" + std::to_string(m_drawing.edges.size());
            edge.source = nodelet.parent < 0 ? owner : first + static_cast<uint32_t>(nodelet.parent);
            edge.target = static_cast<uint32_t>(m_drawing.nodes.size());
            edge.residual = nodelet.dotted;
            edge.share = share(nodelet.value);
            edge.weight = 100;
            labelEdge(edge, m_input.format(nodelet.value));

            auto &node = m_drawing.nodes.emplace_back();
            node.call = row;
            node.id = nodelet.id;
            node.isTag = true;
            node.share = edge.share;
            node.costs = costText(nodelet.value);
            std::string_view rest = nodelet.name;
            while (!rest.empty()) {
                const size_t end = std::min(rest.find("\\n"), rest.size());
                const std::string line = svg::visibleText(rest.substr(0, end));
                node.name += (node.name.empty() ? "" : ", ") + line;
                node.lines.push_back(svg::elidedMiddle(line, longestLine));
                rest.remove_prefix(std::min(end + 2, rest.size()));
            }
            node.nameLines = node.lines.size();
            measureNode(node);
            edge.title = m_drawing.nodes[owner].name + ": " + node.name + " (" + node.costs + ")";
        }
        // Room for the boxes between a node and what it calls.
        for (auto &edge : m_drawing.edges) {
            if (edge.source == owner && m_drawing.nodes.size() > first && !m_drawing.nodes[edge.target].isTag)
                edge.minLength = 2;
        }
    }

    void labelEdge(GraphDrawing::Edge &edge, const std::string &label) const
    {
        edge.label = label;
        edge.labelWidth = std::ceil(m_width(edge.label, graphstyle::edgeFontSize));
        edge.labelHeight = std::ceil(graphstyle::edgeFontSize * graphstyle::lineHeight);
    }

    void drawEdge(const CallGraph::Edge &call)
    {
        if (m_rows[call.source] == noRow || m_rows[call.target] == noRow)
            return;
        const int64_t value = call.weightValue();
        auto &edge = m_drawing.edges.emplace_back();
        edge.id = "edge" + std::to_string(m_drawing.edges.size());
        edge.source = m_rows[call.source];
        edge.target = m_rows[call.target];
        edge.residual = call.residual;
        edge.inlined = call.inlined;
        edge.share = share(value);
        edge.weight = 1 + static_cast<int>(std::fabs(edge.share) * 100);
        edge.penWidth = 1 + 5 * std::fabs(edge.share);
        const std::string weight = m_input.format(value);
        labelEdge(edge, call.inlined ? weight + " (inline)" : weight);
        // A residual edge leads over calls that are not shown.
        edge.title = m_drawing.nodes[edge.source].name + (call.residual ? " → … → " : " → ") +
                     m_drawing.nodes[edge.target].name + " (" + costText(value) +
                     (call.inlined ? ", inline)" : ")");
    }

    const GraphDrawingInput &m_input;
    const TextWidth &m_width;
    GraphDrawing m_drawing;
    std::vector<uint32_t> m_rows; // of the drawing, by row of CallGraph::nodes
    uint64_t m_maxFlat = 0;
};

} // namespace

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
    return Draughtsman(input, width).draw();
}

} // namespace proflens
