// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/legacy.h"

#include <array>

namespace proflens {

namespace {

using Reader = Result<std::shared_ptr<Profile>> (*)(std::span<const uint8_t>, const std::string &, const ReadOptions &);

// In the order in which pprof tries them.
constexpr std::array<Reader, 0> readers{};

} // namespace

Result<std::shared_ptr<Profile>> readLegacy(std::span<const uint8_t> bytes, const std::string &name,
                                            const ReadOptions &options)
{
    for (Reader read : readers) {
        auto profile = read(bytes, name, options);
        if (!profile || *profile)
            return profile;
    }
    return std::shared_ptr<Profile>();
}

} // namespace proflens
