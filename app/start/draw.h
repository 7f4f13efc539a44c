// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "core/report/output.h"

namespace proflens {

// Prints a call graph as a drawing (-svg, -png, -pdf). Needs no display. A word about a
// simpler layout goes to standard error, since standard output is the picture.
Status drawCallGraph(const ProfilePtr &profile, Drawing drawing, const ReportOptions &options, Output &out);

// The same for the flame graph of a command line (-flame), which reads the profiles itself: of a base and
// what is compared with it, both sides are needed, and the difference is drawn in colours.
Status drawFlameGraph(const CommandLine &line, Output &out);

} // namespace proflens
