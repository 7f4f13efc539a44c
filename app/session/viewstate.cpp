// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/viewstate.h"

namespace proflens {

AnalysisOptions ViewState::analysisOptions() const
{
    AnalysisOptions options;
    options.sampleIndex = sampleIndex;
    options.mean = mean;
    options.granularity = granularity;
    options.noInlines = noInlines;
    options.relativePercentages = relativePercentages;
    options.unit = unit.toStdString();
    for (const FilterChip &chip : chips) {
        if (chip.enabled && !chip.pattern.isEmpty())
            options.filters.push_back({chip.kind, chip.pattern.toStdString()});
    }
    return options;
}

} // namespace proflens
