// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/fitted.h"

#include "core/measure/measure.h"

#include <algorithm>
#include <limits>
#include <set>

namespace proflens {

std::string described(const ValueType &type)
{
    return type.type.empty() && type.unit.empty() ? "nothing" : type.type + "/" + type.unit;
}

std::string described(std::span<const ValueType> types)
{
    std::string out;
    for (const ValueType &type : types)
        out += (out.empty() ? "" : ", ") + described(type);
    return out.empty() ? "nothing" : out;
}

Error unlike(const std::string &what)
{
    return Error{"the profiles cannot be put together: " + what + "; choose profiles of one kind"};
}

namespace {

// The types as they are told apart: the second "cpu" is another than the first.
std::vector<std::pair<std::string, int>> typeKeys(const Profile &profile)
{
    std::vector<std::pair<std::string, int>> keys;
    for (const ValueType &type : profile.sampleTypes) {
        const auto same =
            std::count_if(keys.begin(), keys.end(), [&](const auto &key) { return key.first == type.type; });
        keys.emplace_back(type.type, static_cast<int>(same));
    }
    return keys;
}

} // namespace

Status keepCommonTypes(std::vector<Fitted> &all)
{
    std::vector<std::pair<std::string, int>> common = typeKeys(*all.front().profile);
    for (const Fitted &fitted : all) {
        const auto keys = typeKeys(*fitted.profile);
        std::erase_if(
            common, [&](const auto &key) { return std::find(keys.begin(), keys.end(), key) == keys.end(); });
    }
    if (common.empty()) {
        std::string types;
        for (const Fitted &fitted : all)
            types += (types.empty() ? "" : "; ") + described(fitted.profile->sampleTypes);
        return unlike("they have no sample type in common (" + types + ")");
    }
    for (Fitted &fitted : all) {
        const Profile &profile = *fitted.profile;
        const auto keys = typeKeys(profile);
        for (const auto &key : common) {
            const auto column = static_cast<size_t>(std::find(keys.begin(), keys.end(), key) - keys.begin());
            fitted.columns.push_back(column);
            fitted.sampleTypes.push_back(profile.sampleTypes[column]);
        }
        fitted.defaultSampleType = profile.defaultSampleType;
        const bool isDefaultLeft = std::any_of(common.begin(), common.end(), [&](const auto &key) {
            return key.first == profile.defaultSampleType;
        });
        if (common != keys && !isDefaultLeft)
            fitted.defaultSampleType = common.front().first;
    }
    return success();
}

namespace {

// The finest of some types, if they convert into one another. Type names may differ by a plural s.
template <typename Get>
Result<ValueType> finest(const std::vector<Fitted> &all, std::string_view what, Get &&get)
{
    const auto singular = [](std::string_view name) {
        return name.ends_with('s') ? name.substr(0, name.size() - 1) : name;
    };
    ValueType best = get(all.front());
    for (const Fitted &fitted : all) {
        const ValueType &type = get(fitted);
        if (singular(type.type) != singular(best.type) || !measure::compatibleUnits(type.unit, best.unit))
            return unlike(std::string(what) + " " + described(best) + " and " + described(type) +
                          " do not convert");
        if (measure::scale(1, type.unit, best.unit).value < 1)
            best = type;
    }
    return best;
}

// Brings all periods to the finest of their units.
Status useFinestPeriod(std::vector<Fitted> &all)
{
    const auto period =
        finest(all, "their periods", [](const Fitted &f) -> const ValueType & { return f.periodType; });
    if (!period)
        return period.error();
    for (Fitted &fitted : all) {
        if (fitted.periodType.unit != period->unit) {
            const double value = measure::scale(fitted.period, fitted.periodType.unit, period->unit).value;
            const bool fits = value >= -0x1p63 && value < 0x1p63;
            fitted.period = fits ? static_cast<int64_t>(value) : std::numeric_limits<int64_t>::min();
        }
        fitted.periodType.unit = period->unit;
        if (fitted.periodType != all.front().periodType)
            return unlike("their periods " + described(all.front().periodType) + " and " +
                          described(fitted.periodType) + " are of different types");
    }
    return success();
}

} // namespace

Status useFinestUnits(std::vector<Fitted> &all)
{
    std::vector<std::vector<double>> ratios(all.size());
    for (size_t i = 0; i < all.front().sampleTypes.size(); ++i) {
        const auto type = finest(all, "their sample types",
                                 [&](const Fitted &f) -> const ValueType & { return f.sampleTypes[i]; });
        if (!type)
            return type.error();
        for (size_t n = 0; n < all.size(); ++n) {
            ratios[n].push_back(measure::scale(1, all[n].sampleTypes[i].unit, type->unit).value);
            all[n].sampleTypes[i].unit = type->unit;
        }
    }
    for (size_t n = 0; n < all.size(); ++n)
        all[n].scaling.add(std::move(ratios[n]));
    return success();
}

Result<std::vector<Fitted>> fitTogether(std::span<const Profile *const> headers)
{
    std::vector<Fitted> all(headers.size());
    for (size_t n = 0; n < all.size(); ++n) {
        all[n].profile = headers[n];
        all[n].periodType = headers[n]->periodType.value_or(ValueType{});
        all[n].period = headers[n]->period;
    }
    for (const auto &step : {keepCommonTypes, useFinestPeriod, useFinestUnits}) {
        if (const Status fits = step(all); !fits)
            return fits.error();
    }
    return all;
}

void combineHeaders(const std::vector<Fitted> &all, Profile &header)
{
    copyHeader(*all.front().profile, header);
    header.defaultSampleType.clear();
    if (header.periodType)
        header.periodType = all.front().periodType;
    header.period = 0;
    header.durationNanos = 0;
    header.comments.clear();
    std::set<std::string_view> comments;
    uint64_t duration = 0;
    for (const Fitted &fitted : all) {
        const Profile &profile = *fitted.profile;
        if (profile.timeNanos != 0 && (header.timeNanos == 0 || profile.timeNanos < header.timeNanos))
            header.timeNanos = profile.timeNanos;
        duration += static_cast<uint64_t>(profile.durationNanos);
        if (header.period == 0 || header.period < fitted.period)
            header.period = fitted.period;
        for (const std::string &comment : profile.comments) {
            if (comments.insert(comment).second)
                header.comments.push_back(comment);
        }
        if (header.defaultSampleType.empty())
            header.defaultSampleType = fitted.defaultSampleType;
        if (header.docUrl.empty())
            header.docUrl = profile.docUrl;
    }
    header.durationNanos = static_cast<int64_t>(duration);
}

} // namespace proflens
