// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/shortname.h"
#include "core/measure/arithmetic.h"
#include "core/measure/measure.h"
#include "core/report/nodelets.h"
#include "core/report/printers.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace proflens {

namespace {

std::string replaced(std::string_view text, std::string_view what, std::string_view with)
{
    std::string out;
    for (size_t at = 0;;) {
        const size_t next = text.find(what, at);
        out += text.substr(at, next - at);
        if (next == std::string_view::npos)
            return out;
        out += with;
        at = next + what.size();
    }
}

// For a quoted string of DOT: newlines become left-justified line ends.
std::string escaped(std::string_view text)
{
    return replaced(replaced(replaced(text, "\\", "\\\\"), "\"", "\\\""), "\n", "\\l");
}

// Label names come with DOT's own line ends in them; only a quote would end the string (pprof forgets it).
std::string quoted(std::string_view text)
{
    return replaced(text, "\"", "\\\"");
}

std::string trimmed(std::string text)
{
    text.erase(0, text.find_first_not_of(' '));
    return text;
}

int64_t magnitude(int64_t value)
{
    return value < 0 ? -value : value;
}

// pprof's colours: grey for nothing, red for much, green for less than nothing; pale for fills.
std::string dotColor(double score, bool fill)
{
    double saturation = fill ? 0.1 : 1.0;
    const double value = fill ? 0.93 : 0.7;
    if (!std::isnan(score))
        score = std::clamp(score, -1.0, 1.0);
    if (std::fabs(score) < 0.2)
        saturation *= std::fabs(score) / 0.2;
    constexpr double exponent = 1.0 - 0.7;
    if (score > 0)
        score = std::pow(score, exponent);
    else if (score < 0)
        score = -std::pow(-score, exponent);
    double red = value, green = value;
    if (score < 0)
        red = value * (1 + saturation * score);
    else
        green = value * (1 - saturation * score);
    const double blue = value * (1 - saturation);
    const auto byte = [](double channel) {
        return std::isnan(channel) ? 0U : static_cast<unsigned>(channel * 255.0) & 0xffU;
    };
    char text[8];
    std::snprintf(text, sizeof text, "#%02x%02x%02x", byte(red), byte(green), byte(blue));
    return text;
}

std::string multilineName(const Frame &frame)
{
    // Go elides type parameters as "[...]", whose dots are no separators.
    const std::string name = replaced(
        replaced(replaced(escaped(shortFunctionName(frame.name)), "::", "\\n"), "[...]", "[…]"), ".", "\\n");
    Frame shown = frame;
    shown.name = name;
    if (!frame.file.empty())
        shown.file = baseName(frame.file);
    std::string text;
    for (const std::string &part : nameComponents(shown))
        text += part + "\\n";
    return text;
}

class DotPrinter
{
public:
    DotPrinter(const Report &report, const ReportGraph &graph, Output &out)
        : m_report(report)
        , m_graph(graph)
        , m_calls(graph.calls())
        , m_out(out)
        , m_ids(m_calls.nodes.size())
    {
        const Profile &profile = report.profile();
        if (!profile.mappings.empty() && !profile.text(profile.mappings[0].file).empty())
            m_title = baseName(profile.text(profile.mappings[0].file));
    }

    void print()
    {
        m_out << "digraph \"" << (m_title.empty() ? "unnamed" : m_title)
              << "\" {\nnode [style=filled fillcolor=\"#f8f8f8\"]\n";
        printLegend();
        int64_t maxFlat = 0;
        for (size_t i = 0; i < m_calls.shown.size(); ++i) {
            m_ids[m_calls.shown[i]] = i + 1;
            maxFlat = std::max(maxFlat, magnitude(m_calls.nodes[m_calls.shown[i]].flatValue()));
        }
        std::vector<uint8_t> hasNodelets(m_calls.nodes.size());
        std::vector<uint32_t> edges;
        for (uint32_t i : m_calls.shown) {
            const CallGraph::Node &node = m_calls.nodes[i];
            printNode(node, m_ids[i], maxFlat);
            const std::string nodelets = nodeletsText(node, m_ids[i]);
            m_out << nodelets;
            hasNodelets[i] = !nodelets.empty();
            edges.insert(edges.end(), node.out.begin(), node.out.end());
        }
        for (uint32_t e : sortedEdges(m_calls, edges, *m_graph.frames))
            printEdge(m_calls.edges[e], hasNodelets[m_calls.edges[e].source]);
        m_out << "}\n";
    }

private:
    void printLegend()
    {
        const std::vector<std::string> labels = m_report.graphLabels(m_graph, true);
        m_out << "subgraph cluster_L { \"" << escaped(labels[0]) << "\" [shape=box fontsize=16 label=\"";
        for (const std::string &label : labels)
            m_out << escaped(label) << "\\l";
        m_out << '"';
        if (!m_title.empty())
            m_out << " tooltip=\"" << m_title << '"';
        m_out << "] }\n";
    }

