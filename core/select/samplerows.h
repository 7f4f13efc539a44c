// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace proflens {

// Finds the samples of a growing table by stack and label set. What they are is looked up in the table
// itself, so that a sample takes no more than some 8 bytes here.
class SampleRows
{
public:
    SampleRows()
        : m_slots(1U << 10, none)
    {}

    // The row of the sample in the table; that after the last when it is new: then the caller has to append
    // it.
    uint32_t operator()(const SampleTable &table, StackId stack, LabelSetId labels)
    {
        if ((table.size() + 1) * 10 > m_slots.size() * 7)
            grow(table);
        for (size_t at = place(stack, labels);; at = (at + 1) & (m_slots.size() - 1)) {
            uint32_t &row = m_slots[at];
            if (row == none)
                return row = static_cast<uint32_t>(table.size());
            if (table.stack[row] == stack && table.labels[row] == labels)
                return row;
        }
    }

private:
    static constexpr uint32_t none = std::numeric_limits<uint32_t>::max();

    size_t place(StackId stack, LabelSetId labels) const
    {
        const uint64_t pair = uint64_t(stack.row) << 32 | labels.row;
        return static_cast<size_t>(pair * 0x9e3779b97f4a7c15ULL >> (64 - std::countr_zero(m_slots.size())));
    }
    void grow(const SampleTable &table)
    {
        const size_t slots = m_slots.size() * 2;
        m_slots = {};
        m_slots.resize(slots, none);
        for (size_t row = 0; row < table.size(); ++row) {
            size_t at = place(table.stack[row], table.labels[row]);
            while (m_slots[at] != none)
                at = (at + 1) & (slots - 1);
            m_slots[at] = static_cast<uint32_t>(row);
        }
    }

    std::vector<uint32_t> m_slots; // rows; a power of two of them
};

} // namespace proflens
