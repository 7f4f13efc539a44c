// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "core/profile/profile.h"
#include "core/select/merge.h"

namespace proflens {

// Reads and merges the profiles that a command line names and takes its base away, as pprof's fetch does.
// Where no base is named and the files hold one themselves, it is that one, in the manner of -diff_base.
// Files that cannot be read are told on standard error and left out as long as others are there.
// isDifference: where it goes whether there was a base. equal: as withBase() takes it.
Result<ProfilePtr> loadSources(const CommandLine &line, bool *isDifference = nullptr,
                               EqualSamples equal = EqualSamples::AddUp);

// One side of what loadSources() reads, with the names of the file: the sources, or the base.
Result<ProfilePtr> loadCurrent(const CommandLine &line);
Result<ProfilePtr> loadBase(const CommandLine &line);

// Both sides of a command line with a base, and the comparison of them that its options ask for.
struct LoadedComparison
{
    ProfilePtr base, current;
    ComparisonPtr comparison;
};
Result<LoadedComparison> loadComparison(const CommandLine &line);

} // namespace proflens
