// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layout/simplelayout.h"

#include <algorithm>
#include <numeric>

namespace proflens {

namespace {

constexpr uint32_t none = UINT32_MAX;
constexpr size_t mostBends = 40000; // how many places of long edges are laid out; the rest runs straight
constexpr int sweeps = 12;
constexpr double edgeSpace = 10; // width that a passing edge takes
constexpr double arrowLength = 9;

// Sugiyama's scheme with the simplest known choice for each step. An item is a node, or the place where a
// long edge passes a rank.
class SimpleLayout
{
public:
    SimpleLayout(const LayoutRequest &request, const StopToken &stop)
        : m_request(request)
        , m_stop(stop)
    {}

    std::optional<GraphLayout> run()
    {
        breakCycles();
        assignRanks();
        makeItems();
        orderItems();
        if (m_stop.stop_requested())
            return std::nullopt;
        placeItems();
        if (m_stop.stop_requested())
            return std::nullopt;
        return result();
    }

private:
    struct Arc // an edge that is laid out, pointing down
    {
        uint32_t edge = 0, upper = 0, lower = 0;
        int length = 1;
        bool reversed = false;
        std::vector<uint32_t> bends; // items, from upper to lower
        bool bent = true;            // false: longer than one rank, and without bends all the same
    };
    struct Item
    {
        uint32_t node = none;
        uint32_t rank = 0;
        double width = edgeSpace;
        double x = 0;
        uint32_t order = 0;
        std::vector<uint32_t> above, below; // items of the neighbouring ranks
    };

    const std::vector<uint32_t> &neighbours(const Item &item, bool down) const
    {
        return down ? item.above : item.below;
    }

    // Edges that close a cycle, as a depth-first search from the roots finds them, are turned round.
    void breakCycles()
    {
        const size_t n = m_request.nodes.size();
        std::vector<std::vector<uint32_t>> out(n); // arcs
        std::vector<uint8_t> hasCaller(n, 0);
        for (uint32_t e = 0; e < m_request.edges.size(); ++e) {
            const auto &edge = m_request.edges[e];
            if (edge.source >= n || edge.target >= n || edge.source == edge.target)
                continue;
            out[edge.source].push_back(static_cast<uint32_t>(m_arcs.size()));
            hasCaller[edge.target] = 1;
            Arc &arc = m_arcs.emplace_back();
            arc.edge = e;
            arc.upper = edge.source;
            arc.lower = edge.target;
            arc.length = std::clamp(edge.minLength, 1, 8);
        }
        enum State : uint8_t { New, Open, Done };
        std::vector<State> states(n, New);
        std::vector<uint32_t> next(n, 0), path;
        const auto search = [&](uint32_t start) {
            if (states[start] != New)
                return;
            path.push_back(start);
            states[start] = Open;
            while (!path.empty()) {
                const uint32_t node = path.back();
                if (next[node] == out[node].size()) {
                    states[node] = Done;
                    m_finished.push_back(node);
                    path.pop_back();
                    continue;
                }
                Arc &arc = m_arcs[out[node][next[node]++]];
                if (const uint32_t target = m_request.edges[arc.edge].target; states[target] == New) {
                    states[target] = Open;
                    path.push_back(target);
                } else if (states[target] == Open) {
                    arc.reversed = true;
                    std::swap(arc.upper, arc.lower);
                }
            }
        };
        for (uint32_t i = 0; i < n; ++i)
            if (!hasCaller[i])
                search(i);
        for (uint32_t i = 0; i < n; ++i)
            search(i);
    }

    void assignRanks()
    {
        const size_t n = m_request.nodes.size();
        m_ranks.assign(n, 0);
        std::vector<std::vector<uint32_t>> down(n), up(n);
        for (uint32_t a = 0; a < m_arcs.size(); ++a) {
            down[m_arcs[a].upper].push_back(a);
            up[m_arcs[a].lower].push_back(a);
        }
        // The reverse of the order in which the search finished is topological.
        for (size_t i = m_finished.size(); i-- > 0;) {
            for (const uint32_t a : down[m_finished[i]]) {
                uint32_t &rank = m_ranks[m_arcs[a].lower];
                rank = std::max(rank, m_ranks[m_finished[i]] + static_cast<uint32_t>(m_arcs[a].length));
            }
        }
        // A node that nothing calls stands just above what it calls.
        for (const uint32_t node : m_finished) {
            if (!up[node].empty() || down[node].empty())
                continue;
            uint32_t rank = none;
            for (const uint32_t a : down[node])
                rank = std::min(rank, m_ranks[m_arcs[a].lower] - static_cast<uint32_t>(m_arcs[a].length));
            m_ranks[node] = rank;
        }
        // No rank without a node: minimum lengths leave some.
        std::vector<uint32_t> used(m_ranks);
        std::sort(used.begin(), used.end());
        used.erase(std::unique(used.begin(), used.end()), used.end());
        for (uint32_t &rank : m_ranks)
            rank = static_cast<uint32_t>(std::lower_bound(used.begin(), used.end(), rank) - used.begin());
        m_rows.resize(used.size());
    }

