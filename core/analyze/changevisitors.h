// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

// What changesOf() looks for in the stacks; visitors for walk(). A row is claimed once it belongs to a
// contributor.
namespace proflens::changes {

inline constexpr uint16_t unclaimed = 0; // who a row belongs to; else a contributor's number from 1

inline double magnitudeOf(int64_t value)
{
    return std::abs(static_cast<double>(value));
}

inline double larger(BothValues values)
{
    return std::max(magnitudeOf(values.base), magnitudeOf(values.current));
}

inline void add(BothValues &sum, BothValues values, int64_t sign = 1)
{
    sum.base += sign * values.base;
    sum.current += sign * values.current;
}

struct Sums
{
    BothValues values, counts;
    uint32_t depth = UINT32_MAX; // the least at which the function stands
};

// Sums of all rows with a function, counted once per row, and of those that end in it, without rows that are
// claimed.
class SumVisitor
{
public:
    SumVisitor(const Comparison &comparison, std::span<const uint16_t> claims)
        : m_open(comparison.frames().size())
        , sums(comparison.frames().size())
        , flat(comparison.frames().size())
    {
        const size_t rows = claims.size();
        m_values.resize(rows + 1);
        m_counts.resize(rows + 1);
        for (uint32_t row = 0; row < rows; ++row) {
            m_values[row + 1] = m_values[row];
            m_counts[row + 1] = m_counts[row];
            if (claims[row] != unclaimed)
                continue;
            add(m_values[row + 1], {comparison.base()->weights().of(row, row + 1),
                                    comparison.current()->weights().of(row, row + 1)});
            add(m_counts[row + 1], comparison.countsOfRows(row, row + 1));
        }
    }
    void push(uint32_t depth, StackElement element, uint32_t row)
    {
        m_path.resize(depth);
        const uint32_t frame = element.frame().row;
        m_path.push_back(frame);
        sums[frame].depth = std::min(sums[frame].depth, depth);
        if (m_open[frame]++ == 0)
            addTo(sums[frame], row, -1);
    }
    void pop(uint32_t depth, uint32_t row)
    {
        const uint32_t frame = m_path[depth];
        m_path.resize(depth);
        if (--m_open[frame] == 0)
            addTo(sums[frame], row, 1);
    }
    void leaf(uint32_t depth, uint32_t row)
    {
        BothValues &sum = depth == 0 ? unnamed : flat[m_path[depth - 1]];
        add(sum, m_values[row + 1]);
        add(sum, m_values[row], -1);
    }
    BothValues total() const { return m_values.back(); }
    BothValues totalCounts() const { return m_counts.back(); }

private:
    void addTo(Sums &sum, uint32_t row, int64_t sign)
    {
        add(sum.values, m_values[row], sign);
        add(sum.counts, m_counts[row], sign);
    }
    std::vector<BothValues> m_values, m_counts; // prefix sums
    std::vector<uint32_t> m_open;
    std::vector<uint32_t> m_path;

public:
    std::vector<Sums> sums;       // by frame
    std::vector<BothValues> flat; // by frame
    BothValues unnamed;           // of rows without a frame
};

// Where the change of one function came from and went to, over the rows with it that are unclaimed.
class PartVisitor
{
public:
    struct Part
    {
        int64_t delta = 0;
        double distance = 0; // sum over rows
        double rows = 0;
        uint32_t lastRow = UINT32_MAX;
    };
    using Parts = std::unordered_map<uint32_t, Part>;

    PartVisitor(const Comparison &comparison, std::span<const uint16_t> claims, FrameId frame)
        : m_comparison(comparison)
        , m_claims(claims)
        , m_frame(frame.row)
    {}
    void push(uint32_t depth, StackElement element, uint32_t)
    {
        m_path.resize(depth);
        m_path.push_back(element.frame().row);
        if (m_path.back() == m_frame && m_first > depth)
            m_first = depth;
    }
    void pop(uint32_t depth, uint32_t)
    {
        m_path.resize(depth);
        if (m_first == depth)
            m_first = UINT32_MAX;
    }
    void leaf(uint32_t depth, uint32_t row)
    {
        if (m_first == UINT32_MAX)
            return;
        const int64_t delta = m_comparison.difference()->weights().of(row, row + 1);
        if (m_claims[row] != unclaimed) {
            taken[m_claims[row]] += delta;
            return;
        }
        if (delta == 0)
            return;
        if (m_path[depth - 1] == m_frame)
            self += delta;
        if (m_first > 0)
            callers[m_path[m_first - 1]].delta += delta;
        for (uint32_t i = 0; i < m_first; ++i)
            addTo(above[m_path[i]], row, delta, m_first - i);
        for (uint32_t i = m_first + 1; i < depth; ++i) {
            if (m_path[i] != m_frame)
                addTo(below[m_path[i]], row, delta, i - m_first);
        }
    }

