// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/stackindex.h"

#include <vector>

namespace proflens {

// Flat and cum of every frame, by FrameId. Flat is what was sampled in the frame itself; cum includes what it
// called, counted once per sample however often the frame recurs. The divisors are those of means, else
// empty.
struct FrameCosts
{
    std::vector<int64_t> flat, cum, flatDivisor, cumDivisor;

    // pprof's values: divided where there is something to divide by.
    int64_t flatValue(FrameId id) const { return divided(flat[id.row], flatDivisor, id); }
    int64_t cumValue(FrameId id) const { return divided(cum[id.row], cumDivisor, id); }

private:
    static int64_t divided(int64_t value, const std::vector<int64_t> &divisors, FrameId id)
    {
        return divisors.empty() || divisors[id.row] == 0 ? value : value / divisors[id.row];
    }
};
FrameCosts frameCosts(const StackIndex &index, const StackWeights &weights, size_t frameCount);

// A caller or a callee of some frame: how much of the samples go over that call.
struct Neighbor
{
    FrameId frame;
    int64_t weight = 0;
    bool inlined = false; // every such call was inlined
};
// Heaviest first (absolute), then by name.
struct Neighbors
{
    std::vector<Neighbor> callers, callees;
    int64_t flat = 0, cum = 0; // of the frames asked for, taken as one
};
// The direct callers and callees of `of`, taken as one frame. Each ordered pair counts once per sample; calls
// among `of` do not count, as in pprof's graph.
Neighbors neighborsOf(std::span<const FrameId> of, const StackIndex &index, const StackWeights &weights,
                      const FrameTable &frames);

} // namespace proflens
