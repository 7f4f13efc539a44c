// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/result.h"

#include <chrono>
#include <string>

namespace proflens {

// Has Graphviz itself draw a graph in its language, in a process of its own: for the formats that nothing
// else writes. format: as Graphviz calls it, "ps" or "gif". Where it is not done within the timeout, it gets
// as long again for a simpler picture, without the figures beside the lines, which take most of the time;
// simpler then says so. helper: the program; empty: where it is found.
Result<std::string> renderGraph(const std::string &dot, const std::string &format,
                                std::chrono::milliseconds timeout, bool &simpler, std::string helper = {});

} // namespace proflens
