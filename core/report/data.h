// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report.h"

namespace proflens {

// How programs want a report: what pprof has no word for.
enum class DataFormat {
    Csv,  // RFC 4180 with a header line
    Json, // one object: what was measured, then the rows, one a line
};

// Whether a report is made of rows: top, tree, peek, traces and tags are.
bool hasRows(ReportKind kind);

// Writes the rows of a report, with the numbers that writeReport() prints: exact, in the unit of the sample
// type (JSON names it, and so does the header of a CSV column: "flat (nanoseconds)"), and shares as plain
// percentages without "%". Nothing is written when an Error is returned.
//
// The rows of top are functions (or files, lines, …); of tree and peek these, each with its callers and
// callees; of traces samples, leaf first, with a CSV column for each label key; of tags values of label keys.
Status writeData(const ProfilePtr &profile, ReportKind kind, const ReportOptions &options,
                 const std::string &argument, DataFormat format, Output &out);

} // namespace proflens
