// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/analysis.h"
#include "core/layout/comparedflame.h"
#include "core/layout/flametree.h"

#include <QString>

#include <memory>

namespace proflens {

// One analysis, or a comparison of two, as a tree to be drawn. Made on a worker thread, immutable, and keeps
// alive what it refers to.
struct FlameData
{
    // fromCallers: leaf first, callers growing from callees.
    FlameData(AnalysisPtr a, bool fromCallers)
        : analysis(std::move(a))
        , inverted(fromCallers)
        , single(std::make_shared<FlameTree>(fromCallers ? analysis->invertedStacks() : analysis->stacks(),
                                             fromCallers ? analysis->invertedWeights() : analysis->weights()))
        , tree(*single)
    {}
    // The same tree for an analysis with the same numbers, in whatever unit they are shown; hasNumbersOf()
    // must hold.
    FlameData(AnalysisPtr a, const FlameData &like)
        : analysis(std::move(a))
        , inverted(like.inverted)
        , single(like.single)
        , tree(*single)
    {}
    FlameData(const ComparisonPtr &comparison, ComparedWidth width, bool fromCallers)
        : analysis(comparison->current())
        , inverted(fromCallers)
        , compared(std::make_unique<ComparedFlame>(comparison, width, fromCallers))
        , tree(compared->tree())
    {}

    AnalysisPtr analysis; // the current side of a comparison
    bool inverted = false;

private:
    std::shared_ptr<const FlameTree> single;

public:
    std::unique_ptr<const ComparedFlame> compared; // nullptr if there is nothing to compare with
    const FlameTree &tree; // its totals are those of the analysis only where nothing is compared

    const FrameTable &frames() const { return analysis->frames(); }
    // Whether the tree of that analysis would be the same. Not of comparisons.
    bool hasNumbersOf(const Analysis &other) const
    {
        return single && &analysis->stacks() == &other.stacks() && &analysis->weights() == &other.weights();
    }
    ComparisonPtr comparison() const { return compared ? compared->comparison() : nullptr; }
};
using FlameDataPtr = std::shared_ptr<const FlameData>;

// What functions are called in ViewState::active.
QString functionName(const FrameTable &frames, FrameId frame);
// What a box says: shorter than what reports print, since the file is said elsewhere.
QString boxName(const FrameTable &frames, FrameId frame);
// The file that the frame's function is in; empty if unknown.
QString fileOf(const Analysis &analysis, FrameId frame);

// The node of another tree with the same names on its path, as far down as there is one.
FlameNode sameNode(const FlameData &from, FlameNode node, const FlameData &to);

} // namespace proflens
