// SPDX-License-Identifier: GPL-3.0-or-later
// What people start. It prints reports by itself: to load Qt takes longer than most of them. For a window,
// for what is drawn and for the shell it becomes proflens-window.
#include "app/cli/commandline.h"
#include "app/cli/run.h"
#include "core/layout/helperprocess.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include <unistd.h>

namespace {

int becomeWindow(char **argv)
{
    const std::string program = proflens::findHelper("proflens-window");
    if (!program.empty())
        ::execv(program.c_str(), argv);
    std::fprintf(stderr, "proflens: %s; install Proflens anew\n",
                 program.empty()
                     ? "the program proflens-window is not beside proflens"
                     : ("proflens-window does not start: " + std::string(std::strerror(errno))).c_str());
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    // Words of the window's own, which no report knows.
    if (!arguments.empty() && (arguments.front() == "--look" || arguments.front() == "--until-painted"))
        return becomeWindow(argv);
    const auto line = proflens::parseCommandLine(arguments);
    if (!line) {
        std::fprintf(stderr, "proflens: %s\n", line.error().message.c_str());
        return 2;
    }
    if (line->help) {
        std::fputs(proflens::helpText().c_str(), stdout);
        return 0;
    }
    if (line->version) {
        std::printf("proflens %s\n", PROFLENS_VERSION);
        return 0;
    }
    if (!line->isReport() || proflens::isDrawn(*line))
        return becomeWindow(argv);
    if (!line->warning.empty())
        std::fprintf(stderr, "proflens: %s\n", line->warning.c_str());
    return proflens::runReport(*line);
}
