// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/csv.h"

#include <cmath>
#include <cstdio>

namespace proflens {

void TableWriter::cell(std::string_view text)
{
    const char separator = m_format == TableFormat::Csv ? ',' : '\t';
    if (m_rowStarted)
        m_text += separator;
    m_rowStarted = true;
    const bool quoted = text.find_first_of("\"\r\n") != std::string_view::npos ||
                        text.find(separator) != std::string_view::npos;
    if (!quoted) {
        m_text += text;
        return;
    }
    m_text += '"';
    for (const char c : text) {
        if (c == '"')
            m_text += '"';
        m_text += c;
    }
    m_text += '"';
}

void TableWriter::percentCell(int64_t value, int64_t total)
{
    const double share =
        total == 0 ? 0 : std::fabs(static_cast<double>(value) / static_cast<double>(total)) * 100;
    char text[352]; // the longest double has 309 digits before its point
    std::snprintf(text, sizeof text, "%.4f", share);
    cell(text);
}

void TableWriter::endRow()
{
    m_text += m_format == TableFormat::Csv ? "\r\n" : "\n";
    m_rowStarted = false;
}

std::string valueHeader(std::string_view column, const ValueType &type)
{
    return std::string(column) + (type.unit.empty() || type.unit == "count" ? "" : " (" + type.unit + ')');
}

std::string valueHeader(std::string_view column, const Analysis &analysis)
{
    return valueHeader(column, analysis.sampleType());
}

std::string tableText(const FunctionTable &table, TableFormat format, std::span<const size_t> rows)
{
    const Analysis &analysis = *table.analysis();
    TableWriter out(format);
    out.cell(valueHeader("flat", analysis));
    out.cell("flat%");
    out.cell("sum%");
    out.cell(valueHeader("cum", analysis));
    out.cell("cum%");
    out.cell("function");
    out.cell("file");
    out.endRow();
    const auto write = [&](size_t row) {
        out.cell(table.flat(row));
        out.percentCell(table.flat(row), analysis.total());
        out.percentCell(table.sum(row), analysis.total());
        out.cell(table.cum(row));
        out.percentCell(table.cum(row), analysis.total());
        out.cell(table.name(row));
        out.cell(table.file(row));
        out.endRow();
    };
    if (rows.empty()) {
        for (size_t row = 0; row < table.size(); ++row)
            write(row);
    }
    for (size_t row : rows)
        write(row);
    return out.take();
}

namespace {

void writeCallHeader(TableWriter &out, const Analysis &analysis)
{
    out.cell("relation");
    out.cell(valueHeader("weight", analysis));
    out.cell("of function%");
    out.cell("of total%");
    out.cell("function");
    out.cell("inline");
    out.endRow();
}

void writeCall(TableWriter &out, const CallTable &table, bool caller, size_t row)
{
    out.cell(caller ? "caller" : "callee");
    out.cell(table.weight(row));
    out.percentCell(table.weight(row), table.whole());
    out.percentCell(table.weight(row), table.analysis()->total());
    out.cell(table.name(row));
    out.cell(table.inlined(row) ? "yes" : "no");
    out.endRow();
}

} // namespace

std::string callTableText(const CallTable &callers, const CallTable &callees, TableFormat format)
{
    TableWriter out(format);
    writeCallHeader(out, *callers.analysis());
    for (size_t row = 0; row < callers.size(); ++row)
        writeCall(out, callers, true, row);
    for (size_t row = 0; row < callees.size(); ++row)
        writeCall(out, callees, false, row);
    return out.take();
}

std::string callTableText(const CallTable &table, bool callers, TableFormat format,
                          std::span<const size_t> rows)
{
    TableWriter out(format);
    writeCallHeader(out, *table.analysis());
    for (size_t row : rows)
        writeCall(out, table, callers, row);
    return out.take();
}

} // namespace proflens
