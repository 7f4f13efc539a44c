// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/drawer.h"

namespace proflens {

// Reads lines from standard input and answers them, on the profiles that the command line names; returns the
// exit status. On a terminal with line editing, completion and a history; else, for scripts, without prompts.
int runShell(const CommandLine &line, const Drawer &drawer);

} // namespace proflens
