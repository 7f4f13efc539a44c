// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/frames.h"
#include "core/profile/stop.h"
#include "core/select/values.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace proflens {

struct SortedRun;
struct StackSums; // core/analyze/stacksums.h

// The index behind every view: the distinct stacks as lists of frames, sorted and front-coded. A row keeps
// how many leading frames it shares with the row before, and the rest.
//
// A node of the call tree is (row, depth) where shared(row) <= depth < depth(row): row is the first stack
// that goes through it, and its subtree are the rows from row up to the next one that shares at most `depth`
// frames. With prefix sums of a value over rows (StackWeights) its total is the difference of two of them.
class StackIndex
{
public:
    enum class Order {
        RootFirst, // callees grow from callers
        LeafFirst, // inverted: callers grow from callees
    };
    static constexpr uint32_t noRow = UINT32_MAX;

    // nullptr if stopped.
    static std::shared_ptr<const StackIndex> make(const Selection &selection, const FrameTable &frames,
                                                  Order order = Order::RootFirst, const StopToken &stop = {});

    uint32_t size() const { return static_cast<uint32_t>(m_depths.size()); }
    // How many leading frames the row has in common with the row before; 0 for the first.
    uint32_t shared(uint32_t row) const { return m_shared[row]; }
    // How many frames the row has; 0 is possible (a sample without a stack).
    uint32_t depth(uint32_t row) const { return m_depths[row]; }
    uint32_t maxDepth() const { return m_maxDepth; }
    // The frames from shared(row) to depth(row).
    std::span<const StackElement> rest(uint32_t row) const
    {
        return {m_elements.data() + m_begins[row], m_depths[row] - m_shared[row]};
    }
    // Replaces out with all frames of a row. Costs about a checkpoint's distance of rows.
    void path(uint32_t row, std::vector<StackElement> &out) const;
    // Where a stack of the profile stands; noRow if the selection drops it.
    uint32_t rowOf(StackId stack) const { return m_rows[stack.row]; }
    // How many stacks the profile has.
    size_t stackCount() const { return m_rows.size(); }
    Order order() const { return m_order; }
    size_t byteSize() const;

private:
    struct PlacedRun;
    StackIndex() = default;
    void place(const SortedRun &run, PlacedRun &place);

    static constexpr uint32_t checkpointDistance = 64;
    Order m_order = Order::RootFirst;
    uint32_t m_maxDepth = 0;
    std::vector<uint32_t> m_shared, m_depths;
    std::vector<size_t> m_begins;
    std::vector<StackElement> m_elements;
    std::vector<uint32_t> m_rows; // by stack
    // The shared frames of every checkpointDistance-th row, so that path() need not go back to the first.
    std::vector<StackElement> m_checkpoints;
    std::vector<size_t> m_checkpointEnds;
};

// One sample type's values over the rows of an index.
struct StackWeights
{
    std::vector<int64_t> sums; // size() + 1 prefix sums: rows [a, b) weigh sums[b] - sums[a]
    std::vector<int64_t>
        divisors; // the same of the counts that means are divided by; empty if no mean is asked for
    std::vector<uint8_t> counted; // per row: 1 if any sample with a value (or count) other than 0 is there

    int64_t of(uint32_t begin, uint32_t end) const { return sums[end] - sums[begin]; }
    int64_t divisorOf(uint32_t begin, uint32_t end) const
    {
        return divisors.empty() ? 0 : divisors[end] - divisors[begin];
    }
};

// Sums the samples that `selection` keeps into rows.
StackWeights weigh(const Selection &selection, const StackIndex &index, const ValueFormula &formula);
// The same from what stacks weigh: StackSums::Of::KeptByLabels of a selection that keeps the same labels.
StackWeights weigh(const Selection &selection, const StackIndex &index, const StackSums &sums);
// The same of values that are no column: one per sample of the profile.
StackWeights weigh(const Selection &selection, const StackIndex &index, std::span<const int64_t> values);

// pprof's total: the sum of absolute values of the samples that count, or of those labelled pprof::base=true
// if these have any; divided by the summed counts for means. samples becomes the number of samples that count
// and have a value other than 0, ofBase whether the total is that of the labelled samples.
int64_t totalOf(const Selection &selection, const ValueFormula &formula, size_t *samples = nullptr,
                bool *ofBase = nullptr);

// Goes over the call tree of the rows that count, depth first:
//   visitor.push(depth, element, row)  a node begins at row
//   visitor.pop(depth, row)            the node at depth ended before row
//   visitor.leaf(depth, row)           a stack of `depth` frames ends here; its weight is that of [row, row +
//   1)
template <typename Visitor> void walk(const StackIndex &index, const StackWeights &weights, Visitor &&visitor)
{
    uint32_t open = 0;  // depth of the path that is open
    uint32_t reach = 0; // how many of its frames the rows skipped since then still have
    std::vector<StackElement> path;
    const uint32_t rows = index.size();
    for (uint32_t row = 0; row < rows; ++row) {
        // The path of every row is kept up to date, since a row that does not count may hold frames of one
        // that does.
        const uint32_t shared = index.shared(row);
        const auto rest = index.rest(row);
        path.resize(shared);
        path.insert(path.end(), rest.begin(), rest.end());
        reach = reach < shared ? reach : shared;
        if (!weights.counted[row])
            continue;
        while (open > reach)
            visitor.pop(--open, row);
        for (const uint32_t depth = index.depth(row); open < depth; ++open)
            visitor.push(open, path[open], row);
        visitor.leaf(open, row);
        reach = open;
    }
    while (open > 0)
        visitor.pop(--open, rows);
}

} // namespace proflens
