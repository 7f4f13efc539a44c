// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure.h"
#include "core/report/listing.h"
#include "core/report/printers.h"

namespace proflens {

namespace {

std::string valueOrDot(const Report &report, int64_t value)
{
    return value == 0 ? "." : report.format(value);
}

void printLines(const Report &report, const ListedFunction &function, const std::vector<std::string> &source,
                Output &out)
{
    const auto costs = function.costs();
    const auto [begin, end] = function.shown();
    for (int64_t line = begin; line <= end && line <= static_cast<int64_t>(source.size()); ++line) {
        const auto cost = costs.find(line);
        const auto [flat, cum] = cost == costs.end() ? std::pair<int64_t, int64_t>() : cost->second;
        out << padLeft(valueOrDot(report, flat), 10) << ' ' << padLeft(valueOrDot(report, cum), 10) << ' '
            << padLeft(std::to_string(line), 6) << ':' << source[static_cast<size_t>(line - 1)] << '\n';
    }
}

} // namespace

Status printList(Report &report, Output &out)
{
    const auto listed = listedFunctions(report);
    if (!listed)
        return listed.error();
    out << "Total: " << report.format(report.total()) << '\n';
    for (const ListedFunction &function : listed->functions) {
        if (function.file.empty()) {
            out << "No source information for " << function.name << '\n';
            continue;
        }
        out << "ROUTINE ======================== " << function.name << " in " << function.file << '\n'
            << padLeft(report.format(function.flat), 10) << ' ' << padLeft(report.format(function.cum), 10)
            << " (flat, cum) " << measure::percentage(function.cum, report.total()) << " of Total\n";
        const auto source = listedSource(report.options(), function.file);
        if (source)
            printLines(report, function, *source, out);
        else
            out << " Error: " << source.error().message << '\n';
    }
    return success();
}

} // namespace proflens
