// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/format/read.h"

#include <functional>
#include <span>
#include <string>

namespace proflens {

struct MergeFilesOptions
{
    // progress is called with the bytes of all files together, from any thread, though never twice at a time.
    ReadOptions read;
    // Changes a profile once it was read, always in the same way: it may be read twice.
    std::function<void(Profile &)> prepare;
    // Told once for each file, in the order in which they were given: that it was read, or that it could not
    // be. refused returns whether to go on without it; where it is not set, the error is that of all.
    std::function<void(const std::string &path, const Profile &)> wasRead;
    std::function<bool(const std::string &path, const Error &)> refused;
};

// Reads several files on all processors and merges them: the same as mergeProfiles() of what readProfile()
// makes of each, or the profile itself where only one could be read. Of the profiles that are not merged yet
// no more than the number of processors and two are in memory, beside those that cannot be read twice, such
// as pipes. Where types or units differ among more than two files they are read twice.
//
// An Error as for mergeProfiles(), when nothing could be read, or when a file changed meanwhile. Calls the
// functions of options from this thread, but for progress.
Result<ProfilePtr> mergeFiles(std::span<const std::string> paths, const MergeFilesOptions &options);

} // namespace proflens
