// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layout/labelplacement.h"

#include "core/layout/obstacles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace proflens {

namespace {

// A curve as straight pieces.
struct Track
{
    std::vector<Point> points;
    std::vector<double> ways; // by point, how far it is from the first one along the curve

    double length() const { return ways.empty() ? 0 : ways.back(); }
};

double between(Point a, Point b)
{
    return std::hypot(b.x - a.x, b.y - a.y);
}

// In about so many pieces.
Track trackOf(const std::vector<Point> &curve, size_t wanted)
{
    Track track;
    const size_t segments = curve.size() < 4 ? 0 : (curve.size() - 1) / 3;
    if (segments == 0)
        return track;
    // Curves of very many segments are hardly bent within one.
    const size_t pieces = std::clamp<size_t>(wanted / segments, 1, 8);
    for (size_t i = 0; i <= segments * pieces; ++i) {
        const Point p = pointOnCurve(curve, static_cast<double>(i) / static_cast<double>(segments * pieces));
        track.ways.push_back(i == 0 ? 0 : track.ways.back() + between(track.points.back(), p));
        track.points.push_back(p);
    }
    return track;
}

// A point of a track, and the direction of its line there, one unit long.
struct Spot
{
    Point at, along;
};

Spot spotAt(const Track &track, double way)
{
    const auto after = std::upper_bound(track.ways.begin() + 1, track.ways.end() - 1, way);
    const auto i = static_cast<size_t>(after - track.ways.begin());
    const Point from = track.points[i - 1], to = track.points[i];
    const double length = track.ways[i] - track.ways[i - 1];
    if (length <= 0)
        return {from, {0, 1}};
    const Point along{(to.x - from.x) / length, (to.y - from.y) / length};
    const double rest = way - track.ways[i - 1];
    return {{from.x + along.x * rest, from.y + along.y * rest}, along};
}

// Finds places for labels, one after the other, around what is there.
class Placement
{
public:
    Placement(const LayoutRequest &request, GraphLayout &layout);
    void place();

private:
    // A place costs less the nearer it is to the middle of its line, and a little more on the line than
    // beside it.
    static constexpr double perStep = 0.05, onTheLine = 2;
    // Beyond so many obstacles looked at, later labels stand wherever they are.
    static constexpr uint64_t mostLooks = 10'000'000;

    // The centre of a label, and what it costs there.
    struct Place
    {
        Point centre;
        double cost = std::numeric_limits<double>::infinity();
    };

    bool isHurried() const { return m_obstacles.looks() > mostLooks; }
    PictureBox boxAt(uint32_t edge, Point centre) const;
    template <typename Visit> void forPlaces(uint32_t edge, double limit, Visit visit);
    Place best(uint32_t edge);
    std::vector<Place> wishes(uint32_t edge, double limit);
    void put(uint32_t edge, const Place &place);
    void improve(uint32_t edge);

