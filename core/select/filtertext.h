// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/select/filter.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace proflens {

// A pattern that matches this text and nothing else of its length, in the syntax of RE2 and Go. Control
// characters are spelled out, so that the pattern is one visible line; bytes that are no UTF-8, and the
// replacement character that stands for them once a name was decoded, match any byte or that character.
std::string quotedPattern(std::string_view text);
// The same for the whole text: "^main\.main$".
std::string exactPattern(std::string_view text);

// Where the last alternative of a pattern begins: 4 for "foo|bar". Bars that are escaped, in brackets or in
// parentheses separate nothing.
size_t lastAlternative(std::string_view pattern);

// The kind that does the opposite: focus and ignore, hide and show, tagfocus and tagignore, tagshow and
// taghide.
std::optional<FilterKind> oppositeOf(FilterKind kind);

// Filters as options of pprof and of this program's command line, quoted for a shell.
struct FilterOptions
{
    std::string text;
    // Whether they do the same. pprof takes one pattern of each kind: several that leave things out are
    // joined, but no pattern says "focus on both", so of several such options the last one counts.
    bool isSame = true;
};
FilterOptions filterOptions(std::span<const Filter> filters);

} // namespace proflens
