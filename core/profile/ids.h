// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

namespace proflens {

// A 32-bit row number in one table. Ids of different tables are different types, so mixing two does not
// compile.
template <typename Tag> struct Id
{
    uint32_t row = std::numeric_limits<uint32_t>::max();

    constexpr Id() = default;
    constexpr explicit Id(uint32_t r)
        : row(r)
    {}
    constexpr explicit Id(size_t r)
        : row(static_cast<uint32_t>(r))
    {}

    constexpr bool isValid() const { return row != std::numeric_limits<uint32_t>::max(); }
    constexpr auto operator<=>(const Id &) const = default;
};

using StringId = Id<struct StringTag>;
using MappingId = Id<struct MappingTag>;
using FunctionId = Id<struct FunctionTag>;
using LocationId = Id<struct LocationTag>;
using StackId = Id<struct StackTag>;       // a distinct list of locations
using LabelSetId = Id<struct LabelSetTag>; // a distinct list of labels; 0 is the empty one
using FrameId = Id<struct FrameTag>;       // what a granularity makes of a line: a row of analyze/FrameTable

} // namespace proflens

template <typename Tag> struct std::hash<proflens::Id<Tag>>
{
    size_t operator()(proflens::Id<Tag> id) const noexcept { return std::hash<uint32_t>()(id.row); }
};
