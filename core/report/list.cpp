// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure.h"
#include "core/report/printers.h"
#include "core/source/paths.h"

#include <algorithm>
#include <filesystem>
#include <map>

namespace proflens {

namespace {

constexpr int64_t margin = 5; // lines shown around those with cost

struct LineCost
{
    FrameId frame;
    int64_t line = 0, startLine = 0, flat = 0, cum = 0;
};

std::string valueOrDot(const Report &report, int64_t value)
{
    return value == 0 ? "." : report.format(value);
}

// Files are looked for from the current folder unless source_path says otherwise.
Result<std::vector<std::string>> sourceLines(const ReportOptions &options, std::string_view file)
{
    std::error_code error;
    const std::string folders =
        options.sourcePath.empty() ? std::filesystem::current_path(error).string() : options.sourcePath;
    const auto path = openableSource(file, folders, options.trimPath);
    if (!path)
        return path.error();
    return listableLines(*path);
}

// The lines of one function in one file, as far as the file has them.
void printLines(const Report &report, const std::vector<LineCost> &costs,
                const std::vector<std::string> &source, Output &out)
{
    int64_t begin = costs[0].startLine != 0 ? costs[0].startLine : costs[0].line - margin;
    int64_t end = costs[0].line + margin;
    std::map<int64_t, std::pair<int64_t, int64_t>> sums;
    for (const LineCost &cost : costs) {
        const int64_t first = cost.startLine != 0 ? cost.startLine : cost.line - margin;
        if (first < begin)
            begin = first;
        else if (cost.line + margin > end)
            end = cost.line + margin;
        sums[cost.line].first += cost.flat;
        sums[cost.line].second += cost.cum;
    }
    for (int64_t line = std::max<int64_t>(begin, 1);
         line <= end && line <= static_cast<int64_t>(source.size()); ++line) {
        const auto sum = sums.find(line);
        const auto [flat, cum] = sum == sums.end() ? std::pair<int64_t, int64_t>() : sum->second;
        out << padLeft(valueOrDot(report, flat), 10) << ' ' << padLeft(valueOrDot(report, cum), 10) << ' '
            << padLeft(std::to_string(line), 6) << ':' << source[static_cast<size_t>(line - 1)] << '\n';
    }
}

} // namespace

Status printList(Report &report, Output &out)
{
    const auto frames = report.frames();
    const auto stacks = StackIndex::make(report.selection(), *frames);
    const StackWeights weights = weigh(report.selection(), *stacks, report.formula());
    const FrameCosts costs = frameCosts(*stacks, weights, frames->size());

    // Function name, then file: both in the order that pprof prints them.
    std::map<std::string_view, std::map<std::string_view, std::vector<LineCost>>> functions;
    const bool dropNegative = report.options().dropNegative;
    for (uint32_t i = 0; i < frames->size(); ++i) {
        const Frame &frame = (*frames)[FrameId(i)];
        const int64_t flat = costs.flat[i], cum = costs.cum[i];
        if ((flat == 0 && cum == 0) || (dropNegative && (flat < 0 || (flat == 0 && cum < 0))))
            continue;
        if (report.argument() && !report.argument()->matches(frame.name))
            continue;
        functions[frame.name][frame.file].push_back({FrameId(i), frame.line, frame.startLine, flat, cum});
    }
    if (functions.empty())
        return Error{"no matches found for regexp: " +
                     (report.argument() ? report.argument()->pattern() : std::string())};

    out << "Total: " << report.format(report.total()) << '\n';
    for (const auto &[name, files] : functions) {
        if (files.size() == 1 && files.begin()->first.empty()) {
            out << "No source information for " << name << '\n';
            continue;
        }
        for (const auto &[file, lines] : files) {
            if (file.empty())
                continue;
            int64_t flat = 0, cum = 0;
            for (const LineCost &cost : lines) {
                flat += cost.flat;
                cum += cost.cum;
            }
            out << "ROUTINE ======================== " << name << " in " << file << '\n'
                << padLeft(report.format(flat), 10) << ' ' << padLeft(report.format(cum), 10)
                << " (flat, cum) " << measure::percentage(cum, report.total()) << " of Total\n";
            const auto source = sourceLines(report.options(), file);
            if (source)
                printLines(report, lines, *source, out);
            else
                out << " Error: " << source.error().message << '\n';
        }
    }
    return success();
}

} // namespace proflens
