// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/data.h"

#include "core/report/csv.h"
#include "core/report/dataprinters.h"

#include <algorithm>
#include <array>
#include <new>

namespace proflens {

namespace {

std::string_view inlineWord(const CallGraph &calls, const CallGraph::Node &node)
{
    const auto inlined = std::count_if(node.in.begin(), node.in.end(),
                                       [&](uint32_t edge) { return calls.edges[edge].inlined; });
    return inlined == 0 ? "no" : static_cast<size_t>(inlined) < node.in.size() ? "partly" : "yes";
}

// The file of a frame, whether or not its granularity tells files apart.
std::string_view fileOf(const Report &report, const Frame &frame)
{
    if (!frame.file.empty() || !frame.function.isValid())
        return frame.file;
    return report.profile().text(report.profile().functions[frame.function.row].file);
}

// The columns that functions have in all reports.
class FunctionRows
{
public:
    FunctionRows(const Report &report, const ReportGraph &graph)
        : m_report(report)
        , m_graph(graph)
    {}

    // To be called once per node, in the order of the report.
    void next(const CallGraph::Node &node)
    {
        m_flat = node.flatValue();
        m_cum = node.cumValue();
        m_sum += m_flat;
        m_node = &node;
    }
    std::string_view name() const { return m_graph.frames->printableName(m_node->frame); }
    std::string_view file() const { return fileOf(m_report, (*m_graph.frames)[m_node->frame]); }
    std::string_view inlined() const { return inlineWord(m_graph.calls(), *m_node); }

    Json json() const
    {
        Json row = {{"function", name()},
                    {"flat", m_report.divided(m_flat)},
                    {"flatPercent", dataPercent(m_flat, m_report.total())},
                    {"sumPercent", dataPercent(m_sum, m_report.total())},
                    {"cum", m_report.divided(m_cum)},
                    {"cumPercent", dataPercent(m_cum, m_report.total())},
                    {"inline", inlined()}};
        if (!file().empty())
            row["file"] = file();
        return row;
    }
    void cells(TableWriter &out) const
    {
        out.cell(m_report.divided(m_flat));
        out.percentCell(m_flat, m_report.total());
        out.percentCell(m_sum, m_report.total());
        out.cell(m_report.divided(m_cum));
        out.percentCell(m_cum, m_report.total());
    }

private:
    const Report &m_report;
    const ReportGraph &m_graph;
    const CallGraph::Node *m_node = nullptr;
    int64_t m_flat = 0, m_cum = 0, m_sum = 0;
};

std::string header(std::string_view column, const Report &report)
{
    return valueHeader(column, report.sampleType());
}

Json graphHead(const Report &report, const ReportGraph &graph, std::string_view name)
{
    Json head = dataHead(report, name);
    head["shown"] = report.divided(graph.calls().shownFlat());
    head["droppedNodes"] = graph.trimmed.droppedNodes;
    head["notShownNodes"] = graph.trimmed.originalCount - graph.calls().shown.size();
    return head;
}

} // namespace

Status printTopData(Report &report, DataFormat format, Output &out)
{
    const ReportGraph graph = report.graph();
    const CallGraph &calls = graph.calls();
    FunctionRows row(report, graph);
    if (format == DataFormat::Json) {
        JsonRows rows(out, graphHead(report, graph, "top"), "functions");
        for (uint32_t i : calls.shown) {
            row.next(calls.nodes[i]);
            rows.add(row.json());
        }
        rows.end();
        return success();
    }
    TableWriter table(TableFormat::Csv);
    for (const std::string &name : {header("flat", report), std::string("flat%"), std::string("sum%"),
                                    header("cum", report), std::string("cum%"), std::string("function"),
                                    std::string("file"), std::string("inline")})
        table.cell(name);
    table.endRow();
    for (uint32_t i : calls.shown) {
        row.next(calls.nodes[i]);
        row.cells(table);
        table.cell(row.name());
        table.cell(row.file());
        table.cell(row.inlined());
        table.endRow();
        out << table.take();
    }
    out << table.take();
    return success();
}

Status printTreeData(Report &report, DataFormat format, Output &out)
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