    void makeItems()
    {
        // The search visits neighbours one after the other, which makes a fair first order.
        m_items.resize(m_request.nodes.size());
        for (size_t i = m_finished.size(); i-- > 0;) {
            const uint32_t node = m_finished[i];
            Item &item = m_items[node];
            item.node = node;
            item.rank = m_ranks[node];
            item.width = m_request.nodes[node].width + m_request.nodeSeparation;
            m_rows[item.rank].push_back(node);
        }
        size_t bends = 0;
        for (Arc &arc : m_arcs) {
            const size_t needed = m_ranks[arc.lower] - m_ranks[arc.upper] - 1;
            arc.bent = needed == 0 || bends + needed <= mostBends;
            if (!arc.bent)
                continue;
            bends += needed;
            uint32_t last = arc.upper;
            for (uint32_t rank = m_ranks[arc.upper] + 1; rank < m_ranks[arc.lower]; ++rank) {
                const auto bend = static_cast<uint32_t>(m_items.size());
                m_items.emplace_back().rank = rank;
                m_rows[rank].push_back(bend);
                arc.bends.push_back(bend);
                join(last, bend);
                last = bend;
            }
            join(last, arc.lower);
        }
        numberRows();
    }

    void join(uint32_t upper, uint32_t lower)
    {
        m_items[upper].below.push_back(lower);
        m_items[lower].above.push_back(upper);
    }

    void numberRows()
    {
        for (const auto &row : m_rows)
            for (uint32_t i = 0; i < row.size(); ++i)
                m_items[row[i]].order = i;
    }

    // How many lines between neighbouring ranks cross.
    size_t crossings() const
    {
        size_t count = 0;
        std::vector<uint32_t> ends, tree;
        for (size_t rank = 0; rank + 1 < m_rows.size(); ++rank) {
            tree.assign(m_rows[rank + 1].size() + 1, 0);
            size_t seen = 0;
            for (const uint32_t item : m_rows[rank]) {
                ends.clear();
                for (const uint32_t below : m_items[item].below)
                    ends.push_back(m_items[below].order);
                for (const uint32_t end : ends) {
                    size_t notRight = 0;
                    for (size_t i = end + 1; i > 0; i &= i - 1)
                        notRight += tree[i];
                    count += seen - notRight;
                }
                seen += ends.size();
                for (const uint32_t end : ends)
                    for (size_t i = end + 1; i < tree.size(); i += i & (~i + 1))
                        ++tree[i];
            }
        }
        return count;
    }

    void sortRow(std::vector<uint32_t> &row, bool down)
    {
        std::vector<std::pair<double, uint32_t>> keys;
        keys.reserve(row.size());
        for (const uint32_t i : row) {
            const auto &others = neighbours(m_items[i], down);
            double sum = 0;
            for (const uint32_t other : others)
                sum += m_items[other].order;
            // Orders of another rank count only as a share of it, and an item without neighbours stays where
            // it is.
            keys.emplace_back(others.empty() ? m_items[i].x : sum / static_cast<double>(others.size()), i);
        }
        std::stable_sort(keys.begin(), keys.end(), [](auto &a, auto &b) { return a.first < b.first; });
        for (uint32_t i = 0; i < row.size(); ++i) {
            row[i] = keys[i].second;
            m_items[row[i]].order = i;
            m_items[row[i]].x = i;
        }
    }

    void orderItems()
    {
        for (Item &item : m_items)
            item.x = item.order;
        auto best = m_rows;
        size_t fewest = crossings();
        for (int sweep = 0; sweep < sweeps && fewest > 0 && !m_stop.stop_requested(); ++sweep) {
            const bool down = sweep % 2 == 0;
            for (size_t i = 1; i < m_rows.size(); ++i)
                sortRow(m_rows[down ? i : m_rows.size() - 1 - i], down);
            if (const size_t now = crossings(); now < fewest) {
                fewest = now;
                best = m_rows;
            }
        }
        m_rows = std::move(best);
        numberRows();
    }

