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
        const bool member = isMember(element);
        if (member) {
            if (m_members == 0)
                m_cum.begin(m_weights, row);
            else if (m_members == 1)
                m_recursive.begin(m_weights, row);
            ++m_members;
        }
        if (depth == 0) {
            if (member)
                m_uncalled.begin(m_weights, row);
            return;
        }
        const StackElement parent = m_path[depth - 1];
        if (Call *call = callBetween(parent, element)) {
            call->begin(m_weights, row);
            call->inlined = call->inlined && element.inlined();
        }
    }
    void pop(uint32_t depth, uint32_t row)
    {
        const StackElement element = m_path[depth];
        m_path.resize(depth);
        const bool member = isMember(element);
        if (member) {
            --m_members;
            if (m_members == 0)
                m_cum.end(m_weights, row);
            else if (m_members == 1)
                m_recursive.end(m_weights, row);
        }
        if (depth == 0) {
            if (member)
                m_uncalled.end(m_weights, row);
            return;
        }
        if (Call *call = callBetween(m_path[depth - 1], element))
            call->end(m_weights, row);
    }
    void leaf(uint32_t depth, uint32_t row)
    {
        if (depth == 0 || !isMember(m_path[depth - 1]))
            return;
        m_flat.weight += m_weights.of(row, row + 1);
        m_flat.divisor += m_weights.divisorOf(row, row + 1);
    }
    Neighbors result() const
    {
        Neighbors all;
        all.callers = sorted(m_callers);
        all.callees = sorted(m_callees);
        all.flat = m_flat.weight;
        all.flatDivisor = m_flat.divisor;
        all.cum = m_cum.sum.weight;
        all.cumDivisor = m_cum.sum.divisor;
        all.uncalled = m_uncalled.sum;
        all.recursive = m_recursive.sum;
        all.selfCalls = m_selfCalls.sum;
        return all;
    }

private:
    // Sums the rows between the outermost begin and its end; what begins again in between does not count.
    struct Span
    {
        SampleSum sum;
        uint32_t open = 0;

        void begin(const StackWeights &weights, uint32_t row)
        {
            if (open++ == 0)
                add(weights, row, -1);
        }
        void end(const StackWeights &weights, uint32_t row)
        {
            if (--open == 0)
                add(weights, row, 1);
        }
        void add(const StackWeights &weights, uint32_t row, int64_t sign)
        {
            sum.weight += sign * weights.sums[row];
            if (!weights.divisors.empty())
                sum.divisor += sign * weights.divisors[row];
        }
    };
    struct Call : Span
    {
        bool inlined = true;
    };
    bool isMember(StackElement element) const { return m_member[element.frame().row]; }
    // Where the call is counted; nullptr if it is none of theirs.
    Call *callBetween(StackElement caller, StackElement callee)
    {
        if (isMember(callee))
            return isMember(caller) ? &m_selfCalls : &m_callers[caller.frame().row];
        return isMember(caller) ? &m_callees[callee.frame().row] : nullptr;
    }
    static std::vector<Neighbor> sorted(const std::unordered_map<uint32_t, Call> &calls)
    {
        std::vector<Neighbor> list;
        list.reserve(calls.size());
        for (const auto &[frame, call] : calls)
            list.push_back({FrameId(frame), call.sum.weight, call.inlined, call.sum.divisor});
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
    uint32_t m_members = 0; // on the open path
    Span m_cum, m_uncalled, m_recursive;
    Call m_selfCalls;
    SampleSum m_flat;
};

} // namespace

Neighbors neighborsOf(std::span<const FrameId> of, const StackIndex &index, const StackWeights &weights,
                      const FrameTable &frames)
{
    NeighborVisitor visitor(of, weights, frames.size());
    walk(index, weights, visitor);
    return visitor.result();
}

} // namespace proflens
