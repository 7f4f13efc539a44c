// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/merge.h"

#include "core/measure/measure.h"
#include "core/select/join.h"
#include "core/select/merger.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <set>

namespace proflens {

namespace {

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

// A profile's header while several are made alike.
struct Fitted
{
    const Profile *profile = nullptr;
    std::vector<size_t> columns; // of the profile
    std::vector<ValueType> sampleTypes;
    std::string defaultSampleType;
    ValueType periodType; // empty if the profile has none, as pprof reads it
    int64_t period = 0;
    Scaling scaling;
};

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

// Leaves the sample types that all have, in the order of the first (google/pprof, CompatibilizeSampleTypes).
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

// Brings all values to the finest of their units, so that nothing is rounded away (google/pprof,
// ScaleProfiles).
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

// The header of the merged profile (google/pprof, combineHeaders).
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

// Leaves out columns whose units do not convert into one another; they are appended to left as texts.
void dropUnlikeUnits(std::vector<Fitted> &all, std::vector<std::string> &left)
{
    for (size_t i = all.front().sampleTypes.size(); i-- > 0;) {
        const ValueType type = all.front().sampleTypes[i];
        std::string units = type.unit;
        bool alike = true;
        for (const Fitted &fitted : all) {
            const std::string &unit = fitted.sampleTypes[i].unit;
            if (!measure::compatibleUnits(unit, type.unit)) {
                alike = false;
                units += " and " + unit;
            }
        }
        if (alike)
            continue;
        left.push_back(type.type + " (in " + units + ")");
        for (Fitted &fitted : all) {
            fitted.columns.erase(fitted.columns.begin() + static_cast<ptrdiff_t>(i));
            fitted.sampleTypes.erase(fitted.sampleTypes.begin() + static_cast<ptrdiff_t>(i));
        }
    }
}

SideFacts factsOf(const Fitted &fitted)
{
    const Profile &profile = *fitted.profile;
    SideFacts facts;
    facts.durationNanos = profile.durationNanos;
    facts.timeNanos = profile.timeNanos;
    facts.period = profile.period;
    facts.periodType = profile.periodType;
    facts.sampleCount = profile.samples.size();
    for (size_t i = 0; i < profile.sampleTypes.size(); ++i) {
        if (std::find(fitted.columns.begin(), fitted.columns.end(), i) == fitted.columns.end())
            facts.unmatched.push_back(profile.sampleTypes[i]);
    }
    return facts;
}

// before and labelAsBase of each source are given; the rest is found out here.
Result<std::shared_ptr<Profile>> merge(std::vector<MergeSource> sources, const StopToken &stop)
{
    std::vector<Fitted> all(sources.size());
    for (size_t n = 0; n < all.size(); ++n) {
        all[n].profile = sources[n].profile;
        all[n].periodType = sources[n].profile->periodType.value_or(ValueType{});
        all[n].period = sources[n].profile->period;
    }
    if (const Status common = keepCommonTypes(all); !common)
        return common.error();
    if (const Status fine = useFinestPeriod(all); !fine)
        return fine.error();
    if (const Status fine = useFinestUnits(all); !fine)
        return fine.error();
    Merger merger(all.front().sampleTypes);
    combineHeaders(all, merger.header());
    for (size_t n = 0; n < all.size(); ++n) {
        sources[n].columns = std::move(all[n].columns);
        sources[n].after = std::move(all[n].scaling);
        merger.add(sources[n], stop);
        if (stop.stop_requested())
            return Error{"putting the profiles together was stopped"};
    }
    return merger.finish();
}

Status comparable(const Profile &profile, const Profile &base)
{
    const ValueType period = profile.periodType.value_or(ValueType{}),
                    basePeriod = base.periodType.value_or(ValueType{});
    if (period != basePeriod)
        return unlike("their periods are " + described(period) + " and " + described(basePeriod));
    if (profile.sampleTypes != base.sampleTypes)
        return unlike("their samples are " + described(profile.sampleTypes) + " and " +
                      described(base.sampleTypes));
    return success();
}

std::vector<double> normalizingRatios(const Profile &profile, const Profile &base)
{
    const auto sum = [](const ValueColumn &column) {
        uint64_t total = 0;
        column.forEach([&](size_t, int64_t value) { total += static_cast<uint64_t>(value); });
        return static_cast<double>(static_cast<int64_t>(total));
    };
    std::vector<double> ratios;
    for (size_t i = 0; i < profile.samples.values.size(); ++i) {
        const double own = sum(profile.samples.values[i]);
        ratios.push_back(own == 0 ? 0 : sum(base.samples.values[i]) / own);
    }
    return ratios;
}

} // namespace

Result<std::shared_ptr<Profile>> mergeProfiles(std::span<const ProfilePtr> profiles, const StopToken &stop)
{
    if (profiles.empty())
        return Error{"there are no profiles to put together"};
    if (profiles.size() == 1) {
        if (profiles.front()->sampleTypes.empty())
            return Error{"the profile has no sample types, so there is nothing to show; take it again"};
        return std::make_shared<Profile>(*profiles.front());
    }
    std::vector<MergeSource> sources(profiles.size());
    for (size_t n = 0; n < profiles.size(); ++n)
        sources[n].profile = profiles[n].get();
    auto merged = merge(std::move(sources), stop);
    if (!merged)
        return merged;
    Origin &origin = (*merged)->origin;
    std::vector<ProfilePtr> bases;
    origin.format = profiles.front()->origin.format;
    for (const ProfilePtr &profile : profiles) {
        const Origin &part = profile->origin;
        if (part.format != origin.format)
            origin.format = "several formats";
        origin.warnings.insert(origin.warnings.end(), part.warnings.begin(), part.warnings.end());
        if (part.base)
            bases.push_back(part.base);
    }
    if (!bases.empty()) {
        auto base = mergeProfiles(bases, stop);
        if (!base)
            return base;
        origin.base = *base;
    }
    return merged;
}

std::shared_ptr<Profile> compacted(const Profile &profile)
{
    Merger merger(profile.sampleTypes);
    copyHeader(profile, merger.header());
    MergeSource source;
    source.profile = &profile;
    source.columns.resize(profile.sampleTypes.size());
    std::iota(source.columns.begin(), source.columns.end(), size_t(0));
    merger.add(source);
    return merger.finish();
}

std::shared_ptr<Profile> scaled(const Profile &profile, std::span<const double> ratios)
{
    Scaling scaling;
    scaling.add({ratios.begin(), ratios.end()});
    auto copy = std::make_shared<Profile>(profile);
    SampleTable &to = copy->samples;
    to = SampleTable();
    to.values.resize(profile.samples.values.size());
    std::vector<int64_t> values(to.values.size());
    for (size_t row = 0; row < profile.samples.size(); ++row) {
        for (size_t i = 0; i < values.size(); ++i)
            values[i] = profile.samples.values[i][row];
        if (!scaling.apply(values))
            continue;
        to.stack.push_back(profile.samples.stack[row]);
        to.labels.push_back(profile.samples.labels[row]);
        for (size_t i = 0; i < values.size(); ++i)
            to.values[i].append(values[i]);
    }
    return copy;
}

Result<std::shared_ptr<Profile>> normalized(const Profile &profile, const Profile &base)
{
    if (const Status same = comparable(profile, base); !same)
        return same.error();
    return scaled(profile, normalizingRatios(profile, base));
}

Result<std::shared_ptr<Profile>> withBase(const ProfilePtr &now, const ProfilePtr &base, bool diffBase,
                                          bool normalize, const StopToken &stop)
{
    std::vector<MergeSource> sources(2);
    sources[0].profile = now.get();
    sources[1].profile = base.get();
    if (normalize) {
        if (const Status same = comparable(*now, *base); !same)
            return same.error();
        sources[0].before.add(normalizingRatios(*now, *base));
    }
    sources[1].before.add(std::vector<double>(base->sampleTypes.size(), -1));
    sources[1].labelAsBase = diffBase;
    return merge(std::move(sources), stop);
}

Result<std::shared_ptr<const Joined>> joinProfiles(const ProfilePtr &base, const ProfilePtr &current,
                                                   const StopToken &stop)
{
    // The current side first: its rows are numbered as they are without a base.
    std::vector<Fitted> all(2);
    all[0].profile = current.get();
    all[1].profile = base.get();
    if (const Status common = keepCommonTypes(all); !common)
        return common.error();
    std::vector<std::string> unlikeUnits;
    dropUnlikeUnits(all, unlikeUnits);
    if (all[0].columns.empty())
        return unlike("their sample types have units that do not convert: " + unlikeUnits.front());
    if (const Status fine = useFinestUnits(all); !fine)
        return fine.error();

    auto joined = std::make_shared<Joined>();
    joined->typeCount = all[0].columns.size();
    std::vector<ValueType> types = all[0].sampleTypes;
    types.insert(types.end(), all[1].sampleTypes.begin(), all[1].sampleTypes.end());
    Merger merger(types);
    copyHeader(*current, merger.header());
    merger.header().defaultSampleType = all[0].defaultSampleType;
    std::array<MergeSource, 2> sources;
    for (size_t n = 0; n < all.size(); ++n) {
        (n == 0 ? joined->current : joined->base) = factsOf(all[n]);
        sources[n].profile = all[n].profile;
        sources[n].columns = std::move(all[n].columns);
        sources[n].after = std::move(all[n].scaling);
        sources[n].firstColumn = n * joined->typeCount;
        merger.add(sources[n], stop);
        if (stop.stop_requested())
            return Error{"putting the profiles together was stopped"};
    }
    joined->profile = merger.finish();
    return std::shared_ptr<const Joined>(std::move(joined));
}

} // namespace proflens
