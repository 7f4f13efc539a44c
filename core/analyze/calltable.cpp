// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/calltable.h"

#include "core/measure/measure.h"

#include <algorithm>

namespace proflens {

namespace {

uint64_t magnitude(int64_t value)
{
    const auto bits = static_cast<uint64_t>(value);
    return value < 0 ? 0 - bits : bits;
}

} // namespace

CallTable::CallTable(AnalysisPtr analysis, std::vector<Neighbor> calls, int64_t whole)
    : m_analysis(std::move(analysis))
    , m_calls(std::move(calls))
    , m_whole(whole)
{
    sort(CallColumn::Weight, true);
}

void CallTable::sort(CallColumn column, bool descending)
{
    std::sort(m_calls.begin(), m_calls.end(), [=](const Neighbor &a, const Neighbor &b) {
        // Frames are numbered by name.
        if (column == CallColumn::Name)
            return descending ? b.frame < a.frame : a.frame < b.frame;
        const uint64_t left = magnitude(a.value()), right = magnitude(b.value());
        if (left != right)
            return descending ? left > right : left < right;
        return a.frame < b.frame;
    });
}

std::string_view CallTable::functionName(size_t row) const
{
    const std::string_view name = m_analysis->frames()[m_calls[row].frame].name;
    return name.empty() ? this->name(row) : name;
}

std::string CallTable::text(size_t row, CallColumn column) const
{
    switch (column) {
    case CallColumn::Weight:
        return m_analysis->formatSeen(weight(row));
    case CallColumn::Share: {
        std::string share = measure::percentage(weight(row), m_whole);
        share.erase(0, share.find_first_not_of(' '));
        return share;
    }
    case CallColumn::TotalShare:
        return m_analysis->percent(weight(row));
    case CallColumn::Name:
        return std::string(name(row)).append(inlineMark(row));
    }
    return {};
}

} // namespace proflens
