// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/shell/words.h"

namespace proflens {

namespace {

constexpr std::string_view commentStart = "//:";
constexpr std::string_view blanks = " \t\r\n\v\f";

bool isBlank(char c)
{
    return blanks.find(c) != std::string_view::npos;
}

// The quoted word that begins at line[at], if one does.
bool takeQuoted(std::string_view line, size_t at, ShellWord &word)
{
    const size_t begin = at;
    char mark = 0;
    if (line[at] == '-' || line[at] == '>')
        mark = line[at++];
    if (at >= line.size() || (line[at] != '\'' && line[at] != '"'))
        return false;
    // The first quote of its kind that ends a word: others belong to it.
    for (size_t close = line.find(line[at], at + 1); close != std::string_view::npos;
         close = line.find(line[at], close + 1)) {
        if (close + 1 < line.size() && !isBlank(line[close + 1]))
            continue;
        word = {std::string(line.substr(at + 1, close - at - 1)), begin, close + 1, true, mark};
        return true;
    }
    return false;
}

} // namespace

std::string_view trimmedText(std::string_view text)
{
    const size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

ShellWords splitWords(std::string_view line)
{
    ShellWords result;
    for (size_t at = 0;;) {
        while (at < line.size() && isBlank(line[at]))
            ++at;
        if (at == line.size())
            return result;
        if (line.substr(at).starts_with(commentStart))
            return result;
        if (line[at] == '|') {
            result.hasPipe = true;
            result.pipe = trimmedText(line.substr(at + 1));
            return result;
        }
        ShellWord word;
        if (!takeQuoted(line, at, word)) {
            size_t end = at;
            while (end < line.size() && !isBlank(line[end]))
                ++end;
            word = {std::string(line.substr(at, end - at)), at, end, false, 0};
        }
        at = word.end;
        result.words.push_back(std::move(word));
    }
}

std::string quotedWord(std::string_view text)
{
    const ShellWords alone = splitWords(text);
    const bool number = !text.empty() && text.find_first_not_of("+-0123456789") == std::string_view::npos;
    if (!number && !alone.hasPipe && alone.words.size() == 1 && alone.words[0].text == text &&
        text[0] != '-' && text[0] != '>')
        return std::string(text);
    const char quote = text.find('\'') == std::string_view::npos ? '\'' : '"';
    return quote + std::string(text) + quote;
}

} // namespace proflens
