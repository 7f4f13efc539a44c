// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/result.h"
#include "core/profile/stop.h"
#include "core/select/selection.h"
#include "core/select/values.h"

#include <cstdint>
#include <span>
#include <vector>

namespace proflens {

// What one filter of a list did, beyond the filters before it in the list.
struct FilterEffect
{
    bool matched = false; // whether it matched anything at all
    int64_t leftOut = 0;  // how much of the total it took away
    size_t samples = 0;   // how many samples with a value other than 0 that were
    // How much of what is left is charged to another frame now, since it left out the frame where the sample
    // was taken. 0 for means.
    int64_t moved = 0;

    bool operator==(const FilterEffect &) const = default;
};

// Applies filters to a selection as Selection::apply() does, in the order of their kinds, and tells what each
// did.
//
// What a filter did is the difference between the filters up to it in the list and those before it, each time
// applied in the order of their kinds. So the order of the list is that in which effects are told, the
// effects add up to all that is left out, and the outcome does not depend on the order of kinds in the list.
// What is returned is of no use once stop was asked for.
Result<std::vector<FilterEffect>> applyTelling(Selection &selection, std::span<const Filter> filters,
                                               const ValueFormula &formula, const StopToken &stop = {});

} // namespace proflens
