// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/stop.h"
#include "core/source/sourcefile.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// What a piece of source text is. Whoever shows it chooses the colours.
enum class TokenClass : uint8_t {
    Keyword,
    Type,
    String,
    Number,
    Comment,
    Function,     // a name that is called or declared
    Preprocessor, // directives, attributes, annotations
    Variable,     // where a language marks them, such as $name
};

struct HighlightSpan
{
    uint32_t begin = 0, length = 0; // bytes of a line
    TokenClass token = TokenClass::Keyword;

    bool operator==(const HighlightSpan &) const = default;
};

// The spans of all lines of a file; what is in none is plain.
struct Highlighting
{
    std::vector<HighlightSpan> spans; // by line, then begin; they do not overlap
    std::vector<uint32_t> ends;       // of each line's spans; lines beyond have none

    std::span<const HighlightSpan> line(size_t row) const
    {
        if (row >= ends.size())
            return {};
        const uint32_t begin = row == 0 ? 0 : ends[row - 1];
        return {spans.data() + begin, ends[row] - begin};
    }
};

// The language of a file by its name, as the file name of a definition ("go.lang"); empty if unknown.
std::string_view languageOf(std::string_view fileName);

// Highlights a file with libsource-highlight. Nothing (all plain) for unknown languages, for files beyond
// `bound` bytes, where the library's definitions are not installed, and where it fails in any way: a listing
// without colours is still a listing. Takes about a second per MB. Lines beyond 2,000 bytes stay plain.
Highlighting highlight(const SourceFile &file, const StopToken &stop = {},
                       uint64_t bound = uint64_t(4) << 20);

} // namespace proflens
