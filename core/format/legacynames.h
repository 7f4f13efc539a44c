// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/format/legacydraft.h"

#include <string_view>
#include <vector>

namespace proflens::legacy {

// Go's text formats say what the addresses of a sample are in comments below it:
//   3 @ 0x43b256 0x67fda5
//   #	0x67fda4	main.leak.func1+0x24	/home/tea/main.go:3
// This gives those names to the draft's places. Several lines of one address are inlined calls, innermost
// first. An empty line ends them. Go leaves out functions of its runtime at the leaf, whose names nobody
// knows, and runtime.goexit at the root, which is known by that. What is no such comment is skipped.
class CommentNames
{
public:
    // Does nothing unless it is wanted. The draft outlives it.
    CommentNames(Draft &draft, bool wanted);

    // Takes a line that is no sample, a comment or an empty one, after the sample it may be about has ended.
    void read(std::string_view line);
    // After the last line, before the places are numbered anew.
    void finish();

private:
    uint32_t placeOf(uint64_t address) const;
    size_t countRepeats(uint32_t place);
    void nameRoot();

    Draft &m_draft;
    bool m_wanted;
    // The lines read of one address, and how many frames in a row they are about: a function that calls
    // itself returns to the same address again and again.
    uint32_t m_place = Draft::none;
    size_t m_repeats = 1;
    std::vector<Draft::NamedLine> m_lines;
    // How far the comments have come on the stack of the sample that they are about.
    size_t m_samples = 0, m_frame = 0;
};

} // namespace proflens::legacy
