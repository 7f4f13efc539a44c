// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// Bytes [begin, end) of a line.
struct NameInLine
{
    size_t begin = 0, end = 0;
};

// The function that a line of a printed report is about: its name alone, without file, line or "(inline)".
// names: those that are looked for, sorted.
std::optional<NameInLine> functionInLine(std::string_view line, ReportKind kind,
                                         const std::vector<std::string> &names);

} // namespace proflens
