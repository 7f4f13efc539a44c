// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/differencetable.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>

namespace proflens {

namespace {

uint64_t magnitude(int64_t value)
{
    const auto bits = static_cast<uint64_t>(value);
    return value < 0 ? 0 - bits : bits;
}

// Numbers without signs that sort as these do.
uint64_t ordered(int64_t value)
{
    return static_cast<uint64_t>(value) ^ (uint64_t(1) << 63);
}

uint64_t ordered(double value)
{
    const auto bits = std::bit_cast<uint64_t>(value);
    return bits >> 63 ? ~bits : bits | uint64_t(1) << 63;
}

bool isDelta(DifferenceColumn column)
{
    return column == DifferenceColumn::FlatDelta || column == DifferenceColumn::FlatPercent ||
           column == DifferenceColumn::CumDelta || column == DifferenceColumn::CumPercent;
}

} // namespace

DifferenceTable::DifferenceTable(ComparisonPtr comparison)
    : m_comparison(std::move(comparison))
    , m_files(m_comparison->current())
{
    const std::vector<uint8_t> &base = m_comparison->base()->costs().seen;
    const std::vector<uint8_t> &current = m_comparison->current()->costs().seen;
    m_noise.resize(current.size());
    m_rowOf.resize(current.size());
    for (uint32_t i = 0; i < current.size(); ++i) {
        if (!base[i] && !current[i])
            continue;
        const FrameId frame(i);
        if (m_comparison->options().view.dropNegative &&
            isNegative(m_comparison->flat(frame).delta(), m_comparison->cum(frame).delta()))
            continue;
        m_order.push_back(frame);
        m_largestFlatDelta = std::max(m_largestFlatDelta, magnitude(m_comparison->flat(frame).delta()));
        m_largestCumDelta = std::max(m_largestCumDelta, magnitude(m_comparison->cum(frame).delta()));
        m_noise[i] =
            !m_comparison->flatChange(frame).isWorthColor() && !m_comparison->cumChange(frame).isWorthColor();
        m_noiseCount += m_noise[i];
        for (const BothValues both : {m_comparison->flat(frame), m_comparison->cum(frame)}) {
            for (const int64_t value : {both.base, both.current, both.delta()}) {
                if (magnitude(value) > magnitude(m_widestValue))
                    m_widestValue = value;
            }
            m_negative = m_negative || both.base < 0 || both.current < 0;
            if (both.base != 0)
                m_largestRatio = std::max(m_largestRatio, std::abs(static_cast<double>(both.current) /
                                                                   static_cast<double>(both.base)));
        }
    }
    sort(DifferenceColumn::FlatDelta, true, true);
}

RowMark DifferenceTable::markOf(FrameId frame) const
{
    switch (m_comparison->cumChange(frame).kind) {
    case Change::Kind::New:
        return RowMark::New;
    case Change::Kind::Gone:
        return RowMark::Gone;
    case Change::Kind::Same:
        if (m_comparison->flatChange(frame).kind == Change::Kind::Same)
            return RowMark::Same;
        break;
    case Change::Kind::Grew:
    case Change::Kind::Shrank:
        break;
    }
    return RowMark::Changed;
}

// What the rows are sorted by, ascending; by frame.
std::vector<uint64_t> DifferenceTable::keys(DifferenceColumn column)
{
    if (column == DifferenceColumn::File)
        return {m_files.ranks().begin(), m_files.ranks().end()};
    std::vector<uint64_t> keys(m_rowOf.size());
    const auto fill = [&](auto &&key) {
        for (const FrameId frame : m_order)
            keys[frame.row] = key(frame);
    };
    const auto deltaKey = [&](int64_t delta) { return m_byAmount ? magnitude(delta) : ordered(delta); };
    const auto ratioKey = [&](BothValues values) -> uint64_t {
        if (values.base == 0 && values.current == 0)
            return m_descending ? 0 : UINT64_MAX;
        return values.base == 0
                   ? UINT64_MAX - 1
                   : ordered(static_cast<double>(values.current) / static_cast<double>(values.base));
    };
    const Comparison &c = *m_comparison;
    switch (column) {
    case DifferenceColumn::FlatBase:
    case DifferenceColumn::FlatBaseShare:
        fill([&](FrameId frame) { return magnitude(c.flat(frame).base); });
        break;
    case DifferenceColumn::FlatCurrent:
    case DifferenceColumn::FlatCurrentShare:
        fill([&](FrameId frame) { return magnitude(c.flat(frame).current); });
        break;
    case DifferenceColumn::FlatDelta:
    case DifferenceColumn::FlatPercent:
        fill([&](FrameId frame) { return deltaKey(c.flat(frame).delta()); });
        break;
    case DifferenceColumn::FlatRatio:
        fill([&](FrameId frame) { return ratioKey(c.flat(frame)); });
        break;
    case DifferenceColumn::CumBase:
    case DifferenceColumn::CumBaseShare:
        fill([&](FrameId frame) { return magnitude(c.cum(frame).base); });
        break;
    case DifferenceColumn::CumCurrent:
    case DifferenceColumn::CumCurrentShare:
        fill([&](FrameId frame) { return magnitude(c.cum(frame).current); });
        break;
    case DifferenceColumn::CumDelta:
    case DifferenceColumn::CumPercent:
        fill([&](FrameId frame) { return deltaKey(c.cum(frame).delta()); });
        break;
    case DifferenceColumn::CumRatio:
        fill([&](FrameId frame) { return ratioKey(c.cum(frame)); });
        break;
    case DifferenceColumn::Mark:
        // New, gone, changed, same; within each, noise last.
        fill([&](FrameId frame) {
            constexpr RowMark order[] = {RowMark::New, RowMark::Gone, RowMark::Changed, RowMark::Same};
            const auto rank = std::find(std::begin(order), std::end(order), markOf(frame));
            return uint64_t(rank - std::begin(order)) * 2 + m_noise[frame.row];
        });
        break;
    case DifferenceColumn::Name:
    case DifferenceColumn::File:
        break;
    }
    return keys;
}

void DifferenceTable::sort(DifferenceColumn column, bool descending, bool byAmount)
{
    m_sortColumn = column;
    m_descending = descending;
    m_byAmount = byAmount && isDelta(column);
    if (column == DifferenceColumn::Name) {
        // Frames are numbered by name.
        std::sort(m_order.begin(), m_order.end(),
                  [=](FrameId a, FrameId b) { return descending ? b < a : a < b; });
    } else {
        const std::vector<uint64_t> by = keys(column);
        // What changed alike, or not at all, by how much there is of it.
        std::vector<uint64_t> size;
        if (isDelta(column)) {
            const bool flat =
                column == DifferenceColumn::FlatDelta || column == DifferenceColumn::FlatPercent;
            size.resize(m_rowOf.size());
            for (const FrameId frame : m_order) {
                const BothValues values = flat ? m_comparison->flat(frame) : m_comparison->cum(frame);
                size[frame.row] = std::max(magnitude(values.base), magnitude(values.current));
            }
        }
        std::sort(m_order.begin(), m_order.end(), [&](FrameId a, FrameId b) {
            if (by[a.row] != by[b.row])
                return descending ? by[a.row] > by[b.row] : by[a.row] < by[b.row];
            if (!size.empty() && size[a.row] != size[b.row])
                return size[a.row] > size[b.row];
            return a < b;
        });
    }
    select();
}

void DifferenceTable::search(const std::optional<Regex> &pattern)
{
    m_matches.clear();
    if (pattern) {
        m_matches.resize(m_rowOf.size());
        for (const FrameId frame : m_order)
            m_matches[frame.row] = pattern->matches(m_comparison->frames().printableName(frame));
    }
    select();
}

void DifferenceTable::hideNoise(bool hide)
{
    m_hideNoise = hide;
    select();
}

void DifferenceTable::select()
{
    m_rows.clear();
    std::fill(m_rowOf.begin(), m_rowOf.end(), UINT32_MAX);
    for (const FrameId frame : m_order) {
        if ((!m_matches.empty() && !m_matches[frame.row]) || (m_hideNoise && m_noise[frame.row]))
            continue;
        m_rowOf[frame.row] = static_cast<uint32_t>(m_rows.size());
        m_rows.push_back(frame);
    }
}

std::optional<size_t> DifferenceTable::rowOf(FrameId frame) const
{
    if (frame.row >= m_rowOf.size() || m_rowOf[frame.row] == UINT32_MAX)
        return std::nullopt;
    return m_rowOf[frame.row];
}

std::string DifferenceTable::text(size_t row, DifferenceColumn column) const
{
    const Comparison &c = *m_comparison;
    const auto side = [&](bool has, const std::string &value) { return has ? value : std::string(noValue); };
    switch (column) {
    case DifferenceColumn::Name:
        return std::string(name(row));
    case DifferenceColumn::Mark:
        return markText(mark(row), isNoise(row));
    case DifferenceColumn::FlatBase:
        return side(isInBase(row), c.formatSeen(flat(row).base));
    case DifferenceColumn::FlatBaseShare:
        return side(isInBase(row), c.base()->percent(flat(row).base));
    case DifferenceColumn::FlatCurrent:
        return side(isInCurrent(row), c.formatSeen(flat(row).current));
    case DifferenceColumn::FlatCurrentShare:
        return side(isInCurrent(row), c.current()->percent(flat(row).current));
    case DifferenceColumn::FlatDelta:
        return c.formatDelta(flat(row).delta());
    case DifferenceColumn::FlatPercent:
        return c.percent(flat(row).delta());
    case DifferenceColumn::FlatRatio:
        return Comparison::ratio(flat(row));
    case DifferenceColumn::CumBase:
        return side(isInBase(row), c.formatSeen(cum(row).base));
    case DifferenceColumn::CumBaseShare:
        return side(isInBase(row), c.base()->percent(cum(row).base));
    case DifferenceColumn::CumCurrent:
        return side(isInCurrent(row), c.formatSeen(cum(row).current));
    case DifferenceColumn::CumCurrentShare:
        return side(isInCurrent(row), c.current()->percent(cum(row).current));
    case DifferenceColumn::CumDelta:
        return c.formatDelta(cum(row).delta());
    case DifferenceColumn::CumPercent:
        return c.percent(cum(row).delta());
    case DifferenceColumn::CumRatio:
        return Comparison::ratio(cum(row));
    case DifferenceColumn::File:
        return m_files.text(m_rows[row]);
    }
    return {};
}

std::string DifferenceTable::widest(DifferenceColumn column) const
{
    const auto longer = [](std::string a, std::string b) { return a.size() < b.size() ? b : a; };
    switch (column) {
    case DifferenceColumn::Name:
    case DifferenceColumn::File:
        return {};
    case DifferenceColumn::Mark:
        return "gone, noise";
    case DifferenceColumn::FlatRatio:
    case DifferenceColumn::CumRatio: {
        char text[352]; // the longest double has 309 digits before its point
        std::snprintf(text, sizeof text, "%s×%.2f", m_negative ? "-" : "", std::max(m_largestRatio, 10.0));
        return text;
    }
    case DifferenceColumn::FlatPercent:
    case DifferenceColumn::CumPercent:
        return longer(m_comparison->percent(m_widestValue), "+88.88%");
    case DifferenceColumn::FlatBaseShare:
    case DifferenceColumn::FlatCurrentShare:
    case DifferenceColumn::CumBaseShare:
    case DifferenceColumn::CumCurrentShare:
        return longer(longer(m_comparison->base()->percent(m_widestValue),
                             m_comparison->current()->percent(m_widestValue)),
                      "100.00%");
    default:
        break;
    }
    std::string value = m_comparison->format(m_widestValue);
    // A smaller value may have the decimals that this one has not, and with units of their own it may be
    // longer.
    if (value.find('.') == std::string::npos)
        value += ".88";
    if (m_comparison->options().view.unit == "auto")
        value = longer(value, "8888.88MB");
    const bool isDelta = column == DifferenceColumn::FlatDelta || column == DifferenceColumn::CumDelta;
    return (isDelta || m_negative) && !value.starts_with('-') ? '+' + value : value;
}

std::string markText(RowMark mark, bool noise)
{
    switch (mark) {
    case RowMark::New:
        return noise ? "new, noise" : "new";
    case RowMark::Gone:
        return noise ? "gone, noise" : "gone";
    case RowMark::Same:
        return "same";
    case RowMark::Changed:
        break;
    }
    return noise ? "noise" : "";
}

ComparedSum comparedSum(const Comparison &comparison, std::span<const FrameId> frames)
{
    const auto of = [&](const Analysis &side) {
        return neighborsOf(frames, side.stacks(), side.weights(), side.frames());
    };
    const Neighbors base = of(*comparison.base()), current = of(*comparison.current());
    return {{base.flatValue(), current.flatValue()}, {base.cumValue(), current.cumValue()}};
}

} // namespace proflens
