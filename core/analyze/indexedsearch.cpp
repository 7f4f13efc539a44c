// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/indexedsearch.h"

#include "core/analyze/parallel.h"

#include <algorithm>

namespace proflens {

namespace {

// How many rows or stacks a thread takes at a time.
constexpr size_t pieceSize = 1 << 14;

} // namespace

bool IndexedSearch::find(const std::vector<uint8_t> &hits, std::vector<uint8_t> &found) const
{
    // The frames that stand for nothing but what is looked for. If each location that is looked for has one
    // of them, then a stack goes through such a location if and only if it goes through such a frame.
    std::vector<uint8_t> wanted(m_frames->size(), 1);
    for (size_t i = 0; i < hits.size(); ++i) {
        if (hits[i])
            continue;
        for (const StackElement element : m_frames->elements(LocationId(i)))
            wanted[element.frame().row] = 0;
    }
    const auto isWanted = [&](StackElement element) { return wanted[element.frame().row] != 0; };
    for (size_t i = 0; i < hits.size(); ++i) {
        if (hits[i] && std::ranges::none_of(m_frames->elements(LocationId(i)), isWanted))
            return false;
    }

    const StackIndex &index = *m_stacks;
    std::vector<uint8_t> rows(index.size());
    inParallel(rows.size(), pieceSize, [&](size_t begin, size_t end) {
        // Up to where the first wanted frame is: rows that share that much have it, too.
        constexpr uint32_t none = UINT32_MAX;
        uint32_t reach = none;
        std::vector<StackElement> first;
        index.path(static_cast<uint32_t>(begin), first);
        const auto search = [&](std::span<const StackElement> frames, uint32_t before) {
            const auto at = std::ranges::find_if(frames, isWanted);
            return at == frames.end() ? none : before + static_cast<uint32_t>(at - frames.begin()) + 1;
        };
        for (size_t i = begin; i < end; ++i) {
            const auto row = static_cast<uint32_t>(i);
            const uint32_t shared = index.shared(row);
            if (i == begin)
                reach = search(first, 0);
            else if (reach == none || reach > shared)
                reach = search(index.rest(row), shared);
            rows[i] = reach != none;
        }
    });
    found.resize(m_stacks->stackCount());
    inParallel(found.size(), pieceSize, [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end; ++i) {
            const uint32_t row = index.rowOf(StackId(i));
            found[i] = row != StackIndex::noRow && rows[row];
        }
    });
    return true;
}

} // namespace proflens
