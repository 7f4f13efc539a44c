// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/listing.h"

#include "core/source/paths.h"

#include <algorithm>
#include <filesystem>

namespace proflens {

namespace {

constexpr int64_t margin = 5; // lines shown around those with cost

int64_t firstOf(const ListedLine &line)
{
    return line.startLine != 0 ? line.startLine : line.line - margin;
}

} // namespace

std::pair<int64_t, int64_t> ListedFunction::shown() const
{
    int64_t begin = firstOf(lines[0]), end = lines[0].line + margin;
    for (const ListedLine &line : lines) {
        // pprof looks at the end only where the begin stays.
        if (firstOf(line) < begin)
            begin = firstOf(line);
        else if (line.line + margin > end)
            end = line.line + margin;
    }
    return {std::max<int64_t>(begin, 1), end};
}

std::map<int64_t, std::pair<int64_t, int64_t>> ListedFunction::costs() const
{
    std::map<int64_t, std::pair<int64_t, int64_t>> sums;
    for (const ListedLine &line : lines) {
        sums[line.line].first += line.flat;
        sums[line.line].second += line.cum;
    }
    return sums;
}

Result<ListedFunctions> listedFunctions(const Report &report)
{
    ListedFunctions result;
    result.frames = report.frames();
    const FrameTable &frames = *result.frames;
    const auto stacks = StackIndex::make(report.selection(), frames);
    const StackWeights weights = weigh(report.selection(), *stacks, report.formula());
    const FrameCosts costs = frameCosts(*stacks, weights, frames.size());

    std::map<std::string_view, std::map<std::string_view, std::vector<ListedLine>>> functions;
    const bool dropNegative = report.options().dropNegative;
    for (uint32_t i = 0; i < frames.size(); ++i) {
        const Frame &frame = frames[FrameId(i)];
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
    for (auto &[name, files] : functions) {
        for (auto &[file, lines] : files) {
            if (file.empty() && files.size() > 1)
                continue;
            ListedFunction function{name, file, std::move(lines), 0, 0};
            for (const ListedLine &line : function.lines) {
                function.flat += line.flat;
                function.cum += line.cum;
            }
            result.functions.push_back(std::move(function));
        }
    }
    return result;
}

Result<std::vector<std::string>> listedSource(const ReportOptions &options, std::string_view file)
{
    std::error_code error;
    const std::string folders =
        options.sourcePath.empty() ? std::filesystem::current_path(error).string() : options.sourcePath;
    const auto path = openableSource(file, folders, options.trimPath);
    if (!path)
        return path.error();
    return listableLines(*path);
}

} // namespace proflens
