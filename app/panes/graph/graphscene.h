// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/viewstate.h"
#include "core/analyze/comparedgraph.h"
#include "core/report/comparedpicture.h"
#include "core/report/graphpicture.h"

#include <QFont>
#include <QString>

#include <memory>

namespace proflens {

using GraphChoice = GraphState;

// What a graph is of.
struct GraphSubject
{
    AnalysisPtr analysis;     // of the current side
    ComparisonPtr comparison; // nullptr if there is no base
    // Of ViewState::compare, what shapes pictures.
    CompareState::Look look = CompareState::Look::Difference;
    bool colorSelf = false, colorRelative = false, hideNoise = false;
    QString baseName, currentName;

    bool operator==(const GraphSubject &) const = default;
    bool isSideBySide() const { return comparison && look == CompareState::Look::SideBySide; }
};

// A call graph as the pane shows it: what it was made of, and where everything is. Immutable.
struct GraphScene
{
    AnalysisPtr analysis; // of the side that is shown; the current one where both are in one picture
    GraphSubject subject;
    GraphChoice choice;
    Report report;
    ReportGraph graph;                             // nothing of a comparison
    std::shared_ptr<const ComparedGraph> compared; // nullptr without a base
    GraphPicture picture;

    const TrimmedGraph &trimmed() const { return compared ? compared->trimmed : graph.trimmed; }
    const CallGraph &calls() const { return trimmed().graph; }
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
    // The same graph in Graphviz's language: as `-dot` prints it, or with both sides.
    std::string dot() const;
    // What full blue and full red stand for, where colours tell differences; empty if nothing changed.
    QString least() const;
    QString most() const;
};

using GraphScenePtr = std::shared_ptr<const GraphScene>;

// What the pane shows at a time.
struct GraphScenes
{
    GraphScenePtr main;
    GraphScenePtr base; // at its left; nullptr unless side by side

    // To be saved: what is shown, both halves in one.
    GraphPicture picture() const;
};

// What is shown at most, and where nothing else is asked for (pprof's nodecount=-1).
inline constexpr int mostNodes = 5000, usualNodes = 80;
ReportOptions graphReportOptions(const GraphChoice &choice);

// Takes from milliseconds to as long as two time limits of the layout. main is nullptr if stopped.
GraphScenes makeGraphScenes(const GraphSubject &subject, const GraphChoice &choice, const QFont &font,
                            const LayoutOptions &layout, const StopToken &stop);

} // namespace proflens
