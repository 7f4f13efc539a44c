// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace proflens {

class MainWindow;

// Runs an event loop until the window is at rest: all files are read, and what is seen is computed, laid out
// and painted. False if that takes longer than the limit. For pictures and measurements; nobody's input is
// waited for.
bool runUntilSettled(const MainWindow &window, std::chrono::milliseconds limit);

} // namespace proflens
