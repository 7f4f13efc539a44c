// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/graphpicture.h"

#include <string>

namespace proflens {

// The width of text in the fonts that graphSvg() names.
TextWidth svgTextWidth();

// A picture, laid out with svgTextWidth(), as SVG: text as text, <title> tool tips, the same ids for the same
// graph, nothing loaded from elsewhere. Valid XML whatever the names are. Light, since paper and web pages
// mostly are.
std::string graphSvg(const GraphPicture &picture);

} // namespace proflens
