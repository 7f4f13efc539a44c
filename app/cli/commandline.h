// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"
#include "core/report/data.h"
#include "core/report/limits.h"
#include "core/report/reportcommands.h"
#include "core/source/functionnames.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace proflens {

// The command line, in pprof's terms (reference: google/pprof, internal/driver/cli.go). No Qt here: reports
// must run where there is no display.
struct CommandLine
{
    std::optional<ReportKind> report; // none: open the window
    Drawing drawing = Drawing::None;  // with report Dot: -svg, -png, -pdf
    bool flameGraph = false;          // -flame: with drawing, the flame graph in place of the call graph
    bool summary = false;             // in place of report: a comparison in words
    bool html = false;                // in place of report: a comparison as a page
    bool json = false;                // with summary, or with a report that is made of rows: as JSON
    bool csv = false;                 // with such a report: as CSV
    std::vector<Limit> limits;        // -fail_if: checked after the report, or alone
    std::string ending;   // of the file that a report goes to instead of a screen; empty: to the screen
    std::string argument; // regular expression of -peek and -list
    ReportOptions options;
    bool shell = false; // read commands instead of printing one report
    std::string viewer; // the name of an option that asks for a window where pprof starts another program

    std::string binary; // first positional argument, if it is a program
    std::vector<std::string> sources;
    std::vector<std::string> bases;
    bool diffBase = false;
    Scaling scaling; // of the base; by total where options.normalize is set, which scales sources in reports
    std::string buildId;
    NameOptions names;     // -symbolize
    std::string symbolize; // the same as it was written
    std::string warning;   // about what is passed over; empty: nothing
    std::string comment;
    bool help = false;
    bool version = false;

    // Whether something is printed and no window opened.
    bool isReport() const { return report.has_value() || summary || html || !limits.empty(); }
};

// Takes the arguments without the program's name. The Error says what is wrong and how to get help.
Result<CommandLine> parseCommandLine(std::span<const std::string> arguments);

// What --help prints.
std::string helpText();

} // namespace proflens
