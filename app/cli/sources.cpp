// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sources.h"

#include "core/analyze/scaledbase.h"
#include "core/format/read.h"
#include "core/format/readinorder.h"
#include "core/select/join.h"
#include "core/select/merge.h"
#include "core/select/mergefiles.h"

#include <cstdio>
#include <optional>

namespace proflens {

namespace {

// Names the program and build that the command line names, where profiles are made on other machines.
void overrideBinary(Profile &profile, const CommandLine &line)
{
    if (profile.mappings.empty())
        return;
    Mapping &program = profile.mappings[0];
    if (!line.binary.empty())
        program.file = profile.strings.append(line.binary);
    if (!line.buildId.empty() && profile.text(program.buildId).empty())
        program.buildId = profile.strings.append(line.buildId);
}

void sayWarnings(const std::string &file, const Profile &profile)
{
    for (const std::string &warning : profile.origin.warnings)
        std::fprintf(stderr, "proflens: %s: %s\n", file.c_str(), warning.c_str());
}

Result<ProfilePtr> taken(const Result<std::shared_ptr<Profile>> &read, const std::string &file,
                         const CommandLine &line)
{
    if (!read)
        return read.error();
    sayWarnings(file, **read);
    overrideBinary(**read, line);
    return ProfilePtr(*read);
}

Result<ProfilePtr> loadAll(const std::vector<std::string> &files, const CommandLine &line, const char *what)
{
    if (files.size() == 1)
        return taken(readProfile(files.front()), files.front(), line);
    size_t count = 0;
    MergeFilesOptions options;
    options.prepare = [&](Profile &profile) { overrideBinary(profile, line); };
    options.wasRead = [&](const std::string &file, const Profile &profile) {
        ++count;
        sayWarnings(file, profile);
    };
    options.refused = [](const std::string &, const Error &error) {
        std::fprintf(stderr, "proflens: %s\n", error.message.c_str());
        return true;
    };
    auto merged = mergeFiles(files, options);
    if (count == 0)
        return Error{std::string("none of the ") + what + " profiles could be read"};
    if (count < files.size())
        std::fprintf(stderr, "Fetched %zu %s profiles out of %zu\n", count, what, files.size());
    return merged;
}

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

Result<ProfilePtr> loadCurrent(const CommandLine &line)
{
    auto loaded = loadAll(line.sources, line, "source");
    if (!loaded || line.comment.empty())
        return loaded;
    auto commented = std::make_shared<Profile>(**loaded);
    commented->comments.push_back(line.comment);
    return ProfilePtr(commented);
}

Result<ProfilePtr> loadBase(const CommandLine &line)
{
    auto loaded = loadAll(line.bases, line, "base");
    // A file that holds base and current is compared within itself.
    if (loaded && line.bases == line.sources && (*loaded)->origin.base)
        return (*loaded)->origin.base;
    return loaded;
}

Result<ProfilePtr> loadSources(const CommandLine &line, bool *isDifference, EqualSamples equal)
{
    // Two files that are compared are read at the same time.
    std::optional<ReadInOrder> both;
    if (line.sources.size() == 1 && line.bases.size() == 1 && line.sources != line.bases)
        both.emplace(std::vector{FileToRead(line.sources.front()), FileToRead(line.bases.front())},
                     ReadOptions(), 3);
    auto loaded =
        both ? taken(both->next(), line.sources.front(), line) : loadAll(line.sources, line, "source");
    if (!loaded)
        return loaded.error();
    ProfilePtr profile = *loaded;
    const bool hasBase = !line.bases.empty() || profile->origin.base;
    if (isDifference)
        *isDifference = hasBase;
    if (hasBase) {
        const bool own = line.bases.empty();
        const auto asRead = own    ? Result<ProfilePtr>(profile->origin.base)
                            : both ? taken(both->next(1), line.bases.front(), line)
                                   : loadBase(line);
        if (!asRead)
            return asRead.error();
        // withBase() normalizes as pprof does.
        const auto base = line.options.normalize ? *asRead : scaledBase(profile, *asRead, line.scaling);
        if (!base)
            return base.error();
        const auto difference =
            withBase(profile, *base, own || line.diffBase, line.options.normalize, {}, equal);
        if (!difference)
            return difference.error();
        profile = *difference;
    }
    if (!line.comment.empty()) {
        auto commented = std::make_shared<Profile>(*profile);
        commented->comments.push_back(line.comment);
        profile = commented;
    }
    return withNames(profile, line.names);
}

Result<LoadedComparison> loadComparison(const CommandLine &line)
{
    const auto current = loadCurrent(line);
    if (!current)
        return current.error();
    const auto base = loadBase(line);
    if (!base)
        return base.error();
    const ProfilePtr namedBase = withNames(*base, line.names), namedCurrent = withNames(*current, line.names);
    const auto joined = joinProfiles(namedBase, namedCurrent);
    if (!joined)
        return joined.error();
    const auto type = commonSampleType(**joined, *namedCurrent, line.options.sampleIndex);
    if (!type)
        return type.error();
    ComparisonOptions options;
    options.view = analysisOptions(line.options, *(*joined)->profile);
    options.view.sampleIndex = *type;
    options.scaling = line.scaling;
    options.percentOf = line.diffBase ? PercentOf::Base : PercentOf::Difference;
    const auto comparison = Comparison::make(*joined, options);
    if (!comparison)
        return comparison.error();
    return LoadedComparison{namedBase, namedCurrent, *comparison};
}

} // namespace proflens
