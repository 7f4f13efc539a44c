// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/costs.h"
#include "core/analyze/stackindex.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace proflens {

// Which calls of an index may be inlined, whatever counts: made once, so that to find out what was inlined
// where among the samples that count needs little more than to go over them.
class CallKinds
{
public:
    // Bits: what is known of the calls of a frame, or of those by one caller.
    enum Kinds : uint8_t { Plain = 1, Inlined = 2, Both = Plain | Inlined, Mixed = 8 };
    static constexpr uint32_t none = UINT32_MAX;

    // frames: those of the index; locations: how many the profile has.
    CallKinds(const StackIndex &index, const FrameTable &frames, size_t locations);

    bool anyInlined() const { return m_anyInlined; }
    // Whether any caller of the frame inlined it.
    bool isInlined(uint32_t frame) const { return m_frames[frame] & Inlined; }
    // Whether one did in one place and not in another.
    bool isMixed(uint32_t frame) const { return m_frames[frame] & Mixed; }
    // The number of such a pair; none if it is none.
    uint32_t mixed(uint32_t callee, uint32_t caller) const;
    size_t frameCount() const { return m_frames.size(); }
    size_t mixedCount() const { return m_mixedCount; }
    // Calls f(number, callee) for all of them.
    template <typename F> void forEachMixed(F &&f) const
    {
        for (const MixedPair &mixed : m_mixed) {
            if (mixed.number != none)
                f(mixed.number, static_cast<uint32_t>(mixed.pair >> 32));
        }
    }
    // What was found the last times, by the rows that counted: to count all rows again is common. For any
    // thread.
    std::shared_ptr<const std::vector<Inlining>> remembered(const std::vector<uint8_t> &counted) const;
    void remember(const std::vector<uint8_t> &counted,
                  std::shared_ptr<const std::vector<Inlining>> marks) const;
    size_t byteSize() const { return m_frames.size() + m_mixed.size() * sizeof(MixedPair); }

private:
    struct MixedPair
    {
        uint64_t pair = 0;
        uint32_t number = none;
    };
    size_t placeOf(uint64_t pair) const { return static_cast<size_t>(pair * 0x9e3779b97f4a7c15U >> m_shift); }

    std::vector<uint8_t> m_frames;  // Inlined, Mixed
    std::vector<MixedPair> m_mixed; // a table with open addressing, half of it free
    size_t m_mixedCount = 0;
    int m_shift = 63;
    bool m_anyInlined = false;

    struct Marks
    {
        std::vector<uint8_t> counted;
        std::shared_ptr<const std::vector<Inlining>> marks;
    };
    static constexpr size_t mostRemembered = 2;
    mutable std::mutex m_mutex;
    mutable std::deque<Marks> m_remembered; // the latest first
};

// Gathers what calls there are of each frame on a walk (stackwalk.h).
class CallVisitor
{
public:
    explicit CallVisitor(const CallKinds &kinds);
    void push(const StackElement *path, uint32_t depth, uint32_t)
    {
        const uint32_t callee = path[depth].frame().row;
        uint8_t &frame = m_frames[callee];
        if (!(frame & Matters) || depth == 0)
            return;
        const uint32_t caller = path[depth - 1].frame().row;
        if (caller == callee)
            return;
        const uint8_t kind = path[depth].inlined() ? CallKinds::Inlined : CallKinds::Plain;
        const uint32_t number = frame & CallKinds::Mixed ? m_kinds.mixed(callee, caller) : CallKinds::none;
        (number == CallKinds::none ? frame : m_mixed[number]) |= kind;
    }
    void pop(StackElement, uint32_t) {}
    void leaf(StackElement, uint32_t) {}

    void add(const CallVisitor &other);
    std::vector<Inlining> marks() const;

private:
    // Beside CallKinds::Mixed, and the kinds of pairs that were seen.
    static constexpr uint8_t Matters = 4;

    const CallKinds &m_kinds;
    std::vector<uint8_t> m_frames; // bits, the kinds being those of pairs
    std::vector<uint8_t> m_mixed;  // by number, kinds of calls
};

} // namespace proflens