    Parts callers, above, below;
    std::unordered_map<uint16_t, int64_t> taken; // by contributor
    int64_t self = 0;

private:
    static void addTo(Part &part, uint32_t row, int64_t delta, uint32_t distance)
    {
        if (part.lastRow == row)
            return;
        part.lastRow = row;
        part.delta += delta;
        part.distance += distance;
        part.rows += 1;
    }
    const Comparison &m_comparison;
    std::span<const uint16_t> m_claims;
    uint32_t m_frame;
    uint32_t m_first = UINT32_MAX; // depth of its outermost call on the open path
    std::vector<uint32_t> m_path;
};

// What changed in some functions besides what changed in one that they call: the differences of their
// unclaimed rows without it, added up by the function where they happened, without signs.
class StrayVisitor
{
public:
    StrayVisitor(const Comparison &comparison, std::span<const uint16_t> claims, FrameId callee,
                 std::span<const FrameId> functions)
        : m_comparison(comparison)
        , m_claims(claims)
        , m_callee(callee.row)
        , m_numbers(comparison.frames().size(), -1)
        , m_open(functions.size())
        , m_changes(functions.size())
    {
        for (size_t i = 0; i < functions.size(); ++i)
            m_numbers[functions[i].row] = static_cast<int>(i);
    }
    void push(uint32_t depth, StackElement element, uint32_t)
    {
        m_path.resize(depth);
        m_path.push_back(element.frame().row);
        open(m_path.back(), 1);
    }
    void pop(uint32_t depth, uint32_t)
    {
        open(m_path[depth], -1);
        m_path.resize(depth);
    }
    void leaf(uint32_t depth, uint32_t row)
    {
        if (depth == 0 || m_calleeOpen > 0 || m_claims[row] != unclaimed)
            return;
        const int64_t delta = m_comparison.difference()->weights().of(row, row + 1);
        for (size_t i = 0; delta != 0 && i < m_open.size(); ++i) {
            if (m_open[i] > 0)
                m_changes[i][m_path[depth - 1]] += delta;
        }
    }
    double strayOf(size_t function) const
    {
        double sum = 0;
        for (const auto &[frame, delta] : m_changes[function])
            sum += magnitudeOf(delta);
        return sum;
    }

private:
    void open(uint32_t frame, int by)
    {
        if (frame == m_callee)
            m_calleeOpen += by;
        if (const int number = m_numbers[frame]; number >= 0)
            m_open[static_cast<size_t>(number)] += by;
    }
    const Comparison &m_comparison;
    std::span<const uint16_t> m_claims;
    uint32_t m_callee;
    std::vector<int> m_numbers; // by frame
    std::vector<int> m_open;    // by function: how often it is on the open path
    int m_calleeOpen = 0;
    std::vector<std::unordered_map<uint32_t, int64_t>> m_changes; // by function and frame
    std::vector<uint32_t> m_path;
};

class ClaimVisitor
{
public:
    ClaimVisitor(std::span<uint16_t> claims, FrameId frame, uint16_t claim)
        : m_claims(claims)
        , m_frame(frame)
        , m_claim(claim)
    {}
    void push(uint32_t depth, StackElement element, uint32_t row)
    {
        if (element.frame() == m_frame && m_first == UINT32_MAX) {
            m_first = depth;
            m_begin = row;
        }
    }
    void pop(uint32_t depth, uint32_t row)
    {
        if (depth != m_first)
            return;
        m_first = UINT32_MAX;
        for (uint32_t r = m_begin; r < row; ++r) {
            if (m_claims[r] == unclaimed)
                m_claims[r] = m_claim;
        }
    }
    void leaf(uint32_t, uint32_t) {}

private:
    std::span<uint16_t> m_claims;
    FrameId m_frame;
    uint16_t m_claim;
    uint32_t m_first = UINT32_MAX, m_begin = 0;
};

} // namespace proflens::changes
