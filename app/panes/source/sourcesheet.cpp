// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/source/sourcesheet.h"

#include "app/panes/source/shownline.h"

#include <algorithm>
#include <cstdlib>

namespace proflens {

namespace {

uint64_t magnitude(int64_t value)
{
    return value < 0 ? uint64_t(0) - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
}

// The function that has a file and the largest flat value, or of a comparison the largest change of it.
FunctionId hottestFunction(const Analysis &analysis, const Comparison *comparison)
{
    FunctionId hottest;
    std::pair<uint64_t, uint64_t> most;
    for (size_t row = 0; row < analysis.frames().size(); ++row) {
        const FunctionId function = analysis.frames()[FrameId(row)].function;
        if (!function.isValid() ||
            !isSourceFile(analysis.profile()->text(analysis.profile()->function(function).file)))
            continue;
        const BothValues both = comparison ? comparison->flat(FrameId(row))
                                           : BothValues{0, analysis.costs().flatValue(FrameId(row))};
        const std::pair size(magnitude(both.delta()),
                             std::max(magnitude(both.base), magnitude(both.current)));
        if (size > most) {
            most = size;
            hottest = function;
        }
    }
    return hottest;
}

bool isNewer(const SourceFile &file, int64_t profiledNanos, int64_t durationNanos)
{
    // Copying and checking out take a moment; so do clocks of other machines.
    constexpr int64_t grace = int64_t(60) * 1'000'000'000;
    return profiledNanos > 0 && file.changedNanos() - grace > profiledNanos &&
           file.changedNanos() - grace > profiledNanos + std::max<int64_t>(durationNanos, 0);
}

void readText(SourceSheet &sheet, const SourceRequest &request)
{
    sheet.state = SourceSheet::State::Missing;
    if (!sheet.search.found)
        return;
    Result<SourceFile> read = SourceFile::read(*sheet.search.found);
    if (!read) {
        sheet.readError = read.error().message;
        return;
    }
    if (read->looksBinary()) {
        sheet.readError = *sheet.search.found + ": this is no text.";
        return;
    }
    const bool known =
        request.text && request.text->path() == read->path() && request.text->text() == read->text();
    sheet.text = known ? request.text : std::make_shared<const SourceFile>(std::move(*read));
    int64_t duration = sheet.analysis->profile()->durationNanos;
    sheet.profiledNanos = sheet.analysis->profile()->timeNanos;
    if (sheet.comparison) {
        sheet.profiledNanos = sheet.comparison->joined()->current.timeNanos;
        duration = sheet.comparison->joined()->current.durationNanos;
    }
    sheet.changedSince = isNewer(*sheet.text, sheet.profiledNanos, duration);
    sheet.version = sourceVersion(sheet.costs, *sheet.text);
    sheet.isOtherFile = sheet.text->path() != sheet.costs.file && !sheet.search.isChosen;
    if (!sheet.search.goRoot.empty()) {
        sheet.goVersion = goVersionInPath(sheet.costs.file);
        sheet.goVersionHere = goVersionOf(sheet.search.goRoot);
        if (sheet.goVersion.empty() || sheet.goVersionHere.empty() || sheet.goVersion == sheet.goVersionHere)
            sheet.goVersion = sheet.goVersionHere = {};
        else
            sheet.version = SourceVersion::Other;
    }
    for (size_t row = 0; row < sheet.text->lineCount(); ++row)
        sheet.widest = std::max<int64_t>(sheet.widest, estimatedColumns(sheet.text->line(row)));
    sheet.state = SourceSheet::State::Shown;
}

} // namespace

BothValues SourceSheet::lineFlat(size_t row) const
{
    return {comparison ? base.lines[row].flat : 0, costs.lines[row].flat};
}

BothValues SourceSheet::lineCum(size_t row) const
{
    return {comparison ? base.lines[row].cum : 0, costs.lines[row].cum};
}

BothValues SourceSheet::functionFlat(size_t row) const
{
    return {comparison ? base.functions[row].flat : 0, costs.functions[row].flat};
}

BothValues SourceSheet::functionCum(size_t row) const
{
    return {comparison ? base.functions[row].cum : 0, costs.functions[row].cum};
}

SourceSheet makeSourceSheet(const SourceRequest &request, const StopToken &stop)
{
    SourceSheet sheet;
    const Analysis &analysis = *request.analysis;
    sheet.analysis = request.analysis;
    sheet.comparison = request.comparison;
    sheet.sideBySide = request.sideBySide;
    std::vector<std::string> names = request.names;
    std::string file = request.file;
    if (names.empty() && file.empty()) {
        const FunctionId hottest = hottestFunction(analysis, request.comparison.get());
        if (!hottest.isValid()) {
            sheet.state = SourceSheet::State::NoCosts;
            return sheet;
        }
        const Profile &profile = *analysis.profile();
        names.emplace_back(profile.text(profile.function(hottest).name));
        file = cleanPath(profile.text(profile.function(hottest).file));
        sheet.guessed = true;
    }
    if (request.comparison) {
        sheet.files = comparedFilesOf(*request.comparison, names, stop);
    } else {
        for (SourceFileCost &cost : sourceFilesOf(analysis, names, stop))
            sheet.files.push_back({std::move(cost.file), {0, cost.flat}, {0, cost.cum}});
    }
    if (file.empty() && !sheet.files.empty())
        file = sheet.files.front().file;
    if (stop.stop_requested())
        return sheet;
    if (file.empty()) {
        sheet.nearest = nearestSource(analysis, names, stop);
        const FunctionId hottest = hottestFunction(analysis, request.comparison.get());
        if (hottest.isValid())
            sheet.hottest = analysis.profile()->text(analysis.profile()->function(hottest).name);
        if (!stop.stop_requested())
            sheet.state = SourceSheet::State::NoSource;
        return sheet;
    }
    if (request.comparison) {
        auto compared = comparedSource(*request.comparison, file, stop);
        if (!compared)
            return sheet;
        sheet.costs = std::move(compared->current);
        sheet.base = std::move(compared->base);
        sheet.flatChanges = std::move(compared->flatChanges);
        sheet.cumChanges = std::move(compared->cumChanges);
    } else {
        auto costs = sourceCosts(analysis, file, stop);
        if (!costs)
            return sheet;
        sheet.costs = std::move(*costs);
    }
    for (uint32_t row = 0; row < sheet.costs.functions.size(); ++row) {
        if (std::find(names.begin(), names.end(), sheet.costs.functions[row].name) != names.end())
            sheet.active.push_back(row);
    }

    sheet.machine = request.machine;
    if (!sheet.machine) {
        sheet.machine = std::make_shared<const SourcePlaces>(SourcePlaces::ofMachine([](const char *name) {
            const char *value = std::getenv(name);
            return std::string(value ? value : "");
        }));
    }
    SourcePlaces places = *sheet.machine;
    places.mappings = request.places.mappings;
    places.searchFolders = request.places.searchFolders;
    places.profileFolder = request.places.profileFolder;
    sheet.search = findSource(sheet.costs.file, places);
    if (stop.stop_requested())
        return sheet;
    readText(sheet, request);
    return sheet;
}

std::vector<uint32_t> searchSource(const SourceSheet &sheet, const Regex &pattern)
{
    std::vector<uint32_t> rows;
    if (sheet.text) {
        for (uint32_t row = 0; row < sheet.text->lineCount(); ++row) {
            if (pattern.matches(sheet.text->line(row)))
                rows.push_back(row);
        }
        return rows;
    }
    for (uint32_t row = 0; row < sheet.costs.lines.size(); ++row) {
        const auto &functions = sheet.costs.lines[row].functions;
        if (std::any_of(functions.begin(), functions.end(), [&](uint32_t function) {
                return pattern.matches(sheet.costs.functions[function].name);
            }))
            rows.push_back(row);
    }
    return rows;
}

} // namespace proflens
