// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// The names in a profile that lines of a shell may be about. Made once for a profile; takes one pass over its
// functions and labels.
class ShellVocabulary
{
public:
    explicit ShellVocabulary(const Profile &profile);

    struct Key
    {
        std::string name;
        std::vector<std::string> values; // texts, sorted, the first few thousand
    };
    const std::vector<std::string> &functions() const { return m_functions; } // sorted
    const std::vector<Key> &labels() const { return m_labels; }               // sorted
    const std::vector<std::string> &sampleTypes() const { return m_sampleTypes; }
    const std::vector<std::string> &units() const { return m_units; } // that values can be shown in

private:
    std::vector<std::string> m_functions, m_sampleTypes, m_units;
    std::vector<Key> m_labels;
};

// What may stand in place of the part [begin, end) of a line.
struct Completion
{
    size_t begin = 0, end = 0;
    std::vector<std::string> candidates; // best first; no more than maxCompletions
    // Nothing has to be between a candidate and what is typed next: "focus=", "dir/".
    bool endsOpen(const std::string &candidate) const
    {
        return candidate.ends_with('=') || candidate.ends_with('/') || candidate.ends_with(',');
    }
};

inline constexpr size_t maxCompletions = 500;

// For a cursor behind byte `cursor` of a line. Commands and options are completed by how they begin,
// functions by any part of their name, and those that are no regular expressions as they are become one.
Completion complete(std::string_view line, size_t cursor, const ShellVocabulary &vocabulary);

// A pattern that matches text as it is, with no more backslashes than that takes (dots are left alone, so
// that names can be read).
std::string literalPattern(std::string_view text);

} // namespace proflens
