// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/select/selection.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// What one key of a label set says.
struct LabelLine
{
    std::string_view key;
    std::string values; // one after the other, spaces between them; numbers with the unit that suits them
    bool isNumber = false;
};

// The labels of a set that are seen, by key as pprof's -traces gathers them: texts before numbers, keys in
// file order.
std::vector<LabelLine> labelLines(const Selection &selection, LabelSetId set);
// The same in one line: "thread: main; bytes: 64B".
std::string labelText(const Selection &selection, LabelSetId set);

// The label sets that samples show once filters have hidden keys: sets that look alike are one.
class ShownLabelSets
{
public:
    ShownLabelSets() = default;
    // used: by label set, whether any sample that counts has it.
    ShownLabelSets(const Selection &selection, std::span<const uint8_t> used);

    // From 0, in the order of the sets; 0 is always the empty set, used or not.
    uint32_t of(LabelSetId set) const { return m_shown[set.row]; }
    size_t size() const { return m_examples.size(); }
    // A set that looks like this.
    LabelSetId example(uint32_t shown) const { return m_examples[shown]; }

private:
    std::vector<uint32_t> m_shown; // by label set
    std::vector<LabelSetId> m_examples;
};

} // namespace proflens
