// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layout/flametree.h"

#include <algorithm>

namespace proflens {

namespace {

uint64_t magnitude(int64_t value)
{
    return value < 0 ? uint64_t(0) - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
}

// Prefix sums may have wrapped around; their difference wraps back.
int64_t rowValue(const std::vector<int64_t> &sums, size_t row)
{
    return static_cast<int64_t>(static_cast<uint64_t>(sums[row + 1]) - static_cast<uint64_t>(sums[row]));
}

std::vector<int64_t> magnitudes(const std::vector<int64_t> &sums)
{
    long double total = 0;
    for (size_t row = 0; row + 1 < sums.size(); ++row)
        total += static_cast<long double>(magnitude(rowValue(sums, row)));
    int shift = 0;
    for (; total >= static_cast<long double>(uint64_t(1) << 62); total /= 2)
        ++shift;
    std::vector<int64_t> widths(sums.size(), 0);
    for (size_t row = 0; row + 1 < sums.size(); ++row)
        widths[row + 1] =
            widths[row] + static_cast<int64_t>(magnitude(rowValue(sums, row)) >> std::min(shift, 63));
    return widths;
}

} // namespace

FlameTree::FlameTree(const StackIndex &index, const StackWeights &weights)
    : m_index(index)
    , m_weights(weights)
{
    const auto &sums = weights.sums;
    m_hasNegative = !std::is_sorted(sums.begin(), sums.end()) || sums.back() < 0;
    if (m_hasNegative)
        m_ownWidths = magnitudes(sums);
    m_widths = m_hasNegative ? std::span<const int64_t>(m_ownWidths) : std::span<const int64_t>(sums);

    const uint32_t rows = index.size();
    m_blocks.assign((rows >> blockBits) + 1, UINT32_MAX);
    for (uint32_t row = 0; row < rows; ++row) {
        uint32_t &least = m_blocks[row >> blockBits];
        least = std::min(least, index.shared(row));
    }
    m_regions.assign((m_blocks.size() >> blockBits) + 1, UINT32_MAX);
    for (size_t block = 0; block < m_blocks.size(); ++block) {
        uint32_t &least = m_regions[block >> blockBits];
        least = std::min(least, m_blocks[block]);
    }
}

uint32_t FlameTree::rowAt(int64_t position) const
{
    const auto after = std::upper_bound(m_widths.begin(), m_widths.end(), position);
    const auto row = static_cast<uint32_t>(std::max<ptrdiff_t>(after - m_widths.begin() - 1, 0));
    if (row < m_index.size())
        return row;
    // At or behind the end: the last row that has room.
    const auto end = std::lower_bound(m_widths.begin(), m_widths.end(), m_widths.back());
    return static_cast<uint32_t>(std::max<ptrdiff_t>(end - m_widths.begin() - 1, 0));
}

uint32_t FlameTree::lastBelow(uint32_t row, uint32_t depth) const
{
    // Row by row to the edge of the block, then block by block to that of the region, then by regions, and
    // back down into the one that has it. Row 0 shares nothing, so there always is one.
    constexpr uint32_t mask = (1U << blockBits) - 1;
    for (;; --row) {
        if (m_index.shared(row) < depth)
            return row;
        if ((row & mask) == 0)
            break;
    }
    uint32_t block = (row >> blockBits) - 1;
    while (m_blocks[block] >= depth) {
        if ((block & mask) != 0) {
            --block;
            continue;
        }
        uint32_t region = (block >> blockBits) - 1;
        while (m_regions[region] >= depth)
            --region;
        block = (region << blockBits) | mask;
    }
    for (row = (block << blockBits) | mask; m_index.shared(row) >= depth; --row) {
    }
    return row;
}

uint32_t FlameTree::firstBelow(uint32_t row, uint32_t depth) const
{
    constexpr uint32_t mask = (1U << blockBits) - 1;
    const uint32_t rows = m_index.size();
    for (; row < rows && (row & mask) != 0; ++row) {
        if (m_index.shared(row) < depth)
            return row;
    }
    if (row >= rows)
        return rows;
    uint32_t block = row >> blockBits;
    while (block < m_blocks.size() && m_blocks[block] >= depth) {
        ++block;
        if ((block & mask) == 0) {
            uint32_t region = block >> blockBits;
            while (region < m_regions.size() && m_regions[region] >= depth)
                ++region;
            block = region << blockBits;
        }
    }
    if (block >= m_blocks.size())
        return rows;
    for (row = block << blockBits; m_index.shared(row) >= depth; ++row) {
    }
    return row;
}

uint32_t FlameTree::leastShared(uint32_t begin, uint32_t end) const
{
    constexpr uint32_t mask = (1U << blockBits) - 1;
    uint32_t least = UINT32_MAX;
    while (begin < end) {
        if ((begin & mask) == 0 && end - begin > mask) {
            const uint32_t block = begin >> blockBits;
            if ((block & mask) == 0 && (end - begin) >> blockBits > mask) {
                least = std::min(least, m_regions[block >> blockBits]);
                begin += 1U << (2 * blockBits);
            } else {
                least = std::min(least, m_blocks[block]);
                begin += 1U << blockBits;
            }
        } else {
            least = std::min(least, m_index.shared(begin++));
        }
    }
    return least;
}

FlameNode FlameTree::node(uint32_t row, uint32_t depth) const
{
    return depth == 0 ? FlameNode{} : FlameNode{lastBelow(row, depth), depth};
}

uint32_t FlameTree::endOf(FlameNode node) const
{
    return node.depth == 0 ? m_index.size() : firstBelow(node.row + 1, node.depth);
}

StackElement FlameTree::element(FlameNode node) const
{
    return m_index.rest(node.row)[node.depth - 1 - m_index.shared(node.row)];
}

FlameNode FlameTree::parent(FlameNode node) const
{
    return node.depth <= 1 ? FlameNode{} : this->node(node.row, node.depth - 1);
}

void FlameTree::path(FlameNode node, std::vector<StackElement> &out) const
{
    out.clear();
    if (node.depth == 0)
        return;
    m_index.path(node.row, out);
    out.resize(node.depth);
}

int64_t FlameTree::valueOf(FlameRows rows) const
{
    const auto sum = static_cast<int64_t>(static_cast<uint64_t>(m_weights.sums[rows.end]) -
                                          static_cast<uint64_t>(m_weights.sums[rows.begin]));
    const int64_t divisor = m_weights.divisorOf(rows.begin, rows.end);
    return divisor == 0 || (divisor == -1 && sum == INT64_MIN) ? sum : sum / divisor;
}

int64_t FlameTree::self(FlameNode node) const
{
    // A stack that ends here sorts before all that go on, and stacks are distinct.
    if (node.row >= m_index.size() || m_index.depth(node.row) != node.depth)
        return 0;
    return valueOf({node.row, node.row + 1});
}

std::optional<FlameNode> FlameTree::firstChild(FlameNode node) const
{
    const FlameRows rows = this->rows(node);
    if (rows.begin == rows.end)
        return {};
    const uint32_t first = rows.begin + (m_index.depth(rows.begin) == node.depth ? 1 : 0);
    if (position(first) == position(rows.end))
        return {};
    return this->node(rowAt(position(first)), node.depth + 1);
}

std::optional<FlameNode> FlameTree::widestChild(FlameNode node) const
{
    std::optional<FlameNode> widest;
    int64_t width = 0;
    for (auto child = firstChild(node); child; child = nextSibling(*child)) {
        if (const int64_t w = widthOf(*child); w > width) {
            width = w;
            widest = child;
        }
    }
    return widest;
}

std::optional<FlameNode> FlameTree::nextSibling(FlameNode node) const
{
    if (node.depth == 0)
        return {};
    const uint32_t end = endOf(node), parentEnd = endOf(parent(node));
    if (position(end) == position(parentEnd))
        return {};
    return this->node(rowAt(position(end)), node.depth);
}

std::optional<FlameNode> FlameTree::previousSibling(FlameNode node) const
{
    if (node.depth == 0 || position(node.row) == 0)
        return {};
    const uint32_t row = rowAt(position(node.row) - 1);
    if (row < parent(node).row || m_index.depth(row) < node.depth)
        return {};
    return this->node(row, node.depth);
}

std::optional<FlameNode> FlameTree::child(FlameNode node, StackElement wanted) const
{
    const FlameRows rows = this->rows(node);
    if (rows.begin == rows.end)
        return {};
    uint32_t low = rows.begin + (m_index.depth(rows.begin) == node.depth ? 1 : 0), high = rows.end;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const FlameNode there = this->node(middle, node.depth + 1);
        const StackElement element = this->element(there);
        if (element == wanted)
            return there;
        if (element < wanted)
            low = middle + 1;
        else
            high = there.row;
    }
    return {};
}

uint32_t FlameTree::countNodes(FlameRows rows, uint32_t depth) const
{
    uint32_t count = 0;
    bool fresh = true; // whether the node that the row belongs to has not been counted yet
    for (uint32_t row = rows.begin; row < rows.end; ++row) {
        if (m_index.shared(row) < depth)
            fresh = true;
        if (fresh && m_index.depth(row) >= depth && position(row + 1) > position(row)) {
            ++count;
            fresh = false;
        }
    }
    return count;
}

} // namespace proflens
