// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/stackindex.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace proflens {

// A node of the call tree: the first row that goes through it, and how many frames its path has. Depth 0 is
// the whole, which has no frame.
struct FlameNode
{
    uint32_t row = 0;
    uint32_t depth = 0;

    // Ascending is depth first: callers before what they call, siblings by name.
    constexpr auto operator<=>(const FlameNode &) const = default;
};

// Half-open rows.
struct FlameRows
{
    uint32_t begin = 0;
    uint32_t end = 0;

    bool operator==(const FlameRows &) const = default;
};

// A stack index seen as a tree with widths: what a flame graph is drawn and walked by. No node is ever
// stored; moving from one to another costs a search over minima of blocks of rows, so it is as fast with ten
// million nodes as with ten.
//
// The width of a row is the magnitude of its value, so that what shrank takes room like what grew, children
// never outgrow their parent, and rows that do not count take none.
class FlameTree
{
public:
    // Both must live as long as the tree. One linear pass over the rows.
    FlameTree(const StackIndex &index, const StackWeights &weights);
    FlameTree(const FlameTree &) = delete;
    FlameTree &operator=(const FlameTree &) = delete;

    const StackIndex &index() const { return m_index; }
    // Whether some row has a value below 0, so that widths are not totals.
    bool hasNegative() const { return m_hasNegative; }
    // Of the whole. Widths are the sample type's unit unless sums of magnitudes do not fit 62 bits, when all
    // are halved until they do.
    int64_t width() const { return m_widths.back(); }
    bool isEmpty() const { return width() <= 0; }
    // Where a row begins on the axis from 0 to width(); row may be index().size().
    int64_t position(uint32_t row) const { return m_widths[row]; }
    // The row whose room holds this position; isEmpty() must not be.
    uint32_t rowAt(int64_t position) const;

    // The node that a row's path of `depth` frames is; depth must not be more than the row has.
    FlameNode node(uint32_t row, uint32_t depth) const;
    FlameRows rows(FlameNode node) const { return {node.row, endOf(node)}; }
    uint32_t endOf(FlameNode node) const;
    int64_t widthOf(FlameNode node) const { return position(endOf(node)) - position(node.row); }
    // The last frame of its path; depth must not be 0.
    StackElement element(FlameNode node) const;
    FlameNode parent(FlameNode node) const;
    // Replaces out with the node's frames, root first (leaf first if inverted).
    void path(FlameNode node, std::vector<StackElement> &out) const;

    // The values of its samples, and of those that end in it: divided by counts where means are asked for.
    int64_t total(FlameNode node) const { return valueOf(rows(node)); }
    int64_t self(FlameNode node) const;
    int64_t valueOf(FlameRows rows) const;

    // Neighbours that take room; none at the edge of the family.
    std::optional<FlameNode> firstChild(FlameNode node) const;
    std::optional<FlameNode> widestChild(FlameNode node) const;
    std::optional<FlameNode> nextSibling(FlameNode node) const;
    std::optional<FlameNode> previousSibling(FlameNode node) const;
    // The child with this frame, by binary search.
    std::optional<FlameNode> child(FlameNode node, StackElement element) const;
    // How many nodes of this depth begin among the rows and take room. Linear.
    uint32_t countNodes(FlameRows rows, uint32_t depth) const;

    // The least shared() of the rows [begin, end); UINT32_MAX if there are none.
    uint32_t leastShared(uint32_t begin, uint32_t end) const;

private:
    // The last row up to `row` that shares less than `depth` frames; depth must be more than 0.
    uint32_t lastBelow(uint32_t row, uint32_t depth) const;
    // The first such row from `row` on; index().size() if there is none.
    uint32_t firstBelow(uint32_t row, uint32_t depth) const;

    static constexpr uint32_t blockBits = 6; // rows per block and blocks per block of blocks, as a power of 2

    const StackIndex &m_index;
    const StackWeights &m_weights;
    std::vector<int64_t> m_ownWidths;          // only if some row is negative
    std::span<const int64_t> m_widths;         // prefix sums, size() + 1
    std::vector<uint32_t> m_blocks, m_regions; // the least shared() of each
    bool m_hasNegative = false;
};

} // namespace proflens
