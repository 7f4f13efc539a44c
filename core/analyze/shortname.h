// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace proflens {

// A function's name without what a small box has no room for, as pprof shortens it (internal/graph
// ShortenFunctionName): the directories and version of a Go package, the package and arguments of a Java
// method, the namespaces before a C++ class. "github.com/acme/store/v2.(*Index).Get" is "store.(*Index).Get".
std::string shortFunctionName(std::string_view name);

} // namespace proflens
