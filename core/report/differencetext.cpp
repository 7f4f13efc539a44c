// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/differencetext.h"

#include "core/report/tabtext.h"

#include <cstdio>

namespace proflens {

namespace {

void numberCell(TableWriter &out, const char *format, double number)
{
    char text[352]; // the longest double has 309 digits before its point
    std::snprintf(text, sizeof text, format, number);
    out.cell(text);
}

// Base, current, difference, its percentage and the ratio.
void writeValues(TableWriter &out, const Comparison &comparison, BothValues values)
{
    out.cell(values.base);
    out.cell(values.current);
    out.cell(values.delta());
    if (comparison.percent(values.delta()).empty())
        out.cell("");
    else
        numberCell(out, "%.4f", values.delta() == 0 ? 0 : comparison.share(values.delta()) * 100);
    if (values.base != 0 && values.current != 0)
        numberCell(out, "%.4f", static_cast<double>(values.current) / static_cast<double>(values.base));
    else
        out.cell(Comparison::ratio(values));
}

void writeValueHeaders(TableWriter &out, const Comparison &comparison, const std::string &what)
{
    const Analysis &current = *comparison.current();
    out.cell(valueHeader(what + " base", current));
    out.cell(valueHeader(what + " current", current));
    out.cell(valueHeader(what + " delta", current));
    out.cell(what + " delta% of " + std::string(percentWord(comparison)));
    out.cell(what + " ratio");
}

void writeCallHeader(TableWriter &out, const Comparison &comparison)
{
    out.cell("relation");
    writeValueHeaders(out, comparison, "weight");
    out.cell("of function% base");
    out.cell("of function% current");
    out.cell("function");
    out.endRow();
}

void writeCall(TableWriter &out, const ComparedCallTable &table, bool caller, size_t row)
{
    const BothValues weight = table.weight(row);
    out.cell(caller ? "caller" : "callee");
    writeValues(out, *table.comparison(), weight);
    out.percentCell(weight.base, table.whole().base);
    out.percentCell(weight.current, table.whole().current);
    out.cell(table.name(row));
    out.endRow();
}

} // namespace

std::string_view percentWord(const Comparison &comparison)
{
    switch (comparison.options().percentOf) {
    case PercentOf::Base:
        return "base";
    case PercentOf::Current:
        return "current";
    case PercentOf::Difference:
        return "difference";
    }
    return {};
}

std::string differenceText(const DifferenceTable &table)
{
    using Column = DifferenceColumn;
    TabText out;
    std::string line;
    const std::string of = "% of " + std::string(percentWord(*table.comparison()));
    for (const std::string what : {"flat", "cum"}) {
        for (const std::string &cell : {what + " base", what + " current", what + " Δ", "Δ" + of})
            line += cell + '\t';
        line += "ratio\t";
    }
    out.add(line + " mark\t function\n");
    for (size_t row = 0; row < table.size(); ++row) {
        line.clear();
        for (const Column column :
             {Column::FlatBase, Column::FlatCurrent, Column::FlatDelta, Column::FlatPercent,
              Column::FlatRatio, Column::CumBase, Column::CumCurrent, Column::CumDelta, Column::CumPercent,
              Column::CumRatio, Column::Mark})
            line += table.text(row, column) + '\t';
        out.add(line + ' ' + std::string(table.name(row)) + '\n');
    }
    return out.str();
}

std::string tableText(const DifferenceTable &table, TableFormat format, std::span<const size_t> rows)
{
    const Comparison &comparison = *table.comparison();
    TableWriter out(format);
    writeValueHeaders(out, comparison, "flat");
    writeValueHeaders(out, comparison, "cum");
    for (const char *header :
         {"flat% base", "flat% current", "cum% base", "cum% current", "mark", "function", "file"})
        out.cell(header);
    out.endRow();
    const auto write = [&](size_t row) {
        const BothValues flat = table.flat(row), cum = table.cum(row), total = comparison.total();
        writeValues(out, comparison, flat);
        writeValues(out, comparison, cum);
        out.percentCell(flat.base, total.base);
        out.percentCell(flat.current, total.current);
        out.percentCell(cum.base, total.base);
        out.percentCell(cum.current, total.current);
        out.cell(markText(table.mark(row), table.isNoise(row)));
        out.cell(table.name(row));
        out.cell(table.file(row));
        out.endRow();
    };
    if (rows.empty()) {
        for (size_t row = 0; row < table.size(); ++row)
            write(row);
    }
    for (const size_t row : rows)
        write(row);
    return out.take();
}

std::string callTableText(const ComparedCallTable &callers, const ComparedCallTable &callees,
                          TableFormat format)
{
    TableWriter out(format);
    writeCallHeader(out, *callers.comparison());
    for (size_t row = 0; row < callers.size(); ++row)
        writeCall(out, callers, true, row);
    for (size_t row = 0; row < callees.size(); ++row)
        writeCall(out, callees, false, row);
    return out.take();
}

std::string callTableText(const ComparedCallTable &table, bool callers, TableFormat format,
                          std::span<const size_t> rows)
{
    TableWriter out(format);
    writeCallHeader(out, *table.comparison());
    for (const size_t row : rows)
        writeCall(out, table, callers, row);
    return out.take();
}

} // namespace proflens
