// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/speller.h"

namespace proflens {

Speller::Speller(const Selection &selection, const FrameTable &frames, StackIndex::Order order)
    : m_stacks(selection.profile()->stacks)
    , m_selection(selection)
    , m_frames(frames)
    , m_order(order)
    , m_pieces(selection.profile()->locations.size())
{
    for (size_t i = 0; i < m_pieces.size(); ++i) {
        const auto elements = frames.elements(LocationId(i));
        if (elements.size() > Piece::most) {
            m_hasLong = true;
            return;
        }
        Piece &piece = m_pieces[i];
        piece.count = static_cast<uint32_t>(elements.size());
        if (order == StackIndex::Order::RootFirst)
            std::copy_backward(elements.begin(), elements.end(), piece.elements.end());
        else
            std::copy(elements.rbegin(), elements.rend(), piece.elements.begin());
    }
}

void Speller::spell(uint32_t stack, std::vector<StackElement> &scratch, Sequences &sequences) const
{
    if (m_hasLong) {
        spellLong(stack, scratch, sequences);
        return;
    }
    // Stacks are read leaf first, which is the quicker way, and so written from the end if the root is to be
    // first. A packed location takes a byte at least.
    const size_t most = m_stacks.bytes(StackId(stack)).size() * Piece::most;
    if (scratch.size() < most)
        scratch.resize(2 * most);
    if (m_order == StackIndex::Order::RootFirst) {
        StackElement *const end = scratch.data() + scratch.size(), *begin = end;
        m_selection.forEachLocation(StackId(stack), [&](LocationId location) {
            const Piece &piece = m_pieces[location.row];
            piece.copyTo(begin - Piece::most);
            begin -= piece.count;
        });
        sequences.append({begin, end});
    } else {
        StackElement *const begin = scratch.data(), *end = begin;
        m_selection.forEachLocation(StackId(stack), [&](LocationId location) {
            const Piece &piece = m_pieces[location.row];
            piece.copyTo(end);
            end += piece.count;
        });
        sequences.append({begin, end});
    }
}

// The same where locations have more frames than a piece.
void Speller::spellLong(uint32_t stack, std::vector<StackElement> &scratch, Sequences &sequences) const
{
    scratch.clear();
    m_selection.forEachLocation(StackId(stack), [&](LocationId location) {
        const auto elements = m_frames.elements(location);
        scratch.insert(scratch.end(), elements.rbegin(), elements.rend());
    });
    if (m_order == StackIndex::Order::RootFirst)
        std::reverse(scratch.begin(), scratch.end());
    sequences.append(scratch);
}

void Speller::fetch(std::span<const uint32_t> stacks) const
{
    constexpr size_t line = 64;
    unsigned sum = 0;
    for (const uint32_t stack : stacks) {
        const auto bytes = m_stacks.bytes(StackId(stack));
        for (size_t i = 0; i < bytes.size(); i += line)
            sum += bytes[i];
        sum += bytes.empty() ? 0U : bytes.back();
    }
    // Nobody needs the sum; it keeps the loads. Prefetch instructions gain less than half as much.
    asm volatile("" : : "r"(sum));
}

} // namespace proflens
