// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/coderules.h"

#include <algorithm>
#include <utility>

namespace proflens {

namespace {

constexpr std::pair<std::string_view, Language> endings[] = {
    {"go", Language::Go},         {"rs", Language::Rust},        {"java", Language::Java},
    {"kt", Language::Java},       {"scala", Language::Java},     {"groovy", Language::Java},
    {"clj", Language::Java},      {"py", Language::Python},      {"pyx", Language::Python},
    {"js", Language::JavaScript}, {"mjs", Language::JavaScript}, {"cjs", Language::JavaScript},
    {"ts", Language::JavaScript}, {"tsx", Language::JavaScript}, {"jsx", Language::JavaScript},
    {"cs", Language::DotNet},     {"fs", Language::DotNet},      {"vb", Language::DotNet},
    {"php", Language::Php},       {"rb", Language::Ruby},        {"erb", Language::Ruby},
    {"c", Language::Cpp},         {"cc", Language::Cpp},         {"cpp", Language::Cpp},
    {"cxx", Language::Cpp},       {"h", Language::Cpp},          {"hh", Language::Cpp},
    {"hpp", Language::Cpp},       {"tcc", Language::Cpp},
};

std::optional<Language> languageOfFile(std::string_view file)
{
    if (file.starts_with("node:"))
        return Language::JavaScript;
    const size_t dot = file.rfind('.');
    if (dot == std::string_view::npos)
        return {};
    const std::string_view ending = file.substr(dot + 1);
    for (const auto &[known, language] : endings) {
        if (ending == known)
            return language;
    }
    return {};
}

bool isHexadecimal(std::string_view text)
{
    return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// What a name without a file tells.
std::optional<Language> languageOfName(std::string_view name)
{
    const auto beginsWith = [&](std::initializer_list<std::string_view> words) {
        return std::any_of(words.begin(), words.end(),
                           [&](std::string_view word) { return name.starts_with(word); });
    };
    // Rust's hash behind a name, mangled and not.
    const size_t hash = name.rfind("::h");
    if ((hash != std::string_view::npos && name.size() - hash == 19 &&
         isHexadecimal(name.substr(hash + 3))) ||
        beginsWith({"core::", "alloc::", "std::rt::", "<core::", "<alloc::", "_RN", "_ZN4core", "_ZN5alloc"}))
        return Language::Rust;
    if (beginsWith({"runtime.", "main.", "github.com/", "golang.org/", "net/http."}) ||
        name.find(".(*") != std::string_view::npos)
        return Language::Go;
    if (beginsWith({"java.", "java/", "javax.", "javax/", "jdk.", "jdk/", "kotlin.", "kotlin/", "scala.",
                    "scala/", "sun.", "sun/"}))
        return Language::Java;
    if (beginsWith({"System.", "Microsoft."}) || name.find(".dll!") != std::string_view::npos)
        return Language::DotNet;
    if (beginsWith({"(root)", "(program)", "(garbage collector)", "node:"}))
        return Language::JavaScript;
    if (name.starts_with("<?php") || name.find('|') != std::string_view::npos)
        return Language::Php;
    if (beginsWith({"_Z", "std::"}) || name.find("::") != std::string_view::npos)
        return Language::Cpp;
    return {};
}

} // namespace

Language guessLanguage(const Profile &profile)
{
    std::array<size_t, languageNames.size()> votes{};
    const auto vote = [&](Language language) { ++votes[static_cast<size_t>(language)]; };
    for (const Function &function : profile.functions) {
        if (const auto language = languageOfFile(profile.text(function.file)))
            vote(*language);
        else if (const auto named = languageOfName(profile.text(function.name)))
            vote(*named);
    }
    size_t all = 0;
    for (const size_t count : votes)
        all += count;
    const size_t cpp = std::exchange(votes[static_cast<size_t>(Language::Cpp)], 0);
    const auto most = std::max_element(votes.begin(), votes.end());
    // A twentieth is more than chance.
    if (*most == 0 || (cpp > *most && *most * 20 < all))
        return Language::Cpp;
    return static_cast<Language>(most - votes.begin());
}

} // namespace proflens
