// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/sequences.h"
#include "core/analyze/stackindex.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace proflens {

// Spells stacks out as frames.
class Speller
{
public:
    Speller(const Selection &selection, const FrameTable &frames, StackIndex::Order order);
    // Calls f(LocationId) for the locations of a stack, in the order of the index, until one call returns
    // false. scratch: room for them.
    template <typename F> void forEachLocation(uint32_t stack, std::vector<LocationId> &scratch, F &&f) const
    {
        if (m_order == StackIndex::Order::RootFirst) {
            m_selection.forEachLocationFromRootUntil(StackId(stack), scratch, f);
            return;
        }
        scratch.clear();
        m_selection.forEachLocation(StackId(stack),
                                    [&](LocationId location) { scratch.push_back(location); });
        for (const LocationId location : scratch) {
            if (!f(location))
                return;
        }
    }
    // Calls f(element) for the frames of a location in the order of the index, until one call returns false.
    template <typename F> void forEachElement(LocationId location, F &&f) const
    {
        const auto elements = m_frames.elements(location);
        const size_t count = elements.size();
        for (size_t i = 0; i < count; ++i) {
            if (!f(elements[m_order == StackIndex::Order::RootFirst ? i : count - 1 - i]))
                return;
        }
    }
    // Appends the frames of a stack as a sequence. scratch: room for frames.
    void spell(uint32_t stack, std::vector<StackElement> &scratch, Sequences &sequences) const;
    // Has the packed form of some stacks brought near, all at the same time: they are looked at in another
    // order than they are stored in, and to decode one leaves no room to wait for the next.
    void fetch(std::span<const uint32_t> stacks) const;

private:
    // The frames of a location in the order of the index: at the end if the root is first, else at the
    // beginning.
    struct Piece
    {
        static constexpr size_t most = 3;
        std::array<StackElement, most> elements;
        uint32_t count = 0;

        // All of it, as copying what is too much takes less time than finding out how much that is.
        void copyTo(StackElement *out) const
        {
            for (size_t i = 0; i < most; ++i)
                out[i] = elements[i];
        }
    };

    void spellLong(uint32_t stack, std::vector<StackElement> &scratch, Sequences &sequences) const;

    const StackTable &m_stacks;
    const Selection &m_selection;
    const FrameTable &m_frames;
    StackIndex::Order m_order;
    std::vector<Piece> m_pieces; // by location
    bool m_hasLong = false;      // some have more frames than a piece
};

} // namespace proflens
