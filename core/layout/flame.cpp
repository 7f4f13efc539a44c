// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layout/flame.h"

#include <algorithm>
#include <cmath>

namespace proflens {

namespace {

// The rows in the middle of the columns, with a margin on both sides: what only looks narrow because the
// window cuts it is no other.
class Columns
{
public:
    Columns(const FlameTree &tree, const FlameWindow &window)
        : m_tree(tree)
        , m_margin(std::max(window.narrowest - 1, 0))
    {
        const int count = window.columns + 2 * m_margin;
        m_rows.assign(static_cast<size_t>(count), StackIndex::noRow);
        m_common.assign(static_cast<size_t>(count), 0);
        const double per = window.perColumn();
        const auto width = static_cast<double>(tree.width());
        uint32_t before = StackIndex::noRow;
        for (int c = 0; c < count; ++c) {
            const double position = window.begin + (c - m_margin + 0.5) * per;
            if (!(position >= 0) || position >= width) {
                before = StackIndex::noRow;
                continue;
            }
            const uint32_t row = tree.rowAt(static_cast<int64_t>(position));
            m_rows[static_cast<size_t>(c)] = row;
            if (before == row)
                m_common[static_cast<size_t>(c)] = UINT32_MAX;
            else if (before != StackIndex::noRow)
                m_common[static_cast<size_t>(c)] = tree.leastShared(before + 1, row + 1);
            before = row;
        }
    }

    int size() const { return static_cast<int>(m_rows.size()); }
    int margin() const { return m_margin; }
    uint32_t row(int column) const { return m_rows[static_cast<size_t>(column)]; }
    bool hasRow(int column) const { return row(column) != StackIndex::noRow; }
    uint32_t depth(int column) const { return hasRow(column) ? m_tree.index().depth(row(column)) : 0; }
    // How many leading frames a column has in common with the one before.
    uint32_t common(int column) const { return m_common[static_cast<size_t>(column)]; }

    // The end of the run of columns that are on the same node of this depth as `from`.
    int runEnd(int from, int end, uint32_t depth) const
    {
        int c = from + 1;
        while (c < end && common(c) >= depth && hasRow(c))
            ++c;
        return c;
    }

    // How many levels have boxes: that of the deepest node that is wide enough, and one for others below it.
    uint32_t levels(int narrowest) const
    {
        uint32_t levels = 0;
        // The deepest node that fills this many columns from c on.
        for (int c = 0; c + narrowest <= size(); ++c) {
            if (!hasRow(c))
                continue;
            uint32_t deepest = depth(c), below = depth(c);
            for (int i = c + 1; i < c + narrowest; ++i) {
                deepest = std::min(deepest, common(i));
                below = std::max(below, depth(i));
            }
            levels = std::max(levels, std::min(deepest + 1, below) + 1);
        }
        return levels;
    }

private:
    const FlameTree &m_tree;
    int m_margin;
    std::vector<uint32_t> m_rows;
    std::vector<uint32_t> m_common;
};

struct Segment
{
    int begin, end;
};

// Where nodes of this depth are wide enough to have children drawn.
std::vector<Segment> segmentsAt(const Columns &columns, uint32_t depth, int narrowest)
{
    std::vector<Segment> segments;
    for (int c = 0; c < columns.size();) {
        if (!columns.hasRow(c) || columns.depth(c) < depth) {
            ++c;
            continue;
        }
        const int end = columns.runEnd(c, columns.size(), depth);
        if (end - c >= narrowest || depth == 0)
            segments.push_back({c, end});
        c = end;
    }
    return segments;
}

class Layouter
{
public:
    Layouter(const FlameTree &tree, const Columns &columns, FlameLayout &out)
        : m_tree(tree)
        , m_columns(columns)
        , m_out(out)
    {}

    // Adds the children of the segments at this level; the segments become those of the children.
    void addLevel(uint32_t level, std::vector<Segment> &segments)
    {
        m_next.clear();
        for (const Segment &segment : segments)
            addChildren(level, segment);
        segments.swap(m_next);
    }

    void addWhole(const std::vector<Segment> &segments)
    {
        for (const Segment &segment : segments)
            add({segment.begin, segment.end, 0, 0, {}, false});
    }

private:
    void addChildren(uint32_t level, Segment segment)
    {
        FlameBox others;
        const auto flush = [&] {
            if (others.end > others.begin)
                add(others);
            others = {};
        };
        for (int c = segment.begin; c < segment.end;) {
            if (m_columns.depth(c) < level) {
                flush();
                ++c;
                continue;
            }
            const int end = m_columns.runEnd(c, segment.end, level);
            const FlameNode node = m_tree.node(m_columns.row(c), level);
            if (end - c >= m_out.window.narrowest) {
                flush();
                add({c, end, node.row, node.row, m_tree.element(node), false});
                m_next.push_back({c, end});
            } else {
                if (others.end == others.begin)
                    others = {c, c, node.row, node.row, {}, true};
                others.end = end;
                others.lastRow = m_columns.row(end - 1);
            }
            c = end;
        }
        flush();
    }

