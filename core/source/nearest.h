// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/analysis.h"
#include "core/profile/stop.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace proflens {

// A function whose source file the profile knows.
struct FunctionWithSource
{
    std::string name;
    int64_t cost = 0; // of the samples in whose stacks it is the nearest such function

    bool operator==(const FunctionWithSource &) const = default;
};

// Where to look on from functions whose file the profile does not know: the first function with a file among
// their callers and among their callees, over all stacks; by cost (its magnitude), then name. Both are empty
// if stopped.
struct NearestSource
{
    std::vector<FunctionWithSource> callers, callees;
};
NearestSource nearestSource(const Analysis &analysis, std::span<const std::string> names,
                            const StopToken &stop = {});

} // namespace proflens
