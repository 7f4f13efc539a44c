// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/stackindex.h"

#include "core/analyze/parallel.h"
#include "core/analyze/stacksort.h"
#include "core/measure/arithmetic.h"

#include <algorithm>

namespace proflens {

// Where a run's rows belong, and the checkpoints among them.
struct StackIndex::PlacedRun
{
    size_t firstRow = 0, firstElement = 0;
    size_t shared = 0; // with the last row of the run before
    std::vector<StackElement> checkpoints;
    std::vector<size_t> checkpointSizes;
};

std::shared_ptr<const StackIndex> StackIndex::make(const Selection &selection, const FrameTable &frames,
                                                   Order order, const StopToken &stop)
{
    std::shared_ptr<StackIndex> index(new StackIndex);
    index->m_order = order;
    index->m_rows.assign(selection.profile()->stacks.size(), noRow);
    std::vector<SortedRun> runs = sortStacks(selection, frames, order, stop);
    if (stop.stop_requested())
        return nullptr;

    std::vector<PlacedRun> places(runs.size());
    size_t rows = 0, elements = 0;
    for (size_t i = 0; i < runs.size(); ++i) {
        const SortedRun &run = runs[i];
        if (i > 0) {
            const auto &before = runs[i - 1].last;
            const auto first = run.elements.begin();
            places[i].shared = static_cast<size_t>(
                std::mismatch(before.begin(), before.end(), first, first + run.depths[0]).second - first);
        }
        places[i].firstRow = rows;
        places[i].firstElement = elements;
        rows += run.depths.size();
        elements += run.elements.size() - places[i].shared;
    }
    index->m_shared.resize(rows);
    index->m_depths.resize(rows);
    index->m_begins.resize(rows);
    index->m_elements.resize(elements);
    inParallel(runs.size(), 1, [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end; ++i) {
            index->place(runs[i], places[i]);
            runs[i] = {}; // its memory is needed elsewhere
        }
    });
    size_t end = 0;
    for (const PlacedRun &place : places) {
        index->m_checkpoints.insert(index->m_checkpoints.end(), place.checkpoints.begin(),
                                    place.checkpoints.end());
        for (const size_t size : place.checkpointSizes)
            index->m_checkpointEnds.push_back(end += size);
    }
    for (const uint32_t depth : index->m_depths)
        index->m_maxDepth = std::max(index->m_maxDepth, depth);
    return index;
}

void StackIndex::place(const SortedRun &run, PlacedRun &place)
{
    const StackElement *from = run.elements.data();
    size_t to = place.firstElement;
    std::vector<StackElement> path;
    for (size_t r = 0; r < run.depths.size(); ++r) {
        const size_t row = place.firstRow + r;
        const size_t depth = run.depths[r];
        const size_t shared = r == 0 ? place.shared : run.shared[r];
        // Of the first row all frames are there.
        const size_t there = run.shared[r];
        path.resize(there);
        path.insert(path.end(), from, from + (depth - there));
        from += depth - there;
        m_shared[row] = static_cast<uint32_t>(shared);
        m_depths[row] = static_cast<uint32_t>(depth);
        m_begins[row] = to;
        std::copy(path.begin() + static_cast<ptrdiff_t>(shared), path.end(),
                  m_elements.begin() + static_cast<ptrdiff_t>(to));
        to += depth - shared;
        if (row % checkpointDistance == 0) {
            place.checkpoints.insert(place.checkpoints.end(), path.begin(),
                                     path.begin() + static_cast<ptrdiff_t>(shared));
            place.checkpointSizes.push_back(shared);
        }
    }
    for (size_t i = 0; i < run.stacks.size(); ++i)
        m_rows[run.stacks[i]] = static_cast<uint32_t>(place.firstRow + run.rows[i]);
}

void StackIndex::path(uint32_t row, std::vector<StackElement> &out) const
{
    const uint32_t checkpoint = row / checkpointDistance;
    const size_t begin = checkpoint == 0 ? 0 : m_checkpointEnds[checkpoint - 1];
    out.assign(m_checkpoints.begin() + static_cast<ptrdiff_t>(begin),
               m_checkpoints.begin() + static_cast<ptrdiff_t>(m_checkpointEnds[checkpoint]));
    for (uint32_t r = checkpoint * checkpointDistance; r <= row; ++r) {
        const auto more = rest(r);
        out.resize(m_shared[r]);
        out.insert(out.end(), more.begin(), more.end());
    }
}

size_t StackIndex::byteSize() const
{
    return (m_shared.size() + m_depths.size() + m_rows.size()) * sizeof(uint32_t) +
           (m_begins.size() + m_checkpointEnds.size()) * sizeof(size_t) +
           (m_elements.size() + m_checkpoints.size()) * sizeof(StackElement);
}

} // namespace proflens
