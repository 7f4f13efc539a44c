// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparedcalls.h"
#include "core/analyze/differencetable.h"
#include "core/report/csv.h"

#include <span>
#include <string>
#include <string_view>

namespace proflens {

// What percentages of a comparison's differences are of: "base", "current" or "difference".
std::string_view percentWord(const Comparison &comparison);

// The table with its columns aligned, for people to read: a header, then the rows in its order.
std::string differenceText(const DifferenceTable &table);

// A header and the rows given (all, if none are) in the table's order. As tableText() of a FunctionTable:
// exact values, and percentages as plain numbers, those of differences with their signs. The ratio is a
// number, "new", "gone", or empty where both sides are 0.
std::string tableText(const DifferenceTable &table, TableFormat format, std::span<const size_t> rows = {});

// As callTableText() of a CallTable, for both sides.
std::string callTableText(const ComparedCallTable &callers, const ComparedCallTable &callees,
                          TableFormat format);
std::string callTableText(const ComparedCallTable &table, bool callers, TableFormat format,
                          std::span<const size_t> rows);

} // namespace proflens
