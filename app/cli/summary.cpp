// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/summary.h"

#include "app/cli/sources.h"
#include "core/select/join.h"

namespace proflens {

namespace {

// Where the sample type that sample_index names for the current side is among those that both sides have.
Result<int> commonSampleType(const Joined &joined, const Profile &current, const std::string &wanted)
{
    const auto index = current.sampleIndex(wanted);
    if (!index)
        return index.error();
    const std::string &type = current.sampleTypes[static_cast<size_t>(*index)].type;
    for (int i = 0; i < static_cast<int>(joined.typeCount); ++i) {
        if (joined.profile->sampleTypes[static_cast<size_t>(i)].type == type)
            return i;
    }
    if (wanted.empty())
        return 0;
    return Error{"The base has no sample type " + type + "; name another one with -sample_index=TYPE."};
}

} // namespace

Result<Summary> loadSummary(const CommandLine &line)
{
    const auto current = loadCurrent(line);
    if (!current)
        return current.error();
    const auto base = loadBase(line);
    if (!base)
        return base.error();
    const auto joined = joinProfiles(*base, *current);
    if (!joined)
        return joined.error();
    const auto type = commonSampleType(**joined, **current, line.options.sampleIndex);
    if (!type)
        return type.error();

    ComparisonOptions options;
    options.view.sampleIndex = *type;
    options.view.mean = line.options.mean;
    options.view.granularity = line.options.granularity;
    options.view.noInlines = line.options.noInlines;
    options.view.filters = line.options.filters;
    options.view.relativePercentages = line.options.relativePercentages;
    options.view.allFrames = line.options.allFrames;
    options.view.unit = line.options.unit;
    options.scaling = line.scaling;
    options.percentOf = line.diffBase ? PercentOf::Base : PercentOf::Difference;
    const auto comparison = Comparison::make(*joined, options);
    if (!comparison)
        return comparison.error();
    return summarize(*comparison);
}

} // namespace proflens
