// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "core/report/summary.h"

namespace proflens {

// The two sides that a command line with a base names, compared as its options say, in words.
Result<Summary> loadSummary(const CommandLine &line);

} // namespace proflens
