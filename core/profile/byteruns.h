// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <span>
#include <vector>

namespace proflens {

// Runs of bytes, numbered 0, 1, 2 …, one after the other in one array. Where a run begins takes four bytes:
// it is told from where a group of runs begins.
class ByteRuns
{
public:
    ByteRuns()
        : m_groups{0}
        , m_begins{0}
    {}

    uint32_t size() const { return static_cast<uint32_t>(m_begins.size() - 1); }
    std::span<const uint8_t> operator[](uint32_t row) const
    {
        const size_t begin = beginOf(row);
        return {m_bytes.data() + begin, beginOf(row + 1) - begin};
    }
    // Throws std::bad_alloc where memory runs out, or where the runs of one group take 4 GB.
    void append(std::span<const uint8_t> run)
    {
        m_bytes.insert(m_bytes.end(), run.begin(), run.end());
        end(m_bytes.size());
    }
    // The same for several, one after the other; sizes: the bytes of each.
    void append(std::span<const uint8_t> runs, std::span<const uint32_t> sizes)
    {
        size_t at = m_bytes.size();
        m_bytes.insert(m_bytes.end(), runs.begin(), runs.end());
        for (const uint32_t size : sizes)
            end(at += size);
    }
    // Makes room for so many in all.
    void reserve(size_t runs, size_t bytes)
    {
        m_begins.reserve(runs + 1);
        m_groups.reserve(runs / groupSize + 2);
        m_bytes.reserve(bytes);
    }
    // All bytes, of the first run to the last.
    std::span<const uint8_t> bytes() const { return m_bytes; }
    size_t memory() const
    {
        return m_bytes.size() + m_begins.size() * sizeof(uint32_t) + m_groups.size() * sizeof(size_t);
    }

    // Looking up many runs waits for memory twice each, unless both places are asked for ahead.
    void prefetchBegin(uint32_t row) const { __builtin_prefetch(&m_begins[row]); }
    void prefetchBytes(uint32_t row) const { __builtin_prefetch(m_bytes.data() + beginOf(row)); }

private:
    static constexpr size_t groupSize = 256;

    size_t beginOf(uint32_t row) const { return m_groups[row / groupSize] + m_begins[row]; }
    void end(size_t at)
    {
        const size_t row = m_begins.size(); // the one that begins here
        if (row % groupSize == 0)
            m_groups.push_back(at);
        const size_t inGroup = at - m_groups.back();
        if (inGroup > std::numeric_limits<uint32_t>::max())
            throw std::bad_alloc();
        m_begins.push_back(static_cast<uint32_t>(inGroup));
    }

    std::vector<uint8_t> m_bytes;
    std::vector<size_t> m_groups;   // where each begins in m_bytes
    std::vector<uint32_t> m_begins; // of each run, from where its group begins; and where the next will
};

} // namespace proflens
