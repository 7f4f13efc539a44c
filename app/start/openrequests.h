// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "app/session/openrequest.h"

#include <QList>

namespace proflens {

// What the window opens for a command line without a report: each file as it is; or, where there is a base,
// one profile of all files less the base, as a report would see it. Options of the view become the first
// view.
QList<OpenRequest> openRequests(const CommandLine &line);

} // namespace proflens
