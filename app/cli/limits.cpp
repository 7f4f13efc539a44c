// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/limits.h"

#include "app/cli/sources.h"

namespace proflens {

namespace {

// Calls f(limit) for each limit, and gathers what it says.
template <typename F> Result<std::vector<std::string>> gathered(const CommandLine &line, F &&f)
{
    std::vector<std::string> all;
    for (const Limit &limit : line.limits) {
        const Result<std::vector<std::string>> broken = f(limit);
        if (!broken)
            return broken.error();
        all.insert(all.end(), (*broken).begin(), (*broken).end());
    }
    return all;
}

} // namespace

Result<std::vector<std::string>> brokenLimits(const CommandLine &line, const ProfilePtr &profile)
{
    if (!line.bases.empty()) {
        const auto loaded = loadComparison(line);
        if (!loaded)
            return loaded.error();
        return gathered(line, [&](const Limit &limit) { return limit.breaches(*(*loaded).comparison); });
    }
    const auto loaded = profile ? Result<ProfilePtr>(profile) : loadSources(line);
    if (!loaded)
        return loaded.error();
    const auto index = (*loaded)->sampleIndex(line.options.sampleIndex);
    if (!index)
        return index.error();
    AnalysisOptions options = analysisOptions(line.options, **loaded);
    options.sampleIndex = *index;
    const auto analysis = Analysis::make(*loaded, options);
    if (!analysis)
        return analysis.error();
    return gathered(line, [&](const Limit &limit) { return limit.breaches(**analysis); });
}

} // namespace proflens