    void add(FlameBox box)
    {
        box.begin = std::max(box.begin - m_columns.margin(), 0);
        box.end = std::min(box.end - m_columns.margin(), m_out.window.columns);
        if (box.begin < box.end)
            m_out.boxes.push_back(box);
    }

    const FlameTree &m_tree;
    const Columns &m_columns;
    FlameLayout &m_out;
    std::vector<Segment> m_next;
};

} // namespace

std::span<const FlameBox> FlameLayout::level(uint32_t level) const
{
    if (level < window.firstLevel || level - window.firstLevel >= levelEnds.size())
        return {};
    const uint32_t i = level - window.firstLevel;
    const uint32_t begin = i == 0 ? 0 : levelEnds[i - 1];
    return {boxes.data() + begin, levelEnds[i] - begin};
}

const FlameBox *FlameLayout::at(int column, uint32_t level) const
{
    const auto boxes = this->level(level);
    const auto after = std::upper_bound(boxes.begin(), boxes.end(), column,
                                        [](int c, const FlameBox &box) { return c < box.end; });
    return after != boxes.end() && column >= after->begin ? &*after : nullptr;
}

void layoutFlame(const FlameTree &tree, const FlameWindow &window, FlameLayout &out)
{
    out.window = window;
    out.window.narrowest = std::max(window.narrowest, 1);
    out.boxes.clear();
    out.levelEnds.clear();
    out.depth = 0;
    if (tree.isEmpty() || window.columns <= 0 || !(window.end > window.begin))
        return;
    const Columns columns(tree, out.window);
    out.depth = std::max(columns.levels(out.window.narrowest), 1U);
    Layouter layouter(tree, columns, out);
    // Levels above the first need no boxes: a node that is wide enough has wide callers.
    std::vector<Segment> segments =
        segmentsAt(columns, window.firstLevel == 0 ? 0 : window.firstLevel - 1, out.window.narrowest);
    for (uint32_t i = 0; i < window.levels && window.firstLevel + i < out.depth; ++i) {
        if (window.firstLevel + i == 0)
            layouter.addWhole(segments);
        else
            layouter.addLevel(window.firstLevel + i, segments);
        out.levelEnds.push_back(static_cast<uint32_t>(out.boxes.size()));
    }
}

FlameRows rowsOf(const FlameTree &tree, const FlameLayout &layout, uint32_t level, const FlameBox &box)
{
    if (!box.others)
        return tree.rows({box.row, level});
    FlameRows rows{box.row, tree.endOf(tree.node(box.lastRow, level))};
    const FlameNode parent = tree.parent({box.row, level});
    const FlameRows family = tree.rows(parent);
    const bool hasOwn = tree.index().depth(family.begin) == parent.depth;
    const auto boxes = layout.level(level);
    const auto here = std::lower_bound(boxes.begin(), boxes.end(), box.begin,
                                       [](const FlameBox &b, int column) { return b.end <= column; });
    // Next to a box ends where that ends; next to nothing ends with the family, unless the window's edge
    // cuts.
    if (box.begin > 0 || static_cast<double>(tree.position(family.begin)) >= layout.window.begin) {
        rows.begin = family.begin + (hasOwn ? 1 : 0);
        if (here != boxes.begin() && (here - 1)->row >= rows.begin)
            rows.begin = std::max(rows.begin, tree.endOf({(here - 1)->row, level}));
    }
    if (box.end < layout.window.columns ||
        static_cast<double>(tree.position(family.end)) <= layout.window.end) {
        rows.end = family.end;
        if (here + 1 < boxes.end() && (here + 1)->row < rows.end)
            rows.end = (here + 1)->row;
    }
    return rows;
}

std::string flameText(const FlameTree &tree, const FrameTable &frames, const FlameLayout &layout)
{
    std::string text;
    for (uint32_t i = 0; i < layout.levelEnds.size(); ++i) {
        const uint32_t level = layout.window.firstLevel + i;
        text += std::to_string(level);
        for (const FlameBox &box : layout.level(level)) {
            const FlameRows rows = rowsOf(tree, layout, level, box);
            text.append(" | ").append(std::to_string(box.begin)).append("-").append(std::to_string(box.end));
            text.append(" ");
            if (box.others)
                text.append(std::to_string(tree.countNodes(rows, level))).append(" others");
            else if (level == 0)
                text.append("all");
            else
                text.append(frames.printableName(box.element.frame()));
            text.append(" ").append(std::to_string(tree.valueOf(rows)));
        }
        text += "\n";
    }
    return text;
}

std::string flameTreeText(const FlameTree &tree, const FrameTable &frames)
{
    std::string text;
    const StackIndex &index = tree.index();
    for (uint32_t row = 0; row < index.size(); ++row) {
        for (uint32_t depth = index.shared(row) + 1; depth <= index.depth(row); ++depth) {
            const FlameNode node{row, depth};
            if (tree.widthOf(node) == 0)
                continue;
            text.append(std::to_string(depth)).append(" ");
            text.append(frames.printableName(tree.element(node).frame())).append(" ");
            text.append(std::to_string(tree.total(node))).append(" ");
            text.append(std::to_string(tree.self(node))).append("\n");
        }
    }
    return text;
}

} // namespace proflens
