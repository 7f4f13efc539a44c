// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/ids.h"

#include <cstdint>
#include <span>
#include <vector>

namespace proflens {

// One label (pprof also says tag) of a sample: a key with a text, or with a number and its unit.
struct Label
{
    StringId key{0U};
    StringId text{0U};  // when !isNumber
    int64_t number = 0; // when isNumber
    StringId unit{0U};  // when isNumber; empty if the file has none
    bool isNumber = false;

    bool operator==(const Label &) const = default;
};

// The distinct label lists of a profile's samples, in file order within a list. Row 0 is the empty list.
class LabelTable
{
public:
    LabelTable()
        : m_ends{0}
    {}

    size_t size() const { return m_ends.size(); }
    std::span<const Label> operator[](LabelSetId id) const
    {
        const uint32_t begin = id.row == 0 ? 0 : m_ends[id.row - 1];
        return {m_labels.data() + begin, m_ends[id.row] - begin};
    }
    // Appends without looking for an equal list.
    LabelSetId append(std::span<const Label> labels)
    {
        m_labels.insert(m_labels.end(), labels.begin(), labels.end());
        m_ends.push_back(static_cast<uint32_t>(m_labels.size()));
        return LabelSetId(m_ends.size() - 1);
    }
    size_t byteSize() const { return m_labels.size() * sizeof(Label) + m_ends.size() * sizeof(uint32_t); }

private:
    std::vector<Label> m_labels;
    std::vector<uint32_t> m_ends;
};

} // namespace proflens
