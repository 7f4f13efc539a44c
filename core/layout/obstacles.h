// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layout/graphlayout.h"

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace proflens {

// A rectangle of a picture.
struct PictureBox
{
    double left = 0, top = 0, right = 0, bottom = 0;

    PictureBox grown(double x, double y) const { return {left - x, top - y, right + x, bottom + y}; }
    bool meets(const PictureBox &other) const
    {
        return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
};

// What is in the way of the label of an edge: nodes, other labels and other lines, found by the cells of a
// coarse grid that they touch.
class LabelObstacles
{
public:
    // How bad it is to be in the way of what; a place beside a free line costs nothing.
    static constexpr double onBox = 1000, onLine = 20, besideLine = 4, onOwnLine = 3;

    // edges: how many of them have lines and labels. cellSize: of the grid, about as long as pieces of lines
    // are, or labels if these are longer.
    LabelObstacles(size_t edges, double cellSize);

    void addNode(const PictureBox &box);
    // A straight piece of an edge's line; short ones are found sooner.
    void addLine(uint32_t edge, Point from, Point to);
    // Each edge has at most one label.
    void addLabel(uint32_t edge, const PictureBox &box);
    void removeLabel(uint32_t edge);
    // Whether cost() is as if there were no labels.
    void ignoreLabels(bool ignore) { m_ignoresLabels = ignore; }
    // The edges whose labels are in the way of one there.
    std::vector<uint32_t> labelsAt(const PictureBox &box) const;
    // What a label of the edge costs there, or any number of at least `limit` once it costs as much.
    // onItself: the label is meant to stand on its own line.
    double cost(uint32_t edge, const PictureBox &box, bool onOwn, double limit);
    // How many obstacles were looked at so far.
    uint64_t looks() const { return m_looks; }

private:
    struct Piece
    {
        uint32_t edge;
        Point from, to;
    };
    struct Cell
    {
        std::vector<PictureBox> nodes;
        std::vector<std::pair<uint32_t, PictureBox>> labels;
        std::vector<Piece> pieces;
    };
    // What a line was found to be to the label that is looked at.
    struct Met
    {
        uint64_t label = 0; // a number of its own for each look
        double cost = 0;
    };

    template <typename Visit> void forCells(const PictureBox &box, Visit visit) const;

    double m_cellSize;
    std::unordered_map<uint64_t, Cell> m_cells;
    std::vector<PictureBox> m_labels; // by edge
    std::vector<Met> m_met;           // by edge
    bool m_ignoresLabels = false;
    uint64_t m_label = 0;
    uint64_t m_looks = 0;
};

} // namespace proflens
