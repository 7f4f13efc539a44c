// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace proflens {

// Where a name may be cut so that its useful part stays: offsets in bytes, always at ASCII characters.
struct LabelCuts
{
    std::vector<size_t>
        starts;             // ascending: where the part that is shown of a name that does not fit may begin
    size_t end = 0;         // the end of the function's own name; arguments and the like follow
    bool dropsRest = false; // what follows says nothing without all of the name
};

// "net/http.(*conn).serve" may begin at "http.", "(*conn)" and "serve"; of "std::vector<int>::push_back(int)"
// "push_back" is the last to go, and of "(anonymous index.js:7)" where it is. Only names that are put
// together as those of a language are may begin later: of "Check inverted errors" the end goes first. isPath:
// a file name, cut at slashes only, as are other names that are paths.
LabelCuts labelCuts(std::string_view name, bool isPath = false);

// What part of a name fits.
struct LabelFit
{
    size_t begin = 0, end = 0; // empty: nothing that would help fits
    bool ellipsis = false;     // follows the part
};

// size: the length of the name; width(begin, end): of that part; all in one measure.
template <typename Width>
LabelFit fitLabel(const LabelCuts &cuts, size_t size, double available, double ellipsisWidth, Width &&width)
{
    if (width(size_t(0), size) <= available)
        return {0, size, false};
    // As far from begin as fits together with the ellipsis.
    const auto longest = [&](size_t begin, size_t atLeast) {
        size_t low = atLeast, high = size;
        while (low < high) {
            const size_t middle = low + (high - low + 1) / 2;
            if (width(begin, middle) + ellipsisWidth <= available)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    };
    for (const size_t start : cuts.starts) {
        if (width(start, cuts.end) > available)
            continue;
        if (cuts.dropsRest)
            return {start, cuts.end, false};
        if (width(start, size) <= available)
            return {start, size, false};
        const size_t end = longest(start, cuts.end);
        return {start, end, end > cuts.end};
    }
    const size_t start = cuts.starts.back(), end = longest(start, start);
    return {start, end, end > start};
}

} // namespace proflens
