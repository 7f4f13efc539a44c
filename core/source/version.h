// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/costs.h"
#include "core/source/sourcefile.h"

#include <string_view>

namespace proflens {

// What the line that begins a function has to name: "Unlock" of "sync.(*Mutex).Unlock", "get" of
// "acme::Cache<int>::get(int) const". Empty for closures and whatever else has no name of its own in the
// source.
std::string_view nameInSource(std::string_view function);

// Whether a text is the version of the file that the program was built from.
enum class SourceVersion {
    Same,    // nothing speaks against it
    Other,   // costs stand beside the wrong lines
    Unknown, // the profile has nothing to tell it by
};

// Profiles say on which lines functions begin: if of most neither the line nor those beside it names its
// function, the text is another version. Of functions without such a line, those on which they have costs
// have to lie in or below text that names them: in Go in the function of that name. No line with costs is
// blank.
SourceVersion sourceVersion(const SourceCosts &costs, const SourceFile &text);

} // namespace proflens
