// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/legacy.h"

#include "core/format/finish.h"
#include "core/format/legacyreaders.h"

#include <array>

namespace proflens {

namespace {

// In the order in which pprof tries them.
constexpr std::array readers{legacy::readCpu,     legacy::readHeap,       legacy::readGoCount,
                             legacy::readThreads, legacy::readContention, legacy::readJava};

} // namespace

Result<std::shared_ptr<Profile>> readLegacy(std::span<const uint8_t> bytes, const std::string &name,
                                            const ReadOptions &options)
{
    for (const auto &reader : readers) {
        auto profile = reader(bytes, name, options);
        // The readers only stop, and what they then hand out is half a profile.
        if (options.stop.stop_requested())
            return Error{name + ": reading was stopped"};
        if (profile && *profile)
            finishReading(**profile);
        if (!profile || *profile)
            return profile;
    }
    return std::shared_ptr<Profile>();
}

} // namespace proflens
