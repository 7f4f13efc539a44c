// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"
#include "core/select/filter.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// Languages (with what is usually mixed with them) whose runtime and standard library can be told from one's
// own code.
enum class Language { Go, Cpp, Rust, Java, Python, JavaScript, DotNet, Php, Ruby };

inline constexpr std::array<std::string_view, 9> languageNames = {
    "go", "cpp", "rust", "java", "python", "javascript", "dotnet", "php", "ruby",
};
inline constexpr std::array<std::string_view, 9> languageTitles = {
    "Go", "C and C++", "Rust", "Java", "Python", "JavaScript", ".NET", "PHP", "Ruby",
};
// For settings and the command line: "go".
constexpr std::string_view languageName(Language language)
{
    return languageNames[static_cast<size_t>(language)];
}
// For people: "C and C++".
constexpr std::string_view languageTitle(Language language)
{
    return languageTitles[static_cast<size_t>(language)];
}
std::optional<Language> languageNamed(std::string_view name);

// One rule about which frames are not one's own code: a pattern as of pprof's -hide, tried on the names of
// functions, source files and mappings.
struct CodeRule
{
    std::string pattern;
    std::string about; // what it hides, as a few words
    bool enabled = true;

    bool operator==(const CodeRule &) const = default;
};
using CodeRules = std::vector<CodeRule>;

// The rules that come with the program: the runtime and the standard library, and, switched off, code of
// third parties.
CodeRules defaultCodeRules(Language language);

// One pattern for all rules that are enabled, which does as a filter of FilterKind::Hide what they do
// together; empty if none is.
std::string hidePattern(std::span<const CodeRule> rules);

// Whether only one's own code is seen.
struct MyCode
{
    bool on = false;
    std::optional<Language> language; // whose rules; none: as guessed

    bool operator==(const MyCode &) const = default;
};

// The language that most functions of a profile are of, told by their files and names. C and C++, which all
// runtimes are written in, only count where there is little else.
Language guessLanguage(const Profile &profile);

// What hides all but one's own code by the rules that come with the program; nothing if that is off.
std::optional<Filter> codeFilter(const MyCode &myCode, const Profile &profile);

} // namespace proflens
