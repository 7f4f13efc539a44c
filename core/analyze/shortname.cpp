// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/shortname.h"

#include <algorithm>
#include <cctype>

namespace proflens {

namespace {

bool isWord(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}
bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}
bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

size_t wordEnd(std::string_view text, size_t at)
{
    while (at < text.size() && isWord(text[at]))
        ++at;
    return at;
}

// Cuts the first "/vN" (N >= 2) that a slash or a dot follows: a module's major version.
std::string withoutVersion(std::string_view name)
{
    for (size_t at = name.find("/v"); at != std::string_view::npos; at = name.find("/v", at + 1)) {
        size_t end = at + 2;
        while (end < name.size() && std::isdigit(static_cast<unsigned char>(name[end])))
            ++end;
        const std::string_view digits = name.substr(at + 2, end - at - 2);
        const bool major = !digits.empty() && digits[0] != '0' && digits != "1";
        if (major && end < name.size() && (name[end] == '/' || name[end] == '.') &&
            name.find('\n') == std::string_view::npos)
            return std::string(name.substr(0, at)) + std::string(name.substr(end));
    }
    return std::string(name);
}

// "a-b.c/d/pkg.Func": what follows the last of the leading directories, if a dot with something after it is
// there.
std::string_view goName(std::string_view name)
{
    size_t begin = 0;
    for (size_t at = 0; at < name.size(); ++at) {
        const char c = name[at];
        if (c == '/' && at > begin)
            begin = at + 1;
        else if (!isWord(c) && c != '-' && c != '.')
            break;
    }
    // The directories may end earlier if what follows the last one is no "package.name".
    while (begin > 0) {
        const size_t dot = name.find('.', begin);
        if (dot != std::string_view::npos && dot > begin && dot + 1 < name.size() &&
            name.find('\n', dot) == std::string_view::npos)
            return name.substr(begin);
        const size_t slash = begin >= 2 ? name.rfind('/', begin - 2) : std::string_view::npos;
        begin = slash == std::string_view::npos ? 0 : slash + 1;
    }
    return {};
}

// "com.acme.Store$Index.get(int)": "Store$Index.get".
std::string_view javaName(std::string_view name)
{
    const auto methodEnd = [&](size_t at) -> size_t {
        // Class: an upper-case letter, then words with $.
        if (at >= name.size() || !isUpper(name[at]))
            return 0;
        size_t end = at;
        while (end < name.size() && (isWord(name[end]) || name[end] == '$'))
            ++end;
        if (end >= name.size() || name[end] != '.')
            return 0;
        ++end;
        if (name.substr(end).starts_with("<init>")) {
            end += 6;
        } else {
            if (end >= name.size() || !isLower(name[end]))
                return 0;
            while (end < name.size() && (isWord(name[end]) || name[end] == '$'))
                ++end;
        }
        return end == name.size() || name[end] == '(' ? end : 0;
    };
    for (size_t at = 0;;) {
        if (const size_t end = methodEnd(at))
            return name.substr(at, end - at);
        if (at >= name.size() || !isLower(name[at]))
            return {};
        const size_t end = wordEnd(name, at);
        if (end >= name.size() || name[end] != '.')
            return {};
        at = end + 1;
    }
}

// "acme::store::Index::get<int>": "Index::get<int>".
std::string_view cppName(std::string_view name)
{
    // The leading run of "identifier::"; the class is the last of them that begins in upper case.
    size_t best = std::string_view::npos;
    size_t at = 0;
    for (bool first = true;; first = false) {
        size_t letter = at;
        while (letter < name.size() && name[letter] == '_')
            ++letter;
        const size_t end = wordEnd(name, at);
        if (!first && letter < name.size() && isUpper(name[letter]) && name.substr(end).starts_with("::")) {
            size_t member = end + 2;
            if (member < name.size() && name[member] == '~')
                ++member;
            if (member < name.size() &&
                (std::isalpha(static_cast<unsigned char>(name[member])) || name[member] == '_'))
                best = at;
        }
        if (end == at || std::isdigit(static_cast<unsigned char>(name[at])) ||
            !name.substr(end).starts_with("::"))
            break;
        at = end + 2;
    }
    if (best == std::string_view::npos)
        return {};
    size_t end = wordEnd(name, best) + 2;
    if (name[end] == '~')
        ++end;
    end = wordEnd(name, end);
    if (end < name.size() && name[end] == '<') {
        const size_t line = std::min(name.find('\n', end), name.size());
        const size_t close = name.substr(0, line).rfind('>');
        if (close != std::string_view::npos && close > end)
            end = close + 1;
    }
    return name.substr(best, end - best);
}

} // namespace

std::string shortFunctionName(std::string_view name)
{
    constexpr std::string_view anonymous = "(anonymous namespace)::";
    if (name.starts_with(anonymous))
        name.remove_prefix(anonymous.size());
    const std::string plain = withoutVersion(name);
    for (auto shorten : {goName, javaName, cppName}) {
        const std::string_view shorter = shorten(plain);
        if (!shorter.empty())
            return std::string(shorter);
    }
    return plain;
}

} // namespace proflens
