// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/result.h"

#include <string>
#include <string_view>

namespace proflens {

// What "help" says: of everything for an empty topic, else of a command, an option, or a choice. The Error
// says that there is no such thing.
Result<std::string> shellHelp(std::string_view topic);

} // namespace proflens
