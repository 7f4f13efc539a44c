// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/builder.h"

#include <cstdint>
#include <map>
#include <tuple>

namespace proflens {

// A mapping of a source in the merged profile.
struct PlacedMapping
{
    MappingId id;
    uint64_t shift = 0; // what to add to addresses, modulo 2^64
};

// Finds out which mappings of several profiles are the same, wherever they were mapped.
class MappingPlaces
{
public:
    bool isEmpty() const { return m_known.empty(); }

    // string(StringId) is the merged profile's string for one of `from`.
    template <typename String>
    PlacedMapping place(ProfileBuilder &builder, const Profile &from, MappingId id, String &&string)
    {
        const Mapping &old = from.mapping(id);
        Mapping mapping = old;
        mapping.id = 0;
        mapping.file = string(old.file);
        mapping.buildId = string(old.buildId);
        mapping.kernelRelocationSymbol = string(old.kernelRelocationSymbol);
        // The start differs from run to run, and the size by less than a page.
        constexpr uint64_t page = 0x1000;
        const uint64_t size = (old.limit - old.start + page - 1) / page * page;
        const bool hasBuildId = !from.text(old.buildId).empty();
        const auto [it, added] =
            m_known.try_emplace(Key{size, old.offset, hasBuildId ? mapping.buildId : mapping.file});
        if (added)
            it->second = builder.addMapping(mapping);
        return {it->second, builder.profile().mapping(it->second).start - old.start};
    }

private:
    using Key = std::tuple<uint64_t, uint64_t, StringId>; // size, offset, build id or file
    std::map<Key, MappingId> m_known;
};

} // namespace proflens
