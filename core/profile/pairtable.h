// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace proflens {

// Finds the row that belongs to a pair of numbers, such as the edge between two nodes: open addressing, as
// this is the inner loop of every graph.
class PairTable
{
public:
    static constexpr uint32_t none = UINT32_MAX;

    PairTable()
        : m_slots(1024, Slot{0, none})
    {}
    // none if the pair is new; the caller then has to set it.
    uint32_t &operator()(uint32_t first, uint32_t second)
    {
        if (m_used * 2 >= m_slots.size())
            grow();
        const uint64_t key = uint64_t(first) << 32 | second;
        Slot &slot = find(m_slots, key);
        if (slot.row == none) {
            slot.key = key;
            ++m_used;
        }
        return slot.row;
    }

    // Asks for the memory that looking a pair up will need: where many are looked up, waiting for it takes
    // most of the time.
    void prefetch(uint32_t first, uint32_t second) const
    {
        __builtin_prefetch(&m_slots[place(uint64_t(first) << 32 | second) & (m_slots.size() - 1)]);
    }

private:
    struct Slot
    {
        uint64_t key;
        uint32_t row;
    };
    static size_t place(uint64_t key) { return key * 0x9e3779b97f4a7c15ULL >> 20; }
    static Slot &find(std::vector<Slot> &slots, uint64_t key)
    {
        const size_t mask = slots.size() - 1;
        for (size_t i = place(key) & mask;; i = (i + 1) & mask) {
            if (slots[i].row == none || slots[i].key == key)
                return slots[i];
        }
    }
    void grow()
    {
        std::vector<Slot> bigger(m_slots.size() * 2, Slot{0, none});
        for (const Slot &slot : m_slots) {
            if (slot.row != none)
                find(bigger, slot.key) = slot;
        }
        m_slots.swap(bigger);
    }
    std::vector<Slot> m_slots;
    size_t m_used = 0;
};

} // namespace proflens
