// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/tracetext.h"

#include <algorithm>
#include <cstdio>
#include <vector>

namespace proflens {

namespace {

constexpr size_t valueWidth = 10;

// Calls f(labels) for each part of a stack that is printed by itself.
template <typename F> void forEachPart(const TraceTable &table, uint32_t row, F &&f)
{
    std::vector<TraceLabels> parts = table.labels(row);
    if (parts.empty())
        parts.push_back({LabelSetId(0U), table.values(row), table.change(row)});
    for (const TraceLabels &part : parts)
        f(part);
}

std::string valueCells(const TraceTable &table, BothValues values)
{
    const Comparison *comparison = table.comparison().get();
    if (!comparison)
        return padLeft(table.analysis()->formatListed(values.current), valueWidth);
    return padLeft(comparison->formatListed(values.base), valueWidth) + ' ' +
           padLeft(comparison->formatListed(values.current), valueWidth) + ' ' +
           padLeft(comparison->formatSeenDelta(values.delta()), valueWidth);
}

void numberCell(TableWriter &out, double number)
{
    char text[352]; // the longest double has 309 digits before its point
    std::snprintf(text, sizeof text, "%.4f", number);
    out.cell(text);
}

std::string labelCell(const TraceTable &table, LabelSetId set)
{
    return labelText(table.analysis()->selection(), set);
}

} // namespace

std::string_view changeText(const Change &change)
{
    switch (change.kind) {
    case Change::Kind::Same:
        return "same";
    case Change::Kind::Grew:
        return change.noise ? "noise" : "grew";
    case Change::Kind::Shrank:
        return change.noise ? "noise" : "shrank";
    case Change::Kind::New:
        return change.noise ? "new, noise" : "new";
    case Change::Kind::Gone:
        return change.noise ? "gone, noise" : "gone";
    }
    return {};
}

std::string traceLabels(const Selection &selection, LabelSetId set)
{
    std::vector<std::string> texts, numbers;
    for (const LabelLine &line : labelLines(selection, set))
        (line.isNumber ? numbers : texts)
            .push_back(padLeft(line.key, valueWidth) + ":  " + line.values + '\n');
    std::string all;
    for (auto *part : {&texts, &numbers}) {
        std::sort(part->begin(), part->end());
        for (const std::string &line : *part)
            all += line;
    }
    return all;
}

void writeTraces(const TraceTable &table, std::span<const uint32_t> rows, Output &out)
{
    const Analysis &analysis = *table.analysis();
    if (table.comparison())
        out << padLeft("base", valueWidth) << ' ' << padLeft("current", valueWidth) << ' '
            << padLeft("Δ", valueWidth) << '\n';
    const std::string blank(valueCells(table, {}).size(), ' ');
    std::vector<StackElement> path;
    for (size_t i = 0; i < rows.size() && out.good(); ++i) {
        table.stacks().path(rows[i], path);
        forEachPart(table, rows[i], [&](const TraceLabels &part) {
            out << traceRule << traceLabels(analysis.selection(), part.set) << valueCells(table, part.values)
                << "   ";
            if (path.empty())
                out << "(no stack)\n";
            for (size_t depth = path.size(); depth-- > 0;) {
                if (depth + 1 < path.size())
                    out << blank << "   ";
                out << analysis.frames().printableName(path[depth].frame())
                    << (path[depth].inlined() ? " (inline)\n" : "\n");
            }
        });
    }
    out << traceRule;
}

void writeTraceTable(const TraceTable &table, std::span<const uint32_t> rows, TableFormat format, Output &out)
{
    const Analysis &analysis = *table.analysis();
    const Comparison *comparison = table.comparison().get();
    TableWriter header(format);
    if (comparison) {
        for (const char *what : {"base", "current", "delta"})
            header.cell(valueHeader(what, analysis));
        header.cell("delta%");
        header.cell("mark");
    } else {
        header.cell(valueHeader("value", analysis));
        header.cell("percent");
    }
    for (const char *what : {"labels", "depth", "stack, leaf first"})
        header.cell(what);
    header.endRow();
    out << header.take();
    std::vector<StackElement> path;
    for (size_t i = 0; i < rows.size() && out.good(); ++i) {
        table.stacks().path(rows[i], path);
        std::string stack;
        for (size_t depth = path.size(); depth-- > 0;) {
            stack += analysis.frames().printableName(path[depth].frame());
            stack += depth > 0 ? ";" : "";
        }
        forEachPart(table, rows[i], [&](const TraceLabels &part) {
            TableWriter line(format);
            if (comparison) {
                line.cell(part.values.base);
                line.cell(part.values.current);
                line.cell(part.values.delta());
                numberCell(line, comparison->share(part.values.delta()) * 100);
                line.cell(changeText(part.change));
            } else {
                line.cell(part.values.current);
                line.percentCell(part.values.current, analysis.total());
            }
            line.cell(labelCell(table, part.set));
            line.cell(static_cast<int64_t>(path.size()));
            line.cell(stack);
            line.endRow();
            out << line.take();
        });
    }
}

} // namespace proflens
