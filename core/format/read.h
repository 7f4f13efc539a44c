// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"
#include "core/profile/stop.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace proflens {

struct ReadOptions
{
    // Called now and then from the reading thread: bytes of the file consumed, and its size.
    std::function<void(uint64_t done, uint64_t total)> progress;
    // Reading ends soon after a stop was requested, with an Error.
    StopToken stop;
    // The most bytes a compressed file may inflate to; 0: what the free memory of this machine allows.
    uint64_t maxInflatedBytes = 0;
    // Takes the names of functions from the comments in which Go's older text formats say them, below each
    // sample. pprof skips those, so reports are without.
    bool namesInText = false;
};

// Reads a profile of any known format, told by its content: profile.proto with or without gzip (one or many
// members) or zstd, the older formats that pprof reads, and those of others (foreign.h). What was odd in it
// but no reason to refuse it is in Profile::origin. Errors are one sentence that names the file, what is
// wrong, where, and what to do.
Result<std::shared_ptr<Profile>> readProfile(const std::string &path, const ReadOptions &options = {});

// The same for bytes in memory; name stands for the file in errors.
Result<std::shared_ptr<Profile>> readProfile(std::span<const uint8_t> bytes, const std::string &name,
                                             const ReadOptions &options = {});

} // namespace proflens
