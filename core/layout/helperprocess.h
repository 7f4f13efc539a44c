// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/stop.h"

#include <chrono>
#include <string>

namespace proflens {

struct HelperRun
{
    enum class End {
        Exited,   // by itself, with status 0
        Failed,   // with another status, or by a signal
        TimedOut, // killed
        Stopped,  // killed, since the token said so
        NotStarted,
    };
    End end = End::NotStarted;
    std::string output;
    std::string
        message; // what it wrote to standard error (the beginning), how it died, or why it did not start
};

// Runs a program without arguments, gives it input, collects what it writes, and waits for its end. However
// it ends, nothing of it is left: it is killed when it has to be, and always reaped.
HelperRun runHelper(const std::string &program, const std::string &input, std::chrono::milliseconds timeout,
                    const StopToken &stop);

// The path of a program that comes with this one: beside it where both were built, in libexec once installed.
// Empty if it is not there.
std::string findHelper(const std::string &name);

} // namespace proflens
