// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"
#include "core/source/demangle.h"

#include <optional>
#include <string>
#include <string_view>

namespace proflens {

// What becomes of the names of a profile's functions. Functions have a system name beside their name, the
// linker's symbol.
struct NameOptions
{
    // Nothing happens to them.
    bool asInFile = false;
    // Names that differ from the system name, made readable by whoever wrote the profile, are made anew, too,
    // and those that look like C++ but are no symbols are shortened as text. Else they stay.
    bool force = false;
    // Nothing: the system names themselves.
    std::optional<NameDepth> depth = NameDepth::Short;

    bool operator==(const NameOptions &) const = default;
};

// pprof's -symbolize: words with ":" between, of which those about binaries have nothing to act on here.
struct NameWords
{
    NameOptions options;
    std::string problem; // a sentence about words that mean nothing; empty if all do
};
NameWords parseNameWords(std::string_view words);
// Words that mean these options.
std::string nameWords(const NameOptions &options);

// The profile with other names, or the same where none changes. Files, lines and system names stay.
ProfilePtr withNames(const ProfilePtr &profile, const NameOptions &options);

} // namespace proflens
