// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/functionnames.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace proflens {

namespace {

std::optional<std::string> readable(std::string_view symbol, NameDepth depth)
{
    if (auto name = demangled(symbol, depth))
        return name;
    // On macOS every symbol has one more underscore.
    return symbol.starts_with('_') ? demangled(symbol.substr(1), depth) : std::nullopt;
}

// The rules by which pprof takes a name for C++ that somebody made readable before. Java's "Type.<init>" and
// Go's "pkg.(*Type[...]).Method" are none.
bool looksLikeCxx(std::string_view name)
{
    if (name.find(".<") != std::string_view::npos || name.find("]).") != std::string_view::npos)
        return false;
    return name.find_first_of("<>[]") != std::string_view::npos || name.find("::") != std::string_view::npos;
}

// Takes out what is between brackets, and they. A closing one too many ends it: what was found until then is
// gone, the rest stays.
std::string withoutBracketed(std::string_view name, char open, char close)
{
    std::string kept, inside;
    int depth = 0;
    for (size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if (c == close && depth == 0)
            return kept + std::string(name.substr(i));
        depth += c == open ? 1 : 0;
        (depth > 0 ? inside : kept) += c;
        if (c == close && --depth == 0)
            inside.clear();
    }
    return kept + inside;
}

// nothing: the name stays.
std::optional<std::string> newName(std::string_view symbol, const NameOptions &options)
{
    if (!options.depth)
        return {};
    if (auto name = readable(symbol, *options.depth))
        return name;
    if (!options.force || *options.depth == NameDepth::Full || !looksLikeCxx(symbol))
        return {};
    std::string name = withoutBracketed(symbol, '(', ')');
    if (*options.depth == NameDepth::Short)
        name = withoutBracketed(name, '<', '>');
    return name;
}

} // namespace

NameWords parseNameWords(std::string_view words)
{
    NameWords result;
    NameOptions &options = result.options;
    while (!words.empty()) {
        const size_t end = std::min(words.find(':'), words.size());
        std::string word(words.substr(0, end));
        words.remove_prefix(std::min(end + 1, words.size()));
        std::transform(word.begin(), word.end(), word.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
        if (word == "none" || word == "no") {
            options.asInFile = true;
            return result;
        }
        if (word == "force") {
            options.force = true;
            continue;
        }
        if (word.empty() || word == "local" || word == "fastlocal" || word == "remote")
            continue;
        constexpr std::string_view prefix = "demangle=";
        const std::string_view depth =
            word.starts_with(prefix) ? std::string_view(word).substr(prefix.size()) : word;
        if (depth == "full" || depth == "templates" || depth == "none") {
            options.force = true;
            options.depth = depth == "full"        ? std::optional(NameDepth::Full)
                            : depth == "templates" ? std::optional(NameDepth::Templates)
                                                   : std::nullopt;
        } else if (depth != "default") {
            result.problem = "-symbolize=" + word +
                             " means nothing; it takes none, local, fastlocal, remote, force and "
                             "demangle=none|full|templates|default, with \":\" between";
        }
    }
    return result;
}

std::string nameWords(const NameOptions &options)
{
    if (options.asInFile)
        return "none";
    if (!options.depth)
        return "demangle=none";
    if (*options.depth == NameDepth::Full)
        return "demangle=full";
    if (*options.depth == NameDepth::Templates)
        return "demangle=templates";
    return options.force ? "force" : "demangle=default";
}

ProfilePtr withNames(const ProfilePtr &profile, const NameOptions &options)
{
    if (options.asInFile)
        return profile;
    struct Change
    {
        size_t function;
        std::string_view name;
    };
    std::vector<Change> changes;
    std::unordered_map<std::string_view, std::optional<std::string>> known; // by symbol
    for (size_t i = 0; i < profile->functions.size(); ++i) {
        const Function &function = profile->functions[i];
        const std::string_view symbol = profile->text(function.systemName);
        const std::string_view before = profile->text(function.name);
        std::string_view name = before;
        if (options.force && !name.empty() && !symbol.empty())
            name = symbol;
        if (name.empty() || name == symbol) {
            name = symbol.empty() ? name : symbol;
            const auto [it, added] = known.try_emplace(symbol);
            if (added)
                it->second = newName(symbol, options);
            if (it->second)
                name = *it->second;
            else if (!options.depth)
                name = options.force && !before.empty() ? name : before;
        }
        if (name != before)
            changes.push_back({i, name});
    }
    if (changes.empty())
        return profile;
    auto renamed = std::make_shared<Profile>(*profile);
    std::unordered_map<std::string_view, StringId> rows;
    for (const Change &change : changes) {
        const auto [it, added] = rows.try_emplace(change.name);
        if (added)
            it->second = renamed->strings.append(change.name);
        renamed->functions[change.function].name = it->second;
    }
    return renamed;
}

} // namespace proflens
