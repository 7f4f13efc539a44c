// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"

#include <span>
#include <string>

namespace proflens::legacy {

// Regular expressions for Profile::dropFrames and keepFrames.
struct DullFrames
{
    std::string drop, keep;
};

// The older formats cannot name the frames of the profiler itself, so pprof knows them by heart: the
// allocator in heap profiles, the lock's slow path in contention profiles, the signal handler in all others
// (reference: google/pprof, addLegacyFrameInfo).
DullFrames dullFrames(std::span<const ValueType> sampleTypes);

} // namespace proflens::legacy
