// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layout/flametree.h"
#include "core/select/regex.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace proflens {

// Where a regular expression matches in a tree: by the printable names of frames.
struct FlameSearch
{
    std::vector<uint8_t> matches;     // by FrameId: 1 if the name matches
    std::vector<uint64_t> hitsBefore; // by row, size() + 1: how many hits begin in the rows before
    // The width of what is in any hit, counted once where hits are nested, in units of FlameTree::width().
    int64_t covered = 0;

    // A hit is a node that takes room and whose frame matches.
    uint64_t hits() const { return hitsBefore.empty() ? 0 : hitsBefore.back(); }
    bool matchesFrame(FrameId frame) const { return matches[frame.row]; }
};

// One linear pass, so not for the GUI thread. What it returns if stopped is incomplete.
FlameSearch searchFlame(const FlameTree &tree, const FrameTable &frames, const Regex &regex,
                        const StopToken &stop = {});

// The hit after or before a node, in the order of FlameNode, around the end; none if nothing matches.
std::optional<FlameNode> nextHit(const FlameTree &tree, const FlameSearch &search, FlameNode from);
std::optional<FlameNode> previousHit(const FlameTree &tree, const FlameSearch &search, FlameNode from);
// How many hits come before this one.
uint64_t hitNumber(const FlameTree &tree, const FlameSearch &search, FlameNode hit);
// How many hits of at least this depth begin among the rows.
uint64_t hitsAmong(const FlameTree &tree, const FlameSearch &search, FlameRows rows, uint32_t depth);

} // namespace proflens
