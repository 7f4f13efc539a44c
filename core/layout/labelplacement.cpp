// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layout/labelplacement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

namespace proflens {

namespace {

struct Box
{
    double left = 0, top = 0, right = 0, bottom = 0;

    double overlap(const Box &other) const
    {
        const double width = std::min(right, other.right) - std::max(left, other.left);
        const double height = std::min(bottom, other.bottom) - std::max(top, other.top);
        return width > 0 && height > 0 ? width * height : 0;
    }
};

// Boxes by the cells of a coarse grid that they touch.
class Grid
{
public:
    void insert(const Box &box)
    {
        forCells(box, [&](uint64_t key) { m_cells[key].push_back(static_cast<uint32_t>(m_boxes.size())); });
        m_boxes.push_back(box);
    }
    // The area of `box` that is taken. A box that touches several cells may count more than once, which does
    // not matter: only 0 and more or less are of interest.
    double taken(const Box &box) const
    {
        double area = 0;
        forCells(box, [&](uint64_t key) {
            const auto cell = m_cells.find(key);
            if (cell == m_cells.end())
                return;
            for (const uint32_t other : cell->second)
                area += m_boxes[other].overlap(box);
        });
        return area;
    }

private:
    static constexpr double cellSize = 96;

    template <typename Visit> static void forCells(const Box &box, Visit visit)
    {
        const auto cell = [](double x) { return static_cast<int64_t>(std::floor(x / cellSize)); };
        // A box of many cells is remembered in some of them only: that costs beauty, not time.
        const int64_t left = cell(box.left), right = std::min(cell(box.right), left + 255);
        const int64_t top = cell(box.top), bottom = std::min(cell(box.bottom), top + 255);
        for (int64_t y = top; y <= bottom; ++y)
            for (int64_t x = left; x <= right; ++x)
                visit(static_cast<uint64_t>(y) << 32 ^ (static_cast<uint64_t>(x) & 0xffffffffU));
    }

    std::vector<Box> m_boxes;
    std::unordered_map<uint64_t, std::vector<uint32_t>> m_cells;
};

} // namespace

Point pointOnCurve(const std::vector<Point> &curve, double t)
{
    if (curve.size() < 4)
        return curve.empty() ? Point() : curve.front();
    const auto segments = static_cast<double>((curve.size() - 1) / 3);
    const double place = std::clamp(t, 0.0, 1.0) * segments;
    const double segment = std::min(std::floor(place), segments - 1);
    const Point *p = &curve[static_cast<size_t>(segment) * 3];
    const double u = place - segment, v = 1 - u;
    const std::array<double, 4> w = {v * v * v, 3 * v * v * u, 3 * v * u * u, u * u * u};
    return {w[0] * p[0].x + w[1] * p[1].x + w[2] * p[2].x + w[3] * p[3].x,
            w[0] * p[0].y + w[1] * p[1].y + w[2] * p[2].y + w[3] * p[3].y};
}

void placeLabels(const LayoutRequest &request, GraphLayout &layout)
{
    constexpr double gap = 3; // between the line and its label
    constexpr std::array<double, 9> places = {0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82};
    Grid taken;
    for (size_t i = 0; i < request.nodes.size(); ++i) {
        const auto [x, y] = layout.nodes[i];
        const double w = request.nodes[i].width / 2, h = request.nodes[i].height / 2;
        taken.insert({x - w, y - h, x + w, y + h});
    }
    for (size_t i = 0; i < request.edges.size(); ++i) {
        const auto &edge = request.edges[i];
        auto &line = layout.edges[i];
        if (line.curve.empty() || edge.labelWidth <= 0)
            continue;
        Box best;
        double bestTaken = -1;
        for (const double t : places) {
            const Point p = pointOnCurve(line.curve, t);
            for (const double side : {1.0, -1.0}) {
                const double centre = p.x + side * (gap + edge.labelWidth / 2);
                const Box box{centre - edge.labelWidth / 2, p.y - edge.labelHeight / 2,
                              centre + edge.labelWidth / 2, p.y + edge.labelHeight / 2};
                const double area = taken.taken(box);
                if (bestTaken < 0 || area < bestTaken) {
                    bestTaken = area;
                    best = box;
                }
                if (area <= 0)
                    break;
            }
            if (bestTaken <= 0)
                break;
        }
        taken.insert(best);
        line.label = {(best.left + best.right) / 2, (best.top + best.bottom) / 2};
    }
}

} // namespace proflens
