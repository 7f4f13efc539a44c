// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/draughtsman.h"

#include "core/analyze/shortname.h"
#include "core/measure/visibletext.h"
#include "core/report/svgtext.h"

#include <algorithm>
#include <cmath>

namespace proflens {

namespace {

constexpr size_t longestLine = 40; // characters
constexpr size_t mostNameLines = 7;

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
    std::vector<std::string> lines;
    if (frame.isLabel()) {
        for (const std::string &part : nameComponents(frame))
            appendLines(lines, visibleText(part));
        return lines;
    }
    Frame shown = frame;
    const std::string name = withLineBreaks(visibleText(shortFunctionName(frame.name)));
    const std::string file = frame.file.empty() ? std::string() : visibleText(baseName(frame.file));
    const std::string object = visibleText(frame.object);
    shown.name = name;
    shown.file = file;
    shown.object = object;
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

} // namespace

Draughtsman::Draughtsman(const CallGraph &calls, const FrameTable &frames, const TextWidth &width)
    : m_calls(calls)
    , m_frames(frames)
    , m_width(width)
    , m_rows(calls.nodes.size(), noRow)
{}

int Draughtsman::fontSize(uint64_t flat, uint64_t mostFlat)
{
    if (mostFlat == 0 || flat == 0)
        return 8;
    const double part = static_cast<double>(flat) / static_cast<double>(mostFlat);
    return 8 + static_cast<int>(std::ceil(16 * std::sqrt(std::min(part, 1.0))));
}

GraphDrawing Draughtsman::draw()
{
    std::vector<uint32_t> edges;
    for (const uint32_t i : m_calls.shown) {
        m_rows[i] = static_cast<uint32_t>(m_drawing.nodes.size());
        drawNode(i);
        edges.insert(edges.end(), m_calls.nodes[i].out.begin(), m_calls.nodes[i].out.end());
    }
    for (const uint32_t e : sortedEdges(m_calls, std::move(edges), m_frames))
        drawEdge(e);
    for (const uint32_t i : m_calls.shown)
        drawNodelets(i);
    return std::move(m_drawing);
}

void Draughtsman::drawNode(uint32_t row)
{
    const CallGraph::Node &call = m_calls.nodes[row];
    auto &node = m_drawing.nodes.emplace_back();
    node.call = row;
    node.id = "node" + std::to_string(m_drawing.nodes.size());
    node.name = visibleText(m_frames.printableName(call.frame));
    node.lines = nameLines(m_frames[call.frame]);
    node.nameLines = node.lines.size();
    describeNode(node, row);
    measure(node);
}

void Draughtsman::measure(GraphDrawing::Node &node) const
{
    double width = 0;
    for (const std::string &line : node.lines)
        width = std::max(width, m_width(line, node.fontSize));
    node.width = std::ceil(width + 2 * graphstyle::paddingX(node.fontSize));
    node.height = std::ceil(static_cast<double>(node.lines.size()) * node.fontSize * graphstyle::lineHeight +
                            2 * graphstyle::paddingY);
}

void Draughtsman::measure(GraphDrawing::Edge &edge) const
{
    edge.labelWidth = std::ceil(m_width(edge.label, graphstyle::edgeFontSize));
    edge.labelHeight = std::ceil(graphstyle::edgeFontSize * graphstyle::lineHeight);
}

void Draughtsman::drawNodelets(uint32_t row)
{
    const uint32_t owner = m_rows[row];
    const auto first = static_cast<uint32_t>(m_drawing.nodes.size());
    // Ids as in DOT, where the node itself is "N1".
    const std::string name = 'N' + std::to_string(owner + 1);
    for (const Nodelet &nodelet : nodeletsOf(m_calls.nodes[row], name)) {
        auto &edge = m_drawing.edges.emplace_back();
        edge.id = "edge" + std::to_string(m_drawing.edges.size());
        edge.source = nodelet.parent < 0 ? owner : first + static_cast<uint32_t>(nodelet.parent);
        edge.target = static_cast<uint32_t>(m_drawing.nodes.size());
        edge.residual = nodelet.dotted;
        edge.weight = 100;

        auto &node = m_drawing.nodes.emplace_back();
        node.call = row;
        node.id = nodelet.id;
        node.isTag = true;
        std::string_view rest = nodelet.name;
        while (!rest.empty()) {
            const size_t end = std::min(rest.find("\\n"), rest.size());
            const std::string line = visibleText(rest.substr(0, end));
            node.name += (node.name.empty() ? "" : ", ") + line;
            node.lines.push_back(svg::elidedMiddle(line, longestLine));
            rest.remove_prefix(std::min(end + 2, rest.size()));
        }
        node.nameLines = node.lines.size();
        describeTag(node, edge, row, nodelet);
        measure(edge);
        measure(node);
        edge.title = m_drawing.nodes[owner].name + ": " + node.name + " (" + node.costs + ")";
    }
    // Room for the boxes between a node and what it calls.
    for (auto &edge : m_drawing.edges) {
        if (edge.source == owner && m_drawing.nodes.size() > first && !m_drawing.nodes[edge.target].isTag)
            edge.minLength = 2;
    }
}

void Draughtsman::drawEdge(uint32_t row)
{
    const CallGraph::Edge &call = m_calls.edges[row];
    if (m_rows[call.source] == noRow || m_rows[call.target] == noRow)
        return;
    auto &edge = m_drawing.edges.emplace_back();
    edge.id = "edge" + std::to_string(m_drawing.edges.size());
    edge.source = m_rows[call.source];
    edge.target = m_rows[call.target];
    edge.residual = call.residual;
    edge.inlined = call.inlined;
    // A residual edge leads over calls that are not shown.
    describeEdge(edge, row,
                 m_drawing.nodes[edge.source].name + (call.residual ? " → … → " : " → ") +
                     m_drawing.nodes[edge.target].name);
    measure(edge);
}

} // namespace proflens
