// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace proflens {

// From the 64-bit ids of a file to rows of a table. Ids are mostly 1, 2, 3 …, often dense, and sometimes
// hashes spread over all 64 bits: a vector as long as the largest id would be a trap.
class IdMap
{
public:
    static constexpr uint32_t none = std::numeric_limits<uint32_t>::max();

    // rows: how many; idOf(row): the id of each.
    template <typename F>
    IdMap(size_t rows, F &&idOf)
        : m_rows(rows)
    {
        uint64_t largest = 0;
        for (size_t row = 0; row < rows; ++row) {
            const uint64_t id = idOf(row);
            m_counting = m_counting && id == row + 1;
            largest = std::max(largest, id);
            if (id == 0 && !m_zero)
                m_zero = row;
        }
        if (m_counting)
            return;
        if (largest <= 4 * static_cast<uint64_t>(rows) + 1024) {
            m_dense.assign(static_cast<size_t>(largest) + 1, none);
            for (size_t row = 0; row < rows; ++row) {
                uint32_t &place = m_dense[static_cast<size_t>(idOf(row))];
                if (place != none && !m_double)
                    m_double = idOf(row);
                place = static_cast<uint32_t>(row);
            }
            return;
        }
        m_sorted.reserve(rows);
        for (size_t row = 0; row < rows; ++row)
            m_sorted.emplace_back(idOf(row), static_cast<uint32_t>(row));
        std::sort(m_sorted.begin(), m_sorted.end());
        const auto twice =
            std::adjacent_find(m_sorted.begin(), m_sorted.end(),
                               [](const auto &a, const auto &b) { return a.first == b.first; });
        if (twice != m_sorted.end())
            m_double = twice->first;
    }

    // The row with that id, or none.
    uint32_t find(uint64_t id) const
    {
        if (m_counting)
            return id - 1 < m_rows ? static_cast<uint32_t>(id - 1) : none;
        if (!m_dense.empty())
            return id < m_dense.size() ? m_dense[static_cast<size_t>(id)] : none;
        const auto at =
            std::lower_bound(m_sorted.begin(), m_sorted.end(), std::pair<uint64_t, uint32_t>(id, 0));
        return at != m_sorted.end() && at->first == id ? at->second : none;
    }

    bool isCounting() const { return m_counting; }               // ids are 1, 2, 3 …
    std::optional<size_t> rowWithZero() const { return m_zero; } // 0 is no id
    std::optional<uint64_t> doubleId() const { return m_double; }

private:
    size_t m_rows;
    bool m_counting = true;
    std::optional<size_t> m_zero;
    std::optional<uint64_t> m_double;
    std::vector<uint32_t> m_dense;
    std::vector<std::pair<uint64_t, uint32_t>> m_sorted;
};

} // namespace proflens
