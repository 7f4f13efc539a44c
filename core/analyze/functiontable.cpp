// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/functiontable.h"

#include <algorithm>

namespace proflens {

namespace {

uint64_t magnitude(int64_t value)
{
    const auto bits = static_cast<uint64_t>(value);
    return value < 0 ? 0 - bits : bits;
}

// Sums of hostile values may pass 64 bits; they wrap, as in Go.
int64_t wrappingSum(int64_t a, int64_t b)
{
    return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}

} // namespace

FunctionTable::FunctionTable(AnalysisPtr analysis)
    : m_analysis(std::move(analysis))
    , m_files(m_analysis)
{
    const FrameCosts &costs = m_analysis->costs();
    m_rowOf.resize(costs.seen.size());
    for (uint32_t i = 0; i < costs.seen.size(); ++i) {
        const FrameId frame(i);
        if (costs.seen[i] && !(m_analysis->options().dropNegative &&
                               isNegative(costs.flatValue(frame), costs.cumValue(frame))))
            m_order.emplace_back(i);
    }
    sort(FunctionColumn::Flat, true);
}

void FunctionTable::sortBy(const std::vector<uint64_t> &first, const std::vector<uint64_t> &second)
{
    const FrameTable &frames = m_analysis->frames();
    const bool descending = m_descending;
    std::sort(m_order.begin(), m_order.end(), [&](FrameId a, FrameId b) {
        if (first[a.row] != first[b.row])
            return descending ? first[a.row] > first[b.row] : first[a.row] < first[b.row];
        const uint32_t left = frames.nameRank(a), right = frames.nameRank(b);
        if (left != right)
            return left < right;
        return second[a.row] != second[b.row] ? second[a.row] > second[b.row] : a < b;
    });
}

void FunctionTable::sort(FunctionColumn column, bool descending)
{
    m_sortColumn = column;
    m_descending = descending;
    const FrameCosts &costs = m_analysis->costs();
    if (column == FunctionColumn::Name) {
        // Frames are numbered by name.
        std::sort(m_order.begin(), m_order.end(),
                  [=](FrameId a, FrameId b) { return descending ? b < a : a < b; });
        select();
        return;
    }
    std::vector<uint64_t> flat(costs.seen.size()), cum(costs.seen.size());
    for (FrameId frame : m_order) {
        flat[frame.row] = magnitude(costs.flatValue(frame));
        cum[frame.row] = magnitude(costs.cumValue(frame));
    }
    if (column == FunctionColumn::File) {
        sortBy(m_files.ranks(), flat);
    } else if (column == FunctionColumn::Cum || column == FunctionColumn::CumPercent) {
        sortBy(cum, flat);
    } else {
        sortBy(flat, cum);
    }
    select();
}

void FunctionTable::search(const std::optional<Regex> &pattern)
{
    m_matches.clear();
    if (pattern) {
        m_matches.resize(m_analysis->frames().size());
        for (FrameId frame : m_order)
            m_matches[frame.row] = pattern->matches(m_analysis->frames().printableName(frame));
    }
    select();
}

void FunctionTable::select()
{
    m_rows.clear();
    m_sums.clear();
    std::fill(m_rowOf.begin(), m_rowOf.end(), UINT32_MAX);
    int64_t sum = 0;
    for (FrameId frame : m_order) {
        if (!m_matches.empty() && !m_matches[frame.row])
            continue;
        m_rowOf[frame.row] = static_cast<uint32_t>(m_rows.size());
        m_rows.push_back(frame);
        sum = wrappingSum(sum, m_analysis->costs().flatValue(frame));
        m_sums.push_back(sum);
    }
}

std::optional<size_t> FunctionTable::rowOf(FrameId frame) const
{
    if (frame.row >= m_rowOf.size() || m_rowOf[frame.row] == UINT32_MAX)
        return std::nullopt;
    return m_rowOf[frame.row];
}

std::string_view FunctionTable::inlineMark(size_t row) const
{
    switch (m_analysis->inlining(m_rows[row])) {
    case Inlining::None:
        break;
    case Inlining::Partial:
        return " (partial-inline)";
    case Inlining::Whole:
        return " (inline)";
    }
    return {};
}

std::string FunctionTable::text(size_t row, FunctionColumn column) const
{
    switch (column) {
    case FunctionColumn::Flat:
        return m_analysis->format(flat(row));
    case FunctionColumn::FlatPercent:
        return m_analysis->percent(flat(row));
    case FunctionColumn::SumPercent:
        return m_analysis->percent(sum(row));
    case FunctionColumn::Cum:
        return m_analysis->format(cum(row));
    case FunctionColumn::CumPercent:
        return m_analysis->percent(cum(row));
    case FunctionColumn::Name:
        return std::string(name(row)).append(inlineMark(row));
    case FunctionColumn::File:
        return m_files.text(m_rows[row]);
    }
    return {};
}

} // namespace proflens
