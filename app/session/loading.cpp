// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/loading.h"

#include "core/format/read.h"
#include "core/select/mergefiles.h"

#include <algorithm>
#include <set>
#include <utility>

namespace proflens {

namespace {

std::vector<bool> allZero(const Profile &profile)
{
    std::vector<bool> zero;
    for (const ValueColumn &column : profile.samples.values) {
        bool any = false;
        column.forEach([&](size_t, int64_t value) { any = any || value != 0; });
        zero.push_back(!any);
    }
    return zero;
}

std::vector<std::string> labelKeys(const Profile &profile)
{
    std::vector<uint8_t> seen(profile.strings.size());
    std::set<std::string> keys;
    for (size_t i = 0; i < profile.labels.size(); ++i) {
        for (const Label &label : profile.labels[LabelSetId(i)]) {
            if (!std::exchange(seen[label.key.row], uint8_t(1)))
                keys.emplace(profile.text(label.key));
        }
    }
    keys.erase(std::string()); // nobody can name it
    return {keys.begin(), keys.end()};
}

bool hasOnlyAddresses(const Profile &profile)
{
    if (profile.samples.size() == 0 || profile.locations.empty())
        return false;
    return std::none_of(profile.lines.begin(), profile.lines.end(), [&](const Line &line) {
        return line.function.isValid() && !profile.text(profile.function(line.function).name).empty();
    });
}

Result<ProfilePtr> readSide(const SideRequest &side, const ReadOptions &options)
{
    if (side.read)
        return side.read(options);
    std::vector<std::string> paths;
    for (const QString &path : side.paths)
        paths.push_back(path.toStdString());
    if (paths.size() == 1) {
        auto read = readProfile(paths.front(), options);
        return read.ok() ? Result<ProfilePtr>(std::move(*read)) : read.error();
    }
    MergeFilesOptions merging;
    merging.read = options;
    return mergeFiles(paths, merging);
}

} // namespace

SideRequest ownBaseOf(const SideRequest &side)
{
    return {side.paths,
            [side](const ReadOptions &options) -> Result<ProfilePtr> {
                const auto read = readSide(side, options);
                if (!read.ok() || (*read)->origin.base)
                    return read.ok() ? Result<ProfilePtr>((*read)->origin.base) : read;
                return Error{side.paths.value(0).toStdString() + ": holds no base to compare with any more"};
            },
            true};
}

Result<Loaded> loadedOf(const ProfilePtr &profile, const ProfilePtr &base, const std::stop_token &stop)
{
    Loaded loaded;
    loaded.profile = profile;
    if (!base) {
        loaded.sampleTypes = profile->sampleTypes;
        loaded.zeroTypes = allZero(*profile);
        loaded.labelKeys = labelKeys(*profile);
        loaded.onlyAddresses = hasOnlyAddresses(*profile);
        return loaded;
    }
    const auto joined = joinProfiles(base, profile, stop);
    if (!joined.ok())
        return joined.error();
    loaded.base = base;
    loaded.joined = *joined;
    const Joined &both = *loaded.joined;
    loaded.labelKeys = labelKeys(*both.profile);
    loaded.onlyAddresses = hasOnlyAddresses(*both.profile);
    const std::vector<bool> zero = allZero(*both.profile);
    for (int type = 0; type < static_cast<int>(both.typeCount); ++type) {
        loaded.sampleTypes.push_back(both.profile->sampleTypes[static_cast<size_t>(type)]);
        loaded.zeroTypes.push_back(zero[static_cast<size_t>(both.currentColumn(type))] &&
                                   zero[static_cast<size_t>(both.baseColumn(type))]);
    }
    return loaded;
}

Result<Loaded> loadSides(const LoadInput &input, const std::function<void(uint64_t, uint64_t)> &progress,
                         const std::stop_token &stop)
{
    ReadOptions options;
    options.stop = stop;
    options.progress = progress;
    options.namesInText = true;
    ProfilePtr profile = input.knownCurrent, base = input.knownBase;
    if (!profile) {
        auto read = readSide(input.current, options);
        if (!read.ok())
            return read.error();
        profile = *read;
    }
    // Two sides of the same files are what these files hold: a session knows no more than their names.
    const bool own = !base && profile->origin.base &&
                     (input.base.isEmpty() ? input.takeOwnBase : input.base.isSame(input.current));
    if (own) {
        base = profile->origin.base;
    } else if (!base && !input.base.isEmpty()) {
        auto read = readSide(input.base, options);
        if (!read.ok())
            return read.error();
        base = *read;
    }
    const bool swapped = input.olderIsBase && base && profile->timeNanos > 0 && base->timeNanos > 0 &&
                         profile->timeNanos < base->timeNanos;
    if (swapped)
        std::swap(profile, base);
    auto loaded = loadedOf(profile, base, stop);
    if (!loaded.ok()) {
        const auto names = [](const SideRequest &side) {
            return side.paths.join(QStringLiteral(", ")).toStdString();
        };
        const std::string both =
            names(input.base) + (input.base.isEmpty() ? "" : " and ") + names(input.current);
        return Error{both.empty() ? loaded.error().message : both + ": " + loaded.error().message};
    }
    loaded->swapped = swapped;
    loaded->ownBase = own;
    return loaded;
}

} // namespace proflens
