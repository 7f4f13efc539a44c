// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report.h"

#include <span>
#include <string_view>

namespace proflens {

// What a drawing is written as.
enum class Drawing {
    None,
    Svg,
    Png,
    Pdf,
    // By Graphviz itself.
    Ps,
    Gif,
};

// A report as pprof's command line and shell call it.
struct ReportCommand
{
    std::string_view name; // "top"
    ReportKind kind = ReportKind::Top;
    Drawing drawing = Drawing::None;
    bool takesPattern = false; // a regular expression, as of list
    // The end of the name of the file that is written rather than a screen: "pb.gz". Empty: a screen will do.
    std::string_view ending = {};
    std::string_view help = {}; // a sentence
    // Not printed but looked at in a window, where pprof starts another program.
    bool opensWindow = false;
};

std::span<const ReportCommand> reportCommands();
// nullptr if there is none of that name.
const ReportCommand *findReportCommand(std::string_view name);

} // namespace proflens
