// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/byteruns.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

namespace proflens {

// Gives equal runs of bytes the same number, 0, 1, 2 … in the order of their first coming. The bytes are kept
// one after the other and always compared: a hash alone would merge different stacks now and then.
class ByteTable
{
public:
    // seed: any number that whoever made the file cannot know, so that nobody can choose runs that share a
    // hash.
    explicit ByteTable(uint64_t seed)
        : m_slots(1U << 10)
    {
        for (uint64_t &key : m_keys) {
            seed += 0x9e3779b97f4a7c15ULL;
            key = fold(seed, 0xd1342543de82ef95ULL) ^ seed;
        }
    }

    uint32_t hash(std::span<const uint8_t> run) const
    {
        // Sixteen bytes a step, multiplied into 128 bits and folded, in the manner of wyhash.
        const uint8_t *in = run.data();
        size_t left = run.size();
        uint64_t state = m_keys[0];
        for (; left > 16; in += 16, left -= 16)
            state = fold(load(in) ^ m_keys[1], load(in + 8) ^ state);
        uint64_t a = 0, b = 0;
        if (left >= 8) {
            a = load(in);
            b = load(in + left - 8);
        } else if (left > 0) {
            std::memcpy(&a, in, left);
        }
        const uint64_t mixed = fold(fold(a ^ m_keys[2], b ^ state) ^ m_keys[3], run.size() ^ m_keys[1]);
        return static_cast<uint32_t>(mixed >> 32);
    }

    // Looking up many runs waits for memory three times each, unless the three places are asked for ahead, in
    // this order.
    void prefetchSlot(uint32_t hash) const { __builtin_prefetch(&m_slots[hash & mask()]); }
    void prefetchEnd(uint32_t hash) const
    {
        const Slot slot = m_slots[hash & mask()];
        if (slot.row && slot.hash == hash)
            m_runs.prefetchBegin(slot.row - 1);
    }
    void prefetchBytes(uint32_t hash) const
    {
        const Slot slot = m_slots[hash & mask()];
        if (slot.row && slot.hash == hash)
            m_runs.prefetchBytes(slot.row - 1);
    }

    // The number of the run with this hash, and whether it is new.
    std::pair<uint32_t, bool> intern(std::span<const uint8_t> run, uint32_t hash)
    {
        for (size_t at = hash & mask();; at = (at + 1) & mask()) {
            Slot &slot = m_slots[at];
            if (slot.row == 0) {
                if (isFull(m_runs.size() + 1, m_slots.size())) {
                    grow(m_slots.size() * 2);
                    return intern(run, hash);
                }
                m_runs.append(run);
                slot = {hash, m_runs.size()};
                return {slot.row - 1, true};
            }
            if (slot.hash == hash && equal(slot.row - 1, run))
                return {slot.row - 1, false};
        }
    }

    uint32_t size() const { return m_runs.size(); }
    std::span<const uint8_t> operator[](uint32_t row) const { return m_runs[row]; }
    size_t byteSize() const { return m_runs.bytes().size(); }
    size_t memory() const { return m_runs.memory() + m_slots.size() * sizeof(Slot); }
    // Growing by doubling costs a quarter of all interning; whoever can guess how much comes says so.
    void reserve(size_t rows, size_t bytes)
    {
        m_runs.reserve(rows, bytes);
        size_t slots = m_slots.size();
        while (isFull(rows, slots))
            slots *= 2;
        if (slots > m_slots.size())
            grow(slots);
    }
    // Frees what only looking up needs.
    void freeze() { std::vector<Slot>().swap(m_slots); }
    const ByteRuns &runs() const { return m_runs; }
    ByteRuns takeRuns() { return std::exchange(m_runs, {}); }

private:
    struct Slot
    {
        uint32_t hash = 0;
        uint32_t row = 0; // number + 1; 0: free
    };

    static bool isFull(size_t rows, size_t slots) { return rows * 5 > slots * 4; }
    size_t mask() const { return m_slots.size() - 1; }
    static uint64_t load(const uint8_t *in)
    {
        uint64_t value = 0;
        std::memcpy(&value, in, sizeof value);
        return value;
    }
    static uint64_t fold(uint64_t a, uint64_t b)
    {
        __extension__ using Wide = unsigned __int128;
        const Wide product = static_cast<Wide>(a) * b;
        return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
    }
    bool equal(uint32_t row, std::span<const uint8_t> run) const
    {
        const auto have = (*this)[row];
        return have.size() == run.size() &&
               (run.empty() || std::memcmp(have.data(), run.data(), run.size()) == 0);
    }
    void grow(size_t slots)
    {
        std::vector<Slot> old(slots);
        old.swap(m_slots);
        for (const Slot &slot : old) {
            if (slot.row == 0)
                continue;
            size_t at = slot.hash & mask();
            while (m_slots[at].row != 0)
                at = (at + 1) & mask();
            m_slots[at] = slot;
        }
    }

    std::array<uint64_t, 4> m_keys{};
    std::vector<Slot> m_slots; // a power of two of them
    ByteRuns m_runs;
};

} // namespace proflens
