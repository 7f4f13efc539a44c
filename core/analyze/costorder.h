// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"

#include <cstdint>

namespace proflens {

// How rows with a cost are sorted.
enum class CostOrder {
    Amount,  // the largest value first, whatever its sign; of two profiles, the largest change
    Grew,    // of two profiles: what grew most first
    Shrank,  // what shrank most first
    Base,    // the largest value of the base first
    Current, // the largest value of the current side first
};

// The size of a number without its sign.
constexpr uint64_t magnitudeOf(int64_t value)
{
    return value < 0 ? uint64_t(0) - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
}

// Numbers of which the larger ones come first. compared: whether there are two profiles; of one, what counts
// is current.
inline uint64_t orderKey(BothValues values, CostOrder order, bool compared)
{
    constexpr uint64_t middle = uint64_t(1) << 63;
    switch (order) {
    case CostOrder::Amount:
        return magnitudeOf(compared ? values.delta() : values.current);
    case CostOrder::Grew:
        return static_cast<uint64_t>(values.delta()) + middle;
    case CostOrder::Shrank:
        return ~(static_cast<uint64_t>(values.delta()) + middle);
    case CostOrder::Base:
        return magnitudeOf(values.base);
    case CostOrder::Current:
        return magnitudeOf(values.current);
    }
    return 0;
}

} // namespace proflens
