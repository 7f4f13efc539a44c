// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparedweights.h"
#include "core/analyze/comparison.h"
#include "core/select/coderules.h"
#include "core/source/functionnames.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <vector>

namespace proflens {

// A filter as the bar shows it: it can be switched off without being lost.
struct FilterChip
{
    FilterKind kind = FilterKind::Focus;
    QString pattern; // RE2 syntax
    bool enabled = true;

    bool operator==(const FilterChip &) const = default;
};

// What is wrong with the pattern, such as "missing closing ): (a"; empty if it is fine.
QString patternProblem(FilterKind kind, const QString &pattern);

// How base and current are looked at. Means nothing while there is no base.
struct CompareState
{
    enum class Look { Difference, SideBySide };
    Look look = Look::Difference;
    Scaling scaling;
    PercentOf percentOf = PercentOf::Base;
    std::vector<RenamedFunction> renamed; // from: as the base names it; to: as the current side does
    // Of flame graphs, and of colours wherever differences are drawn.
    ComparedWidth width = ComparedWidth::Larger;
    bool colorSelf = false;     // by the difference of the frame alone rather than with what it calls
    bool colorRelative = false; // by the ratio of the frame's values rather than by the share of the whole
    bool hideNoise = false;     // leave out what sampling alone explains
    bool linked = true;         // the halves of a pane scroll, zoom and select as one

    bool operator==(const CompareState &) const = default;

    bool needsAnalysis(const CompareState &other) const
    {
        return !(scaling == other.scaling && percentOf == other.percentOf && renamed == other.renamed);
    }
};

// How much of a call graph is shown: pprof's options of these names.
struct GraphState
{
    bool trim = true;   // leave out what is small, as the next three say
    int nodeCount = -1; // at most so many functions; 0: all; -1: 80, as pprof's graphs have
    double nodeFraction = 0.005;
    double edgeFraction = 0.001;
    bool callTree = false;

    bool operator==(const GraphState &) const = default;
};

// How a document is looked at. A value: the list of past ones is back and forward.
struct ViewState
{
    int sampleIndex = -1; // -1: the profile's default, until the profile is known
    bool mean = false;
    Granularity granularity = Granularity::Functions;
    bool noInlines = false;
    bool showColumns = false; // tell columns of lines apart
    bool allFrames = false;   // show the frames that the profile asks to leave out
    bool dropNegative = false;
    bool relativePercentages = false;
    // Keys of labels that stand on the stacks as frames: the first at the root, the last at the leaf.
    QStringList tagRoot, tagLeaf;
    QString unit = QStringLiteral("minimum");
    NameOptions names;
    double divideBy = 1; // values are shown divided by it; not 0
    QList<FilterChip> chips;
    MyCode myCode; // beside the chips; its rules are in the settings
    // The function that all panes are about: Frame::name, or the printable name of a frame without one.
    // Empty: none.
    QString active;
    GraphState graph;
    CompareState compare;

    bool operator==(const ViewState &) const = default;

    // Whether the two differ in what numbers come from, so that these must be computed anew.
    bool needsAnalysis(const ViewState &other) const
    {
        ViewState same = other;
        same.active = active;
        same.graph = graph;
        same.compare = compare;
        if (!myCode.on && !other.myCode.on)
            same.myCode = myCode;
        return !(*this == same) || compare.needsAnalysis(other.compare);
    }
    // Both without what hides all but one's own code: Document knows the rules.
    AnalysisOptions analysisOptions() const;
    // For a document with a base.
    ComparisonOptions comparisonOptions() const;
};

} // namespace proflens
