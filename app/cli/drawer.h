// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "core/report/output.h"

namespace proflens {

// Makes the pictures that reports on the command line are (-svg, -png, -pdf, …): what they need of fonts is
// not here. Both print to the output; neither is empty where a picture is asked for.
struct Drawer
{
    using CallGraph = Status (*)(const ProfilePtr &, Drawing, const ReportOptions &, Output &);
    // Reads the profiles itself.
    using FlameGraph = Status (*)(const CommandLine &, Output &);

    CallGraph callGraph = nullptr;
    FlameGraph flameGraph = nullptr;
};

} // namespace proflens
