// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/shell.h"

#include "app/cli/lineeditor.h"
#include "app/cli/sources.h"
#include "app/cli/viewer.h"
#include "core/report/reportfile.h"
#include "core/shell/history.h"
#include "core/shell/shell.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sys/wait.h>
#include <unistd.h>

namespace proflens {

namespace {

void say(const std::string &text)
{
    std::fprintf(stderr, "%s\n", text.c_str());
}

// In the process that prints one report. Returns its exit status.
int print(const ProfilePtr &profile, const ShellReport &report, const Drawer &drawer, const std::string &file)
{
    std::vector<std::string> notes;
    const auto printed = [&](Output &out) {
        if (report.command->drawing != Drawing::None)
            return drawer.callGraph(profile, report.command->drawing, report.options, out);
        const Status status =
            writeReport(profile, report.command->kind, report.options, report.argument, out, &notes);
        for (const std::string &note : notes)
            say(note);
        return status;
    };
    Status status = success();
    if (!file.empty()) {
        status = writeReportFile(file, [&](Output &out) {
            Status made = printed(out);
            if (made)
                say("Generating report in " + file);
            return made;
        });
    } else {
        Output out([](std::string_view text) { return writeAll(STDOUT_FILENO, text); });
        status = printed(out);
    }
    if (!status)
        say(status.error().message);
    return status ? 0 : 1;
}

// A pipe, or none: then both are -1.
using Pipe = std::array<int, 2>;

void closeEnds(const Pipe &pipe)
{
    for (int end : pipe) {
        if (end >= 0)
            ::close(end);
    }
}

// The process, or -1: then errno says why. Its standard input or output (stream) is one end of the pipe. It
// keeps no other: who writes into a pipe that it could read itself would wait for ever.
template <typename F> pid_t startProcess(const Pipe &pipe, int stream, F run)
{
    std::fflush(nullptr);
    const pid_t child = ::fork();
    if (child != 0)
        return child;
    ::signal(SIGINT, SIG_DFL);
    ::signal(SIGPIPE, SIG_DFL);
    if (const int end = pipe[static_cast<size_t>(stream)]; end >= 0)
        ::dup2(end, stream);
    closeEnds(pipe);
    ::_exit(run());
}

void waitFor(pid_t child)
{
    int status = 0;
    while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (child > 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGINT)
        say("\nInterrupted");
    else if (child > 0 && WIFSIGNALED(status) && WTERMSIG(status) != SIGPIPE)
        say(std::string("The report ended early: ") + ::strsignal(WTERMSIG(status)));
}

// Each report is printed by a process of its own: Ctrl+C ends it and not the shell, and what it needed of
// memory is free again.
void runReportOf(const ProfilePtr &profile, const ShellReport &report, const Drawer &drawer)
{
    std::string file = report.options.output;
    if (file.empty() && report.pipe.empty() && !report.command->ending.empty())
        file = freeReportName(report.command->ending);
    Pipe pipe = {-1, -1};
    if (!report.pipe.empty() && ::pipe2(pipe.data(), O_CLOEXEC) != 0) {
        say(std::string("no pipe can be made: ") + std::strerror(errno));
        return;
    }
    pid_t reader = -1;
    if (!report.pipe.empty()) {
        reader = startProcess(pipe, STDIN_FILENO, [&] {
            ::execl("/bin/sh", "sh", "-c", report.pipe.c_str(), static_cast<char *>(nullptr));
            return 127;
        });
    }
    const pid_t writer =
        startProcess(pipe, STDOUT_FILENO, [&] { return print(profile, report, drawer, file); });
    if (writer < 0 || (!report.pipe.empty() && reader < 0))
        say(std::string("the report cannot be printed: ") + std::strerror(errno));
    closeEnds(pipe);
    waitFor(writer);
    int status = 0;
    while (reader > 0 && ::waitpid(reader, &status, 0) < 0 && errno == EINTR) {
    }
}

void openWindow(CommandLine line, const ReportOptions &options, const std::string &command)
{
    line.options = options;
    if (!hasDisplay()) {
        say("there is no display, which " + command +
            " needs for its window; svg draws the call graph into a file");
        return;
    }
    const Status started = startWindow(line);
    say(started ? "Opening Proflens's window" : started.error().message);
}

} // namespace

int runShell(const CommandLine &line, const Drawer &drawer)
{
    ReportOptions options = line.options;
    const auto profile = loadSources(line, &options.isDifference);
    if (!profile) {
        std::fprintf(stderr, "proflens: %s\n", profile.error().message.c_str());
        return 2;
    }
    Shell shell(*profile, options);
    std::unique_ptr<ShellVocabulary> vocabulary;
    LineEditor editor([&](std::string_view typed, size_t cursor) {
        if (!vocabulary)
            vocabulary = std::make_unique<ShellVocabulary>(**profile);
        return complete(typed, cursor, *vocabulary);
    });
    // Nobody reads a greeting that stands in front of a script's reports.
    std::fputs(shell.greeting().c_str(), editor.isTerminal() ? stdout : stderr);
    ShellHistory history(editor.isTerminal() ? ShellHistory::defaultPath() : std::string());
    editor.setHistory(history.lines());
    bool saidForgets = false;
    while (const auto typed = editor.read("(proflens) ")) {
        if (editor.isTerminal()) {
            const size_t known = history.lines().size();
            const Status remembered = history.add(*typed);
            if (history.lines().size() > known)
                editor.remember(history.lines().back());
            if (!remembered && !saidForgets) {
                saidForgets = true;
                say(remembered.error().message);
            }
        }
        const ShellAnswer answer = shell.answer(*typed);
        switch (answer.kind) {
        case ShellAnswer::Kind::Nothing:
            break;
        case ShellAnswer::Kind::Text:
            std::fputs(answer.text.c_str(), stdout);
            std::fflush(stdout);
            break;
        case ShellAnswer::Kind::Problem:
            say(answer.text);
            break;
        case ShellAnswer::Kind::Report:
            runReportOf(*profile, *answer.report, drawer);
            break;
        case ShellAnswer::Kind::Window:
            openWindow(line, answer.report->options, std::string(answer.report->command->name));
            break;
        case ShellAnswer::Kind::Quit:
            return 0;
        }
    }
    return 0;
}

} // namespace proflens
