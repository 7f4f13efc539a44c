// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/callkinds.h"

#include "core/analyze/stackwalk.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace proflens {

namespace {

// Pairs of callee and caller: a table with open addressing.
class CallPairs
{
public:
    void add(uint32_t callee, uint32_t caller)
    {
        if (2 * (m_used + 1) > m_slots.size())
            grow();
        insert(slotOf(callee, caller));
    }
    // Also what another one has.
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
    bool has(uint32_t callee, uint32_t caller) const
    {
        return m_used > 0 && m_slots[placeOf(slotOf(callee, caller))] != 0;
    }
    size_t size() const { return m_used; }
    // Calls f(callee, caller).
    template <typename F> void forEach(F &&f) const
    {
        for (const uint64_t slot : m_slots) {
            if (slot != 0)
                f(uint32_t(slot >> 32), uint32_t(slot) - 1);
        }
    }

private:
    static uint64_t slotOf(uint32_t callee, uint32_t caller) { return (uint64_t(callee) << 32 | caller) + 1; }
    // Where it is, or would be.
    size_t placeOf(uint64_t slot) const
    {
        const size_t mask = m_slots.size() - 1;
        size_t at = static_cast<size_t>((slot * 0x9e3779b97f4a7c15U) >> m_shift);
        while (m_slots[at] != 0 && m_slots[at] != slot)
            at = (at + 1) & mask;
        return at;
    }
    void insert(uint64_t slot)
    {
        const size_t at = placeOf(slot);
        m_used += m_slots[at] == 0;
        m_slots[at] = slot;
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

    std::vector<uint64_t> m_slots; // callee, and caller + 1; 0: free
    size_t m_used = 0;
    int m_shift = 64;
};

// Which pairs with a call that was inlined have another one that was not.
class MixedVisitor
{
public:
    // isInlined: by frame, whether any pair has it as callee.
    MixedVisitor(const CallPairs &inlined, const std::vector<uint8_t> &isInlined)
        : m_inlined(inlined)
        , m_isInlined(isInlined)
        , m_last(isInlined.size(), CallKinds::none)
    {}
    void push(const StackElement *path, uint32_t depth, uint32_t)
    {
        const uint32_t callee = path[depth].frame().row;
        if (!m_isInlined[callee] || depth == 0 || path[depth].inlined())
            return;
        const uint32_t caller = path[depth - 1].frame().row;
        if (std::exchange(m_last[callee], caller) != caller && m_inlined.has(callee, caller))
            pairs.add(callee, caller);
    }
    void pop(StackElement, uint32_t) {}
    void leaf(StackElement, uint32_t) {}

    CallPairs pairs;

private:
    const CallPairs &m_inlined;
    const std::vector<uint8_t> &m_isInlined;
    std::vector<uint32_t> m_last; // by frame, the caller that was seen last
};

} // namespace

CallKinds::CallKinds(const StackIndex &index, const FrameTable &frames, size_t locations)
    : m_frames(frames.size())
{
    // Calls are inlined into what is seen of the same location.
    CallPairs inlined;
    for (size_t i = 0; i < locations; ++i) {
        const auto elements = frames.elements(LocationId(i));
        for (size_t k = 1; k < elements.size(); ++k) {
            if (elements[k].inlined())
                inlined.add(elements[k].frame().row, elements[k - 1].frame().row);
        }
    }
    m_anyInlined = inlined.size() > 0;
    if (!m_anyInlined)
        return;
    inlined.forEach([&](uint32_t callee, uint32_t) { m_frames[callee] |= Inlined; });
    const std::vector<uint8_t> all(index.size(), 1);
    CallPairs mixed;
    for (const auto &visitor :
         walkInParts(index, all, [&] { return std::make_unique<MixedVisitor>(inlined, m_frames); }))
        mixed.add(visitor->pairs);
    m_mixedCount = mixed.size();
    const size_t places = std::bit_ceil(2 * m_mixedCount + 2);
    m_mixed.resize(places);
    m_shift = 64 - std::countr_zero(places);
    uint32_t number = 0;
    mixed.forEach([&](uint32_t callee, uint32_t caller) {
        m_frames[callee] |= Mixed;
        const uint64_t pair = uint64_t(callee) << 32 | caller;
        size_t at = placeOf(pair);
        while (m_mixed[at].number != none)
            at = (at + 1) & (places - 1);
        m_mixed[at] = {pair, number++};
    });
}

uint32_t CallKinds::mixed(uint32_t callee, uint32_t caller) const
{
    const uint64_t pair = uint64_t(callee) << 32 | caller;
    size_t at = placeOf(pair);
    while (m_mixed[at].number != none && m_mixed[at].pair != pair)
        at = (at + 1) & (m_mixed.size() - 1);
    return m_mixed[at].number;
}

std::shared_ptr<const std::vector<Inlining>> CallKinds::remembered(const std::vector<uint8_t> &counted) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = std::find_if(m_remembered.begin(), m_remembered.end(),
                                    [&](const Marks &marks) { return marks.counted == counted; });
    return found == m_remembered.end() ? nullptr : found->marks;
}

void CallKinds::remember(const std::vector<uint8_t> &counted,
                         std::shared_ptr<const std::vector<Inlining>> marks) const
{
    const std::lock_guard lock(m_mutex);
    if (m_remembered.size() == mostRemembered)
        m_remembered.pop_back();
    m_remembered.push_front({counted, std::move(marks)});
}

CallVisitor::CallVisitor(const CallKinds &kinds)
    : m_kinds(kinds)
    , m_frames(kinds.frameCount())
    , m_mixed(kinds.mixedCount())
{
    for (uint32_t i = 0; i < m_frames.size(); ++i)
        m_frames[i] = uint8_t((kinds.isInlined(i) ? Matters : 0) | (kinds.isMixed(i) ? CallKinds::Mixed : 0));
}

void CallVisitor::add(const CallVisitor &other)
{
    for (size_t i = 0; i < m_frames.size(); ++i)
        m_frames[i] |= other.m_frames[i];
    for (size_t i = 0; i < m_mixed.size(); ++i)
        m_mixed[i] |= other.m_mixed[i];
}

std::vector<Inlining> CallVisitor::marks() const
{
    std::vector<uint8_t> callers(m_frames.size());
    for (size_t i = 0; i < callers.size(); ++i)
        callers[i] = m_frames[i] & CallKinds::Both;
    // A caller with one plain call did not inline it.
    m_kinds.forEachMixed([&](uint32_t number, uint32_t callee) {
        if (m_mixed[number] != 0)
            callers[callee] |= m_mixed[number] == CallKinds::Inlined ? CallKinds::Inlined : CallKinds::Plain;
    });
    std::vector<Inlining> marks(callers.size(), Inlining::None);
    for (size_t i = 0; i < callers.size(); ++i) {
        if (callers[i] & CallKinds::Inlined)
            marks[i] = callers[i] == CallKinds::Both ? Inlining::Partial : Inlining::Whole;
    }
    return marks;
}

} // namespace proflens
