// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"
#include "core/profile/stop.h"
#include "core/select/selection.h"

#include <memory>
#include <string>
#include <vector>

namespace proflens {

// Which labels stand on the stacks of their samples as frames: pprof's tagroot and tagleaf options.
struct LabelFrames
{
    std::vector<std::string> root; // label keys; the first is nearest to the root
    std::vector<std::string> leaf; // label keys; the last is nearest to the leaf
    std::string unit = "minimum";  // of numbers: pprof's unit option

    bool isEmpty() const { return root.empty() && leaf.empty(); }
    bool operator==(const LabelFrames &) const = default;
};

// What of it matched a label of any sample.
struct LabelFramesMatched
{
    bool root = false, leaf = false;
};

// A profile with the samples of another one, in the same rows, and its stacks as the selection sees them,
// with frames for labels above and below them (reference: google/pprof, internal/driver/tagroot.go). Such a
// frame is a function of its own from Profile::firstLabelFunction on, called by the values that the sample
// has for the key, with the key for a file; samples without the key share one that has no name. Rows of
// strings, functions, locations and label sets are those of the profile as far as they go; rows of stacks are
// others.
//
// To be made before filters are applied, which then see these frames. nullptr if stopped.
std::shared_ptr<const Profile> withLabelFrames(const Selection &selection, const LabelFrames &wanted,
                                               LabelFramesMatched *matched = nullptr,
                                               const StopToken &stop = {});

} // namespace proflens
