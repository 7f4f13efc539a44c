// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// The lines that were typed into shells, oldest first, kept in a file that several shells may share: each
// adds its lines at the end.
class ShellHistory
{
public:
    static constexpr size_t maxLines = 2000;

    // The file below $XDG_STATE_HOME, or ~/.local/state; empty where neither is known.
    static std::string defaultPath();

    // Reads the file; none is no error. An empty path keeps lines for this run only.
    explicit ShellHistory(std::string path);

    const std::vector<std::string> &lines() const { return m_lines; }
    // Blank lines and the same line twice in a row are left out. The Error says why the file does not get it.
    Status add(std::string_view line);

private:
    Status shorten();

    std::string m_path;
    std::vector<std::string> m_lines;
};

} // namespace proflens
