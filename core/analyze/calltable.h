// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/analysis.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

enum class CallColumn { Weight, Share, TotalShare, Name };
inline constexpr int callColumnCount = 4;

// The callers of a function, or its callees, as a table that can be sorted: one half of the callers pane
// without its widget.
class CallTable
{
public:
    CallTable() = default;
    // calls: as neighborsOf() gives them; whole: what shares are of, the function's own cum.
    // Heaviest first (absolute), then by name.
    CallTable(AnalysisPtr analysis, std::vector<Neighbor> calls, int64_t whole);

    void sort(CallColumn column, bool descending);

    size_t size() const { return m_calls.size(); }
    const AnalysisPtr &analysis() const { return m_analysis; }
    FrameId frame(size_t row) const { return m_calls[row].frame; }
    int64_t weight(size_t row) const { return m_calls[row].value(); }
    int64_t whole() const { return m_whole; }
    // Whether the compiler inlined every such call.
    bool inlined(size_t row) const { return m_calls[row].inlined; }
    // " (inline)" or nothing, as pprof's reports have it.
    std::string_view inlineMark(size_t row) const { return inlined(row) ? " (inline)" : ""; }
    std::string_view name(size_t row) const { return m_analysis->frames().printableName(m_calls[row].frame); }
    // What ViewState::active calls it.
    std::string_view functionName(size_t row) const;
    // A cell as pprof prints it, the name with " (inline)" where it applies.
    std::string text(size_t row, CallColumn column) const;

private:
    AnalysisPtr m_analysis;
    std::vector<Neighbor> m_calls;
    int64_t m_whole = 0;
};

} // namespace proflens
