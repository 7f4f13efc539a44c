// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/costs.h"

#include <algorithm>
#include <cstdlib>
#include <unordered_map>

namespace proflens {

namespace {

int64_t magnitude(int64_t value)
{
    return value < 0 ? -value : value;
}

// A frame's cum is summed when its outermost occurrence begins and ends: in between it is open and does not
// count again.
class CostVisitor
{
public:
    CostVisitor(FrameCosts &costs, const StackWeights &weights, size_t frames)
        : m_costs(costs)
        , m_weights(weights)
        , m_open(frames)
    {}
    void push(uint32_t depth, StackElement element, uint32_t row)
    {
        m_path.resize(depth);
        const uint32_t frame = element.frame().row;
        m_path.push_back(frame);
        if (m_open[frame]++ == 0)
            addCum(frame, row, -1);
    }
    void pop(uint32_t depth, uint32_t row)
    {
        const uint32_t frame = m_path[depth];
        m_path.resize(depth);
        if (--m_open[frame] == 0)
            addCum(frame, row, 1);
    }
    void leaf(uint32_t depth, uint32_t row)
    {
        if (depth == 0)
            return;
        const uint32_t frame = m_path[depth - 1];
        m_costs.flat[frame] += m_weights.of(row, row + 1);
        if (!m_weights.divisors.empty())
            m_costs.flatDivisor[frame] += m_weights.divisorOf(row, row + 1);
    }

private:
    void addCum(uint32_t frame, uint32_t row, int64_t sign)
    {
        m_costs.cum[frame] += sign * m_weights.sums[row];
        if (!m_weights.divisors.empty())
            m_costs.cumDivisor[frame] += sign * m_weights.divisors[row];
    }
    FrameCosts &m_costs;
    const StackWeights &m_weights;
    std::vector<uint32_t> m_open;
    std::vector<uint32_t> m_path;
};

class NeighborVisitor
{
public:
    NeighborVisitor(std::span<const FrameId> of, const StackWeights &weights, size_t frames)
        : m_weights(weights)
        , m_member(frames)
    {
        for (FrameId id : of)
            m_member[id.row] = 1;
    }
    void push(uint32_t depth, StackElement element, uint32_t row)
    {
        m_path.resize(depth);
        m_path.push_back(element);
        const bool member = m_member[element.frame().row];
        if (member && m_open++ == 0)
            m_cum -= m_weights.sums[row];
        if (depth == 0)
            return;
        const StackElement parent = m_path[depth - 1];
        const bool parentMember = m_member[parent.frame().row];
        if (member && !parentMember)
            begin(m_callers[parent.frame().row], element.inlined(), row);
        else if (!member && parentMember)
            begin(m_callees[element.frame().row], element.inlined(), row);
    }
    void pop(uint32_t depth, uint32_t row)
    {
        const StackElement element = m_path[depth];
        m_path.resize(depth);
        const bool member = m_member[element.frame().row];
        if (member && --m_open == 0)
            m_cum += m_weights.sums[row];
        if (depth == 0)
            return;
        const StackElement parent = m_path[depth - 1];
        const bool parentMember = m_member[parent.frame().row];
        if (member && !parentMember)
            end(m_callers[parent.frame().row], row);
        else if (!member && parentMember)
            end(m_callees[element.frame().row], row);
    }
    void leaf(uint32_t depth, uint32_t row)
    {
        if (depth > 0 && m_member[m_path[depth - 1].frame().row])
            m_flat += m_weights.of(row, row + 1);
    }
    Neighbors result() const { return {sorted(m_callers), sorted(m_callees), m_flat, m_cum}; }

private:
    struct Call
    {
        int64_t weight = 0;
        uint32_t open = 0;
        bool inlined = true;
    };
    void begin(Call &call, bool inlined, uint32_t row)
    {
        if (call.open++ == 0) {
            call.weight -= m_weights.sums[row];
            call.inlined = call.inlined && inlined;
        }
    }
    void end(Call &call, uint32_t row)
    {
        if (--call.open == 0)
            call.weight += m_weights.sums[row];
    }
    static std::vector<Neighbor> sorted(const std::unordered_map<uint32_t, Call> &calls)
    {
        std::vector<Neighbor> list;
        for (const auto &[frame, call] : calls)
            list.push_back({FrameId(frame), call.weight, call.inlined});
        std::sort(list.begin(), list.end(), [](const Neighbor &a, const Neighbor &b) {
            const int64_t left = magnitude(a.weight), right = magnitude(b.weight);
            return left != right ? left > right : a.frame < b.frame;
        });
        return list;
    }
    const StackWeights &m_weights;
    std::vector<uint8_t> m_member;
    std::vector<StackElement> m_path;
    std::unordered_map<uint32_t, Call> m_callers, m_callees;
    uint32_t m_open = 0;
    int64_t m_flat = 0, m_cum = 0;
};

} // namespace

FrameCosts frameCosts(const StackIndex &index, const StackWeights &weights, size_t frameCount)
{
    FrameCosts costs;
    costs.flat.resize(frameCount);
    costs.cum.resize(frameCount);
    if (!weights.divisors.empty()) {
        costs.flatDivisor.resize(frameCount);
        costs.cumDivisor.resize(frameCount);
    }
    walk(index, weights, CostVisitor(costs, weights, frameCount));
    return costs;
}

Neighbors neighborsOf(std::span<const FrameId> of, const StackIndex &index, const StackWeights &weights,
                      const FrameTable &frames)
{
    NeighborVisitor visitor(of, weights, frames.size());
    walk(index, weights, visitor);
    return visitor.result();
}

} // namespace proflens
