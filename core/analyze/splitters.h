// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/sequences.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace proflens {

// Sequences between which all others are divided: 2n + 1 classes, of those before the first, those that are
// it, those between it and the second, and so on. Kept as a trie: a step of a stack is one search among a few
// numbers.
class Splitters
{
public:
    // sequences: ascending, each another.
    explicit Splitters(std::span<const std::span<const StackElement>> sequences);
    size_t classes() const { return 2 * m_count + 1; }
    // Whether all that are in a class are the same.
    static bool isAlike(size_t number) { return number % 2 == 1; }
    // How many leading frames those in a class have in common, at least.
    size_t shared(size_t number) const
    {
        return isAlike(number) || number == 0 || number == 2 * m_count ? 0 : m_shared[number / 2 - 1];
    }
    // Where a sequence can be after some frames: at a node, or known to belong to a class.
    static constexpr uint32_t isKnown = 1U << 31;
    static constexpr uint32_t start = 0;
    uint32_t after(uint32_t place, StackElement element) const
    {
        const Node &node = m_nodes[place];
        const auto begin = m_steps.begin() + node.firstStep, end = begin + node.steps;
        const auto step = std::lower_bound(begin, end, element.bits,
                                           [](const Step &s, uint32_t bits) { return s.bits < bits; });
        if (step == end)
            return isKnown | 2 * node.end;
        return step->bits == element.bits ? step->node : isKnown | 2 * m_nodes[step->node].begin;
    }
    // Of a sequence that ends there.
    uint32_t classAt(uint32_t place) const
    {
        if (place & isKnown)
            return place & ~isKnown;
        return 2 * m_nodes[place].begin + uint32_t(m_nodes[place].isSplitter);
    }

private:
    struct Step
    {
        uint32_t bits, node;
    };
    // What splitters [begin, end) begin with. isSplitter: the first of them goes no further.
    struct Node
    {
        uint32_t begin = 0, end = 0, firstStep = 0, steps = 0;
        bool isSplitter = false;
    };

    void grow(std::span<const std::span<const StackElement>> sequences);

    size_t m_count = 0;
    std::vector<uint32_t> m_shared; // by splitter but the first, with the one before
    std::vector<Node> m_nodes;
    std::vector<Step> m_steps;
};

} // namespace proflens
