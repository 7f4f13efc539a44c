// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/tracetable.h"

#include "core/measure/arithmetic.h"

#include <algorithm>

namespace proflens {

namespace {

int64_t divided(int64_t value, int64_t divisor)
{
    return divisor == 0 ? value : measure::quotient(value, divisor);
}

} // namespace

TraceTablePtr TraceTable::make(const AnalysisPtr &analysis, const StopToken &stop)
{
    return made(analysis, nullptr, stop);
}

TraceTablePtr TraceTable::make(const ComparisonPtr &comparison, const StopToken &stop)
{
    return made(comparison->current(), comparison, stop);
}

TraceTablePtr TraceTable::made(AnalysisPtr analysis, ComparisonPtr comparison, const StopToken &stop)
{
    std::shared_ptr<TraceTable> table(new TraceTable);
    table->m_analysis = std::move(analysis);
    table->m_comparison = std::move(comparison);
    for (uint32_t row = 0; row < table->stacks().size(); ++row)
        table->m_size += table->isListed(row) ? 1 : 0;
    if (stop.stop_requested())
        return nullptr;
    table->gatherLabels();
    return stop.stop_requested() ? nullptr : table;
}

TraceTable::SideValues TraceTable::valuesOf(const Analysis &side)
{
    const SampleTable &samples = side.profile()->samples;
    const bool divides = side.formula().count >= 0;
    SideValues values;
    values.value.resize(samples.size());
    values.divisor.resize(divides ? samples.size() : 0);
    forEachValue(samples, side.formula(), [&](size_t sample, int64_t value, int64_t count) {
        values.value[sample] = value;
        if (divides)
            values.divisor[sample] = count;
    });
    return values;
}

void TraceTable::gatherLabels()
{
    const Selection &selection = m_analysis->selection();
    const Profile &profile = *m_analysis->profile();
    const SampleTable &samples = profile.samples;
    std::vector<uint8_t> used(profile.labels.size());
    for (size_t sample = 0; sample < samples.size(); ++sample) {
        if (selection.keepsSample(sample))
            used[samples.labels[sample].row] = 1;
    }
    m_sets = ShownLabelSets(selection, used);
    if (!hasLabels())
        return;
    m_current = valuesOf(*m_analysis);
    if (m_comparison)
        m_base = valuesOf(*m_comparison->base());
    const auto isZero = [](const SideValues &side, size_t sample) {
        return side.value.empty() ||
               (side.value[sample] == 0 && (side.divisor.empty() || side.divisor[sample] == 0));
    };
    const auto forEachListed = [&](auto &&f) {
        for (size_t sample = 0; sample < samples.size(); ++sample) {
            if (!selection.keepsSample(sample) || (isZero(m_current, sample) && isZero(m_base, sample)))
                continue;
            const uint32_t row = stacks().rowOf(samples.stack[sample]);
            if (row != StackIndex::noRow)
                f(static_cast<uint32_t>(sample), row);
        }
    };
    m_begins.resize(size_t(stacks().size()) + 1);
    forEachListed([&](uint32_t, uint32_t row) { ++m_begins[row + 1]; });
    for (size_t row = 0; row + 1 < m_begins.size(); ++row)
        m_begins[row + 1] += m_begins[row];
    m_samples.resize(m_begins.back());
    std::vector<uint32_t> next(m_begins.begin(), m_begins.end() - 1);
    forEachListed([&](uint32_t sample, uint32_t row) { m_samples[next[row]++] = sample; });
}

BothValues TraceTable::values(uint32_t row) const
{
    if (m_comparison)
        return m_comparison->ofRows(row, row + 1);
    const StackWeights &weights = m_analysis->weights();
    return {0, divided(weights.of(row, row + 1), weights.divisorOf(row, row + 1))};
}

Change TraceTable::change(uint32_t row) const
{
    return m_comparison ? m_comparison->changeOfRows(row, row + 1) : Change();
}

std::vector<TraceLabels> TraceTable::labels(uint32_t row) const
{
    if (m_begins.empty())
        return {};
    const SampleTable &samples = m_analysis->profile()->samples;
    std::vector<uint32_t> sorted(m_samples.begin() + m_begins[row], m_samples.begin() + m_begins[row + 1]);
    const auto shown = [&](uint32_t sample) { return m_sets.of(samples.labels[sample]); };
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](uint32_t a, uint32_t b) { return shown(a) < shown(b); });
    if (sorted.empty() || shown(sorted.back()) == 0)
        return {};
    const bool counted = m_comparison && m_comparison->hasCounts();
    std::vector<TraceLabels> parts;
    for (size_t begin = 0; begin < sorted.size();) {
        const uint32_t set = shown(sorted[begin]);
        BothValues sum, divisor, counts;
        size_t end = begin;
        for (; end < sorted.size() && shown(sorted[end]) == set; ++end) {
            const uint32_t sample = sorted[end];
            const auto add = [&](const SideValues &side, int64_t &value, int64_t &by) {
                if (!side.value.empty())
                    value += side.value[sample];
                if (!side.divisor.empty())
                    by += side.divisor[sample];
            };
            add(m_current, sum.current, divisor.current);
            add(m_base, sum.base, divisor.base);
            if (counted) {
                const BothValues here = m_comparison->countsOfSample(sample);
                counts.base += here.base;
                counts.current += here.current;
            }
        }
        const BothValues values{divided(sum.base, divisor.base), divided(sum.current, divisor.current)};
        parts.push_back(
            {m_sets.example(set), values, m_comparison ? m_comparison->changeOf(values, counts) : Change()});
        begin = end;
    }
    std::stable_sort(parts.begin(), parts.end(), [&](const TraceLabels &a, const TraceLabels &b) {
        const auto key = [&](const TraceLabels &part) {
            return orderKey(part.values, CostOrder::Amount, m_comparison != nullptr);
        };
        return key(a) > key(b);
    });
    return parts;
}

