// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/samplecounts.h"

#include "core/measure/measure.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace proflens {

namespace {

// The column of a side whose type has this name; -1 if there is none.
int columnOf(const Profile &profile, const SampledColumns &side, std::string_view name)
{
    for (size_t i = 0; i < side.count; ++i) {
        const size_t column = static_cast<size_t>(side.first) + i;
        if (profile.sampleTypes[column].type == name)
            return static_cast<int>(column);
    }
    return -1;
}

int64_t thousandths(double count)
{
    const double scaled = std::round(std::abs(count) * static_cast<double>(countScale));
    return scaled < 0x1p62 ? static_cast<int64_t>(scaled) : int64_t(1) << 62;
}

std::vector<int64_t> divided(const ValueColumn &column, double by)
{
    std::vector<int64_t> counts;
    counts.reserve(column.size());
    column.forEach(
        [&](size_t, int64_t value) { counts.push_back(thousandths(static_cast<double>(value) / by)); });
    return counts;
}

} // namespace

std::optional<std::vector<int64_t>> sampleCounts(const Profile &profile, const SampledColumns &side,
                                                 int column)
{
    const auto &values = profile.samples.values;
    const ValueType &type = profile.sampleTypes[static_cast<size_t>(column)];
    for (const std::string_view name : {"samples", "sample"}) {
        const int counts = columnOf(profile, side, name);
        if (counts >= 0 && profile.sampleTypes[static_cast<size_t>(counts)].unit == "count")
            return divided(values[static_cast<size_t>(counts)], 1);
    }

    const int contentions = columnOf(profile, side, "contentions");
    if (contentions >= 0 && (type.type == "contentions" || type.type == "delay")) {
        const double period = side.period > 0 ? static_cast<double>(side.period) : 1;
        return divided(values[static_cast<size_t>(contentions)], period);
    }
    if (!side.periodType || side.period <= 0)
        return std::nullopt;

    const std::string_view name = type.type;
    const bool isObjects = name.ends_with("objects"), isSpace = name.ends_with("space");
    if ((isObjects || isSpace) && side.periodType->type == "space") {
        const std::string prefix(name.substr(0, name.size() - (isObjects ? 7 : 5)));
        const int objects = columnOf(profile, side, prefix + "objects");
        const int space = columnOf(profile, side, prefix + "space");
        if (objects < 0 || space < 0)
            return std::nullopt;
        std::vector<int64_t> counts;
        counts.reserve(profile.samples.size());
        const ValueColumn &bytes = values[static_cast<size_t>(space)];
        values[static_cast<size_t>(objects)].forEach([&](size_t sample, int64_t number) {
            // n objects of a size that is kept with probability p are k = n p samples, give or take
            // sqrt(k (1 - p)). Counted as k / (1 - p) they obey the rule for independent samples; what is
            // kept for certain counts for as much as a thousand.
            constexpr double least = 0.001;
            const double n = std::abs(static_cast<double>(number));
            const double size = n == 0 ? 0 : std::abs(static_cast<double>(bytes[sample])) / n;
            const double missed = std::exp(-size / static_cast<double>(side.period));
            counts.push_back(thousandths(n * (1 - missed) / std::max(missed, least)));
        });
        return counts;
    }

    // Where one goroutine or thread is one period, nothing was sampled: all were counted.
    const bool isTime = measure::compatibleUnits(type.unit, "nanoseconds");
    if (isTime && side.periodType->type == type.type &&
        measure::compatibleUnits(side.periodType->unit, type.unit)) {
        const double period = measure::scale(side.period, side.periodType->unit, type.unit).value;
        if (period > 0)
            return divided(values[static_cast<size_t>(column)], period);
    }
    return std::nullopt;
}

bool isWithinNoise(int64_t baseCount, int64_t currentCount, double factor, double standardErrors)
{
    const double base = static_cast<double>(baseCount) / countScale;
    const double current = static_cast<double>(currentCount) / countScale;
    const double change = current - factor * base;
    const double variance = current + factor * factor * base;
    return change * change < standardErrors * standardErrors * variance || change == 0;
}

} // namespace proflens
