// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace proflens {

// One column of 64-bit values, most of which are small in real profiles: blocks of 4,096 that hold 32-bit
// numbers until one that needs more arrives.
class ValueColumn
{
public:
    size_t size() const { return m_size; }
    int64_t operator[](size_t row) const
    {
        const Block &block = m_blocks[row / blockSize];
        return block.wide.empty() ? block.narrow[row % blockSize] : block.wide[row % blockSize];
    }
    void append(int64_t value)
    {
        if (m_size % blockSize == 0) {
            if (!m_blocks.empty())
                m_blocks.back().shrink();
            m_blocks.emplace_back();
        }
        m_blocks.back().append(value);
        ++m_size;
    }
    void set(size_t row, int64_t value)
    {
        Block &block = m_blocks[row / blockSize];
        if (block.wide.empty() && value >= 0 && value <= std::numeric_limits<uint32_t>::max()) {
            block.narrow[row % blockSize] = static_cast<uint32_t>(value);
            return;
        }
        if (block.wide.empty())
            block.widen();
        block.wide[row % blockSize] = value;
    }
    // Whether any value is below 0.
    bool hasNegative() const
    {
        return std::any_of(m_blocks.begin(), m_blocks.end(), [](const Block &block) {
            return std::any_of(block.wide.begin(), block.wide.end(), [](int64_t value) { return value < 0; });
        });
    }
    // Calls f(row, value) for every row in order; faster than operator[] in a loop.
    template <typename F> void forEach(F &&f) const { forEach(0, m_size, f); }
    // The same for the rows in [begin, end).
    template <typename F> void forEach(size_t begin, size_t end, F &&f) const
    {
        for (size_t row = begin; row < end;) {
            const Block &block = m_blocks[row / blockSize];
            const size_t first = row - row % blockSize;
            const size_t stop = end < first + blockSize ? end : first + blockSize;
            if (block.wide.empty()) {
                for (; row < stop; ++row)
                    f(row, static_cast<int64_t>(block.narrow[row - first]));
            } else {
                for (; row < stop; ++row)
                    f(row, block.wide[row - first]);
            }
        }
    }

private:
    static constexpr size_t blockSize = 4096;
    struct Block
    {
        std::vector<uint32_t> narrow;
        std::vector<int64_t> wide; // in use when not empty

        void append(int64_t value)
        {
            if (wide.empty()) {
                if (value >= 0 && value <= std::numeric_limits<uint32_t>::max()) {
                    narrow.push_back(static_cast<uint32_t>(value));
                    return;
                }
                widen();
            }
            wide.push_back(value);
        }
        void widen()
        {
            wide.assign(narrow.begin(), narrow.end());
            narrow = {};
        }
        void shrink()
        {
            narrow.shrink_to_fit();
            wide.shrink_to_fit();
        }
    };
    std::vector<Block> m_blocks;
    size_t m_size = 0;
};

} // namespace proflens
