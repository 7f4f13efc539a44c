// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/stackindex.h"

#include <cstdint>
#include <span>
#include <vector>

namespace proflens {

// Goes over the call tree of the rows in [begin, end) for which counts(row) is true, depth first, as if only
// the frames that are kept were there; most are not, and passing over them costs next to nothing. A node that
// began before is begun at `begin`, and one that goes on behind is ended at `end`. kept: by FrameId.
//   visitor.push(element, direct, row)  a node begins; direct: right below the last one that did
//   visitor.pop(row)                    the deepest node ends before row
//   visitor.leaf(row, inDeepest)        a stack ends, in the deepest node or in a frame that is not kept
template <typename Counts, typename Visitor>
void walkKept(const StackIndex &index, const std::vector<uint8_t> &kept, uint32_t begin, uint32_t end,
              Counts &&counts, Visitor &visitor)
{
    struct Level
    {
        StackElement element;
        uint32_t depth;
    };
    std::vector<Level> path; // the kept frames of the row
    size_t open = 0;         // how many of them have begun
    std::vector<StackElement> first;
    for (uint32_t row = begin; row < end; ++row) {
        uint32_t depth = row == begin ? 0 : index.shared(row);
        while (!path.empty() && path.back().depth >= depth)
            path.pop_back();
        for (; open > path.size(); --open)
            visitor.pop(row);
        std::span<const StackElement> rest = index.rest(row);
        if (row == begin) {
            index.path(row, first);
            rest = first;
        }
        for (const StackElement element : rest) {
            if (kept[element.frame().row])
                path.push_back({element, depth});
            ++depth;
        }
        if (!counts(row))
            continue;
        for (; open < path.size(); ++open)
            visitor.push(path[open].element, open > 0 && path[open - 1].depth + 1 == path[open].depth, row);
        visitor.leaf(row, !path.empty() && path.back().depth + 1 == depth);
    }
    for (; open > 0; --open)
        visitor.pop(end);
}

} // namespace proflens
