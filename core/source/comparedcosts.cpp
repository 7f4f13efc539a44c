// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/comparedcosts.h"

#include "core/analyze/samplecounts.h"

#include <algorithm>
#include <cstdio>
#include <tuple>

namespace proflens {

namespace {

uint64_t magnitude(int64_t value)
{
    return value < 0 ? uint64_t(0) - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
}

uint64_t larger(BothValues values)
{
    return std::max(magnitude(values.base), magnitude(values.current));
}

// One unit for both sides, by the rule for one.
std::string unitOf(const ComparedSource &source, const Comparison &comparison)
{
    const AnalysisOptions &options = comparison.current()->options();
    if (options.unit != "minimum")
        return options.unit;
    // As for the functions of a table: what is below half a percent of the file has no say.
    constexpr auto most = static_cast<uint64_t>(INT64_MAX);
    const uint64_t whole = std::max(
        {larger({source.base.flat, source.current.flat}), larger({source.base.cum, source.current.cum})});
    LeastShown least(static_cast<int64_t>(std::min(whole, most)));
    for (size_t row = 0; row < source.current.lines.size(); ++row) {
        for (const BothValues both : {source.flat(row), source.cum(row)}) {
            least.add(both.base, both.base);
            least.add(both.current, both.current);
        }
    }
    const BothValues total = comparison.total();
    return chooseOutputUnit(least.value(), std::max(total.base, total.current),
                            comparison.current()->sampleType().unit, 1 / comparison.options().view.divideBy);
}

// How many samples are behind the costs of one side.
std::optional<SourceCosts> countedCosts(const Analysis &side, std::string_view file,
                                        const SampledColumns &columns, int column, const StopToken &stop)
{
    const auto counts = sampleCounts(*side.profile(), columns, column);
    return sourceCosts(side, file, counts ? std::span<const int64_t>(*counts) : std::span<const int64_t>(),
                       stop);
}

} // namespace

std::optional<ComparedSource> comparedSource(const Comparison &comparison, std::string_view file,
                                             const StopToken &stop)
{
    ComparedSource source;
    auto base = sourceCosts(*comparison.base(), file, stop);
    auto current = sourceCosts(*comparison.current(), file, stop);
    if (!base || !current)
        return std::nullopt;
    source.base = std::move(*base);
    source.current = std::move(*current);
    std::optional<SourceCosts> baseCounts, currentCounts;
    if (comparison.hasCounts()) {
        const Joined &joined = *comparison.joined();
        const int type = comparison.options().view.sampleIndex;
        const auto columns = [&](int first, const SideFacts &facts) {
            return SampledColumns{first, joined.typeCount, facts.period, facts.periodType};
        };
        baseCounts = countedCosts(*comparison.base(), file, columns(joined.baseColumn(0), joined.base),
                                  joined.baseColumn(type), stop);
        currentCounts =
            countedCosts(*comparison.current(), file, columns(joined.currentColumn(0), joined.current),
                         joined.currentColumn(type), stop);
        if (!baseCounts || !currentCounts)
            return std::nullopt;
    }

    SourceCosts &costs = source.current;
    costs.hottest.clear();
    for (uint32_t row = 0; row < costs.lines.size(); ++row) {
        const auto counts = [&](int64_t SourceLineCost::*of) {
            return baseCounts ? BothValues{baseCounts->lines[row].*of, currentCounts->lines[row].*of}
                              : BothValues();
        };
        source.flatChanges.push_back(comparison.changeOf(source.flat(row), counts(&SourceLineCost::flat)));
        source.cumChanges.push_back(comparison.changeOf(source.cum(row), counts(&SourceLineCost::cum)));
        if (larger(source.flat(row)) != 0 || larger(source.cum(row)) != 0)
            costs.hottest.push_back(row);
        std::stable_sort(
            costs.lines[row].functions.begin(), costs.lines[row].functions.end(),
            [&](uint32_t a, uint32_t b) {
                const auto cum = [&](uint32_t function) {
                    return larger({source.base.functions[function].cum, costs.functions[function].cum});
                };
                return cum(a) > cum(b);
            });
    }
    const auto heat = [&](uint32_t row) {
        return std::tuple(magnitude(source.flat(row).delta()), magnitude(source.cum(row).delta()),
                          larger(source.flat(row)), larger(source.cum(row)));
    };
    std::stable_sort(costs.hottest.begin(), costs.hottest.end(),
                     [&](uint32_t a, uint32_t b) { return heat(a) > heat(b); });
    costs.unit = source.base.unit = unitOf(source, comparison);
    return source;
}

std::vector<ComparedFileCost> comparedFilesOf(const Comparison &comparison,
                                              std::span<const std::string> names, const StopToken &stop)
{
    // Both sides know the same files, each in its own order.
    std::vector<SourceFileCost> base = sourceFilesOf(*comparison.base(), names, stop);
    std::vector<SourceFileCost> current = sourceFilesOf(*comparison.current(), names, stop);
    if (base.size() != current.size())
        return {}; // stopped
    const auto byName = [](const SourceFileCost &a, const SourceFileCost &b) { return a.file < b.file; };
    std::sort(base.begin(), base.end(), byName);
    std::sort(current.begin(), current.end(), byName);
    std::vector<ComparedFileCost> files;
    for (size_t i = 0; i < current.size(); ++i)
        files.push_back(
            {std::move(current[i].file), {base[i].flat, current[i].flat}, {base[i].cum, current[i].cum}});
    std::stable_sort(files.begin(), files.end(), [](const ComparedFileCost &a, const ComparedFileCost &b) {
        const auto heat = [](const ComparedFileCost &file) {
            return std::tuple(magnitude(file.cum.delta()), larger(file.cum), larger(file.flat));
        };
        return heat(a) > heat(b);
    });
    return files;
}

std::string sourceDelta(const SourceCosts &costs, const Analysis &analysis, int64_t delta)
{
    return delta == 0 ? "0" : withSign(sourceValue(costs, analysis, delta), delta);
}

std::string annotatedSource(const ComparedSource &source, const Comparison &comparison,
                            std::span<const std::string_view> text, int64_t context)
{
    const SourceCosts &costs = source.current;
    const Analysis &analysis = *comparison.current();
    std::string out;
    const auto cell = [&](const std::string &value) {
        char padded[64];
        std::snprintf(padded, sizeof padded, "%10.24s ", value.c_str());
        out += padded;
    };
    const auto row = [&](int64_t line, std::string_view what) {
        const SourceLineCost *cost = costs.at(line);
        for (const bool flat : {true, false}) {
            BothValues both;
            if (cost) {
                const auto index = static_cast<size_t>(cost - costs.lines.data());
                both = flat ? source.flat(index) : source.cum(index);
            }
            const bool any = both.base != 0 || both.current != 0;
            cell(sourceValue(costs, analysis, both.base));
            cell(sourceValue(costs, analysis, both.current));
            cell(any ? sourceDelta(costs, analysis, both.delta()) : ".");
        }
        char number[32];
        std::snprintf(number, sizeof number, "%6lld: ", static_cast<long long>(line));
        out += number;
        out += what;
        out += '\n';
    };
    std::vector<uint32_t> rows = costs.hottest;
    std::sort(rows.begin(), rows.end());
    const auto count = static_cast<int64_t>(text.size());
    int64_t printed = 0; // the last line of the file that was
    for (const uint32_t index : rows) {
        const SourceLineCost &line = costs.lines[index];
        if (line.line < 1 || line.line > count) {
            std::string names;
            for (const uint32_t function : line.functions)
                names += (names.empty() ? "" : ", ") + costs.functions[function].name;
            row(line.line, names);
            continue;
        }
        // Saturating: context may be anything.
        const int64_t first = std::max(printed + 1, line.line > context ? line.line - context : 1);
        if (first > printed + 1 && printed > 0)
            out += "...\n";
        const int64_t last = count - line.line > context ? line.line + context : count;
        for (printed = std::max(printed, first - 1); printed < last;) {
            ++printed;
            row(printed, text[static_cast<size_t>(printed - 1)]);
        }
    }
    return out;
}

} // namespace proflens
