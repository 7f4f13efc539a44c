// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/analysis.h"
#include "core/report/graphpicture.h"

#include <QFont>
#include <QString>

#include <memory>

namespace proflens {

// How much of the graph is shown.
struct GraphChoice
{
    int nodeCount = 80;
    double nodeFraction = 0.005;
    double edgeFraction = 0.001;
    bool callTree = false;

    bool operator==(const GraphChoice &) const = default;
};

// A call graph as the pane shows it: what it was made of, and where everything is. Immutable.
struct GraphScene
{
    AnalysisPtr analysis;
    GraphChoice choice;
    Report report;
    ReportGraph graph;
    GraphPicture picture;

    // A node's function, as ViewState::active names it.
    QString functionOf(size_t node) const;
    // By node: whether it is this function. Empty if none is.
    std::vector<bool> nodesOf(const QString &function) const;
    // The other end of a node's heaviest edge from a caller or to a callee; -1 if there is none.
    int heaviestCaller(int node) const;
    int heaviestCallee(int node) const;
    // The next node to the right (step 1) or left (-1) that the same caller calls; where there is no other,
    // the next one at the same height. -1 if there is none.
    int sibling(int node, int step) const;
    // Why the picture is empty; empty if it is not.
    QString emptyReason() const;
    // A word about a faster or simpler layout; empty if there is nothing to say.
    QString layoutNote() const;
    // The same graph in Graphviz's language, as `-dot` prints it.
    std::string dot() const;
};

using GraphScenePtr = std::shared_ptr<const GraphScene>;

// Takes from milliseconds to as long as two time limits of the layout. nullptr if stopped.
GraphScenePtr makeGraphScene(const AnalysisPtr &analysis, const GraphChoice &choice, const QFont &font,
                             const LayoutOptions &layout, const StopToken &stop);

} // namespace proflens
