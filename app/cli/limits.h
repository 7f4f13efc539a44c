// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "core/profile/profile.h"

namespace proflens {

// What breaks the limits of a command line (-fail_if), a line each. profile: what loadSources() read, if it
// was read already; with a base both sides are read here.
Result<std::vector<std::string>> brokenLimits(const CommandLine &line, const ProfilePtr &profile);

} // namespace proflens
