// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/analysis.h"

#include <QList>
#include <QString>

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

// How a document is looked at. A value: the list of past ones is back and forward.
struct ViewState
{
    int sampleIndex = -1; // -1: the profile's default, until the profile is known
    bool mean = false;
    Granularity granularity = Granularity::Functions;
    bool noInlines = false;
    bool relativePercentages = false;
    QString unit = QStringLiteral("minimum");
    QList<FilterChip> chips;
    // The function that all panes are about: Frame::name, or the printable name of a frame without one.
    // Empty: none.
    QString active;

    bool operator==(const ViewState &) const = default;

    // Whether the two differ in anything but the active function, so that numbers must be computed anew.
    bool needsAnalysis(const ViewState &other) const
    {
        ViewState same = other;
        same.active = active;
        return !(*this == same);
    }
    AnalysisOptions analysisOptions() const;
};

} // namespace proflens
