// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "core/profile/result.h"

#include <string>
#include <vector>

namespace proflens {

// The arguments, without the program's name, that open a window on the same profiles with the same options.
std::vector<std::string> windowArguments(const CommandLine &line);

// Starts this program on its own, with a window. The Error says that there is no display, or why it does not
// start.
Status startWindow(const CommandLine &line);

// Whether there is a display that windows can be opened on.
bool hasDisplay();

// What is said where an option of pprof that starts another program opens the window; empty where the name
// says it already.
std::string viewerNote(const std::string &viewer);

} // namespace proflens
