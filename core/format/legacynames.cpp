// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/legacynames.h"

#include "core/format/legacytext.h"

#include <algorithm>

namespace proflens::legacy {

CommentNames::CommentNames(Draft &draft, bool wanted)
    : m_draft(draft)
    , m_wanted(wanted)
{}

void CommentNames::read(std::string_view line)
{
    // No name is as long as this; there is no need to search such a line.
    constexpr size_t longest = 65536;
    if (!m_wanted || m_draft.sampleCount() == 0 || line.size() > longest)
        return;
    if (m_samples != m_draft.sampleCount()) {
        finish();
        m_samples = m_draft.sampleCount();
        m_frame = 0;
    }
    if (trimmed(line).empty()) {
        nameRoot();
        return;
    }
    // A frame that Go knows no name of has nothing but its address.
    static const Pattern comment(
        R"(^\s*#\s+0x([[:xdigit:]]+)(?:\s+(\S.*?)\+0x[[:xdigit:]]+\s+(\S.*):(\d+))?\s*$)");
    std::array<std::string_view, 5> group;
    if (!comment.find(line, group))
        return;
    const auto address = parseUint(group[1], 16);
    const auto number = parseInt(group[4], 10);
    const uint32_t place = address ? placeOf(*address) : Draft::none;
    if (place != m_place) {
        finish();
        m_place = place;
        m_repeats = place == Draft::none ? 1 : countRepeats(place);
    }
    if (place != Draft::none && number)
        m_lines.push_back({m_draft.functionNamed(group[2], group[3]), *number});
}

// Comments have the address of the call, as places do. Before Go 1.7 they had the one that a sample has, to
// which the call returns.
uint32_t CommentNames::placeOf(uint64_t address) const
{
    const uint32_t place = m_draft.placeOf(address);
    return place == Draft::none ? m_draft.placeOf(address - 1) : place;
}

// How often the place follows upon itself where the comments are on the last sample's stack. They are in its
// order, with frames left out.
size_t CommentNames::countRepeats(uint32_t place)
{
    const auto stack = m_draft.stack(m_samples - 1);
    while (m_frame < stack.size() && stack[m_frame] != place)
        ++m_frame;
    const size_t first = m_frame;
    while (m_frame < stack.size() && stack[m_frame] == place)
        ++m_frame;
    return std::max(m_frame - first, size_t(1));
}

// Where comments have come as far as the last frame but one, that one is left out on purpose.
void CommentNames::nameRoot()
{
    finish();
    const auto stack = m_draft.stack(m_samples - 1);
    if (m_frame == 0 || m_frame + 1 != stack.size())
        return;
    ++m_frame;
    const uint32_t root = stack.back();
    if (m_draft.places[root].lines.empty()) {
        const Draft::NamedLine line{m_draft.functionNamed("runtime.goexit", ""), 0};
        m_draft.nameLines(root, {&line, 1});
    }
}

void CommentNames::finish()
{
    // A leaf in whose place functions of the runtime are inlined has fewer lines than the same in other
    // samples.
    const size_t lines = m_lines.size() / m_repeats;
    if (m_place != Draft::none && m_lines.size() % m_repeats == 0 &&
        lines > m_draft.places[m_place].lines.size())
        m_draft.nameLines(m_place, {m_lines.data(), lines});
    m_place = Draft::none;
    m_lines.clear();
}

} // namespace proflens::legacy