    // f(edge, the other end's name)
    const auto forEachEdge = [&](const std::vector<uint32_t> &edges, bool callers, auto &&f) {
        for (uint32_t e : sortedEdges(calls, edges, *graph.frames)) {
            const CallGraph::Edge &edge = calls.edges[e];
            f(edge, graph.frames->printableName(calls.nodes[callers ? edge.source : edge.target].frame));
        }
    };
    FunctionRows row(report, graph);
    if (format == DataFormat::Json) {
        JsonRows rows(out, graphHead(report, graph, report.argument() ? "peek" : "tree"), "functions");
        for (uint32_t i : chosen) {
            const CallGraph::Node &node = calls.nodes[i];
            row.next(node);
            Json json = row.json();
            for (const bool callers : {true, false}) {
                Json list = Json::array();
                forEachEdge(callers ? node.in : node.out, callers,
                            [&](const CallGraph::Edge &edge, std::string_view name) {
                                list.push_back({{"function", name},
                                                {"weight", report.divided(edge.weight)},
                                                {"percent", dataPercent(edge.weight, node.cumValue())},
                                                {"inline", edge.inlined}});
                            });
                json[callers ? "callers" : "callees"] = std::move(list);
            }
            rows.add(json);
        }
        rows.end();
        return success();
    }
    // A line for the function, then one for each of its calls.
    TableWriter table(TableFormat::Csv);
    for (const std::string &name :
         {std::string("function"), std::string("relation"), std::string("other"), header("weight", report),
          std::string("of function%"), std::string("inline"), header("flat", report), std::string("flat%"),
          std::string("sum%"), header("cum", report), std::string("cum%")})
        table.cell(name);
    table.endRow();
    for (uint32_t i : chosen) {
        const CallGraph::Node &node = calls.nodes[i];
        row.next(node);
        for (const std::string_view cell : {row.name(), std::string_view("function"), std::string_view(),
                                            std::string_view(), std::string_view(), row.inlined()})
            table.cell(cell);
        row.cells(table);
        table.endRow();
        for (const bool callers : {true, false}) {
            forEachEdge(callers ? node.in : node.out, callers,
                        [&](const CallGraph::Edge &edge, std::string_view name) {
                            table.cell(row.name());
                            table.cell(callers ? "caller" : "callee");
                            table.cell(name);
                            table.cell(report.divided(edge.weight));
                            table.percentCell(edge.weight, node.cumValue());
                            table.cell(edge.inlined ? "yes" : "no");
                            for (int empty = 0; empty < 5; ++empty)
                                table.cell(std::string_view());
                            table.endRow();
                        });
        }
        out << table.take();
    }
    out << table.take();
    return success();
}

bool hasRows(ReportKind kind)
{
    switch (kind) {
    case ReportKind::Top:
    case ReportKind::Tree:
    case ReportKind::Peek:
    case ReportKind::Traces:
    case ReportKind::Tags:
        return true;
    default:
        return false;
    }
}

Status writeData(const ProfilePtr &profile, ReportKind kind, const ReportOptions &options,
                 const std::string &argument, DataFormat format, Output &out)
{
    try {
        auto made = Report::make(profile, kind, options, argument);
        if (!made)
            return made.error();
        switch (kind) {
        case ReportKind::Top:
            return printTopData(*made, format, out);
        case ReportKind::Tree:
        case ReportKind::Peek:
            return printTreeData(*made, format, out);
        case ReportKind::Traces:
            return printTracesData(*made, format, out);
        case ReportKind::Tags:
            return printTagsData(*made, format, out);
        default:
            return Error{"only -top, -tree, -peek, -traces and -tags are made of rows"};
        }
    } catch (const std::bad_alloc &) {
        return Error{
            "there is not enough free memory for this report; leave out samples with -focus or -ignore"};
    }
}

} // namespace proflens
