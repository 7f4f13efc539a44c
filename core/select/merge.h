// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"
#include "core/profile/stop.h"

#include <memory>
#include <span>

// Making one profile of several, as pprof does when it is given several files or a base (reference:
// google/pprof, internal/driver/fetch.go, profile/merge.go, internal/measurement).
//
// Where pprof loses data these do not: a sample whose values a change of units leaves as they are stays
// (pprof drops it unless another of its values was changed and is not 0); locations that differ in an inner
// column stay two; the time of the merged profile is the earliest that is known, even if a later profile does
// not know its own; two sample types of one name stay two.
namespace proflens {

// One profile that holds the samples of all: of the sample types that all have, in the order of the first
// profile, in the finest of their units. Equal samples (stack and labels) are added up, samples that are 0 in
// all values are left out, and so is what no sample uses. Mappings are the same when size, offset, and build
// id or else file are, wherever they were mapped; locations and functions when they say the same. Rows are
// numbered as pprof's Merge numbers them. A single profile is copied as it is; there is no need to call this
// for one.
//
// An Error when the profiles have no sample type in common, or their units or periods do not convert into one
// another.
// Their origins are merged as well: what warnings there are, and the bases that the files hold.
Result<std::shared_ptr<Profile>> mergeProfiles(std::span<const ProfilePtr> profiles,
                                               const StopToken &stop = {});

// A copy without samples that are 0 in all values and without rows that no sample uses.
std::shared_ptr<Profile> compacted(const Profile &profile);

// A copy with each column of values multiplied by its ratio, rounded half away from zero, and without the
// samples that are then 0 in all values. ratios: one per sample type. When all are 1 nothing is left out.
// Other tables stay as they are.
std::shared_ptr<Profile> scaled(const Profile &profile, std::span<const double> ratios);

// A copy scaled so that each column has the sum of the same column in base. An Error when sample types or
// period types differ.
Result<std::shared_ptr<Profile>> normalized(const Profile &profile, const Profile &base);

// What becomes of samples that differ in nothing but their values, and of equal stacks of two sources.
enum class EqualSamples {
    AddUp,     // they become one
    StayApart, // they stay what they are, which is much quicker: for whoever adds up values by themselves
};

// now minus base, merged: -base, or with diffBase -diff_base, where the samples of the base carry the label
// pprof::base=true and so do not cancel those of now. normalize scales now to the base first. Errors as
// above. Equal samples stay apart only where they are asked to and where sums over them, of values and of
// amounts, are those of the merged ones: not where some of their values may cancel each other.
Result<std::shared_ptr<Profile>> withBase(const ProfilePtr &now, const ProfilePtr &base, bool diffBase,
                                          bool normalize, const StopToken &stop = {},
                                          EqualSamples equal = EqualSamples::AddUp);

// The label by which a sample of the base is known, and its only value.
inline constexpr std::string_view baseLabelKey = "pprof::base";
inline constexpr std::string_view baseLabelValue = "true";

} // namespace proflens
