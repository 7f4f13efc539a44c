// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/shell/reportlinks.h"

#include <algorithm>

namespace proflens {

namespace {

constexpr int maxCuts = 64; // names of files may have many spaces, and lines may be long

size_t skipBlanks(std::string_view line, size_t at)
{
    return std::min(line.find_first_not_of(" \t", at), line.size());
}

size_t skipField(std::string_view line, size_t at)
{
    return std::min(line.find_first_of(" \t", skipBlanks(line, at)), line.size());
}

// Where the name begins.
size_t nameStart(std::string_view line, ReportKind kind)
{
    size_t at = 0;
    switch (kind) {
    case ReportKind::Top:
        for (int field = 0; field < 5; ++field)
            at = skipField(line, at);
        return skipBlanks(line, at);
    case ReportKind::Tree:
    case ReportKind::Peek: {
        const size_t bar = line.find("| ");
        return bar == std::string_view::npos ? line.size() : skipBlanks(line, bar + 1);
    }
    case ReportKind::Traces:
        // The first of a sample stands behind its value.
        at = skipBlanks(line, 0);
        return at > 10 ? at : skipBlanks(line, skipField(line, at));
    case ReportKind::List: {
        constexpr std::string_view heading = "ROUTINE ======================== ";
        return line.starts_with(heading) ? heading.size() : line.size();
    }
    default:
        return line.size();
    }
}

} // namespace

std::optional<NameInLine> functionInLine(std::string_view line, ReportKind kind,
                                         const std::vector<std::string> &names)
{
    const auto isName = [&](std::string_view text) {
        const auto at = std::lower_bound(names.begin(), names.end(), text,
                                         [](const std::string &a, std::string_view b) { return a < b; });
        return at != names.end() && *at == text;
    };
    size_t begin = nameStart(line, kind);
    // An address may stand in front.
    if (const size_t space = line.find(' ', begin);
        space == begin + 16 &&
        line.substr(begin, 16).find_first_not_of("0123456789abcdef") == std::string_view::npos)
        begin = space + 1;
    size_t end = line.find_last_not_of(" \t\r") + 1;
    for (int cut = 0; cut < maxCuts && begin < end; ++cut) {
        if (isName(line.substr(begin, end - begin)))
            return NameInLine{begin, end};
        const size_t space = line.find_last_of(' ', end - 1);
        if (space == std::string_view::npos || space <= begin)
            return {};
        end = space;
    }
    return {};
}

} // namespace proflens
