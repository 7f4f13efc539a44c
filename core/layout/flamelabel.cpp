// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layout/flamelabel.h"

#include <algorithm>
#include <array>

namespace proflens {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool endsWithOperator(std::string_view text)
{
    return text.ends_with("operator");
}

// Whether the bracket at `at` is part of an operator's name or an arrow.
bool isSign(std::string_view name, size_t at)
{
    const char c = name[at];
    if (c == '>' && at > 0 && (name[at - 1] == '-' || name[at - 1] == '='))
        return true;
    if (c != '<' && c != '>')
        return false;
    size_t first = at;
    while (first > 0 && (name[first - 1] == '<' || name[first - 1] == '>' || name[first - 1] == '-'))
        --first;
    return endsWithOperator(name.substr(0, first));
}

// Where the bracket that closes at the end of name opens; npos if it does not.
size_t openingOf(std::string_view name)
{
    int depth = 0;
    for (size_t i = name.size(); i-- > 0;) {
        const char c = name[i];
        if (isSign(name, i))
            continue;
        if (c == ')' || c == ']' || c == '>' || c == '}')
            ++depth;
        else if ((c == '(' || c == '[' || c == '<' || c == '{') && --depth == 0)
            return i;
    }
    return std::string_view::npos;
}

// The name without qualifiers, arguments and template arguments behind it.
std::string_view withoutTail(std::string_view name)
{
    constexpr std::array tails{std::string_view(" const"), std::string_view(" volatile"),
                               std::string_view(" noexcept"), std::string_view("&")};
    for (bool again = true; again && !name.empty();) {
        again = false;
        for (const std::string_view tail : tails) {
            if (name.size() > tail.size() && name.ends_with(tail) &&
                !endsWithOperator(name.substr(0, name.size() - tail.size()))) {
                name.remove_suffix(tail.size());
                again = true;
            }
        }
        const char last = name.back();
        if (last != ')' && last != ']' && last != '>')
            continue;
        const size_t opening = openingOf(name);
        if (opening == std::string_view::npos || opening == 0)
            continue;
        const std::string_view before = name.substr(0, opening);
        const char previous = before.back();
        const bool ownName =
            previous == '.' || previous == ':' || previous == '/' || endsWithOperator(before);
        if (ownName || (last == '>' && isSign(name, name.size() - 1)))
            continue;
        name = before;
        if (name.ends_with(' ')) // "f() [clone .cold]"
            name.remove_suffix(1);
        again = !name.empty();
    }
    return name;
}

bool isHash(std::string_view part)
{
    return part.size() == 17 && part[0] == 'h' && std::all_of(part.begin() + 1, part.end(), [](char c) {
               return isDigit(c) || (c >= 'a' && c <= 'f');
           });
}

// Says nothing without what stands before it: "func1", "2", "{{closure}}", "operator()".
bool isWeak(std::string_view part)
{
    for (const std::string_view prefix :
         {std::string_view("func"), std::string_view("gowrap"), std::string_view()}) {
        if (part.starts_with(prefix) && part.size() > prefix.size() &&
            std::all_of(part.begin() + static_cast<ptrdiff_t>(prefix.size()), part.end(), isDigit))
            return true;
    }
    return part.starts_with('{') || part.starts_with("<lambda") || part == "operator()" || part.empty();
}

} // namespace

LabelCuts labelCuts(std::string_view name, bool isPath)
{
    LabelCuts cuts;
    cuts.starts.push_back(0);
    cuts.end = name.size();
    if (isPath) {
        for (size_t i = 0; i + 1 < name.size(); ++i) {
            if (name[i] == '/')
                cuts.starts.push_back(i + 1);
        }
        return cuts;
    }
    const std::string_view head = withoutTail(name);
    cuts.end = head.size();

    // The parts of the name between separators that are in no brackets.
    struct Part
    {
        size_t separator, begin, end;
    };
    std::vector<Part> parts{{0, 0, head.size()}};
    int depth = 0;
    for (size_t i = 0; i < head.size(); ++i) {
        const char c = head[i];
        if (isSign(head, i))
            continue;
        if (c == '(' || c == '[' || c == '<' || c == '{') {
            ++depth;
        } else if (c == ')' || c == ']' || c == '>' || c == '}') {
            depth = std::max(depth - 1, 0);
        } else if (depth == 0) {
            const bool colons = c == ':' && i + 1 < head.size() && head[i + 1] == ':';
            const bool space = c == ' ' && !endsWithOperator(head.substr(0, i));
            if (!colons && !space && c != '.' && c != '/')
                continue;
            const size_t begin = i + (colons ? 2 : 1);
            parts.back().end = i;
            // A slash or space in front says nothing; a dot or colons say that something is missing.
            parts.push_back({c == '/' || space ? begin : i, begin, head.size()});
            i = begin - 1;
        }
    }
    size_t last = parts.size() - 1;
    if (last > 0 && isHash(head.substr(parts[last].begin))) {
        --last;
        cuts.end = parts[last].end;
    }
    while (last > 0 && isWeak(head.substr(parts[last].begin, parts[last].end - parts[last].begin)))
        --last;
    // The dot in "example.org/shop.Open" is none to cut at.
    size_t slash = last;
    while (slash > 0 && head[parts[slash].begin - 1] != '/')
        --slash;
    for (size_t i = 1; i <= last; ++i) {
        const bool inPath = i < slash && head[parts[i].begin - 1] == '.';
        if (!inPath && parts[i].separator > cuts.starts.back())
            cuts.starts.push_back(parts[i].separator);
    }
    if (parts[last].begin > cuts.starts.back())
        cuts.starts.push_back(parts[last].begin);
    return cuts;
}

} // namespace proflens
