// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/analysis.h"
#include "core/layout/flametree.h"

#include <QString>

#include <memory>

namespace proflens {

// One analysis as a tree to be drawn. Made on a worker thread, immutable, and keeps alive what it refers to.
struct FlameData
{
    // fromCallers: leaf first, callers growing from callees.
    FlameData(AnalysisPtr a, bool fromCallers)
        : analysis(std::move(a))
        , inverted(fromCallers)
        , tree(fromCallers ? analysis->invertedStacks() : analysis->stacks(),
               fromCallers ? analysis->invertedWeights() : analysis->weights())
    {}

    AnalysisPtr analysis;
    bool inverted = false;
    FlameTree tree;

    const FrameTable &frames() const { return analysis->frames(); }
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
