// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/graphtags.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace proflens {

// The tags that the label sets of a profile stand for: one for the text labels of a set together, one for
// each number. Numbers that look alike are one tag. Used by gatherTags().
class LabelTags
{
public:
    struct Tag
    {
        std::string texts;  // "key:value" lines, as of GraphTag::name; of a number, those that come with it
        std::string number; // as shown; empty unless isNumber
        std::string unit;   // of the number
        bool isNumber = false;
    };
    // That a label set has a tag.
    struct Use
    {
        uint32_t tag;
        int64_t number; // what the number is before it is shown
    };

    // Leaves out the tags whose samples cannot come to wanted.least, and those not in wanted.among.
    LabelTags(const GraphInput &input, const WantedTags &wanted);

    size_t size() const { return m_tags.size(); }
    const Tag &tag(uint32_t row) const { return m_tags[row]; }
    // set: row of a LabelSetId
    std::span<const Use> of(uint32_t set) const
    {
        return {m_uses.data() + m_begins[set], m_begins[set + 1] - m_begins[set]};
    }

private:
    void keepOnly(const std::vector<uint8_t> &kept);

    std::vector<Tag> m_tags;
    std::vector<Use> m_uses;
    std::vector<size_t> m_begins; // by set, and one more
};

} // namespace proflens
