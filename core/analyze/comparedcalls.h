// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// A caller or callee that either side has.
struct ComparedCall
{
    FrameId frame;
    BothValues weight;
    Change change;
};

// neighborsOf() on both sides, merged by frame.
struct ComparedNeighbors
{
    std::vector<ComparedCall> callers, callees;
    BothValues flat, cum; // of the frames asked for, taken as one
    Change flatChange, cumChange;
    BothValues uncalled, recursive, selfCalls; // as in Neighbors
};
ComparedNeighbors comparedNeighbors(const Comparison &comparison, std::span<const FrameId> of);

// Shares are of the function's cum on that side, percentages of differences of what Comparison::percent()
// says.
enum class ComparedCallColumn {
    Name,
    Base,
    BaseShare,
    Current,
    CurrentShare,
    Delta,
    Percent,
    Ratio,
};
inline constexpr int comparedCallColumnCount = 8;

// The callers of a function on both sides, or its callees, as a table that can be sorted: one half of the
// callers pane of two profiles without its widget.
class ComparedCallTable
{
public:
    ComparedCallTable() = default;
    // whole: the function's own cum. Sorted by the amount of the difference, descending.
    ComparedCallTable(ComparisonPtr comparison, std::vector<ComparedCall> calls, BothValues whole);

    // As DifferenceTable sorts.
    void sort(ComparedCallColumn column, bool descending, bool byAmount = false);

    size_t size() const { return m_calls.size(); }
    const ComparisonPtr &comparison() const { return m_comparison; }
    FrameId frame(size_t row) const { return m_calls[row].frame; }
    BothValues weight(size_t row) const { return m_calls[row].weight; }
    Change change(size_t row) const { return m_calls[row].change; }
    BothValues whole() const { return m_whole; }
    // What bars are drawn against.
    uint64_t largestDelta() const { return m_largestDelta; }
    std::string_view name(size_t row) const { return m_comparison->frames().printableName(frame(row)); }
    // What ViewState::active calls it.
    std::string_view functionName(size_t row) const;
    // A cell; "–" for a side that has no such call.
    std::string text(size_t row, ComparedCallColumn column) const;

private:
    ComparisonPtr m_comparison;
    std::vector<ComparedCall> m_calls;
    BothValues m_whole;
    uint64_t m_largestDelta = 0;
};

} // namespace proflens
