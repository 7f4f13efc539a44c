// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"

namespace proflens {

// Prints the report that the command line asks for; returns the exit status. Opens no display.
int runReport(const CommandLine &line);

} // namespace proflens