    // Moves the items of a row as near as possible (by least squares) to where their neighbours are, in order
    // and without overlap: groups of items that push each other are merged until no group pushes another.
    void settleRow(const std::vector<uint32_t> &row, bool down)
    {
        struct Group
        {
            double sum = 0, weight = 0; // of wishes for the position of the row's origin
            size_t end = 0;
            double mean() const { return sum / weight; }
        };
        std::vector<double> offsets(row.size(), 0);
        for (size_t i = 1; i < row.size(); ++i)
            offsets[i] = offsets[i - 1] + (m_items[row[i - 1]].width + m_items[row[i]].width) / 2;
        std::vector<Group> groups;
        for (size_t i = 0; i < row.size(); ++i) {
            const Item &item = m_items[row[i]];
            const auto &others = neighbours(item, down);
            double wish = item.x, weight = 0.1;
            if (!others.empty()) {
                wish = 0;
                for (const uint32_t other : others)
                    wish += m_items[other].x;
                wish /= static_cast<double>(others.size());
                weight = item.node == none ? 4 : 1; // long edges run straight
            }
            groups.push_back({(wish - offsets[i]) * weight, weight, i + 1});
            while (groups.size() > 1 && groups[groups.size() - 2].mean() > groups.back().mean()) {
                const Group last = groups.back();
                groups.pop_back();
                groups.back().sum += last.sum;
                groups.back().weight += last.weight;
                groups.back().end = last.end;
            }
        }
        size_t i = 0;
        for (const Group &group : groups)
            for (const double origin = group.mean(); i < group.end; ++i)
                m_items[row[i]].x = origin + offsets[i];
    }

    void placeItems()
    {
        for (const auto &row : m_rows) {
            double x = 0;
            for (const uint32_t i : row) {
                m_items[i].x = x + m_items[i].width / 2;
                x += m_items[i].width;
            }
            for (const uint32_t i : row)
                m_items[i].x -= x / 2;
        }
        for (int sweep = 0; sweep < sweeps && !m_stop.stop_requested(); ++sweep) {
            const bool down = sweep % 2 == 0;
            for (size_t i = 1; i < m_rows.size(); ++i)
                settleRow(m_rows[down ? i : m_rows.size() - 1 - i], down);
        }
    }

    GraphLayout result()
    {
        GraphLayout layout;
        std::vector<double> tops, bottoms;
        double y = 0, left = 0, right = 0;
        bool first = true;
        for (const auto &row : m_rows) {
            double height = 0;
            for (const uint32_t i : row) {
                const Item &item = m_items[i];
                if (item.node != none)
                    height = std::max(height, m_request.nodes[item.node].height);
                left = first ? item.x - item.width / 2 : std::min(left, item.x - item.width / 2);
                right = first ? item.x + item.width / 2 : std::max(right, item.x + item.width / 2);
                first = false;
            }
            tops.push_back(y);
            bottoms.push_back(y + height);
            y += height + m_request.rankSeparation * 1.5;
        }
        for (Item &item : m_items)
            item.x -= left;
        layout.width = right - left;
        layout.height = bottoms.empty() ? 0 : bottoms.back();
        for (size_t i = 0; i < m_request.nodes.size(); ++i)
            layout.nodes.push_back({m_items[i].x, (tops[m_ranks[i]] + bottoms[m_ranks[i]]) / 2});
        layout.edges.resize(m_request.edges.size());
        for (const Arc &arc : m_arcs)
            draw(arc, tops, bottoms, layout);
        return layout;
    }

    void draw(const Arc &arc, const std::vector<double> &tops, const std::vector<double> &bottoms,
              GraphLayout &layout) const
    {
        const auto port = [&](uint32_t node, double towards) {
            const double reach = m_request.nodes[node].width * 0.3;
            return std::clamp(towards, m_items[node].x - reach, m_items[node].x + reach);
        };
        const double firstX = arc.bends.empty() ? m_items[arc.lower].x : m_items[arc.bends.front()].x;
        const double lastX = arc.bends.empty() ? m_items[arc.upper].x : m_items[arc.bends.back()].x;
        Point start{port(arc.upper, firstX),
                    layout.nodes[arc.upper].y + m_request.nodes[arc.upper].height / 2};
        Point end{port(arc.lower, lastX), layout.nodes[arc.lower].y - m_request.nodes[arc.lower].height / 2};
        auto &line = layout.edges[arc.edge];
        line.tip = arc.reversed ? start : end;
        (arc.reversed ? start.y : end.y) += arc.reversed ? arrowLength : -arrowLength;

        std::vector<Point> &curve = line.curve;
        curve.push_back(start);
        // All joints are passed vertically, which makes the whole curve smooth.
        const auto to = [&](Point p) {
            const Point from = curve.back();
            const double middle = (from.y + p.y) / 2;
            curve.insert(curve.end(), {Point{from.x, middle}, Point{p.x, middle}, p});
        };
        for (const uint32_t bend : arc.bends) {
            const Item &item = m_items[bend];
            to({item.x, tops[item.rank]});
            to({item.x, bottoms[item.rank]});
        }
        to(end);
        if (arc.reversed)
            std::reverse(curve.begin(), curve.end());
    }

    const LayoutRequest &m_request;
    StopToken m_stop;
    std::vector<Arc> m_arcs;
    std::vector<uint32_t> m_finished; // nodes, callees before callers
    std::vector<uint32_t> m_ranks;    // by node
    std::vector<Item> m_items;        // the nodes first
    std::vector<std::vector<uint32_t>> m_rows;
};

} // namespace

std::optional<GraphLayout> simpleLayout(const LayoutRequest &request, const StopToken &stop)
{
    return SimpleLayout(request, stop).run();
}

} // namespace proflens
