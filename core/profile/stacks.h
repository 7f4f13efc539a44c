// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/ids.h"
#include "core/profile/varint.h"

#include <cstdint>
#include <span>
#include <vector>

namespace proflens {

// The distinct stacks of a profile. A stack is a list of locations, leaf first, of any length.
//
// They are kept packed, as varints of (location row + 1): that is byte for byte what a file with ids 1, 2, 3
// … has in Sample.location_id, so a reader interns the raw bytes and decodes nothing that repeats.
class StackTable
{
public:
    size_t size() const { return m_ends.size(); }

    // The packed form.
    std::span<const uint8_t> bytes(StackId id) const
    {
        const size_t begin = id.row == 0 ? 0 : m_ends[id.row - 1];
        return {m_bytes.data() + begin, m_ends[id.row] - begin};
    }
    // Calls f(LocationId) for each location, leaf first.
    template <typename F> void forEach(StackId id, F &&f) const
    {
        const auto packed = bytes(id);
        for (const uint8_t *in = packed.data(), *end = in + packed.size(); in != end;) {
            uint32_t value = 0;
            in = readTrustedVarint(in, value);
            f(LocationId(value - 1));
        }
    }
    // Calls f(LocationId) for each location, root first, until one call returns false.
    template <typename F> void forEachFromRoot(StackId id, F &&f) const
    {
        const auto packed = bytes(id);
        const uint8_t *const begin = packed.data();
        for (const uint8_t *end = begin + packed.size(); end != begin;) {
            if (!f(LocationId(readTrustedVarintBefore(begin, end) - 1)))
                return;
        }
    }
    // Replaces out with the locations, leaf first.
    void decode(StackId id, std::vector<LocationId> &out) const
    {
        out.clear();
        forEach(id, [&](LocationId location) { out.push_back(location); });
    }

    // Appends a stack without looking for an equal one; packed holds well-formed varints of (row + 1) < 2^32.
    StackId append(std::span<const uint8_t> packed)
    {
        m_bytes.insert(m_bytes.end(), packed.begin(), packed.end());
        m_ends.push_back(m_bytes.size());
        return StackId(m_ends.size() - 1);
    }
    // The same for several, one after the other; sizes: the bytes of each.
    void append(std::span<const uint8_t> packed, std::span<const uint32_t> sizes)
    {
        size_t end = m_bytes.size();
        m_bytes.insert(m_bytes.end(), packed.begin(), packed.end());
        for (const uint32_t size : sizes)
            m_ends.push_back(end += size);
    }
    // Makes room for so many more.
    void reserve(size_t stacks, size_t bytes)
    {
        m_bytes.reserve(m_bytes.size() + bytes);
        m_ends.reserve(m_ends.size() + stacks);
    }
    // Takes over whole arrays: ends[i] is where stack i ends in bytes. For readers that fill them as bytes
    // stream by.
    void adopt(std::vector<uint8_t> bytes, std::vector<size_t> ends)
    {
        m_bytes = std::move(bytes);
        m_ends = std::move(ends);
    }
    size_t byteSize() const { return m_bytes.size() + m_ends.size() * sizeof(size_t); }

private:
    std::vector<uint8_t> m_bytes;
    std::vector<size_t> m_ends;
};

} // namespace proflens
