// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run.h"

#include "app/cli/limits.h"
#include "app/cli/sources.h"
#include "app/cli/summary.h"
#include "core/report/comparisonpage.h"
#include "core/report/differencedata.h"
#include "core/report/reportfile.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <unistd.h>

namespace proflens {

namespace {

constexpr int failed = 2; // pprof's exit status for anything that went wrong
constexpr int limitBroken = 1;

int fail(const std::string &message)
{
    std::fprintf(stderr, "proflens: %s\n", message.c_str());
    return failed;
}

// path: empty for standard output.
int writeTo(const std::string &path, const std::function<Status(Output &)> &print)
{
    if (!path.empty()) {
        const Status written = writeReportFile(path, [&](Output &out) {
            Status status = print(out);
            if (status)
                std::fprintf(stderr, "Generating report in %s\n", path.c_str());
            return status;
        });
        return written ? 0 : fail(written.error().message);
    }
    int error = 0;
    Output out([&error](std::string_view text) {
        const bool written = writeAll(STDOUT_FILENO, text);
        if (!written)
            error = errno;
        return written;
    });
    const Status status = print(out);
    if (!status)
        return fail(status.error().message);
    out.flush();
    if (out.good())
        return 0;
    // Whoever reads only the beginning closes the pipe.
    return error == EPIPE ? failed
                          : fail(std::string("cannot write to standard output: ") + std::strerror(error));
}

std::string pageTitle(const CommandLine &line)
{
    const auto named = [](const std::vector<std::string> &files) {
        const std::string more = files.size() > 1 ? " (+" + std::to_string(files.size() - 1) + ")" : "";
        return std::filesystem::path(files.front()).filename().string() + more;
    };
    return named(line.sources) + " compared with " + named(line.bases);
}

int runSummary(const CommandLine &line)
{
    const auto summary = loadSummary(line);
    if (!summary)
        return fail(summary.error().message);
    return writeTo(line.options.output, [&](Output &out) {
        if (line.html)
            out << comparisonPage(*summary, pageTitle(line));
        else
            out << (line.json ? summaryJson(*summary) : summaryText(*summary));
        return success();
    });
}

// -top of two profiles, for programs.
int runDifferenceData(const CommandLine &line, DataFormat format)
{
    const auto loaded = loadComparison(line);
    if (!loaded)
        return fail(loaded.error().message);
    const ComparisonPtr &comparison = (*loaded).comparison;
    if (!comparison->scalingProblem().empty())
        return fail(comparison->scalingProblem());
    return writeTo(line.options.output,
                   [&](Output &out) { return writeDifferenceData(comparison, line.options, format, out); });
}

// profile: what was read for it, if that is what other reports read, too.
int printReport(const CommandLine &line, const Drawer &drawer, ProfilePtr &profile)
{
    if (line.summary || line.html)
        return runSummary(line);
    const DataFormat format = line.json ? DataFormat::Json : DataFormat::Csv;
    const bool data = line.json || line.csv;
    if (data && *line.report == ReportKind::Top && !line.bases.empty())
        return runDifferenceData(line, format);
    // The flame graph reads both sides of a comparison by itself.
    const bool flame = line.drawing != Drawing::None && line.flameGraph;
    ReportOptions options = line.options;
    if (!flame) {
        const bool sums = addsUpByItself(*line.report) && !data && line.limits.empty();
        const auto loaded =
            loadSources(line, &options.isDifference, sums ? EqualSamples::StayApart : EqualSamples::AddUp);
        if (!loaded)
            return fail(loaded.error().message);
        profile = *loaded;
    }

    const auto print = [&](Output &out) {
        if (flame)
            return drawer.flameGraph(line, out);
        if (line.drawing != Drawing::None)
            return drawer.callGraph(profile, line.drawing, options, out);
        if (data)
            return writeData(profile, *line.report, options, line.argument, format, out);
        std::vector<std::string> notes;
        const Status status = writeReport(profile, *line.report, options, line.argument, out, &notes);
        for (const std::string &note : notes)
            std::fprintf(stderr, "%s\n", note.c_str());
        return status;
    };

    std::string output = line.options.output;
    if (output.empty() && !line.ending.empty() && isatty(STDOUT_FILENO))
        output = freeReportName(line.ending);
    return writeTo(output, print);
}

} // namespace

bool isDrawn(const CommandLine &line)
{
    return line.report && (line.drawing != Drawing::None || *line.report == ReportKind::WebList);
}

int runReport(const CommandLine &line, const Drawer &drawer)
{
    const bool report = line.report || line.summary || line.html;
    ProfilePtr profile;
    if (report) {
        const int status = printReport(line, drawer, profile);
        if (status != 0 || line.limits.empty())
            return status;
    }
    const auto broken = brokenLimits(line, profile);
    if (!broken)
        return fail(broken.error().message);
    const int verdict = (*broken).empty() ? 0 : limitBroken;
    // What a report prints is for whoever reads it; where there is none, this is the report.
    if (report) {
        for (const std::string &text : *broken)
            std::fprintf(stderr, "%s\n", text.c_str());
        return verdict;
    }
    const int written = writeTo(line.options.output, [&](Output &out) {
        for (const std::string &text : *broken)
            out << text << '\n';
        return success();
    });
    return written != 0 ? written : verdict;
}

} // namespace proflens
