// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/console/consoleline.h"
#include "core/analyze/comparison.h"
#include "core/shell/completion.h"
#include "core/shell/shell.h"

#include <QFont>

#include <memory>

namespace proflens {

// A report that the console was asked for, with all that it takes: it is printed on a worker thread.
struct ConsoleJob
{
    ShellReport report;
    ProfilePtr profile;
    ProfilePtr base; // the report is of the difference; nullptr: there is none
    Scaling scaling;
    bool diffBase = true; // percentages of the base's total, as with pprof's -diff_base
    std::shared_ptr<const ShellVocabulary> names; // links lead to these functions
    QFont font;                                   // of drawings
    StopToken stop;
    size_t maxLines = 10000, maxBytes = 8 << 20; // what is shown of a report
};

// What it printed, and what went wrong or is to be said, in the order in which it is to be shown.
QList<ConsoleLine> runConsoleJob(const ConsoleJob &job);

} // namespace proflens
