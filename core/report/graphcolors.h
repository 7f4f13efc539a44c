// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/graphdrawing.h"

#include <string>

// The colours of call graphs in files, on a white ground: "#rrggbb".
namespace proflens::graphcolors {

// Under text; "none" for what is not filled.
std::string fill(const GraphDrawing::Node &node);
std::string line(const GraphDrawing::Node &node);
std::string line(const GraphDrawing::Edge &edge);

} // namespace proflens::graphcolors
