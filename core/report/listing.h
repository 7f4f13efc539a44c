// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/costs.h"
#include "core/report/report.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// What a function costs in one line of its file: a frame of the report's granularity, which is by line.
struct ListedLine
{
    FrameId frame;
    int64_t line = 0, startLine = 0, flat = 0, cum = 0;
};

// A function in one of its files.
struct ListedFunction
{
    std::string_view name, file; // views of ListedFunctions::frames
    std::vector<ListedLine> lines;
    int64_t flat = 0, cum = 0; // sums over lines, as pprof has them: cum counts a recursion once per line

    // Which lines a listing shows, as far as the file has them: from the start of the function, or a few
    // before the first known line, to a few after the last.
    std::pair<int64_t, int64_t> shown() const;
    // By line.
    std::map<int64_t, std::pair<int64_t, int64_t>> costs() const;
};

// The functions that -list and -weblist are about, by name and then by file. A function whose file nobody
// knows is there with an empty one, unless it has others.
struct ListedFunctions
{
    std::shared_ptr<const FrameTable> frames;
    std::vector<ListedFunction> functions;
};
// An Error, in pprof's words, where the report's argument matches none.
Result<ListedFunctions> listedFunctions(const Report &report);

// The lines of a file: from the current folder on, unless source_path says otherwise. The Error is pprof's.
Result<std::vector<std::string>> listedSource(const ReportOptions &options, std::string_view file);

} // namespace proflens
