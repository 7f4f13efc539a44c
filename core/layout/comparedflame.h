// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparedweights.h"
#include "core/analyze/comparison.h"
#include "core/layout/flamesearch.h"
#include "core/layout/flametree.h"

#include <array>
#include <string>

namespace proflens {

enum class ComparedSide { Base, Current };

// Both profiles as one tree to be drawn. Immutable; makes one pass over all frames of it, so not for the GUI
// thread.
class ComparedFlame
{
public:
    ComparedFlame(ComparisonPtr comparison, ComparedWidth width, bool inverted);
    ComparedFlame(const ComparedFlame &) = delete;
    ComparedFlame &operator=(const ComparedFlame &) = delete;

    const ComparisonPtr &comparison() const { return m_comparison; }
    ComparedWidth width() const { return m_width; }
    bool inverted() const { return m_inverted; }
    const FlameTree &tree() const { return m_tree; }

    BothValues values(FlameRows rows) const { return m_comparison->ofRows(rows.begin, rows.end, m_inverted); }
    BothValues total(FlameNode node) const { return values(m_tree.rows(node)); }
    // Of the stacks that end in the node.
    BothValues self(FlameNode node) const { return values(selfRows(node)); }
    Change change(FlameRows rows) const;
    Change change(FlameNode node) const { return change(m_tree.rows(node)); }
    Change selfChange(FlameNode node) const { return change(selfRows(node)); }
    // Empty where nothing ends in the node.
    FlameRows selfRows(FlameNode node) const;
    // The largest magnitude of a difference that is no noise, of subtrees or of frames alone; 0 if there is
    // none. The whole, which has no frame, counts among the subtrees.
    int64_t mostDelta(bool self) const { return m_mostDelta[self]; }

    // Values as single figures, each in the unit that suits it best; a difference with its sign.
    std::string format(int64_t value) const { return m_comparison->current()->formatAuto(value); }
    std::string formatDelta(int64_t delta) const { return withSign(format(delta), delta); }

    // How much of its room a side's part of some rows fills, 0 to 1. Where frames are as wide as the larger
    // of both, no side is cut.
    double filled(FlameRows rows, ComparedSide side) const;
    // Whether a side has nothing where the other has something.
    bool lacks(FlameRows rows, ComparedSide side) const;

private:
    const StackWeights &weightsOf(ComparedSide side) const;
    void measure();

    ComparisonPtr m_comparison;
    ComparedWidth m_width;
    bool m_inverted;
    StackWeights m_weights;
    FlameTree m_tree;
    std::array<int64_t, 2> m_mostDelta{};
};

// How much of each side's total is in hits of a search, 0 to 1 unless filters leave out what the total has.
// Hits within hits count once. One linear pass.
struct ComparedShares
{
    double base = 0, current = 0;
};
ComparedShares coveredShares(const ComparedFlame &flame, const FlameSearch &search);

// The tree as text, one line per node that either side has: depth, name, base, current, and what became of it
// ("new", "gone", "grew", "shrank", "same", with "?" behind where it may be noise).
std::string comparedFlameText(const ComparedFlame &flame);

} // namespace proflens
