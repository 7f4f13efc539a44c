// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/filtertext.h"

#include <algorithm>
#include <cstdio>
#include <vector>

namespace proflens {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// How many bytes of valid UTF-8 are in front; 0 if what is there is none.
size_t validCharacter(std::string_view text)
{
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80)
        return 1;
    const size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < size)
        return 0;
    for (size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xc0) != 0x80)
            return 0;
    }
    const unsigned char second = byte(1);
    // Overlong forms, surrogates, and what is beyond Unicode.
    const bool wrong = (first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
                       (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f);
    return wrong ? 0 : size;
}

constexpr std::string_view replacement = "\xef\xbf\xbd";

std::string shellQuoted(const std::string &text)
{
    constexpr std::string_view plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:=,@%+";
    if (!text.empty() && text.find_first_not_of(plain) == std::string::npos)
        return text;
    std::string quoted = "'";
    for (const char c : text) {
        if (c == '\'')
            quoted += "'\\''";
        else
            quoted += c;
    }
    return quoted + '\'';
}

// Flags such as (?i) hold until the end of their group.
std::string alternative(const std::string &pattern)
{
    return pattern.find("(?") == std::string::npos ? pattern : "(?:" + pattern + ')';
}

bool mayBeRange(std::string_view pattern)
{
    if (pattern.starts_with(':'))
        pattern.remove_prefix(1);
    if (pattern.starts_with('+') || pattern.starts_with('-'))
        pattern.remove_prefix(1);
    return !pattern.empty() && isDigit(pattern[0]);
}

struct LabelPattern
{
    std::string key;
    std::string values;
    bool hasKey = false;
};

LabelPattern split(const std::string &pattern)
{
    const size_t equals = pattern.find('=');
    if (equals == std::string::npos)
        return {{}, pattern, false};
    return {pattern.substr(0, equals), pattern.substr(equals + 1), true};
}

// One pattern that does what two filters of a kind do one after the other; nothing if there is none.
std::optional<std::string> joined(FilterKind kind, const std::string &a, const std::string &b)
{
    switch (kind) {
    case FilterKind::Ignore:
    case FilterKind::Hide:
    case FilterKind::TagHide:
        return alternative(a) + '|' + alternative(b);
    case FilterKind::TagFocus:
    case FilterKind::TagIgnore: {
        const LabelPattern first = split(a), second = split(b);
        if (mayBeRange(first.values) || mayBeRange(second.values) || first.hasKey != second.hasKey)
            return {};
        // With a key, a comma means "or"; without one, "and".
        const bool focus = kind == FilterKind::TagFocus;
        if (first.hasKey) {
            if (focus || first.key != second.key)
                return {};
            return a + ',' + second.values;
        }
        if (focus)
            return a + ',' + b;
        if (a.find(',') != std::string::npos || b.find(',') != std::string::npos)
            return {};
        return alternative(a) + '|' + alternative(b);
    }
    case FilterKind::Focus:
    case FilterKind::Show:
    case FilterKind::ShowFrom:
    case FilterKind::TagShow:
    case FilterKind::PruneFrom:
        break;
    }
    return {};
}

} // namespace

std::string quotedPattern(std::string_view text)
{
    constexpr std::string_view special = "\\.+*?()|[]{}^$";
    std::string pattern;
    pattern.reserve(text.size() + 8);
    while (!text.empty()) {
        const char c = text[0];
        const size_t size = validCharacter(text);
        if (size == 0 || text.starts_with(replacement)) {
            pattern += R"((?:\x{FFFD}|\C))";
            text.remove_prefix(std::max<size_t>(size, 1));
            continue;
        }
        if (size > 1) {
            pattern += text.substr(0, size);
        } else if (c == '\n') {
            pattern += "\\n";
        } else if (c == '\t') {
            pattern += "\\t";
        } else if (c == '\r') {
            pattern += "\\r";
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            char code[8];
            std::snprintf(code, sizeof code, "\\x%02x", static_cast<unsigned>(c));
            pattern += code;
        } else {
            if (special.find(c) != std::string_view::npos)
                pattern += '\\';
            pattern += c;
        }
        text.remove_prefix(size);
    }
    return pattern;
}

std::string exactPattern(std::string_view text)
{
    return '^' + quotedPattern(text) + '$';
}

size_t lastAlternative(std::string_view pattern)
{
    size_t begin = 0, depth = 0;
    bool inBrackets = false;
    for (size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (c == '\\') {
            ++i;
        } else if (inBrackets) {
            inBrackets = c != ']';
        } else if (c == '[') {
            inBrackets = true;
        } else if (c == '(') {
            ++depth;
        } else if (c == ')') {
            depth -= depth > 0;
        } else if (c == '|' && depth == 0) {
            begin = i + 1;
        }
    }
    return begin;
}

std::optional<FilterKind> oppositeOf(FilterKind kind)
{
    switch (kind) {
    case FilterKind::Focus:
        return FilterKind::Ignore;
    case FilterKind::Ignore:
        return FilterKind::Focus;
    case FilterKind::Hide:
        return FilterKind::Show;
    case FilterKind::Show:
        return FilterKind::Hide;
    case FilterKind::TagFocus:
        return FilterKind::TagIgnore;
    case FilterKind::TagIgnore:
        return FilterKind::TagFocus;
    case FilterKind::TagShow:
        return FilterKind::TagHide;
    case FilterKind::TagHide:
        return FilterKind::TagShow;
    case FilterKind::ShowFrom:
    case FilterKind::PruneFrom:
        break;
    }
    return {};
}

FilterOptions filterOptions(std::span<const Filter> filters)
{
    FilterOptions options;
    const auto add = [&](FilterKind kind, const std::string &pattern) {
        if (!options.text.empty())
            options.text += ' ';
        options.text += '-' + std::string(filterName(kind)) + '=' + shellQuoted(pattern);
    };
    for (size_t kind = 0; kind < filterNames.size(); ++kind) {
        std::vector<std::string> patterns;
        for (const Filter &filter : filters) {
            if (filter.kind != static_cast<FilterKind>(kind) || filter.pattern.empty())
                continue;
            const auto both =
                patterns.empty() ? std::nullopt : joined(filter.kind, patterns.back(), filter.pattern);
            if (both)
                patterns.back() = *both;
            else
                patterns.push_back(filter.pattern);
        }
        for (const std::string &pattern : patterns)
            add(static_cast<FilterKind>(kind), pattern);
        options.isSame = options.isSame && patterns.size() <= 1;
    }
    return options;
}

} // namespace proflens
