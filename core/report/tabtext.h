// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// Lines of cells ended by tabs, set in right-aligned columns one space apart: the layout that Go's
// text/tabwriter makes with AlignRight. A column is a run of lines that have a cell there; the text after a
// line's last tab is not aligned.
class TabText
{
public:
    // text may hold several lines, each ended by a newline.
    void add(std::string_view text);
    std::string str() const;

private:
    void format(std::string &out, std::vector<size_t> &widths, size_t begin, size_t end) const;
    void write(std::string &out, const std::vector<size_t> &widths, size_t begin, size_t end) const;

    std::vector<std::vector<std::string>> m_lines;
};

} // namespace proflens
