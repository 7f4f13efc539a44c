// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/version.h"

#include <algorithm>

namespace proflens {

namespace {

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// "func1", "gowrap2": what Go's compiler calls functions that have no name.
bool isNumbered(std::string_view word, std::string_view stem)
{
    return word.starts_with(stem) &&
           std::all_of(word.begin() + static_cast<ptrdiff_t>(stem.size()), word.end(), isDigit);
}

// "hd5998e9d09b507fc", which Rust puts behind names.
bool isRustHash(std::string_view word)
{
    return word.size() == 17 && word[0] == 'h' && std::all_of(word.begin() + 1, word.end(), [](char c) {
               return isDigit(c) || (c >= 'a' && c <= 'f');
           });
}

bool hasWord(std::string_view line, std::string_view word)
{
    const auto isPart = [&](size_t i) { return i < line.size() && (isLetter(line[i]) || isDigit(line[i])); };
    for (size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
        if (!(at > 0 && isPart(at - 1)) && !isPart(at + word.size()))
            return true;
    }
    return false;
}

} // namespace

std::string_view nameInSource(std::string_view function)
{
    for (const std::string_view unnamed : {"{", "lambda", "(anonymous", "..func", "-fm"}) {
        if (function.find(unnamed) != std::string_view::npos)
            return {};
    }
    std::string_view name;
    int depth = 0; // of template arguments
    for (size_t i = 0; i < function.size(); ++i) {
        const char c = function[i];
        if (c == '<' || c == '[')
            ++depth;
        else if (c == '>' || c == ']')
            --depth;
        // Arguments. A receiver in Go stands behind a dot.
        else if (c == '(' && depth == 0 && i > 0 && function[i - 1] != '.')
            break;
        if (depth != 0 || !(isLetter(c) || isDigit(c)))
            continue;
        const size_t begin = i;
        while (i + 1 < function.size() && (isLetter(function[i + 1]) || isDigit(function[i + 1])))
            ++i;
        const std::string_view word = function.substr(begin, i + 1 - begin);
        if (!isRustHash(word))
            name = word;
    }
    const bool unnamed = name.size() < 2 || isDigit(name[0]) || isNumbered(name, "func") ||
                         isNumbered(name, "gowrap") || isNumbered(name, "deferwrap") || name == "operator";
    return unnamed ? std::string_view() : name;
}

bool isOtherVersion(const SourceCosts &costs, const SourceFile &text)
{
    size_t here = 0, elsewhere = 0;
    for (const SourceFunctionCost &function : costs.functions) {
        const std::string_view name = nameInSource(function.name);
        if (function.startLine <= 0 || name.empty())
            continue;
        // Compilers differ in whether a function begins with its type, its name or its brace.
        const int64_t last = static_cast<int64_t>(text.lineCount());
        bool found = false;
        for (int64_t line = std::max<int64_t>(function.startLine, 2) - 1; line <= last && !found; ++line) {
            if (line - 1 > function.startLine)
                break;
            found = hasWord(text.line(static_cast<size_t>(line - 1)), name);
        }
        ++(found ? here : elsewhere);
    }
    // Some words are everywhere, and macros make names that no line has.
    return elsewhere > here;
}

} // namespace proflens
