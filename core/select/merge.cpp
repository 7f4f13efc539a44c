// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/merge.h"

#include "core/measure/measure.h"
#include "core/select/appender.h"
#include "core/select/fitted.h"
#include "core/select/join.h"
#include "core/select/merger.h"
#include "core/select/mergestream.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace proflens {

namespace {

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

// Adds all to a Merger or an Appender.
template <typename Table>
Result<std::shared_ptr<Profile>> addAll(std::vector<MergeSource> sources, std::vector<Fitted> all,
                                        const StopToken &stop)
{
    Table table(all.front().sampleTypes);
    combineHeaders(all, table.header());
    for (size_t n = 0; n < all.size(); ++n) {
        sources[n].columns = std::move(all[n].columns);
        sources[n].after = std::move(all[n].scaling);
        table.add(sources[n], stop);
        if (stop.stop_requested())
            return Error{"putting the profiles together was stopped"};
    }
    return table.finish();
}

// before and labelAsBase of each source are given; the rest is found out here.
Result<std::shared_ptr<Profile>> merge(std::vector<MergeSource> sources, const StopToken &stop,
                                       EqualSamples equal)
{
    std::vector<const Profile *> headers;
    for (const MergeSource &source : sources)
        headers.push_back(source.profile);
    auto fitted = fitTogether(headers);
    if (!fitted)
        return fitted.error();
    return equal == EqualSamples::StayApart ? addAll<Appender>(std::move(sources), std::move(*fitted), stop)
                                            : addAll<Merger>(std::move(sources), std::move(*fitted), stop);
}

bool hasNegative(const Profile &profile)
{
    const auto &columns = profile.samples.values;
    return std::any_of(columns.begin(), columns.end(),
                       [](const ValueColumn &column) { return column.hasNegative(); });
}

// Whether samples are labelled as those of a base already.
bool isDifferenceItself(const Profile &profile)
{
    for (size_t i = 0; i < profile.labels.size(); ++i) {
        for (const Label &label : profile.labels[LabelSetId(i)]) {
            if (!label.isNumber && profile.text(label.key) == baseLabelKey)
                return true;
        }
    }
    return false;
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
    MergeStream stream(stop, MergeStream::Start::OnceAllAreKnown);
    for (const ProfilePtr &profile : profiles)
        stream.add(profile);
    if (stream.isWantedAgain()) {
        if (const Status started = stream.startAgain(); !started)
            return started.error();
        for (const ProfilePtr &profile : profiles) {
            if (stop.stop_requested())
                break;
            if (const Status added = stream.addAgain(profile); !added)
                return added.error();
        }
    }
    return stream.finish();
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
                                          bool normalize, const StopToken &stop, EqualSamples equal)
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
    const bool canCancel = !diffBase || hasNegative(*now) || hasNegative(*base) || isDifferenceItself(*now);
    return merge(std::move(sources), stop, canCancel ? EqualSamples::AddUp : equal);
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
