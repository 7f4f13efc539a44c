// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layout/flamesearch.h"

#include <algorithm>

namespace proflens {

namespace {

bool isHit(const FlameTree &tree, const FlameSearch &search, FlameNode node)
{
    return search.matchesFrame(tree.element(node).frame()) && tree.widthOf(node) > 0;
}

} // namespace

FlameSearch searchFlame(const FlameTree &tree, const FrameTable &frames, const Regex &regex,
                        const StopToken &stop)
{
    const StackIndex &index = tree.index();
    const uint32_t rows = index.size();
    FlameSearch search;
    search.matches.assign(frames.size(), 0);
    search.hitsBefore.assign(rows + 1U, 0);
    for (size_t i = 0; i < frames.size() && !stop.stop_requested(); ++i)
        search.matches[i] = regex.matches(frames.printableName(FrameId(i)));

    uint32_t outermost = UINT32_MAX; // depth of the first match on the path
    std::vector<FlameNode> waiting;  // matches on the path of which no row with room was seen yet
    for (uint32_t row = 0; row < rows; ++row) {
        if ((row & 0xfff) == 0 && stop.stop_requested())
            return search;
        const uint32_t shared = index.shared(row);
        if (shared < outermost)
            outermost = UINT32_MAX;
        while (!waiting.empty() && waiting.back().depth > shared)
            waiting.pop_back();
        const auto rest = index.rest(row);
        for (uint32_t i = 0; i < rest.size(); ++i) {
            if (!search.matchesFrame(rest[i].frame()))
                continue;
            outermost = std::min(outermost, shared + i + 1);
            waiting.push_back({row, shared + i + 1});
        }
        const int64_t width = tree.position(row + 1) - tree.position(row);
        if (width == 0)
            continue;
        if (outermost != UINT32_MAX)
            search.covered += width;
        for (const FlameNode &node : waiting)
            ++search.hitsBefore[node.row + 1U];
        waiting.clear();
    }
    for (uint32_t row = 0; row < rows; ++row)
        search.hitsBefore[row + 1U] += search.hitsBefore[row];
    return search;
}

std::optional<FlameNode> nextHit(const FlameTree &tree, const FlameSearch &search, FlameNode from)
{
    const StackIndex &index = tree.index();
    if (search.hits() == 0)
        return {};
    uint32_t row = from.row, depth = from.depth + 1;
    // Rows after `from`, then those from the first on.
    for (;;) {
        for (depth = std::max(depth, index.shared(row) + 1); depth <= index.depth(row); ++depth) {
            if (isHit(tree, search, {row, depth}))
                return FlameNode{row, depth};
        }
        uint64_t done = search.hitsBefore[row + 1U];
        if (done == search.hits())
            done = 0;
        const auto next = std::upper_bound(search.hitsBefore.begin(), search.hitsBefore.end(), done);
        row = static_cast<uint32_t>(next - search.hitsBefore.begin() - 1);
        depth = 0;
    }
}

std::optional<FlameNode> previousHit(const FlameTree &tree, const FlameSearch &search, FlameNode from)
{
    const StackIndex &index = tree.index();
    if (search.hits() == 0)
        return {};
    uint32_t row = from.row, depth = std::min(from.depth, index.depth(from.row) + 1);
    for (;;) {
        while (depth > index.shared(row) + 1) {
            --depth;
            if (isHit(tree, search, {row, depth}))
                return FlameNode{row, depth};
        }
        uint64_t before = search.hitsBefore[row];
        if (before == 0)
            before = search.hits();
        // The last row in which a hit numbered below `before` begins.
        const auto first = std::lower_bound(search.hitsBefore.begin(), search.hitsBefore.end(), before);
        row = static_cast<uint32_t>(first - search.hitsBefore.begin() - 1);
        depth = index.depth(row) + 1;
    }
}

uint64_t hitNumber(const FlameTree &tree, const FlameSearch &search, FlameNode hit)
{
    uint64_t number = search.hitsBefore[hit.row];
    for (uint32_t depth = tree.index().shared(hit.row) + 1; depth < hit.depth; ++depth)
        number += isHit(tree, search, {hit.row, depth});
    return number;
}

uint64_t hitsAmong(const FlameTree &tree, const FlameSearch &search, FlameRows rows, uint32_t depth)
{
    if (rows.begin >= rows.end)
        return 0;
    uint64_t hits = search.hitsBefore[rows.end] - search.hitsBefore[rows.begin];
    for (uint32_t d = tree.index().shared(rows.begin) + 1; hits > 0 && d < depth; ++d)
        hits -= d <= tree.index().depth(rows.begin) && isHit(tree, search, {rows.begin, d});
    return hits;
}

} // namespace proflens
