// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"

namespace proflens {

// What the stacks of two profiles weigh in one picture: how wide the frames of a flame graph are, and which
// nodes of a call graph matter.
enum class ComparedWidth {
    Larger,     // per stack the larger of both: what either side has takes room, and both can be drawn in it
    Current,    // what only the base has takes no room
    Base,       // what only the current side has takes no room
    Difference, // per stack the magnitude of the difference: what stayed takes no room
};

// The weights to lay a picture out by; of Comparison::stacks() or of the inverted stacks. Magnitudes are
// taken per stack, so the frames of a level never exceed the frame that they stand on.
StackWeights comparedWeights(const Comparison &comparison, ComparedWidth width, bool inverted = false);

} // namespace proflens
