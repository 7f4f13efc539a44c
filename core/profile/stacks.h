// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/byteruns.h"
#include "core/profile/ids.h"
#include "core/profile/varint.h"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace proflens {

// The distinct stacks of a profile. A stack is a list of locations, leaf first, of any length.
//
// They are kept packed, as varints of (location row + 1): that is byte for byte what a file with ids 1, 2, 3
// … has in Sample.location_id, so a reader interns the raw bytes and decodes nothing that repeats.
class StackTable
{
public:
    size_t size() const { return m_runs.size(); }

    // The packed form.
    std::span<const uint8_t> bytes(StackId id) const { return m_runs[id.row]; }
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
        m_runs.append(packed);
        return StackId(m_runs.size() - 1U);
    }
    // The same for several, one after the other; sizes: the bytes of each.
    void append(std::span<const uint8_t> packed, std::span<const uint32_t> sizes)
    {
        m_runs.append(packed, sizes);
    }
    // Makes room for so many more.
    void reserve(size_t stacks, size_t bytes)
    {
        m_runs.reserve(m_runs.size() + stacks, m_runs.bytes().size() + bytes);
    }
    // Takes over whole stacks, for readers that gather them as bytes stream by.
    void adopt(ByteRuns stacks) { m_runs = std::move(stacks); }
    size_t byteSize() const { return m_runs.memory(); }

private:
    ByteRuns m_runs;
};

} // namespace proflens
