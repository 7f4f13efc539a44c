// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"
#include "core/profile/stop.h"
#include "core/select/values.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace proflens {

// What a side of a comparison knows of itself that the joined profile cannot hold for both.
struct SideFacts
{
    int64_t durationNanos = 0, timeNanos = 0; // 0: unknown
    int64_t period = 0;
    std::optional<ValueType> periodType;
    size_t sampleCount = 0;
    std::vector<ValueType> unmatched; // sample types that the other side lacks or has in another unit
};

// Two profiles in the tables of one, each with value columns of its own: what the two have in common, stacks
// above all, is there once and compares by row. Immutable; shared as JoinedPtr.
struct Joined
{
    ProfilePtr profile;   // sample types: those of the current side, then the same of the base
    size_t typeCount = 0; // of each side
    SideFacts base, current;

    // type: 0 to typeCount - 1.
    int currentColumn(int type) const { return type; }
    int baseColumn(int type) const { return type + static_cast<int>(typeCount); }
};

using JoinedPtr = std::shared_ptr<const Joined>;

// Sample types are matched by name, in the finest of the two units; functions, locations, mappings and stacks
// as in mergeProfiles(). Samples that are 0 on both sides are left out. An Error when no sample type matches.
// To compare several profiles, merge each side first.
Result<JoinedPtr> joinProfiles(const ProfilePtr &base, const ProfilePtr &current, const StopToken &stop = {});

} // namespace proflens