    const LayoutRequest &m_request;
    GraphLayout &m_layout;
    std::vector<Track> m_tracks; // by edge
    std::vector<Place> m_places; // by edge
    LabelObstacles m_obstacles;
};

std::vector<Track> tracksOf(const GraphLayout &layout)
{
    // Enough for a bend, but no more in all than are looked through in no time.
    const size_t pieces = std::clamp<size_t>(100'000 / std::max<size_t>(layout.edges.size(), 1), 4, 64);
    std::vector<Track> tracks;
    for (const auto &line : layout.edges)
        tracks.push_back(trackOf(line.curve, pieces));
    return tracks;
}

// How long pieces of lines may be: long ones are met where they are not, too many short ones take too long.
double longestPiece(const std::vector<Track> &tracks)
{
    double total = 0;
    for (const Track &track : tracks)
        total += track.length();
    return std::max(48.0, total / 100'000);
}

Placement::Placement(const LayoutRequest &request, GraphLayout &layout)
    : m_request(request)
    , m_layout(layout)
    , m_tracks(tracksOf(layout))
    , m_places(request.edges.size())
    , m_obstacles(request.edges.size(), 2 * longestPiece(m_tracks))
{
    for (size_t i = 0; i < request.nodes.size(); ++i) {
        const auto [x, y] = layout.nodes[i];
        const double w = request.nodes[i].width / 2, h = request.nodes[i].height / 2;
        m_obstacles.addNode({x - w, y - h, x + w, y + h});
    }
    const double longest = longestPiece(m_tracks);
    for (uint32_t edge = 0; edge < m_tracks.size(); ++edge) {
        const Track &track = m_tracks[edge];
        for (size_t i = 1; i < track.points.size(); ++i) {
            const Point from = track.points[i - 1], to = track.points[i];
            const double parts = std::max(1.0, std::ceil(between(from, to) / longest));
            const auto point = [&](double part) {
                const double u = part / parts;
                return Point{from.x + (to.x - from.x) * u, from.y + (to.y - from.y) * u};
            };
            for (double part = 0; part < parts; ++part)
                m_obstacles.addLine(edge, point(part), point(part + 1));
        }
        if (!track.points.empty()) // the arrow head
            m_obstacles.addLine(edge, track.points.back(), layout.edges[edge].tip);
    }
}

PictureBox Placement::boxAt(uint32_t edge, Point centre) const
{
    const double width = m_request.edges[edge].labelWidth / 2, height = m_request.edges[edge].labelHeight / 2;
    return {centre.x - width, centre.y - height, centre.x + width, centre.y + height};
}

// Goes over the places that a label may take, the better ones first, as long as they may cost less than
// `limit`, and has each visited that does; what visit returns is the new limit.
template <typename Visit> void Placement::forPlaces(uint32_t edge, double limit, Visit visit)
{
    constexpr double gap = 3; // between the line and its label
    const double width = m_request.edges[edge].labelWidth / 2, height = m_request.edges[edge].labelHeight / 2;
    const Track &track = m_tracks[edge];
    // From the middle to both ends in small steps, but neither to where many lines meet nor over the arrow
    // head.
    const double length = track.length();
    const double reach = std::min(length * 0.42, std::max(length / 2 - height - 1, length * 0.2));
    const int steps = static_cast<int>(std::clamp(reach / 6, 5.0, 24.0));
    for (int step = 0; step <= 2 * steps && limit > perStep * step; ++step) {
        const int away = (step + 1) / 2 * (step % 2 == 0 ? -1 : 1);
        const Spot spot = spotAt(track, length / 2 + reach * away / steps);
        // So far from the line that the whole label is beside it, however the line leans.
        const double across = gap + std::fabs(spot.along.y) * width + std::fabs(spot.along.x) * height;
        const Point right =
            spot.along.y < 0 ? Point{-spot.along.y, spot.along.x} : Point{spot.along.y, -spot.along.x};
        for (const double side : {1.0, -1.0, 0.0}) {
            const Point centre{spot.at.x + right.x * side * across, spot.at.y + right.y * side * across};
            const double base = perStep * step + (side == 0 ? onTheLine : 0);
            if (base >= limit)
                continue;
            const double cost =
                base +
                (isHurried() ? 0 : m_obstacles.cost(edge, boxAt(edge, centre), side == 0, limit - base));
            if (cost < limit)
                limit = visit(Place{centre, cost});
        }
    }
}

// Where the label of an edge is best as things are.
Placement::Place Placement::best(uint32_t edge)
{
    Place best;
    forPlaces(edge, best.cost, [&](const Place &place) {
        best = place;
        return isHurried() ? 0 : place.cost;
    });
    return best;
}

// Places that are better than `limit` if other labels make room: the best and the worst of them, and some
// between.
std::vector<Placement::Place> Placement::wishes(uint32_t edge, double limit)
{
    constexpr size_t most = 16;
    std::vector<Place> all;
    m_obstacles.ignoreLabels(true);
    forPlaces(edge, limit, [&](const Place &place) {
        all.push_back(place);
        return limit;
    });
    m_obstacles.ignoreLabels(false);
    std::stable_sort(all.begin(), all.end(), [](const Place &a, const Place &b) { return a.cost < b.cost; });
    if (all.size() <= most)
        return all;
    std::vector<Place> some;
    for (size_t i = 0; i < most; ++i)
        some.push_back(all[i * (all.size() - 1) / (most - 1)]);
    return some;
}

void Placement::put(uint32_t edge, const Place &place)
{
    m_places[edge] = place;
    m_layout.edges[edge].label = place.centre;
    m_obstacles.addLabel(edge, boxAt(edge, place.centre));
}

// A label that stands badly takes another place if those that stand there find others, so that all are better
// off together.
void Placement::improve(uint32_t edge)
{
    constexpr size_t mostMoved = 3;
    m_obstacles.removeLabel(edge);
    const Place now = best(edge);
    for (const Place &wish : wishes(edge, now.cost)) {
        const std::vector<uint32_t> others = m_obstacles.labelsAt(boxAt(edge, wish.centre));
        if (others.size() > mostMoved)
            continue;
        double gain = now.cost - wish.cost;
        std::vector<Place> places;
        for (const uint32_t other : others) {
            places.push_back(m_places[other]);
            m_obstacles.removeLabel(other);
        }
        put(edge, wish);
        for (size_t i = 0; i < others.size(); ++i) {
            put(others[i], best(others[i]));
            gain += places[i].cost - m_places[others[i]].cost;
        }
        if (gain > 0)
            return;
        for (const uint32_t other : others)
            m_obstacles.removeLabel(other);
        m_obstacles.removeLabel(edge);
        for (size_t i = 0; i < others.size(); ++i)
            put(others[i], places[i]);
    }
    put(edge, now);
}

void Placement::place()
{
    std::vector<uint32_t> labelled;
    for (uint32_t edge = 0; edge < m_request.edges.size(); ++edge) {
        if (!m_tracks[edge].points.empty() && m_request.edges[edge].labelWidth > 0)
            labelled.push_back(edge);
    }
    for (const uint32_t edge : labelled)
        put(edge, best(edge));
    constexpr int rounds = 2;
    for (int round = 0; round < rounds; ++round) {
        for (const uint32_t edge : labelled) {
            if (m_places[edge].cost > LabelObstacles::onOwnLine && !isHurried())
                improve(edge);
        }
    }
}

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
    Placement(request, layout).place();
}

} // namespace proflens
