// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/tabtext.h"

#include "core/report/output.h"

#include <algorithm>

namespace proflens {

void TabText::add(std::string_view text)
{
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        std::vector<std::string> &cells = m_lines.emplace_back();
        for (size_t tab = line.find('\t'); tab != std::string_view::npos; tab = line.find('\t')) {
            cells.emplace_back(line.substr(0, tab));
            line.remove_prefix(tab + 1);
        }
        cells.emplace_back(line);
    }
}

std::string TabText::str() const
{
    std::string out;
    std::vector<size_t> widths;
    format(out, widths, 0, m_lines.size());
    return out;
}

void TabText::format(std::string &out, std::vector<size_t> &widths, size_t begin, size_t end) const
{
    const size_t column = widths.size();
    const auto hasCell = [&](size_t line) { return column + 1 < m_lines[line].size(); };
    for (size_t line = begin; line < end; ++line) {
        if (!hasCell(line))
            continue;
        write(out, widths, begin, line);
        begin = line;
        size_t width = 0;
        for (; line < end && hasCell(line); ++line)
            width = std::max(width, codePoints(m_lines[line][column]) + 1);
        widths.push_back(width);
        format(out, widths, begin, line); // as deep as a line has tabs, which is two in our reports
        widths.pop_back();
        begin = line;
    }
    write(out, widths, begin, end);
}

void TabText::write(std::string &out, const std::vector<size_t> &widths, size_t begin, size_t end) const
{
    for (size_t line = begin; line < end; ++line) {
        for (size_t cell = 0; cell < m_lines[line].size(); ++cell)
            out += cell < widths.size() ? padLeft(m_lines[line][cell], widths[cell]) : m_lines[line][cell];
        out += '\n';
    }
}

} // namespace proflens
