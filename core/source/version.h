// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/costs.h"
#include "core/source/sourcefile.h"

#include <string>
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

// The version of Go in the path of an installation, "1.22.1" of "/opt/go/1.22.1/x64/src/runtime/proc.go";
// empty if it tells none.
std::string goVersionInPath(std::string_view path);
// The version of the installation in a folder, from its file VERSION; empty if that is not there.
std::string goVersionOf(const std::string &root);

// Profiles say on which lines functions begin: if of most neither the line nor those beside it names its
// function, the text is another version. The lines on which functions have costs tell more: in Go each lies
// in the function of that name; elsewhere, where the profile does not say where functions begin, it lies
// below text that names them; and none is blank or a comment.
SourceVersion sourceVersion(const SourceCosts &costs, const SourceFile &text);

} // namespace proflens
