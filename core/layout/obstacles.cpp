// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layout/obstacles.h"

#include <algorithm>
#include <cmath>

namespace proflens {

namespace {

// Room between two labels, between a label and a node, and between a label and a line that is not its own:
// with less one cannot tell what belongs to what.
constexpr double labelGapX = 4, labelGapY = 2, nodeGap = 1, lineGap = 8;

// Whether any point of a straight line is in the box.
bool crosses(const PictureBox &box, Point from, Point to)
{
    double begin = 0, end = 1;
    const auto clip = [&](double start, double length, double least, double greatest) {
        if (length == 0)
            return start > least && start < greatest;
        double a = (least - start) / length, b = (greatest - start) / length;
        if (a > b)
            std::swap(a, b);
        begin = std::max(begin, a);
        end = std::min(end, b);
        return begin < end;
    };
    return clip(from.x, to.x - from.x, box.left, box.right) &&
           clip(from.y, to.y - from.y, box.top, box.bottom);
}

PictureBox around(Point from, Point to)
{
    return {std::min(from.x, to.x), std::min(from.y, to.y), std::max(from.x, to.x), std::max(from.y, to.y)};
}

} // namespace

LabelObstacles::LabelObstacles(size_t edges, double cellSize)
    : m_cellSize(cellSize)
    , m_labels(edges)
    , m_met(edges)
{}

template <typename Visit> void LabelObstacles::forCells(const PictureBox &box, Visit visit) const
{
    const auto cell = [this](double x) { return static_cast<int64_t>(std::floor(x / m_cellSize)); };
    // What spans many cells is remembered in some of them only: that costs beauty, not time.
    const int64_t left = cell(box.left), right = std::min(cell(box.right), left + 255);
    const int64_t top = cell(box.top), bottom = std::min(cell(box.bottom), top + 255);
    for (int64_t y = top; y <= bottom; ++y)
        for (int64_t x = left; x <= right; ++x)
            visit(static_cast<uint64_t>(y) << 32 ^ (static_cast<uint64_t>(x) & 0xffffffffU));
}

void LabelObstacles::addNode(const PictureBox &box)
{
    const PictureBox grown = box.grown(nodeGap, nodeGap);
    forCells(grown, [&](uint64_t key) { m_cells[key].nodes.push_back(grown); });
}

void LabelObstacles::addLine(uint32_t edge, Point from, Point to)
{
    forCells(around(from, to).grown(lineGap, lineGap), [&](uint64_t key) {
        m_cells[key].pieces.push_back({edge, from, to});
    });
}

void LabelObstacles::addLabel(uint32_t edge, const PictureBox &box)
{
    m_labels[edge] = box.grown(labelGapX, labelGapY);
    forCells(m_labels[edge], [&](uint64_t key) { m_cells[key].labels.emplace_back(edge, m_labels[edge]); });
}

void LabelObstacles::removeLabel(uint32_t edge)
{
    forCells(m_labels[edge], [&](uint64_t key) {
        std::erase_if(m_cells[key].labels, [&](const auto &label) { return label.first == edge; });
    });
}

std::vector<uint32_t> LabelObstacles::labelsAt(const PictureBox &box) const
{
    std::vector<uint32_t> edges;
    forCells(box, [&](uint64_t key) {
        const auto found = m_cells.find(key);
        if (found == m_cells.end())
            return;
        for (const auto &[edge, label] : found->second.labels) {
            if (label.meets(box) && std::find(edges.begin(), edges.end(), edge) == edges.end())
                edges.push_back(edge);
        }
    });
    return edges;
}

double LabelObstacles::cost(uint32_t edge, const PictureBox &box, bool onOwn, double limit)
{
    double cost = 0;
    ++m_label;
    const PictureBox wide = box.grown(lineGap, lineGap);
    forCells(box, [&](uint64_t key) {
        const auto found = m_cells.find(key);
        if (found == m_cells.end() || cost >= limit)
            return;
        const Cell &cell = found->second;
        m_looks += cell.nodes.size() + cell.labels.size();
        for (const PictureBox &node : cell.nodes)
            cost += node.meets(box) ? onBox : 0;
        for (const auto &[other, label] : cell.labels)
            cost += !m_ignoresLabels && label.meets(box) ? onBox : 0;
        for (const Piece &piece : cell.pieces) {
            if (cost >= limit)
                return;
            ++m_looks;
            const bool own = piece.edge == edge;
            if ((own && onOwn) || !crosses(own ? box : wide, piece.from, piece.to))
                continue;
            // Each line counts once, however many pieces of it there are.
            const double now = own ? onOwnLine : crosses(box, piece.from, piece.to) ? onLine : besideLine;
            Met &met = m_met[piece.edge];
            const double before = met.label == m_label ? met.cost : 0;
            if (now > before) {
                cost += now - before;
                met = {m_label, now};
            }
        }
    });
    return cost;
}

} // namespace proflens
