// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/stackindex.h"

#include "core/analyze/sequences.h"
#include "core/analyze/stacksort.h"

#include <algorithm>

namespace proflens {

// The run whose rows were placed last.
struct StackIndex::PlacedRun
{
    std::vector<StackElement> last; // all frames of its last row
};

std::shared_ptr<const StackIndex> StackIndex::make(const Selection &selection, const FrameTable &frames,
                                                   Order order, const StopToken &stop)
{
    std::shared_ptr<StackIndex> index(new StackIndex);
    const size_t stacks = selection.profile()->stacks.size();
    index->m_order = order;
    index->m_rows.assign(stacks, noRow);
    index->m_shared.reserve(stacks);
    index->m_depths.reserve(stacks);
    index->m_begins.reserve(stacks);
    PlacedRun placed;
    const auto place = [&](const SortedRun &run, double before) {
        const size_t elements = index->m_elements.size() + run.elements.size();
        if (index->m_elements.capacity() < elements) {
            // Room for all of them, as far as can be told: to grow by doubling would take twice the memory.
            const double all = static_cast<double>(elements) / std::max(before, 0.01) * 1.05;
            index->m_elements.reserve(std::max(static_cast<size_t>(all), elements));
        }
        index->place(run, placed);
    };
    if (!sortStacks(selection, frames, order, place, stop))
        return nullptr;
    return index;
}

void StackIndex::place(const SortedRun &run, PlacedRun &placed)
{
    std::vector<StackElement> &path = placed.last;
    const auto firstRow = static_cast<uint32_t>(m_depths.size());
    const StackElement *from = run.elements.data();
    for (size_t r = 0; r < run.depths.size(); ++r) {
        const auto row = static_cast<uint32_t>(m_depths.size());
        const uint32_t depth = run.depths[r];
        // Of a run's first row all frames are there.
        const uint32_t there = run.shared[r];
        const std::span<const StackElement> more(from, depth - there);
        from += more.size();
        const auto shared = r > 0 ? there : static_cast<uint32_t>(sharedFrames(path, more));
        path.resize(there);
        path.insert(path.end(), more.begin(), more.end());
        m_shared.push_back(shared);
        m_depths.push_back(depth);
        m_begins.push_back(m_elements.size());
        m_elements.insert(m_elements.end(), path.begin() + static_cast<ptrdiff_t>(shared), path.end());
        m_maxDepth = std::max(m_maxDepth, depth);
        if (row % checkpointDistance == 0) {
            m_checkpoints.insert(m_checkpoints.end(), path.begin(),
                                 path.begin() + static_cast<ptrdiff_t>(shared));
            m_checkpointEnds.push_back(m_checkpoints.size());
        }
    }
    for (size_t i = 0; i < run.stacks.size(); ++i)
        m_rows[run.stacks[i]] = firstRow + run.rows[i];
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
