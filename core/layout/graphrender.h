// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/result.h"

#include <chrono>
#include <string>

namespace proflens {

// Has Graphviz itself draw a graph in its language, in a process of its own: for the formats that nothing
// else writes. format: as Graphviz calls it, "ps" or "gif". helper: the program; empty: where it is found.
Result<std::string> renderGraph(const std::string &dot, const std::string &format,
                                std::chrono::milliseconds timeout, std::string helper = {});

} // namespace proflens
