// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/drawer.h"

namespace proflens {

// Prints the report that the command line asks for; returns the exit status. Opens no display.
int runReport(const CommandLine &line, const Drawer &drawer = {});
// Whether the report is one that needs more than text: a picture, which runReport() needs a Drawer for, or a
// page of coloured sources.
bool isDrawn(const CommandLine &line);

} // namespace proflens
