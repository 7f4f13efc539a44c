// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"
#include "core/analyze/functionfiles.h"
#include "core/select/regex.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// Shares are of the side's own total, percentages of differences of what Comparison::percent() says.
enum class DifferenceColumn {
    Name,
    Mark,
    FlatBase,
    FlatBaseShare,
    FlatCurrent,
    FlatCurrentShare,
    FlatDelta,
    FlatPercent,
    FlatRatio,
    CumBase,
    CumBaseShare,
    CumCurrent,
    CumCurrentShare,
    CumDelta,
    CumPercent,
    CumRatio,
    File,
};
inline constexpr int differenceColumnCount = 17;

// What became of a row, in a word.
enum class RowMark {
    Changed, // there is nothing to say that the numbers do not
    New,     // the base has none of it
    Gone,    // the current side has none of it
    Same,    // flat and cum are the same on both sides
};

// The functions that either side of a comparison has (or files, lines, …) as a table that can be sorted and
// searched: the top pane of two profiles without its widget. Rows are row numbers after sorting and
// searching.
//
// Nothing is formatted before it is asked for, as in FunctionTable.
class DifferenceTable
{
public:
    // Sorted by the amount of the flat difference, descending; not searched.
    explicit DifferenceTable(ComparisonPtr comparison);

    const ComparisonPtr &comparison() const { return m_comparison; }

    // Values sort by absolute value. Differences and their percentages sort with their signs: descending,
    // what grew most is first, ascending what shrank most; byAmount sorts them by absolute value as well.
    // Ratios: what is new is above all others, and rows without a ratio stand last in both directions. Ties
    // are by name.
    void sort(DifferenceColumn column, bool descending, bool byAmount = false);
    DifferenceColumn sortColumn() const { return m_sortColumn; }
    bool isDescending() const { return m_descending; }
    bool isByAmount() const { return m_byAmount; }
    // Keeps the rows whose name matches; no pattern: all.
    void search(const std::optional<Regex> &pattern);
    // Leaves out rows that changed no more than sampling alone explains, or not at all.
    void hideNoise(bool hide);

    size_t size() const { return m_rows.size(); }
    // How many rows there are without searching and hiding.
    size_t functionCount() const { return m_order.size(); }
    // How many of these hideNoise() leaves out.
    size_t noiseCount() const { return m_noiseCount; }

    FrameId frame(size_t row) const { return m_rows[row]; }
    // Where a frame stands; nothing if it does not occur or is left out.
    std::optional<size_t> rowOf(FrameId frame) const;
    // In the unit of the sample type.
    BothValues flat(size_t row) const { return m_comparison->flat(m_rows[row]); }
    BothValues cum(size_t row) const { return m_comparison->cum(m_rows[row]); }
    Change flatChange(size_t row) const { return m_comparison->flatChange(m_rows[row]); }
    Change cumChange(size_t row) const { return m_comparison->cumChange(m_rows[row]); }
    // The largest amounts of differences of all rows, searched for or not: what bars are drawn against.
    uint64_t largestFlatDelta() const { return m_largestFlatDelta; }
    uint64_t largestCumDelta() const { return m_largestCumDelta; }
    // Whether a side has samples with the row.
    bool isInBase(size_t row) const { return m_comparison->base()->costs().seen[m_rows[row].row] != 0; }
    bool isInCurrent(size_t row) const { return m_comparison->current()->costs().seen[m_rows[row].row] != 0; }
    RowMark mark(size_t row) const { return markOf(m_rows[row]); }
    // Whether neither flat nor cum changed by more than sampling alone explains.
    bool isNoise(size_t row) const { return m_noise[m_rows[row].row] != 0; }
    // As FunctionTable.
    std::string_view name(size_t row) const { return m_comparison->frames().printableName(m_rows[row]); }
    std::string_view functionName(size_t row) const { return m_files.functionName(m_rows[row]); }
    std::string_view file(size_t row) const { return m_files.file(m_rows[row]); }
    std::vector<std::string_view> files(size_t row) const { return m_files.files(m_rows[row]); }
    // A cell: values with units, differences with their signs, "–" for a value of a side that has no sample
    // with the row.
    std::string text(size_t row, DifferenceColumn column) const;
    // A text at least as wide as any of a column of numbers or marks; empty for names and files.
    std::string widest(DifferenceColumn column) const;

private:
    RowMark markOf(FrameId frame) const;
    std::vector<uint64_t> keys(DifferenceColumn column);
    void select();

    ComparisonPtr m_comparison;
    FunctionFiles m_files;
    std::vector<uint8_t> m_noise;   // by frame
    std::vector<FrameId> m_order;   // all, sorted
    std::vector<uint8_t> m_matches; // by frame; empty: all
    std::vector<FrameId> m_rows;    // those of m_order that are kept
    std::vector<uint32_t> m_rowOf;  // by frame
    size_t m_noiseCount = 0;
    uint64_t m_largestFlatDelta = 0, m_largestCumDelta = 0;
    int64_t m_widestValue = 0;
    double m_largestRatio = 0;
    bool m_negative = false;
    DifferenceColumn m_sortColumn = DifferenceColumn::FlatDelta;
    bool m_descending = true;
    bool m_byAmount = true;
    bool m_hideNoise = false;
};

// The cell of a difference that has no value.
inline constexpr std::string_view noValue = "–";

// "new", "gone", "same", with ", noise" where the change is no more than that; "" for a change.
std::string markText(RowMark mark, bool noise);

// What functions cost together on either side: each sample counts once, however many of them are on its
// stack.
struct ComparedSum
{
    BothValues flat, cum;
};
ComparedSum comparedSum(const Comparison &comparison, std::span<const FrameId> frames);

} // namespace proflens
