// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/result.h"

#include <functional>
#include <string>
#include <string_view>

namespace proflens {

// Writes a file whole or not at all: the bytes go into a new file beside it, which takes its name when they
// are safely on the disk. A device or a pipe, such as /dev/stdout, is written to as it is.
Status saveFile(const std::string &path, std::string_view bytes);

// The same for what is too much to be held at once: write(sink) hands it over piece by piece, and stops when
// the sink returns false, since there was an error.
using FileSink = std::function<bool(std::string_view)>;
Status saveFile(const std::string &path, const std::function<void(const FileSink &sink)> &write);

} // namespace proflens
