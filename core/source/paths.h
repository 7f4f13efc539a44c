// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// The file name of a profile without prefixes that only the machine it was built on has: pprof's trim_path
// and search_path rules (internal/report/source.go). trimPath and searchPath are lists of folders with ':'
// between them. Where trimPath is empty, the name is cut behind the first "/<base name of a search folder>/"
// in it, if any.
std::string trimPath(std::string_view path, std::string_view trimPath, std::string_view searchPath);

// Where pprof opens the source file that a profile calls `path`: it trims the name, and looks for it in each
// search folder and in all of their parents, unless it is absolute. An empty searchPath holds no folder
// (pprof's reports put the current one). The Error is pprof's text, such as "open /a/b.go: no such file or
// directory".
Result<std::string> openableSource(std::string_view path, std::string_view searchPath,
                                   std::string_view trimPath);

// The lines of a file as pprof's listings see them: without line ends (a carriage return before one goes
// too), up to the first line of 64 KiB or more. A folder has none. Reads no more than `bound` bytes. The
// Error is pprof's text.
Result<std::vector<std::string>> listableLines(const std::string &file, uint64_t bound = uint64_t(256) << 20);

} // namespace proflens
