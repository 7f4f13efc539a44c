// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/parallel.h"

#include <algorithm>
#include <cstdint>

namespace proflens {

// For sums over rows of what lies scattered over them: calls f(begin, count) for each of the shares that rows
// are dealt out in, on threads of their own. Each goes over everything and adds to its own rows only: nobody
// has to wait for another, and what is written to stays near.
template <typename F> void inShares(size_t rows, F &&f)
{
    constexpr size_t leastRows = 1 << 14, mostThreads = 4;
    const size_t shares = std::min({mostThreads, rows / leastRows + 1, processorCount()});
    inParallel(shares, 1, [&](size_t share, size_t) {
        const auto begin = static_cast<uint32_t>(rows * share / shares);
        f(begin, static_cast<uint32_t>(rows * (share + 1) / shares) - begin);
    });
}

} // namespace proflens