    double share(int64_t value) const
    {
        return static_cast<double>(value) / static_cast<double>(magnitude(m_report.total()));
    }
    std::string percent(int64_t value) const { return trimmed(measure::percentage(value, m_report.total())); }

    void printNode(const CallGraph::Node &node, uint64_t id, int64_t maxFlat)
    {
        const int64_t flat = node.flatValue();
        const int64_t cum = node.cumValue();
        std::string cumText = m_report.format(flat);
        std::string label = multilineName((*m_graph.frames)[node.frame]);
        label += flat != 0 ? cumText + " (" + percent(flat) + ')' : "0";
        if (cum != flat) {
            label += flat != 0 ? "\\n" : " ";
            cumText = m_report.format(cum);
            label += "of " + cumText + " (" + percent(cum) + ')';
        }
        int fontSize = 8;
        if (maxFlat != 0 && flat != 0 &&
            static_cast<double>(magnitude(flat)) <= static_cast<double>(maxFlat)) {
            const double part = static_cast<double>(magnitude(flat)) / static_cast<double>(maxFlat);
            fontSize += static_cast<int>(std::ceil(16 * std::sqrt(part)));
        }
        m_out << 'N' << id << " [label=\"" << label << "\" id=\"node" << id
              << "\" fontsize=" << int64_t(fontSize) << " shape=box tooltip=\""
              << escaped(m_graph.frames->printableName(node.frame)) << " (" << cumText << ")\" color=\""
              << dotColor(share(cum), false) << "\" fillcolor=\"" << dotColor(share(cum), true) << "\"]\n";
    }

    std::string nodeletsText(const CallGraph::Node &node, uint64_t id) const
    {
        const std::string name = 'N' + std::to_string(id);
        const std::vector<Nodelet> boxes = nodeletsOf(node, name);
        std::string text;
        for (const Nodelet &box : boxes) {
            const std::string &source = box.parent < 0 ? name : boxes[static_cast<size_t>(box.parent)].id;
            const std::string weight = m_report.format(box.value);
            text += box.id + " [label = \"" + quoted(box.name) + "\" id=\"" + box.id +
                    "\" fontsize=8 shape=box3d tooltip=\"" + weight + "\"]\n" + source + " -> " + box.id +
                    " [label=\" " + weight + "\" weight=100 tooltip=\"" + weight + "\" labeltooltip=\"" +
                    weight + '"' + (box.dotted ? " style=\"dotted\"" : "") + "]\n";
        }
        return text;
    }

    void printEdge(const CallGraph::Edge &edge, bool hasNodelets)
    {
        const int64_t value = edge.weightValue();
        const std::string weight = m_report.format(value);
        const uint64_t from = m_ids[edge.source], to = m_ids[edge.target];
        m_out << 'N' << from << " -> N" << to << " [label=\" " << weight
              << (edge.inlined ? "\\n (inline)" : "") << '"';
        if (const int64_t total = m_report.total()) {
            // A difference may weigh more than the total, and products wrap around, as pprof's do.
            const auto part = [&](int64_t factor) {
                const auto product =
                    static_cast<int64_t>(static_cast<uint64_t>(value) * static_cast<uint64_t>(factor));
                return std::min(magnitude(measure::quotient(product, total)), factor);
            };
            if (part(100) > 0)
                m_out << " weight=" << 1 + part(100);
            if (part(5) > 0)
                m_out << " penwidth=" << 1 + part(5);
            m_out << " color=\"" << dotColor(share(value), false) << '"';
        }
        const std::string tip =
            '"' + escaped(m_graph.frames->printableName(m_calls.nodes[edge.source].frame)) +
            (edge.residual ? " ... " : " -> ") +
            escaped(m_graph.frames->printableName(m_calls.nodes[edge.target].frame)) + " (" + weight + ")\"";
        m_out << " tooltip=" << tip << " labeltooltip=" << tip << (edge.residual ? " style=\"dotted\"" : "")
              << (hasNodelets ? " minlen=2" : "") << "]\n";
    }

    const Report &m_report;
    const ReportGraph &m_graph;
    const CallGraph &m_calls;
    Output &m_out;
    std::vector<uint64_t> m_ids; // by node; 0 for those that an edge names though they are not shown
    std::string m_title;
};

} // namespace

void printDot(const Report &report, const ReportGraph &graph, Output &out)
{
    DotPrinter(report, graph, out).print();
}

Status printDot(Report &report, Output &out)
{
    printDot(report, report.graph(), out);
    return success();
}

} // namespace proflens
