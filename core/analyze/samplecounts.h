// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace proflens {

// One side's columns in a profile, and how it was sampled.
struct SampledColumns
{
    int first = 0; // column of the side's first sample type
    size_t count = 0;
    int64_t period = 0;
    std::optional<ValueType> periodType;
};

// Counts are in thousandths, since heap profiles only let them be estimated.
inline constexpr int64_t countScale = 1000;

// How many times the profiler took notice behind the values of a column, by sample; nothing where that cannot
// be known or where the values are not sampled at all (goroutines are all counted). What a change in a value
// is worth depends on it.
//
// - Beside a column of "samples" (or "sample") it is that column.
// - Times with a period of the same unit family: value / period.
// - Contentions and their delays: contentions / period, since Go multiplies by it.
// - Heap profiles keep an allocation of size s with probability p = 1 - exp(-s / period) and divide by that
//   (runtime/mprof.go, pprof's scaleHeapSample), so n objects are k = n p samples. Since only chance makes
//   noise, and its variance is k (1 - p), these count as k / (1 - p): large allocations, which are always
//   kept, hardly vary.
std::optional<std::vector<int64_t>> sampleCounts(const Profile &profile, const SampledColumns &side,
                                                 int column);

// Whether a change from base to current is no more than two (or so many) standard errors of the counts, each
// of which is Poisson distributed: |c - f b| < 2 sqrt(c + f^2 b). factor: what the base was multiplied with.
// Counts as above.
bool isWithinNoise(int64_t baseCount, int64_t currentCount, double factor, double standardErrors = 2);

} // namespace proflens
