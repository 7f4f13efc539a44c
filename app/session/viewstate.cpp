// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/viewstate.h"

#include "core/select/labelfilter.h"
#include "core/select/regex.h"

namespace proflens {

QString patternProblem(FilterKind kind, const QString &pattern)
{
    if (kind == FilterKind::TagFocus || kind == FilterKind::TagIgnore) {
        const auto test = compileLabelFilter(filterName(kind), pattern.toStdString());
        return test.ok() ? QString() : QString::fromStdString(test.error().message);
    }
    const auto regex = Regex::compile(pattern.toStdString());
    return regex.ok() ? QString() : QString::fromStdString(regex.error().message);
}

AnalysisOptions ViewState::analysisOptions() const
{
    AnalysisOptions options;
    options.sampleIndex = sampleIndex;
    options.mean = mean;
    options.granularity = granularity;
    options.noInlines = noInlines;
    options.showColumns = showColumns;
    options.allFrames = allFrames;
    options.dropNegative = dropNegative;
    options.divideBy = divideBy;
    options.relativePercentages = relativePercentages;
    for (const QString &key : tagRoot)
        options.tagRoot.push_back(key.toStdString());
    for (const QString &key : tagLeaf)
        options.tagLeaf.push_back(key.toStdString());
    options.unit = unit.toStdString();
    for (const FilterChip &chip : chips) {
        if (chip.enabled && !chip.pattern.isEmpty())
            options.filters.push_back({chip.kind, chip.pattern.toStdString()});
    }
    return options;
}

ComparisonOptions ViewState::comparisonOptions() const
{
    ComparisonOptions options;
    options.view = analysisOptions();
    options.view.renamed = compare.renamed;
    options.scaling = compare.scaling;
    options.percentOf = compare.percentOf;
    return options;
}

} // namespace proflens
