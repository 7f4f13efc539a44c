// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/callkinds.h"
#include "core/analyze/costs.h"
#include "core/analyze/stackwalk.h"

#include <algorithm>

namespace proflens {

namespace {

// A frame's cum is summed when its outermost occurrence begins and ends: in between it is open and does not
// count again.
class CostVisitor
{
public:
    CostVisitor(const StackWeights &weights, size_t frames)
        : m_weights(weights)
        , m_frames(frames)
        , m_divisors(weights.divisors.empty() ? 0 : frames)
    {}
    void push(const StackElement *path, uint32_t depth, uint32_t row)
    {
        const uint32_t id = path[depth].frame().row;
        PerFrame &frame = m_frames[id];
        if (frame.open++ != 0)
            return;
        frame.seen = 1;
        frame.cum -= m_weights.sums[row];
        if (!m_divisors.empty())
            m_divisors[id].cum -= m_weights.divisors[row];
    }
    void pop(StackElement element, uint32_t row)
    {
        const uint32_t id = element.frame().row;
        PerFrame &frame = m_frames[id];
        if (--frame.open != 0)
            return;
        frame.cum += m_weights.sums[row];
        if (!m_divisors.empty())
            m_divisors[id].cum += m_weights.divisors[row];
    }
    void leaf(StackElement element, uint32_t row)
    {
        const uint32_t id = element.frame().row;
        m_frames[id].flat += m_weights.of(row, row + 1);
        if (!m_divisors.empty())
            m_divisors[id].flat += m_weights.divisorOf(row, row + 1);
    }
    void addTo(FrameCosts &costs) const
    {
        for (size_t i = 0; i < m_frames.size(); ++i) {
            costs.flat[i] += m_frames[i].flat;
            costs.cum[i] += m_frames[i].cum;
            costs.seen[i] |= m_frames[i].seen;
        }
        for (size_t i = 0; i < m_divisors.size(); ++i) {
            costs.flatDivisor[i] += m_divisors[i].flat;
            costs.cumDivisor[i] += m_divisors[i].cum;
        }
    }

private:
    // Together, as all of it is touched at once.
    struct PerFrame
    {
        int64_t flat = 0, cum = 0;
        uint32_t open = 0;
        uint8_t seen = 0;
    };
    struct Divisors
    {
        int64_t flat = 0, cum = 0;
    };
    const StackWeights &m_weights;
    std::vector<PerFrame> m_frames;
    std::vector<Divisors> m_divisors; // empty if no mean is asked for
};

// Both in one walk.
struct SumVisitor
{
    SumVisitor(const StackWeights &weights, const CallKinds &kinds)
        : costs(weights, kinds.frameCount())
        , calls(kinds)
    {}
    void push(const StackElement *path, uint32_t depth, uint32_t row)
    {
        costs.push(path, depth, row);
        calls.push(path, depth, row);
    }
    void pop(StackElement element, uint32_t row) { costs.pop(element, row); }
    void leaf(StackElement element, uint32_t row) { costs.leaf(element, row); }

    CostVisitor costs;
    CallVisitor calls;
};

FrameCosts emptyCosts(const StackWeights &weights, size_t frameCount)
{
    FrameCosts costs;
    costs.flat.resize(frameCount);
    costs.cum.resize(frameCount);
    costs.seen.resize(frameCount);
    if (!weights.divisors.empty()) {
        costs.flatDivisor.resize(frameCount);
        costs.cumDivisor.resize(frameCount);
    }
    return costs;
}

} // namespace

FrameCosts frameCosts(const StackIndex &index, const StackWeights &weights, size_t frameCount)
{
    FrameCosts costs = emptyCosts(weights, frameCount);
    const auto visitors = walkInParts(index, weights.counted,
                                      [&] { return std::make_unique<CostVisitor>(weights, frameCount); });
    for (const auto &visitor : visitors)
        visitor->addTo(costs);
    return costs;
}

CostExtent::CostExtent(const FrameCosts &costs)
{
    for (const auto *values : {&costs.flat, &costs.cum}) {
        for (const int64_t value : *values) {
            anyNegative = anyNegative || value < 0;
            largest = std::max(largest, value < 0 ? -value : value);
        }
    }
}

FrameSums frameSums(const StackIndex &index, const StackWeights &weights, const CallKinds &kinds)
{
    const size_t frameCount = kinds.frameCount();
    auto known = kinds.anyInlined()
                     ? kinds.remembered(weights.counted)
                     : std::make_shared<const std::vector<Inlining>>(frameCount, Inlining::None);
    if (known)
        return {frameCosts(index, weights, frameCount), std::move(known)};
    FrameSums sums{emptyCosts(weights, frameCount), {}};
    CallVisitor calls(kinds);
    const auto visitors =
        walkInParts(index, weights.counted, [&] { return std::make_unique<SumVisitor>(weights, kinds); });
    for (const auto &visitor : visitors) {
        visitor->costs.addTo(sums.costs);
        calls.add(visitor->calls);
    }
    sums.inlinings = std::make_shared<const std::vector<Inlining>>(calls.marks());
    kinds.remember(weights.counted, sums.inlinings);
    return sums;
}

} // namespace proflens
