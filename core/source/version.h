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

// Whether the text is another version than the one the program was built from: the profile says on which
// lines functions begin, and of most of these neither the line nor those beside it names its function. False
// if the profile does not say.
bool isOtherVersion(const SourceCosts &costs, const SourceFile &text);

} // namespace proflens
