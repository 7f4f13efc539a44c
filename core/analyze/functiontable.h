// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/analysis.h"
#include "core/analyze/functionfiles.h"
#include "core/select/regex.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

enum class FunctionColumn { Flat, FlatPercent, SumPercent, Cum, CumPercent, Name, File };
inline constexpr int functionColumnCount = 7;

// The functions of an analysis (or files, lines, …: whatever its granularity makes) as a table that can be
// sorted and searched: the top pane without its widget. Rows are row numbers after sorting and searching.
//
// Only what occurs in a sample that counts has a row. Nothing is formatted before it is asked for, so that a
// table of 100,000 rows costs no more than sorting as many numbers.
class FunctionTable
{
public:
    // Searched for the pattern, if there is one.
    explicit FunctionTable(AnalysisPtr analysis, FunctionColumn column = FunctionColumn::Flat,
                           bool descending = true, const std::optional<Regex> &pattern = {});

    const AnalysisPtr &analysis() const { return m_analysis; }
    // Whether a table of that analysis would have the same rows and numbers, in whatever unit they are shown.
    bool hasNumbersOf(const Analysis &analysis) const;
    // Shows the same numbers as another analysis does; hasNumbersOf() must hold.
    void showAs(AnalysisPtr analysis);

    // Values and percentages sort by absolute value, with pprof's ties: by name, then by the other value
    // (internal/graph, Nodes.Sort). The sum follows the order of the rows, so to sort by it is to sort by
    // flat.
    void sort(FunctionColumn column, bool descending);
    FunctionColumn sortColumn() const { return m_sortColumn; }
    bool isDescending() const { return m_descending; }
    // Keeps the rows whose name matches; no pattern: all.
    void search(const std::optional<Regex> &pattern);
    // What was searched for; empty if nothing was.
    const std::string &pattern() const { return m_pattern; }

    size_t size() const { return m_rows.size(); }
    // How many rows there are without searching.
    size_t functionCount() const { return m_order.size(); }

    FrameId frame(size_t row) const { return m_rows[row]; }
    // Where a frame stands; nothing if it does not occur or does not match.
    std::optional<size_t> rowOf(FrameId frame) const;
    // In the unit of the sample type.
    int64_t flat(size_t row) const { return m_analysis->costs().flatValue(m_rows[row]); }
    int64_t cum(size_t row) const { return m_analysis->costs().cumValue(m_rows[row]); }
    // The flats of all rows down to this one.
    int64_t sum(size_t row) const { return m_sums[row]; }
    // As reports print it.
    std::string_view name(size_t row) const { return m_analysis->frames().printableName(m_rows[row]); }
    // What ViewState::active calls it: the function's name, whatever file or line the row is about.
    std::string_view functionName(size_t row) const { return m_files.functionName(m_rows[row]); }
    // " (inline)" or " (partial-inline)" where the compiler inlined it, as pprof's -top has it; else empty.
    std::string_view inlineMark(size_t row) const;
    // The file of the row. Where the granularity does not tell files apart, that of one of the functions that
    // became the row.
    std::string_view file(size_t row) const { return m_files.file(m_rows[row]); }
    // All of these, each once, sorted: functions of one name may come from several files.
    std::vector<std::string_view> files(size_t row) const { return m_files.files(m_rows[row]); }
    bool hasSeveralFiles(size_t row) const { return m_files.hasSeveral(m_rows[row]); }
    // A cell as pprof prints it: values with units, percentages of the total, the name with its mark.
    std::string text(size_t row, FunctionColumn column) const;

private:
    template <typename First, typename Second> void sortBy(First &&first, Second &&second);
    void match(const std::optional<Regex> &pattern);
    void order(FunctionColumn column, bool descending);
    void select();

    AnalysisPtr m_analysis;
    FunctionFiles m_files;
    std::vector<FrameId> m_order; // all, sorted
    std::string m_pattern;
    std::vector<uint8_t> m_matches; // by frame; empty: all
    std::vector<FrameId> m_rows;    // those of m_order that match
    std::vector<uint32_t> m_rowOf;  // by frame
    std::vector<int64_t> m_sums;    // by row
    FunctionColumn m_sortColumn = FunctionColumn::Flat;
    bool m_descending = true;
};

} // namespace proflens
