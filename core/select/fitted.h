// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"
#include "core/select/merger.h"

#include <span>
#include <string>
#include <vector>

namespace proflens {

// A profile's header while several are made alike. Of the profile, only the header is looked at.
struct Fitted
{
    const Profile *profile = nullptr;
    std::vector<size_t> columns; // of the profile
    std::vector<ValueType> sampleTypes;
    std::string defaultSampleType;
    ValueType periodType; // empty if the profile has none, as pprof reads it
    int64_t period = 0;
    Scaling scaling;
};

std::string described(std::span<const ValueType> types);
std::string described(const ValueType &type);
Error unlike(const std::string &what);

// Leaves the sample types that all have, in the order of the first (google/pprof, CompatibilizeSampleTypes).
Status keepCommonTypes(std::vector<Fitted> &all);
// Brings all values to the finest of their units, so that nothing is rounded away (google/pprof,
// ScaleProfiles).
Status useFinestUnits(std::vector<Fitted> &all);

// All of that, and all periods in the finest of their units. An Error as for mergeProfiles().
Result<std::vector<Fitted>> fitTogether(std::span<const Profile *const> headers);

// The header of the merged profile (google/pprof, combineHeaders).
void combineHeaders(const std::vector<Fitted> &all, Profile &header);

} // namespace proflens
