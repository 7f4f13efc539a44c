// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"
#include "core/profile/stop.h"

#include <cstddef>
#include <vector>

namespace proflens {

// A function that is gone and one that is new and may be the same.
struct RenamePair
{
    FrameId gone, added;
    double likeness = 0; // 0 to 1: how alike their callers, callees and weights are

    bool operator==(const RenamePair &) const = default;
};

// The functions that one side lacks, by name. Those without a name are left out.
struct OneSidedFunctions
{
    std::vector<FrameId> gone, added;
};
OneSidedFunctions oneSidedFunctions(const Comparison &comparison);

// Functions that are gone paired with functions that are new, each once at most, most alike first. Two are
// alike if the same functions call them and they call the same functions, with the same shares; like names
// add to that. Where callers or callees were renamed themselves, these are taken for the same once they are
// paired. What sampling alone explains and what is less than a thousandth of its side are left out, as a
// function of one sample has no callers to speak of. Empty where one side is empty, or if stopped.
std::vector<RenamePair> suggestedRenames(const Comparison &comparison, size_t most = 20,
                                         const StopToken &stop = {});

} // namespace proflens
