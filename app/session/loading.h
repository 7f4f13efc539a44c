// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/openrequest.h"
#include "core/select/join.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace proflens {

// What a document shows: one profile, or two of which one is the base.
struct Loaded
{
    ProfilePtr profile;
    ProfilePtr base;  // nullptr: no comparison
    JoinedPtr joined; // of both; nullptr without a base
    // The types that can be looked at: the profile's, or those that both sides have.
    std::vector<ValueType> sampleTypes;
    // By sample type, whether all its values are 0 on all sides.
    std::vector<bool> zeroTypes;
    // There are frames, and none of them has a function name, on either side.
    bool onlyAddresses = false;
    // The base is the one that the files of the current side hold themselves.
    bool ownBase = false;
    // The keys of all labels, sorted.
    std::vector<std::string> labelKeys;
    // The sides changed places, as LoadInput::olderIsBase wanted.
    bool swapped = false;
};

// Reads the base that files hold themselves, such as folded stacks with two counts.
SideRequest ownBaseOf(const SideRequest &side);

// Joins what is known already. base may be nullptr.
Result<Loaded> loadedOf(const ProfilePtr &profile, const ProfilePtr &base, const std::stop_token &stop = {});

// Reads both sides (base may be empty) and joins them. A side that is given already is not read. progress is
// called with bytes done and bytes in all, from any thread. For worker threads.
struct LoadInput
{
    SideRequest current, base;
    ProfilePtr knownCurrent, knownBase;
    // Makes the older profile the base, where both know when they were taken.
    bool olderIsBase = false;
    // Compares files that hold a base of their own with that, where no other is named.
    bool takeOwnBase = false;
};
Result<Loaded> loadSides(const LoadInput &input, const std::function<void(uint64_t, uint64_t)> &progress,
                         const std::stop_token &stop);

} // namespace proflens