// By row, whether a frame that is flagged is on the stack.
std::vector<uint8_t> TraceTable::rowsThrough(std::span<const uint8_t> flags) const
{
    const StackIndex &index = stacks();
    std::vector<uint8_t> through(index.size());
    constexpr uint32_t nowhere = UINT32_MAX;
    uint32_t flagged = nowhere; // the least depth at which the stack has one
    for (uint32_t row = 0; row < index.size(); ++row) {
        const uint32_t shared = index.shared(row);
        if (flagged != nowhere && flagged >= shared)
            flagged = nowhere;
        if (flagged == nowhere) {
            const auto rest = index.rest(row);
            const auto found = std::find_if(rest.begin(), rest.end(), [&](StackElement element) {
                return flags[element.frame().row] != 0;
            });
            if (found != rest.end())
                flagged = shared + static_cast<uint32_t>(found - rest.begin());
        }
        through[row] = flagged != nowhere;
    }
    return through;
}

std::vector<uint8_t> TraceTable::rowsWith(std::span<const FrameId> frames) const
{
    std::vector<uint8_t> flags(m_analysis->frames().size());
    for (const FrameId frame : frames)
        flags[frame.row] = 1;
    return rowsThrough(flags);
}

std::vector<uint8_t> TraceTable::matches(const Regex &pattern) const
{
    const FrameTable &frames = m_analysis->frames();
    std::vector<uint8_t> flags(frames.size());
    for (size_t frame = 0; frame < flags.size(); ++frame)
        flags[frame] = pattern.matches(frames.printableName(FrameId(frame)));
    std::vector<uint8_t> rows = rowsThrough(flags);
    if (m_begins.empty())
        return rows;
    std::vector<uint8_t> sets(m_sets.size());
    for (uint32_t set = 1; set < sets.size(); ++set) {
        for (const LabelLine &line : labelLines(m_analysis->selection(), m_sets.example(set)))
            sets[set] = sets[set] || pattern.matches(std::string(line.key) + ": " + line.values);
    }
    const SampleTable &samples = m_analysis->profile()->samples;
    for (uint32_t row = 0; row < rows.size(); ++row) {
        for (uint32_t i = m_begins[row]; i < m_begins[row + 1] && !rows[row]; ++i)
            rows[row] = sets[m_sets.of(samples.labels[m_samples[i]])];
    }
    return rows;
}

std::vector<uint32_t> TraceTable::rows(const TraceQuery &query, const StopToken &stop) const
{
    std::vector<uint8_t> matching;
    if (query.pattern)
        matching = matches(*query.pattern);
    if (stop.stop_requested())
        return {};
    struct Entry
    {
        uint64_t key;
        uint64_t size; // in comparisons, what stacks that changed alike are sorted by
        uint32_t row;
    };
    const auto sizeOf = [this](BothValues both) {
        const auto magnitude = [](int64_t value) {
            return value < 0 ? uint64_t(0) - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
        };
        return m_comparison ? std::max(magnitude(both.base), magnitude(both.current)) : 0;
    };
    std::vector<Entry> entries;
    entries.reserve(m_size);
    for (uint32_t row = 0; row < stacks().size(); ++row) {
        if (!isListed(row) || (!matching.empty() && !matching[row]))
            continue;
        if (query.hideNoise && m_comparison && !change(row).isWorthColor())
            continue;
        const BothValues both = values(row);
        entries.push_back({orderKey(both, query.order, m_comparison != nullptr), sizeOf(both), row});
    }
    if (stop.stop_requested())
        return {};
    std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) {
        if (a.key != b.key)
            return a.key > b.key;
        return a.size != b.size ? a.size > b.size : a.row < b.row;
    });
    std::vector<uint32_t> rows;
    rows.reserve(entries.size());
    for (const Entry &entry : entries)
        rows.push_back(entry.row);
    return rows;
}

} // namespace proflens
