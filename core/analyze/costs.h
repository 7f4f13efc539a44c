// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/stackindex.h"
#include "core/measure/arithmetic.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace proflens {

// Flat and cum of every frame, by FrameId. Flat is what was sampled in the frame itself; cum includes what it
// called, counted once per sample however often the frame recurs. The divisors are those of means, else
// empty.
struct FrameCosts
{
    std::vector<int64_t> flat, cum, flatDivisor, cumDivisor;
    // 1 if the frame occurs in a sample that counts. Its costs may be 0 all the same, where positive and
    // negative values cancel out.
    std::vector<uint8_t> seen;

    // pprof's values: divided where there is something to divide by.
    int64_t flatValue(FrameId id) const { return divided(flat[id.row], flatDivisor, id); }
    int64_t cumValue(FrameId id) const { return divided(cum[id.row], cumDivisor, id); }

private:
    static int64_t divided(int64_t value, const std::vector<int64_t> &divisors, FrameId id)
    {
        return divisors.empty() || divisors[id.row] == 0 ? value : measure::quotient(value, divisors[id.row]);
    }
};
FrameCosts frameCosts(const StackIndex &index, const StackWeights &weights, size_t frameCount);

// Between what the flats and cums of all frames are, before any division.
struct CostExtent
{
    CostExtent() = default;
    explicit CostExtent(const FrameCosts &costs);

    int64_t largest = 0; // absolute value
    bool anyNegative = false;
};

// Whether the compiler inlined a frame into its callers.
enum class Inlining : uint8_t {
    None,
    Partial, // into some of them
    Whole,   // into all that are seen
};
// The costs, and by FrameId what was inlined, as pprof's -top says it of a graph from which nothing was left
// out: a caller counts as one that inlined it if each such call was inlined, and calls of a frame by itself
// do not count.
struct FrameSums
{
    FrameCosts costs;
    std::shared_ptr<const std::vector<Inlining>> inlinings;
};
class CallKinds;
// kinds: those of the index.
FrameSums frameSums(const StackIndex &index, const StackWeights &weights, const CallKinds &kinds);

// A caller or a callee of some frame: how much of the samples go over that call.
struct Neighbor
{
    FrameId frame;
    int64_t weight = 0;
    bool inlined = false; // every such call was inlined
    int64_t divisor = 0;  // of means, else 0

    // pprof's value: divided where there is something to divide by.
    int64_t value() const { return divisor == 0 ? weight : measure::quotient(weight, divisor); }
};
// A sum over samples, with its divisor where means are asked for.
struct SampleSum
{
    int64_t weight = 0, divisor = 0;

    int64_t value() const { return divisor == 0 ? weight : measure::quotient(weight, divisor); }
};
// Heaviest first (absolute), then by name.
struct Neighbors
{
    std::vector<Neighbor> callers, callees;
    int64_t flat = 0, cum = 0; // of the frames asked for, taken as one
    int64_t flatDivisor = 0, cumDivisor = 0;
    SampleSum uncalled;  // samples whose stack begins with them: nobody calls
    SampleSum recursive; // samples in which they occur more than once
    SampleSum selfCalls; // samples in which they call themselves directly

    int64_t flatValue() const { return SampleSum{flat, flatDivisor}.value(); }
    int64_t cumValue() const { return SampleSum{cum, cumDivisor}.value(); }
};
// The direct callers and callees of `of`, taken as one frame. Each ordered pair counts once per sample; calls
// among `of` do not count, as in pprof's graph.
Neighbors neighborsOf(std::span<const FrameId> of, const StackIndex &index, const StackWeights &weights,
                      const FrameTable &frames);

} // namespace proflens
