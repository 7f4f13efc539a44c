// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

namespace proflens {

// Half-open intervals of addresses, which may overlap, and the lowest row among those around an address: a
// segment tree whose nodes are heaps of rows. Looking among n intervals takes log n steps, where a scan would
// let a damaged or hostile memory map take the product of mappings and addresses.
class Intervals
{
public:
    static constexpr uint32_t none = std::numeric_limits<uint32_t>::max();

    // bounds: every begin and end that will be added.
    explicit Intervals(std::vector<uint64_t> bounds)
        : m_bounds(std::move(bounds))
    {
        std::sort(m_bounds.begin(), m_bounds.end());
        m_bounds.erase(std::unique(m_bounds.begin(), m_bounds.end()), m_bounds.end());
        m_nodes.resize(2 * m_bounds.size());
    }

    void add(uint64_t begin, uint64_t end, uint32_t row)
    {
        if (begin >= end)
            return;
        const size_t leaves = m_bounds.size();
        for (size_t low = leaf(begin) + leaves, high = leaf(end) + leaves; low < high; low /= 2, high /= 2) {
            if (low % 2)
                push(m_nodes[low++], row);
            if (high % 2)
                push(m_nodes[--high], row);
        }
    }

    // Rows for which isAlive(row) is false are forgotten for good.
    template <typename Alive> uint32_t lowestAt(uint64_t address, Alive &&isAlive)
    {
        const auto above = std::upper_bound(m_bounds.begin(), m_bounds.end(), address);
        if (above == m_bounds.begin())
            return none;
        uint32_t lowest = none;
        for (size_t node = static_cast<size_t>(above - m_bounds.begin()) - 1 + m_bounds.size(); node;
             node /= 2) {
            std::vector<uint32_t> &heap = m_nodes[node];
            while (!heap.empty() && !isAlive(heap.front())) {
                std::pop_heap(heap.begin(), heap.end(), std::greater<>());
                heap.pop_back();
            }
            if (!heap.empty())
                lowest = std::min(lowest, heap.front());
        }
        return lowest;
    }
    uint32_t lowestAt(uint64_t address)
    {
        return lowestAt(address, [](uint32_t) { return true; });
    }

private:
    size_t leaf(uint64_t bound) const
    {
        return static_cast<size_t>(std::lower_bound(m_bounds.begin(), m_bounds.end(), bound) -
                                   m_bounds.begin());
    }
    static void push(std::vector<uint32_t> &heap, uint32_t row)
    {
        heap.push_back(row);
        std::push_heap(heap.begin(), heap.end(), std::greater<>());
    }

    std::vector<uint64_t> m_bounds;             // sorted; leaf i stands for [bound i, bound i + 1)
    std::vector<std::vector<uint32_t>> m_nodes; // 1 is the root, leaves begin at m_bounds.size()
};

} // namespace proflens
