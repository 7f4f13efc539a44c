// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/stackruns.h"

#include <algorithm>

namespace proflens {

namespace {

constexpr size_t longestPeriod = 32;

// How many times the period frames at begin occur one after the other.
size_t timesOf(std::span<const StackElement> frames, size_t begin, size_t period)
{
    size_t at = begin;
    while (at + period < frames.size() && frames[at] == frames[at + period])
        ++at;
    return (at - begin) / period + 1;
}

} // namespace

std::vector<StackRun> foldRecursion(std::span<const StackElement> frames)
{
    std::vector<StackRun> runs;
    for (size_t begin = 0; begin < frames.size();) {
        StackRun run{static_cast<uint32_t>(begin), 1, 1};
        const size_t longest = std::min(longestPeriod, (frames.size() - begin) / 2);
        for (size_t period = 1; period <= longest; ++period) {
            const size_t times = timesOf(frames, begin, period);
            // Two calls one after the other that happen to be alike are no recursion worth a line of its own.
            if (times >= (period == 1 ? 2 : 3)) {
                run.period = static_cast<uint32_t>(period);
                run.times = static_cast<uint32_t>(times);
                break;
            }
        }
        runs.push_back(run);
        begin += size_t(run.period) * run.times;
    }
    return runs;
}

} // namespace proflens
