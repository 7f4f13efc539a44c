// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"

#include <string>
#include <vector>

namespace proflens {

// What a comparison's numbers mean, in one line of plain English: totals of both sides before and after
// scaling, how long each was measured, what the difference is of, and what values are divided by:
// "base 12.40s of cpu in 30s, scaled ×1.5 by duration to 18.60s; current 18.10s in 45s; difference -500ms,
// -2.69% of the base".
std::string comparisonText(const Comparison &comparison);

// What is not as one would expect, a sentence each: a scaling that could not be done, and sample types that
// do not match, with those that do.
std::vector<std::string> comparisonProblems(const Comparison &comparison);

// The label keys that samples of both sides have, which a base can be scaled by; sorted.
std::vector<std::string> commonLabelKeys(const Joined &joined);

} // namespace proflens
