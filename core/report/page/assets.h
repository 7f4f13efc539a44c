// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace proflens::page {

// The files of this folder, put into the program when it is built.
extern const std::string_view script, style;
// For pages of source; its style adds to the other one.
extern const std::string_view sourceScript, sourceStyle;

} // namespace proflens::page
