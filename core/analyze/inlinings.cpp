// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/costs.h"
#include "core/analyze/stackwalk.h"

#include <bit>
#include <utility>

namespace proflens {

namespace {

// What is known of the calls of a frame, or of those by one caller: bits.
enum CallKinds : uint8_t { NoCall = 0, PlainCall = 1, InlinedCall = 2, BothCalls = 3 };

CallKinds kindOf(StackElement element)
{
    return element.inlined() ? InlinedCall : PlainCall;
}

// Pairs of callee and caller, with what kinds of calls there are. A table with open addressing: there are
// hundreds of thousands, each looked up over and over.
class CallPairs
{
public:
    void add(uint32_t callee, uint32_t caller, CallKinds kinds)
    {
        if (2 * (m_used + 1) > m_slots.size())
            grow();
        insert(uint64_t(callee) << 33 | uint64_t(caller) << 2 | kinds);
    }
    // Also what another one knows.
    void add(const CallPairs &other)
    {
        // Grown before, as what comes in the order of its places would crowd in those of a smaller table.
        while (2 * (m_used + other.m_used + 1) > m_slots.size())
            grow();
        for (const uint64_t slot : other.m_slots) {
            if (slot != 0)
                insert(slot);
        }
    }
    // Calls f(callee, caller, kinds).
    template <typename F> void forEach(F &&f) const
    {
        for (const uint64_t slot : m_slots) {
            if (slot != 0)
                f(uint32_t(slot >> 33), uint32_t(slot >> 2) & 0x7fffffffU, CallKinds(slot & 3));
        }
    }

private:
    void insert(uint64_t call)
    {
        const size_t mask = m_slots.size() - 1;
        size_t at = static_cast<size_t>(((call >> 2) * 0x9e3779b97f4a7c15U) >> m_shift);
        while (m_slots[at] != 0 && m_slots[at] >> 2 != call >> 2)
            at = (at + 1) & mask;
        m_used += m_slots[at] == 0;
        m_slots[at] |= call;
    }
    void grow()
    {
        const std::vector<uint64_t> before = std::exchange(m_slots, {});
        const size_t size = before.empty() ? 4096 : before.size() * 2;
        m_slots.resize(size);
        m_shift = 64 - std::countr_zero(size);
        m_used = 0;
        for (const uint64_t slot : before) {
            if (slot != 0)
                insert(slot);
        }
    }

    std::vector<uint64_t> m_slots; // callee, caller, kinds; 0: free
    size_t m_used = 0;
    int m_shift = 64;
};

// The calls of those frames that are inlined in one place and not in another.
class CallVisitor
{
public:
    // kinds: by frame, of the whole index.
    explicit CallVisitor(const std::vector<uint8_t> &kinds)
        : m_frames(kinds.size())
    {
        for (size_t i = 0; i < kinds.size(); ++i)
            m_frames[i].kinds = kinds[i];
    }
    void push(const StackElement *path, uint32_t depth, uint32_t)
    {
        const uint32_t callee = path[depth].frame().row;
        PerFrame &frame = m_frames[callee];
        if (frame.kinds <= PlainCall || depth == 0)
            return;
        const uint32_t caller = path[depth - 1].frame().row;
        if (caller == callee)
            return;
        if (frame.kinds == InlinedCall) {
            frame.last = caller;
            return;
        }
        // Most calls are seen over and over, one after the other.
        const CallKinds kind = kindOf(path[depth]);
        const uint32_t call = caller << 1 | uint32_t(kind == InlinedCall);
        if (std::exchange(frame.last, call) != call)
            m_calls.add(callee, caller, kind);
    }
    void pop(StackElement, uint32_t) {}
    void leaf(StackElement, uint32_t) {}

    const CallPairs &calls() const { return m_calls; }
    // Of frames that are inlined wherever they are called: whether they are called.
    bool isCalled(size_t frame) const
    {
        return m_frames[frame].kinds == InlinedCall && m_frames[frame].last != UINT32_MAX;
    }

private:
    struct PerFrame
    {
        uint32_t last = UINT32_MAX; // the call of it that was seen last
        uint8_t kinds = NoCall;
    };
    std::vector<PerFrame> m_frames;
    CallPairs m_calls;
};

} // namespace

std::vector<Inlining> inlinings(const StackIndex &index, const StackWeights &weights, size_t frameCount)
{
    std::vector<Inlining> marks(frameCount, Inlining::None);
    std::vector<uint8_t> kinds(frameCount, NoCall);
    bool any = false;
    for (uint32_t row = 0; row < index.size(); ++row) {
        for (const StackElement element : index.rest(row)) {
            kinds[element.frame().row] |= kindOf(element);
            any = any || element.inlined();
        }
    }
    if (!any)
        return marks;
    const auto visitors =
        walkInParts(index, weights.counted, [&] { return std::make_unique<CallVisitor>(kinds); });
    CallPairs calls;
    for (const auto &visitor : visitors) {
        calls.add(visitor->calls());
        for (size_t i = 0; i < frameCount; ++i) {
            if (visitor->isCalled(i))
                marks[i] = Inlining::Whole;
        }
    }
    // A caller with one plain call did not inline it.
    std::vector<uint8_t> callers(frameCount, NoCall);
    calls.forEach([&](uint32_t callee, uint32_t, CallKinds both) {
        callers[callee] |= both == InlinedCall ? InlinedCall : PlainCall;
    });
    for (size_t i = 0; i < frameCount; ++i) {
        if (callers[i] & InlinedCall)
            marks[i] = callers[i] == BothCalls ? Inlining::Partial : Inlining::Whole;
    }
    return marks;
}

} // namespace proflens
