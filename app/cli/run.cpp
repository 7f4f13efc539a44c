// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run.h"

#include "app/cli/draw.h"
#include "app/cli/limits.h"
#include "app/cli/sources.h"
#include "app/cli/summary.h"
#include "core/report/comparisonpage.h"
#include "core/report/differencedata.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
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

bool writeAll(int file, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t written = write(file, text.data(), text.size());
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return false;
        }
        text.remove_prefix(static_cast<size_t>(written));
    }
    return true;
}

// Reports that are no text go to a file where standard output is a terminal.
std::string freeName(const std::string &ending)
{
    for (int i = 1;; ++i) {
        char name[32];
        std::snprintf(name, sizeof name, "profile%03d.", i);
        struct stat known
        {
        };
        if (stat((name + ending).c_str(), &known) != 0)
            return name + ending;
    }
}

// Devices and pipes are written to as they are; files only once the report is complete.
int writeToFile(const std::string &path, const std::function<Status(Output &)> &print)
{
    std::fprintf(stderr, "Generating report in %s\n", path.c_str());
    struct stat known
    {
    };
    const bool plain = stat(path.c_str(), &known) != 0 || S_ISREG(known.st_mode);
    const std::string target = plain ? path + ".part" + std::to_string(getpid()) : path;
    const int file = open(target.c_str(), O_WRONLY | O_CLOEXEC | (plain ? O_CREAT | O_TRUNC : 0), 0666);
    if (file < 0)
        return fail("cannot write " + path + ": " + std::strerror(errno));
    Status status = success();
    bool good = true;
    int error = 0;
    {
        Output out([&](std::string_view text) {
            const bool written = writeAll(file, text);
            if (!written)
                error = errno;
            return written;
        });
        status = print(out);
        out.flush();
        good = out.good();
    }
    close(file);
    if (status && good && plain && std::rename(target.c_str(), path.c_str()) != 0) {
        error = errno;
        good = false;
    }
    if (plain && (!status || !good))
        unlink(target.c_str());
    if (!status)
        return fail(status.error().message);
    return good ? 0 : fail("cannot write " + path + ": " + std::strerror(error));
}

// path: empty for standard output.
int writeTo(const std::string &path, const std::function<Status(Output &)> &print)
{
    if (!path.empty())
        return writeToFile(path, print);
    Output out([](std::string_view text) { return writeAll(STDOUT_FILENO, text); });
    const Status status = print(out);
    if (!status)
        return fail(status.error().message);
    out.flush();
    return out.good() ? 0 : failed;
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
    return writeTo(line.options.output, [&](Output &out) {
        return writeDifferenceData(comparison, line.options, format, out);
    });
}

// profile: what was read for it, if that is what other reports read, too.
int printReport(const CommandLine &line, ProfilePtr &profile)
{
    if (line.summary || line.html)
        return runSummary(line);
    const DataFormat format = line.json ? DataFormat::Json : DataFormat::Csv;
    const bool data = line.json || line.csv;
    if (data && *line.report == ReportKind::Top && !line.bases.empty())
        return runDifferenceData(line, format);
    // The flame graph reads both sides of a comparison by itself.
    const bool flame = line.drawing != Drawing::None && line.flameGraph;
    if (!flame) {
        const auto loaded = loadSources(line);
        if (!loaded)
            return fail(loaded.error().message);
        profile = *loaded;
    }

    const auto print = [&](Output &out) {
        if (flame)
            return drawFlameGraph(line, out);
        if (line.drawing != Drawing::None)
            return drawCallGraph(profile, line.drawing, line.options, out);
        if (data)
            return writeData(profile, *line.report, line.options, line.argument, format, out);
        return writeReport(profile, *line.report, line.options, line.argument, out);
    };

    std::string output = line.options.output;
    if (output.empty() && !line.ending.empty() && isatty(STDOUT_FILENO))
        output = freeName(line.ending);
    return writeTo(output, print);
}

} // namespace

int runReport(const CommandLine &line)
{
    const bool report = line.report || line.summary || line.html;
    ProfilePtr profile;
    if (report) {
        const int status = printReport(line, profile);
        if (status != 0 || line.limits.empty())
            return status;
    }
    const auto broken = brokenLimits(line, profile);
    if (!broken)
        return fail(broken.error().message);
    // What a report prints is for whoever reads it; where there is none, this is the report.
    for (const std::string &text : *broken)
        std::fprintf(report ? stderr : stdout, "%s\n", text.c_str());
    return (*broken).empty() ? 0 : limitBroken;
}

} // namespace proflens
