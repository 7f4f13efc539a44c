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

// A piece of a name between separators that are in no brackets.
struct Part
{
    size_t begin, end;
    char separator; // what stands in front, 0 for the first one
};

std::vector<Part> partsOf(std::string_view head)
{
    std::vector<Part> parts{{0, head.size(), 0}};
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
            parts.push_back({begin, head.size(), c});
            i = begin - 1;
        }
    }
    return parts;
}

// Whether a word may stand in front of a function as what it returns. Of a class without qualifiers one
// cannot tell.
bool isType(std::string_view word)
{
    constexpr std::array types{
        std::string_view("void"),     std::string_view("bool"),   std::string_view("char"),
        std::string_view("short"),    std::string_view("int"),    std::string_view("long"),
        std::string_view("float"),    std::string_view("double"), std::string_view("signed"),
        std::string_view("unsigned"), std::string_view("const"),  std::string_view("static"),
        std::string_view("auto"),     std::string_view("struct"), std::string_view("decltype"),
    };
    return word.empty() || word.ends_with('*') || word.ends_with('&') ||
           word.find("::") != std::string_view::npos || word.find('<') != std::string_view::npos ||
           std::find(types.begin(), types.end(), word) != types.end();
}

// Whether a name ends like that of a file: "libc.so.6", "index.js".
bool isFile(std::string_view head, const std::vector<Part> &parts)
{
    constexpr std::array endings{
        std::string_view("so"),  std::string_view("js"),  std::string_view("mjs"), std::string_view("ts"),
        std::string_view("php"), std::string_view("py"),  std::string_view("rb"),  std::string_view("cc"),
        std::string_view("cpp"), std::string_view("rs"),  std::string_view("go"),  std::string_view("lua"),
        std::string_view("dll"), std::string_view("exe"),
    };
    size_t last = parts.size() - 1;
    const auto text = [&](size_t part) {
        return head.substr(parts[part].begin, parts[part].end - parts[part].begin);
    };
    while (last > 0 && parts[last].separator == '.' && !text(last).empty() &&
           std::all_of(text(last).begin(), text(last).end(), isDigit))
        --last;
    return parts[last].separator == '.' &&
           std::find(endings.begin(), endings.end(), text(last)) != endings.end();
}

// Whether a name, without arguments, is put together of identifiers as languages do it, perhaps with a type
// in front: then what stands in front says less than what follows.
bool isQualified(std::string_view head, const std::vector<Part> &parts)
{
    size_t word = 0;
    for (const Part &part : parts) {
        if (part.separator != ' ')
            continue;
        if (!isType(head.substr(word, part.begin - 1 - word)))
            return false;
        word = part.begin;
    }
    if (word >= head.size() || isDigit(head[word]))
        return false;
    int depth = 0;
    for (size_t i = word; i < head.size(); ++i) {
        const char c = head[i];
        if (isSign(head, i))
            continue;
        if (c == '(' || c == '[' || c == '<' || c == '{')
            ++depth;
        else if (c == ')' || c == ']' || c == '>' || c == '}')
            depth = std::max(depth - 1, 0);
        else if (depth == 0 && std::string_view("\"'`;").find(c) != std::string_view::npos)
            return false;
        else if (depth == 0 && c == ':' && head.substr(i, 2) != "::" && (i == 0 || head[i - 1] != ':'))
            return false;
    }
    return true;
}

LabelCuts pathCuts(std::string_view name)
{
    LabelCuts cuts{{0}, name.size()};
    for (size_t i = 0; i + 1 < name.size(); ++i) {
        if (name[i] == '/')
            cuts.starts.push_back(i + 1);
    }
    return cuts;
}

} // namespace

LabelCuts labelCuts(std::string_view name, bool isPath)
{
    if (isPath)
        return pathCuts(name);
    // V8's functions without a name are known by where they are.
    constexpr std::string_view nameless = "(anonymous ";
    if (name.starts_with(nameless) && name.ends_with(')') && openingOf(name) == 0)
        return {{nameless.size()}, name.size() - 1, true};

    const std::string_view head = withoutTail(name);
    const std::vector<Part> parts = partsOf(head);
    if (isFile(head, parts) && head.find(' ') == std::string_view::npos)
        return pathCuts(name);
    if (!isQualified(head, parts))
        return {{0}, name.size()};

    LabelCuts cuts{{0}, head.size()};
    // What it returns is cut off as a whole.
    size_t own = parts.size() - 1, last = own;
    while (own > 0 && parts[own].separator != ' ')
        --own;
    if (last > own && isHash(head.substr(parts[last].begin))) {
        --last;
        cuts.end = parts[last].end;
        cuts.dropsRest = true;
    }
    while (last > own && isWeak(head.substr(parts[last].begin, parts[last].end - parts[last].begin)))
        --last;
    // The dot in "example.org/shop.Open" is none to cut at.
    size_t slash = last;
    while (slash > 0 && parts[slash].separator != '/')
        --slash;
    for (size_t i = std::max<size_t>(own, 1); i <= last; ++i) {
        const bool inPath = i < slash && parts[i].separator == '.';
        if (!inPath && parts[i].begin > cuts.starts.back() && parts[i].begin < parts[i].end)
            cuts.starts.push_back(parts[i].begin);
    }
    return cuts;
}

} // namespace proflens
