// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/parallel.h"
#include "core/analyze/stackindex.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace proflens {

// Goes over the call tree of the rows in [begin, end) that count, depth first. A node that began before is
// begun at `begin`, and one that goes on behind is ended at `end`: sums over the parts of an index are those
// over the whole.
//   visitor.push(path, depth, row)  a node begins: path[depth], called by path[depth - 1]
//   visitor.pop(element, row)       the deepest node ends before row
//   visitor.leaf(element, row)      a stack ends in this frame; it weighs what [row, row + 1) weighs
template <typename Visitor>
void walkPart(const StackIndex &index, const std::vector<uint8_t> &counted, uint32_t begin, uint32_t end,
              Visitor &visitor)
{
    if (begin >= end)
        return;
    std::vector<StackElement> first;
    index.path(begin, first);
    std::vector<StackElement> path(index.maxDepth());
    std::copy(first.begin(), first.end(), path.begin());
    uint32_t open = 0; // how much of the path is open
    for (uint32_t row = begin; row < end; ++row) {
        if (row != begin) {
            const uint32_t shared = index.shared(row);
            while (open > shared)
                visitor.pop(path[--open], row);
            // Most are short: a call that copies takes longer than copying.
            StackElement *out = path.data() + shared;
            for (const StackElement element : index.rest(row))
                *out++ = element;
        }
        // A row that does not count weighs nothing, so it does not matter at which one a node ended.
        if (!counted[row])
            continue;
        for (const uint32_t depth = index.depth(row); open < depth; ++open)
            visitor.push(path.data(), open, row);
        if (open > 0)
            visitor.leaf(path[open - 1], row);
    }
    while (open > 0)
        visitor.pop(path[--open], end);
}

// Walks all of an index on all processors. make() makes a visitor (as a unique_ptr), of which there is one
// per processor; whatever they have gathered is for the caller to add up.
template <typename Make>
auto walkInParts(const StackIndex &index, const std::vector<uint8_t> &counted, Make &&make)
{
    // Subtrees differ in size: more parts than processors, but each large enough to be worth its first path.
    constexpr size_t leastRows = 4096;
    const size_t parts = 8 * processorCount();
    std::mutex mutex;
    std::vector<decltype(make())> idle;
    inParallel(index.size(), std::max(leastRows, index.size() / parts + 1), [&](size_t begin, size_t end) {
        decltype(make()) visitor;
        {
            const std::lock_guard lock(mutex);
            if (!idle.empty()) {
                visitor = std::move(idle.back());
                idle.pop_back();
            }
        }
        if (!visitor)
            visitor = make();
        walkPart(index, counted, static_cast<uint32_t>(begin), static_cast<uint32_t>(end), *visitor);
        const std::lock_guard lock(mutex);
        idle.push_back(std::move(visitor));
    });
    return idle;
}

} // namespace proflens
