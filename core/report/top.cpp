// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure.h"
#include "core/report/printers.h"

namespace proflens {

namespace {

constexpr std::string_view treeRule =
    "----------------------------------------------------------+-------------\n";

void printLabels(const Report &report, const ReportGraph &graph, Output &out)
{
    for (const std::string &label : report.graphLabels(graph, false))
        out << label << '\n';
}

// How the calls to a node were compiled, as far as its edges were kept.
std::string_view inlineMark(const CallGraph &calls, const CallGraph::Node &node)
{
    bool inlined = false, plain = false;
    for (uint32_t e : node.in)
        (calls.edges[e].inlined ? inlined : plain) = true;
    return !inlined ? "" : plain ? " (partial-inline)" : " (inline)";
}

} // namespace

Status printTop(Report &report, Output &out)
{
    const ReportGraph graph = report.graph();
    const CallGraph &calls = graph.calls();
    printLabels(report, graph, out);
    out << "      flat  flat%   sum%        cum   cum%\n";
    int64_t sum = 0;
    for (uint32_t i : calls.shown) {
        const CallGraph::Node &node = calls.nodes[i];
        const int64_t flat = node.flatValue();
        const int64_t cum = node.cumValue();
        sum += flat;
        out << padLeft(report.format(flat), 10) << ' ' << measure::percentage(flat, report.total()) << ' '
            << measure::percentage(sum, report.total()) << ' ' << padLeft(report.format(cum), 10) << ' '
            << measure::percentage(cum, report.total()) << "  " << graph.frames->printableName(node.frame)
            << inlineMark(calls, node) << '\n';
    }
    return success();
}

Status printTree(Report &report, Output &out)
{
    const ReportGraph graph = report.graph();
    const CallGraph &calls = graph.calls();
    std::vector<uint32_t> chosen;
    for (uint32_t i : calls.shown) {
        if (!report.argument() ||
            report.argument()->matches(graph.frames->printableName(calls.nodes[i].frame)))
            chosen.push_back(i);
    }
    if (report.argument() && chosen.empty())
        return Error{"no matches found for regexp: " + report.argument()->pattern()};

    printLabels(report, graph, out);
    out << treeRule << "      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t \n";
    int64_t sum = 0;
    for (uint32_t i : chosen) {
        const CallGraph::Node &node = calls.nodes[i];
        const int64_t flat = node.flatValue();
        const int64_t cum = node.cumValue();
        const auto printEdges = [&](const std::vector<uint32_t> &edges, bool callers) {
            for (uint32_t e : sortedEdges(calls, edges, *graph.frames)) {
                const CallGraph::Edge &edge = calls.edges[e];
                out << padLeft(report.format(edge.weight), 50) << ' ' << measure::percentage(edge.weight, cum)
                    << " |   "
                    << graph.frames->printableName(calls.nodes[callers ? edge.source : edge.target].frame)
                    << (edge.inlined ? " (inline)\n" : "\n");
            }
        };
        out << treeRule;
        printEdges(node.in, true);
        sum += flat;
        out << padLeft(report.format(flat), 10) << ' ' << measure::percentage(flat, report.total()) << ' '
            << measure::percentage(sum, report.total()) << ' ' << padLeft(report.format(cum), 10) << ' '
            << measure::percentage(cum, report.total()) << "                | "
            << graph.frames->printableName(node.frame) << '\n';
        printEdges(node.out, false);
    }
    if (!calls.shown.empty())
        out << treeRule;
    return success();
}

} // namespace proflens
