// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/viewer.h"

#include "core/report/optiontable.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace proflens {

namespace {

std::string scalingText(const Scaling &scaling)
{
    switch (scaling.by) {
    case ScaleBy::Duration:
        return "duration";
    case ScaleBy::Total:
        return "total";
    case ScaleBy::Label:
        return "label:" + scaling.label;
    case ScaleBy::Factor:
        return std::to_string(scaling.factor);
    case ScaleBy::None:
        break;
    }
    return "none";
}

bool isSet(const char *variable)
{
    const char *value = std::getenv(variable);
    return value && value[0];
}

} // namespace

bool hasDisplay()
{
    return std::getenv("QT_QPA_PLATFORM") || isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
}

std::vector<std::string> windowArguments(const CommandLine &line)
{
    std::vector<std::string> arguments = {"-web"};
    const ReportOptions usual;
    for (const Option &option : optionTable()) {
        const std::string value = option.get(line.options);
        // A window has no headings to be short, and writes no file.
        if (value == option.get(usual) || option.name == "compact_labels" || option.name == "output")
            continue;
        if (option.kind() == OptionKind::Choice)
            arguments.push_back('-' + value);
        else
            arguments.push_back('-' + std::string(option.name) + '=' + value);
    }
    if (line.options.myCode.on)
        arguments.push_back('-' + std::string(myCodeOption) + '=' + myCodeText(line.options.myCode));
    if (line.options.allFrames)
        arguments.emplace_back("-all_frames");
    for (const std::string &base : line.bases)
        arguments.push_back((line.diffBase ? "-diff_base=" : "-base=") + base);
    if (line.scaling.by != ScaleBy::None && !line.options.normalize)
        arguments.push_back("-scale=" + scalingText(line.scaling));
    if (!line.symbolize.empty())
        arguments.push_back("-symbolize=" + line.symbolize);
    if (!line.buildId.empty())
        arguments.push_back("-buildid=" + line.buildId);
    if (!line.comment.empty())
        arguments.push_back("-add_comment=" + line.comment);
    arguments.emplace_back("--");
    if (!line.binary.empty())
        arguments.push_back(line.binary);
    arguments.insert(arguments.end(), line.sources.begin(), line.sources.end());
    return arguments;
}

Status startWindow(const CommandLine &line)
{
    if (!hasDisplay())
        return Error{"there is no display to open a window on"};
    const std::vector<std::string> arguments = windowArguments(line);
    std::vector<char *> pointers;
    std::string name = "proflens";
    pointers.push_back(name.data());
    for (const std::string &argument : arguments)
        pointers.push_back(const_cast<char *>(argument.c_str()));
    pointers.push_back(nullptr);

    // The pipe closes when the program starts, and says why if it does not.
    int report[2];
    if (::pipe2(report, O_CLOEXEC) != 0)
        return Error{std::string("the window does not start: ") + std::strerror(errno)};
    const pid_t child = ::fork();
    if (child == 0) {
        // Not this terminal's: Ctrl+C here is not meant for the window. Nobody waits for it.
        ::setsid();
        const pid_t window = ::fork();
        if (window != 0)
            ::_exit(0);
        const int nothing = ::open("/dev/null", O_RDWR);
        if (nothing >= 0) {
            ::dup2(nothing, STDIN_FILENO);
            ::dup2(nothing, STDOUT_FILENO);
        }
        ::signal(SIGINT, SIG_DFL);
        ::signal(SIGPIPE, SIG_DFL);
        ::execv("/proc/self/exe", pointers.data());
        const int why = errno;
        (void)!::write(report[1], &why, sizeof why);
        ::_exit(127);
    }
    ::close(report[1]);
    int why = child < 0 ? errno : 0;
    if (child > 0) {
        while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
        }
        int told = 0;
        if (::read(report[0], &told, sizeof told) == static_cast<ssize_t>(sizeof told))
            why = told;
    }
    ::close(report[0]);
    return why ? Status(Error{std::string("the window does not start: ") + std::strerror(why)}) : success();
}

std::string viewerNote(const std::string &viewer)
{
    if (viewer == "http")
        return "Proflens has no web server: it opens its window, which shows what pprof's pages show";
    if (viewer.empty() || viewer == "web")
        return {};
    return "-" + viewer + " opens Proflens's window";
}

} // namespace proflens
