// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report.h"

// One function per report. Each prints what pprof's command of that name prints; see writeReport().
namespace proflens {

Status printTop(Report &report, Output &out);
Status printTree(Report &report, Output &out); // peek too: with an argument, only frames whose name matches
Status printTraces(Report &report, Output &out);
Status printTags(Report &report, Output &out);
Status printRaw(Report &report, Output &out);
Status printComments(Report &report, Output &out);
Status printList(Report &report, Output &out);
Status printWebList(Report &report, Output &out);
Status printDot(Report &report, Output &out);
void printDot(const Report &report, const ReportGraph &graph,
              Output &out); // of a graph that is there already
Status printCallgrind(Report &report, Output &out);
Status printProto(Report &report, Output &out);
Status printTopProto(Report &report, Output &out);
Status printFolded(Report &report, Output &out);
Status printSpeedscope(Report &report, Output &out);

} // namespace proflens
