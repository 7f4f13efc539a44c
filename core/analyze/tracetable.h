// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/costorder.h"
#include "core/analyze/labelsets.h"
#include "core/select/regex.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace proflens {

// Which stacks are listed, and how.
struct TraceQuery
{
    CostOrder order = CostOrder::Amount;
    std::optional<Regex> pattern; // some frame's name matches, or some "key: value" of its labels; none: all
    bool hideNoise = false;       // of two profiles: leave out what sampling alone explains
};

// The samples of one stack with the same labels.
struct TraceLabels
{
    LabelSetId set; // what they show; the empty set for those without labels
    BothValues values;
    Change change;
};

// The distinct stacks with their values and labels: the traces pane without its widget, of one profile or of
// two. Rows are those of StackIndex; those without a value on any side are not listed. Immutable.
class TraceTable
{
public:
    // nullptr if stopped.
    static std::shared_ptr<const TraceTable> make(const AnalysisPtr &analysis, const StopToken &stop = {});
    static std::shared_ptr<const TraceTable> make(const ComparisonPtr &comparison,
                                                  const StopToken &stop = {});

    // Of two profiles, the current side.
    const AnalysisPtr &analysis() const { return m_analysis; }
    // nullptr for one profile.
    const ComparisonPtr &comparison() const { return m_comparison; }
    const StackIndex &stacks() const { return m_analysis->stacks(); }

    // How many stacks there are.
    size_t size() const { return m_size; }
    // Those that the query asks for, in its order; ties are by their names from the root. Empty if stopped.
    std::vector<uint32_t> rows(const TraceQuery &query, const StopToken &stop = {}) const;
    // By row, whether one of the frames is on the stack.
    std::vector<uint8_t> rowsWith(std::span<const FrameId> frames) const;

    // Of one profile, what counts is current.
    BothValues values(uint32_t row) const;
    Change change(uint32_t row) const;
    bool isInBase(uint32_t row) const { return m_comparison && m_comparison->base()->weights().counted[row]; }
    bool isInCurrent(uint32_t row) const { return m_analysis->weights().counted[row] != 0; }

    // Whether any stack has labels.
    bool hasLabels() const { return m_sets.size() > 1; }
    // The labels of a stack, those with the largest value (or change) first; empty if it has none.
    std::vector<TraceLabels> labels(uint32_t row) const;

private:
    // By sample.
    struct SideValues
    {
        std::vector<int64_t> value, divisor;
    };

    TraceTable() = default;
    static std::shared_ptr<const TraceTable> made(AnalysisPtr analysis, ComparisonPtr comparison,
                                                  const StopToken &stop);
    bool isListed(uint32_t row) const { return isInCurrent(row) || isInBase(row); }
    void gatherLabels();
    std::vector<uint8_t> rowsThrough(std::span<const uint8_t> flags) const;
    std::vector<uint8_t> matches(const Regex &pattern) const;
    static SideValues valuesOf(const Analysis &side);

    AnalysisPtr m_analysis;
    ComparisonPtr m_comparison;
    size_t m_size = 0;
    ShownLabelSets m_sets;
    // Only where there are labels: the samples of each row.
    std::vector<uint32_t> m_begins, m_samples;
    SideValues m_current, m_base;
};

using TraceTablePtr = std::shared_ptr<const TraceTable>;

} // namespace proflens
