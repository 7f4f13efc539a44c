// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layout/flametree.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace proflens {

// What part of a flame graph is looked at, and how finely.
struct FlameWindow
{
    double begin = 0, end = 0; // on the axis from 0 to FlameTree::width(); what is outside stays empty
    int columns = 0;           // pixels, or whatever else is the finest that can be drawn
    int narrowest = 3;         // boxes of fewer columns are gathered into boxes for others
    uint32_t firstLevel = 0;   // level 0 is the whole, level n are frames with n - 1 callers
    uint32_t levels = 0;       // how many are wanted

    double perColumn() const { return columns > 0 ? (end - begin) / columns : 0; }
};

// A rectangle of a flame graph. Its columns are those whose middle is on the node (so edges are rounded, not
// cut off), clipped to the window.
struct FlameBox
{
    int32_t begin = 0, end = 0; // columns
    uint32_t row = 0;           // of the node; for others the first row seen
    uint32_t lastRow = 0;       // for others the last row seen
    StackElement element;       // of the node, except for others and the whole
    bool others = false;        // not a node, but siblings next to each other that are too narrow to be drawn
};

// The boxes of a window, level by level, in one flat array.
struct FlameLayout
{
    FlameWindow window;
    std::vector<FlameBox> boxes;
    std::vector<uint32_t> levelEnds; // into boxes; [i] is level window.firstLevel + i
    uint32_t depth = 0; // how many levels have boxes in these columns, whatever levels were asked for

    std::span<const FlameBox> level(uint32_t level) const;
    // The box at a column of a level; nullptr if nothing is there.
    const FlameBox *at(int column, uint32_t level) const;
};

// Lays out by columns: binary searches for the row in the middle of each, then runs of columns with common
// frames. The cost grows with columns and levels and hardly with the tree. out is passed in to use its memory
// again.
void layoutFlame(const FlameTree &tree, const FlameWindow &window, FlameLayout &out);

// The rows of a box. For others also those of siblings that were too narrow for even one column, up to the
// next box or the parent's edge.
FlameRows rowsOf(const FlameTree &tree, const FlameLayout &layout, uint32_t level, const FlameBox &box);
inline FlameNode nodeOf(uint32_t level, const FlameBox &box)
{
    return {box.row, level};
}

// A layout as text, one line per level: "1 | 0-8 main 12 | 8-9 3 others 1".
std::string flameText(const FlameTree &tree, const FrameTable &frames, const FlameLayout &layout);
// The tree as text, one line per node that takes room: depth, name, total, self.
std::string flameTreeText(const FlameTree &tree, const FrameTable &frames);

} // namespace proflens
