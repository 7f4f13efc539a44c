// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/comparedcalls.h"

#include "core/analyze/differencetable.h"
#include "core/measure/measure.h"

#include <algorithm>
#include <map>

namespace proflens {

namespace {

uint64_t magnitude(int64_t value)
{
    const auto bits = static_cast<uint64_t>(value);
    return value < 0 ? 0 - bits : bits;
}

struct Merged
{
    BothValues weight, counts;
};

// What adds up to less than its parts, since some of them are below 0, has none that is a share of it.
std::string shareOf(int64_t value, int64_t whole)
{
    if ((value < 0) != (whole < 0) || magnitude(value) > magnitude(whole))
        return std::string(noValue);
    std::string share = measure::percentage(value, whole);
    share.erase(0, share.find_first_not_of(' '));
    return share;
}

} // namespace

ComparedNeighbors comparedNeighbors(const Comparison &comparison, std::span<const FrameId> of)
{
    const StackIndex &stacks = comparison.stacks();
    const FrameTable &frames = comparison.frames();
    const Neighbors base = neighborsOf(of, stacks, comparison.base()->weights(), frames);
    const Neighbors current = neighborsOf(of, stacks, comparison.current()->weights(), frames);
    Neighbors baseCounts, currentCounts;
    if (comparison.hasCounts()) {
        baseCounts = neighborsOf(of, stacks, comparison.baseCounts(), frames);
        currentCounts = neighborsOf(of, stacks, comparison.currentCounts(), frames);
    }
    const auto merge = [&](std::vector<Neighbor> Neighbors::*list) {
        std::map<FrameId, Merged> merged;
        for (const Neighbor &call : base.*list)
            merged[call.frame].weight.base = call.value();
        for (const Neighbor &call : current.*list)
            merged[call.frame].weight.current = call.value();
        for (const Neighbor &call : baseCounts.*list)
            merged[call.frame].counts.base = call.weight;
        for (const Neighbor &call : currentCounts.*list)
            merged[call.frame].counts.current = call.weight;
        std::vector<ComparedCall> calls;
        for (const auto &[frame, both] : merged) {
            if (both.weight.base != 0 || both.weight.current != 0)
                calls.push_back({frame, both.weight, comparison.changeOf(both.weight, both.counts)});
        }
        return calls;
    };
    ComparedNeighbors both;
    both.callers = merge(&Neighbors::callers);
    both.callees = merge(&Neighbors::callees);
    both.flat = {base.flatValue(), current.flatValue()};
    both.cum = {base.cumValue(), current.cumValue()};
    both.flatChange = comparison.changeOf(both.flat, {baseCounts.flat, currentCounts.flat});
    both.cumChange = comparison.changeOf(both.cum, {baseCounts.cum, currentCounts.cum});
    both.uncalled = {base.uncalled.value(), current.uncalled.value()};
    both.recursive = {base.recursive.value(), current.recursive.value()};
    both.selfCalls = {base.selfCalls.value(), current.selfCalls.value()};
    return both;
}

ComparedCallTable::ComparedCallTable(ComparisonPtr comparison, std::vector<ComparedCall> calls,
                                     BothValues whole)
    : m_comparison(std::move(comparison))
    , m_calls(std::move(calls))
    , m_whole(whole)
{
    for (const ComparedCall &call : m_calls)
        m_largestDelta = std::max(m_largestDelta, magnitude(call.weight.delta()));
    sort(ComparedCallColumn::Delta, true, true);
}

void ComparedCallTable::sort(ComparedCallColumn column, bool descending, bool byAmount)
{
    const auto sortBy = [&](auto &&key) {
        std::sort(m_calls.begin(), m_calls.end(), [&](const ComparedCall &a, const ComparedCall &b) {
            const auto left = key(a), right = key(b);
            if (left != right)
                return descending ? left > right : left < right;
            // Frames are numbered by name.
            return a.frame < b.frame;
        });
    };
    switch (column) {
    case ComparedCallColumn::Base:
    case ComparedCallColumn::BaseShare:
        sortBy([](const ComparedCall &call) { return magnitude(call.weight.base); });
        break;
    case ComparedCallColumn::Current:
    case ComparedCallColumn::CurrentShare:
        sortBy([](const ComparedCall &call) { return magnitude(call.weight.current); });
        break;
    case ComparedCallColumn::Delta:
    case ComparedCallColumn::Percent:
        if (byAmount)
            sortBy([](const ComparedCall &call) { return magnitude(call.weight.delta()); });
        else
            sortBy([](const ComparedCall &call) { return call.weight.delta(); });
        break;
    case ComparedCallColumn::Ratio:
        // What is new is above all others.
        sortBy([](const ComparedCall &call) {
            const bool isNew = call.weight.base == 0;
            return std::pair(isNew, isNew ? 0
                                          : static_cast<double>(call.weight.current) /
                                                static_cast<double>(call.weight.base));
        });
        break;
    case ComparedCallColumn::Name:
        sortBy([](const ComparedCall &call) { return call.frame; });
        break;
    }
}

std::string_view ComparedCallTable::functionName(size_t row) const
{
    const std::string_view name = m_comparison->frames()[frame(row)].name;
    return name.empty() ? this->name(row) : name;
}

std::string ComparedCallTable::text(size_t row, ComparedCallColumn column) const
{
    const BothValues both = weight(row);
    switch (column) {
    case ComparedCallColumn::Base:
        return both.base == 0 ? std::string(noValue) : m_comparison->formatSeen(both.base);
    case ComparedCallColumn::BaseShare:
        return both.base == 0 ? std::string(noValue) : shareOf(both.base, m_whole.base);
    case ComparedCallColumn::Current:
        return both.current == 0 ? std::string(noValue) : m_comparison->formatSeen(both.current);
    case ComparedCallColumn::CurrentShare:
        return both.current == 0 ? std::string(noValue) : shareOf(both.current, m_whole.current);
    case ComparedCallColumn::Delta:
        return m_comparison->formatDelta(both.delta());
    case ComparedCallColumn::Percent:
        return m_comparison->percent(both.delta());
    case ComparedCallColumn::Ratio:
        return Comparison::ratio(both);
    case ComparedCallColumn::Name:
        return std::string(name(row));
    }
    return {};
}

} // namespace proflens
