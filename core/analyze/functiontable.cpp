// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/functiontable.h"

#include "core/analyze/parallel.h"

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

FunctionTable::FunctionTable(AnalysisPtr analysis, FunctionColumn column, bool descending,
                             const std::optional<Regex> &pattern)
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
    order(column, descending);
    match(pattern);
    select();
}

bool FunctionTable::hasNumbersOf(const Analysis &analysis) const
{
    return &m_analysis->costs() == &analysis.costs() && &m_analysis->frames() == &analysis.frames() &&
           m_analysis->options().dropNegative == analysis.options().dropNegative;
}

void FunctionTable::showAs(AnalysisPtr analysis)
{
    m_analysis = std::move(analysis);
    m_files.showAs(m_analysis);
}

template <typename First, typename Second> void FunctionTable::sortBy(First &&first, Second &&second)
{
    // What decides stands beside what is sorted, so that comparing waits for no other memory.
    struct Key
    {
        uint64_t first, second;
        uint32_t rank;
        FrameId frame;
    };
    const FrameTable &frames = m_analysis->frames();
    const bool descending = m_descending;
    std::vector<Key> keys;
    keys.reserve(m_order.size());
    for (const FrameId frame : m_order) {
        const uint64_t value = first(frame);
        keys.push_back({descending ? ~value : value, ~second(frame), frames.nameRank(frame), frame});
    }
    std::sort(keys.begin(), keys.end(), [](const Key &a, const Key &b) {
        return a.first != b.first     ? a.first < b.first
               : a.rank != b.rank     ? a.rank < b.rank
               : a.second != b.second ? a.second < b.second
                                      : a.frame < b.frame;
    });
    for (size_t i = 0; i < keys.size(); ++i)
        m_order[i] = keys[i].frame;
}

void FunctionTable::sort(FunctionColumn column, bool descending)
{
    order(column, descending);
    select();
}

void FunctionTable::order(FunctionColumn column, bool descending)
{
    m_sortColumn = column;
    m_descending = descending;
    const FrameCosts &costs = m_analysis->costs();
    const auto flat = [&](FrameId frame) { return magnitude(costs.flatValue(frame)); };
    const auto cum = [&](FrameId frame) { return magnitude(costs.cumValue(frame)); };
    if (column == FunctionColumn::Name) {
        // Frames are numbered by name.
        std::sort(m_order.begin(), m_order.end(),
                  [=](FrameId a, FrameId b) { return descending ? b < a : a < b; });
    } else if (column == FunctionColumn::File) {
        sortBy([&ranks = m_files.ranks()](FrameId frame) { return ranks[frame.row]; }, flat);
    } else if (column == FunctionColumn::Cum || column == FunctionColumn::CumPercent) {
        sortBy(cum, flat);
    } else {
        sortBy(flat, cum);
    }
}

void FunctionTable::search(const std::optional<Regex> &pattern)
{
    match(pattern);
    select();
}

void FunctionTable::match(const std::optional<Regex> &pattern)
{
    m_matches.clear();
    m_pattern = pattern ? pattern->pattern() : std::string();
    if (!pattern)
        return;
    const FrameTable &frames = m_analysis->frames();
    m_matches.resize(frames.size());
    constexpr size_t pieceSize = 2048;
    inParallel(m_order.size(), pieceSize, [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end; ++i)
            m_matches[m_order[i].row] = pattern->matches(frames.printableName(m_order[i]));
    });
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
        return m_analysis->formatSeen(flat(row));
    case FunctionColumn::FlatPercent:
        return m_analysis->percent(flat(row));
    case FunctionColumn::SumPercent:
        return m_analysis->percent(sum(row));
    case FunctionColumn::Cum:
        return m_analysis->formatSeen(cum(row));
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
