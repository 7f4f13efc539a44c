// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/info.h"

#include <optional>

namespace proflens {

// One side of a comparison: what its profile says, and of which file.
struct SideInfo
{
    ProfileInfo info;
    std::string path;
    uint64_t bytes = 0; // 0: unknown
};

// A sample type with what each side has of it; nothing where a side lacks it. Matched by name; units may
// differ.
struct SampleTypePair
{
    std::optional<ProfileInfo::SampleType> base, current;

    const ValueType &type() const { return current ? current->type : base->type; }
};

// Those of the current side in its order, then those that only the base has.
std::vector<SampleTypePair> sampleTypePairs(const ProfileInfo &base, const ProfileInfo &current);

// Both sides in columns beside each other, as plain English text; "-" where a side has nothing to say.
// Mappings, comments and notes follow, side by side being too wide for them.
std::string comparedInfoText(const SideInfo &base, const SideInfo &current);

} // namespace proflens
