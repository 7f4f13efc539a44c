// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace proflens {

// What a filter does, in pprof's vocabulary. They are applied in this order whatever the order of the list.
enum class FilterKind {
    Focus,     // keep samples with a matching frame
    Ignore,    // leave out samples with a matching frame
    Hide,      // leave out matching frames
    Show,      // keep only matching frames
    ShowFrom,  // leave out what is above the matching frame nearest to the root, and samples without one
    TagFocus,  // keep samples with a matching label
    TagIgnore, // leave out samples with a matching label
    TagShow,   // keep only label keys that match
    TagHide,   // leave out label keys that match
    PruneFrom, // leave out what is below the matching frame nearest to the leaf
};

struct Filter
{
    FilterKind kind = FilterKind::Focus;
    std::string pattern;
    // Of FilterKind::Hide: looks at code alone. Labels that are frames (select/labelframes.h) stay, and
    // samples with nothing but such frames left are left out.
    bool codeOnly = false;

    bool operator==(const Filter &) const = default;
};

inline constexpr std::array<std::string_view, 10> filterNames = {
    "focus",    "ignore",    "hide",    "show",    "show_from",
    "tagfocus", "tagignore", "tagshow", "taghide", "prune_from",
};
// pprof's name of the option, such as "show_from".
constexpr std::string_view filterName(FilterKind kind)
{
    return filterNames[static_cast<size_t>(kind)];
}

// Whether a filter changes which frames a stack has (and not only which samples count).
constexpr bool changesFrames(FilterKind kind)
{
    return kind == FilterKind::Hide || kind == FilterKind::Show || kind == FilterKind::ShowFrom ||
           kind == FilterKind::PruneFrom;
}

} // namespace proflens
