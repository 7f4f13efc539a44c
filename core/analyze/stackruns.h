// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/frames.h"

#include <cstdint>
#include <span>
#include <vector>

namespace proflens {

// A piece of a stack: `period` frames from `begin` on, which occur `times` times one after the other.
struct StackRun
{
    uint32_t begin = 0, period = 1, times = 1;

    bool operator==(const StackRun &) const = default;
};

// A stack with its recursion folded: a frame that follows itself is one run, and so are up to 32 frames that
// follow one another three times or more. All else is runs of one frame. The runs cover the stack in its
// order.
std::vector<StackRun> foldRecursion(std::span<const StackElement> frames);

} // namespace proflens
