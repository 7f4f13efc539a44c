// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/comparedweights.h"

#include <algorithm>

namespace proflens {

namespace {

uint64_t magnitude(int64_t value)
{
    return value < 0 ? uint64_t(0) - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
}

} // namespace

StackWeights comparedWeights(const Comparison &comparison, ComparedWidth width, bool inverted)
{
    const auto of = [inverted](const Analysis &side) -> const StackWeights & {
        return inverted ? side.invertedWeights() : side.weights();
    };
    const StackWeights &base = of(*comparison.base());
    const StackWeights &current = of(*comparison.current());
    if (width == ComparedWidth::Base)
        return base;
    if (width == ComparedWidth::Current)
        return current;

    StackWeights weights;
    const size_t rows = base.counted.size();
    weights.sums.reserve(rows + 1);
    weights.sums.push_back(0);
    weights.counted.resize(rows);
    // Sums of magnitudes that no 64 bits hold stay at the largest number rather than turn negative.
    constexpr auto most = static_cast<uint64_t>(INT64_MAX);
    uint64_t sum = 0;
    for (uint32_t row = 0; row < rows; ++row) {
        const int64_t b = base.of(row, row + 1), c = current.of(row, row + 1);
        const uint64_t size = width == ComparedWidth::Larger ? std::max(magnitude(b), magnitude(c))
                                                             : magnitude(BothValues{b, c}.delta());
        sum = std::min(most, sum + std::min(most, size));
        weights.sums.push_back(static_cast<int64_t>(sum));
        weights.counted[row] = size != 0;
    }
    return weights;
}

} // namespace proflens
