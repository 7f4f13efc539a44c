// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/calltable.h"
#include "core/analyze/functiontable.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace proflens {

// How a table becomes text for spreadsheets.
enum class TableFormat {
    Csv, // RFC 4180: commas, lines end in CR LF
    Tsv, // tabs and newlines, as spreadsheets take it from the clipboard
};

// Writes cells row by row. A cell is quoted where it has to be; quotes in it are doubled.
class TableWriter
{
public:
    explicit TableWriter(TableFormat format)
        : m_format(format)
    {}
    void cell(std::string_view text);
    void cell(int64_t value) { cell(std::to_string(value)); }
    // |value / total| in percent with four decimals and no "%"; 0 when total is 0.
    void percentCell(int64_t value, int64_t total);
    void endRow();
    // What was written since the last call.
    std::string take() { return std::exchange(m_text, {}); }

private:
    TableFormat m_format;
    std::string m_text;
    bool m_rowStarted = false;
};

// A header and the rows given (all, if none are) in the table's order. Values are exact, in the unit that the
// header names ("flat (nanoseconds)"), and percentages plain numbers, so that a spreadsheet can go on
// computing.
std::string tableText(const FunctionTable &table, TableFormat format, std::span<const size_t> rows = {});

// Callers and callees of one function: a header, then the rows of both tables in their order, told apart by
// the first column.
std::string callTableText(const CallTable &callers, const CallTable &callees, TableFormat format);
// Some rows of one of them.
std::string callTableText(const CallTable &table, bool callers, TableFormat format,
                          std::span<const size_t> rows);

// What the header calls a column of values: "flat (nanoseconds)", or "flat" for plain counts.
std::string valueHeader(std::string_view column, const ValueType &type);
std::string valueHeader(std::string_view column, const Analysis &analysis);

} // namespace proflens
