// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// A word of a line that was typed into a shell.
struct ShellWord
{
    std::string text;
    size_t begin = 0, end = 0; // in the line, with quotes
    // It stands between '…' or "…", so it is a pattern or a name whatever it looks like. A '-' or '>' may
    // stand before the quotes: it is in mark then, and not in text.
    bool quoted = false;
    char mark = 0;

    // Of a word without quotes.
    bool startsWith(std::string_view start) const { return !quoted && text.starts_with(start); }
};

struct ShellWords
{
    std::vector<ShellWord> words;
    bool hasPipe = false;
    std::string pipe; // what follows a word that begins with "|", for the system's shell
};

// Cuts a line at white space. What follows "//:" is a comment. Quotes count only where they open and close a
// word, for patterns hold quotes, too.
ShellWords splitWords(std::string_view line);

// text as one word that splitWords() gives back whatever is in it; as it is where that suffices.
std::string quotedWord(std::string_view text);

std::string_view trimmedText(std::string_view text);

} // namespace proflens
