// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/legacy.h"

#include "core/format/finish.h"
#include "core/format/legacyreaders.h"

#include <array>

namespace proflens {

namespace {

// In the order in which pprof tries them.
struct Reader
{
    decltype(&legacy::readCpu) read;
    const char *format;
};
constexpr std::array readers{Reader{legacy::readCpu, "CPU profile of gperftools"},
                             Reader{legacy::readHeap, "heap profile as text"},
                             Reader{legacy::readGoCount, "counts of Go as text"},
                             Reader{legacy::readThreads, "stacks of threads as text"},
                             Reader{legacy::readContention, "contention profile as text"},
                             Reader{legacy::readJava, "profile of Java as text"}};

} // namespace

Result<std::shared_ptr<Profile>> readLegacy(std::span<const uint8_t> bytes, const std::string &name,
                                            const ReadOptions &options)
{
    for (const Reader &reader : readers) {
        auto profile = reader.read(bytes, name, options);
        // The readers only stop, and what they then hand out is half a profile.
        if (options.stop.stop_requested())
            return Error{name + ": reading was stopped"};
        if (profile && *profile) {
            finishReading(**profile);
            (*profile)->origin.format = reader.format;
        }
        if (!profile || *profile)
            return profile;
    }
    return std::shared_ptr<Profile>();
}

} // namespace proflens
