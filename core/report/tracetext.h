// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/tracetable.h"
#include "core/report/csv.h"
#include "core/report/output.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace proflens {

// What stands between two traces.
inline constexpr std::string_view traceRule =
    "-----------+-------------------------------------------------------\n";
// The labels of a sample as -traces prints them: a line per key, texts before numbers, each sorted as text.
std::string traceLabels(const Selection &selection, LabelSetId set);

// What became of a value, in a word: "new", "gone, noise", "same".
std::string_view changeText(const Change &change);

// The stacks of some rows as -traces prints samples, leaf first: each once, with its value, or once for every
// set of labels that its samples have. Of two profiles with base, current and difference, below a line that
// says so.
void writeTraces(const TraceTable &table, std::span<const uint32_t> rows, Output &out);
// The same as a table: values in the sample type's own unit, labels, and the frames leaf first with
// semicolons between them.
void writeTraceTable(const TraceTable &table, std::span<const uint32_t> rows, TableFormat format,
                     Output &out);

} // namespace proflens
