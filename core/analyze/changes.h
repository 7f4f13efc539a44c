// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"
#include "core/profile/stop.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace proflens {

// What a function has to do with the change of another one.
struct ChangePart
{
    FrameId frame;
    int64_t delta = 0;

    bool operator==(const ChangePart &) const = default;
};

// A function (or file, line, …: whatever the granularity makes) with the part of the whole change that it
// accounts for. Every stack belongs to at most one contributor, so parts add up.
struct Contributor
{
    FrameId frame;
    BothValues all;                         // of all stacks with the function
    BothValues own;                         // of those among them that belong to it; the part is own.delta()
    Change::Kind kind = Change::Kind::Same; // new and gone as for all, grew and shrank as for own
    double share = 0;                       // of Changes::magnitude(), from 0 to 1
    int64_t self = 0;                       // how much of own.delta() happened in the function itself
    // What it called, directly or not, that has most of own.delta(); none where that happened in itself or is
    // scattered.
    std::optional<ChangePart> within;
    // Who called it: those with at least a tenth of own.delta(), most first. moreCallers: how many others.
    std::vector<ChangePart> callers;
    size_t moreCallers = 0;
    // The most specific function above the direct callers that most of own.delta() came through.
    std::optional<ChangePart> origin;
    // Contributors before this one that have taken stacks of it, and what these changed by; most first.
    std::vector<ChangePart> besides;
};

// What a comparison comes down to.
struct Changes
{
    enum class Outcome {
        Empty,       // neither side has anything
        Nothing,     // all stacks are as they were
        AllNew,      // the base has nothing
        AllGone,     // the current side has nothing
        WithinNoise, // no function changed by more than sampling alone explains
        Scattered,   // no function has a part worth naming
        Some,        // contributors say what changed
    };
    Outcome outcome = Outcome::Empty;
    BothValues total; // of what the filters leave; undivided where means are asked for
    Change change;    // of the total
    // Most first. With AllNew and AllGone empty.
    std::vector<Contributor> contributors;
    // What belongs to no contributor. The sum of all own and the rest is the total.
    BothValues rest;
    bool restIsNoise = false;
    // The rest by the functions that it happened in: what these grew by, and shrank by (0 or less).
    int64_t restGrew = 0, restShrank = 0;

    // The sums of the contributors' parts that are above and below 0.
    int64_t grew() const;
    int64_t shrank() const;
    // All that grew and shrank, the rest with it, without signs.
    double magnitude() const;
    // What share of it the contributors explain, from 0 to 1; 0 where nothing changed.
    double explained() const;
};

struct ChangesOptions
{
    size_t most = 12; // contributors
    // The part that a contributor has to have at least, as a share of the differences of all stacks without
    // their signs.
    double leastShare = 0.02;
};

// The functions that best say what changed. What the callee of a function did is not told again of the
// function, and the other way round: contributors are chosen one after the other, each by how much changed in
// the stacks with it that no other has taken, by how little of the program it is, and by how much of it
// changed; then its stacks are its own. Where counts are known (Comparison::hasCounts()), changes within
// noise are not chosen; as the greatest of many changes are looked for, noise is taken for larger than
// elsewhere.
//
// Means do not add up. Where they are asked for, this is about the sums that they divide.
//
// One pass over the stacks for each contributor. Empty if stopped.
Changes changesOf(const Comparison &comparison, const ChangesOptions &options = {},
                  const StopToken &stop = {});

} // namespace proflens
