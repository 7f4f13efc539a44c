// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/flame/flameview.h"

#include "app/style/palette.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace proflens {

namespace {

// Pixels: what is narrower becomes one of the others.
constexpr double narrowestBox = 3;

} // namespace

FlameView::FlameView(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // nothing to scroll yet
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    m_painter.setPalette(palette());
}

void FlameView::setData(const FlameDataPtr &data)
{
    if (data == m_data)
        return;
    const FlameDataPtr before = m_data;
    const double oldBegin = m_begin, oldEnd = m_end;
    const FlameNode oldZoom = m_zoom;
    const std::optional<FlameNode> oldCurrent = m_current;
    m_data = data;
    m_search = nullptr;
    m_spot = {};
    m_linked = {};
    m_current = {};
    m_zoom = {};
    m_begin = 0;
    m_end = data ? static_cast<double>(data->tree.width()) : 0;
    m_painter.setData(data);
    m_fresh = true;
    if (before && data && !before->tree.isEmpty() && !data->tree.isEmpty()) {
        m_zoom = sameNode(*before, oldZoom, *data);
        // The same part of the zoomed frame, or all of it where frames of the path are gone.
        const auto place = [](const FlameTree &tree, FlameNode node) {
            return std::pair(static_cast<double>(tree.position(node.row)),
                             static_cast<double>(std::max<int64_t>(tree.widthOf(node), 1)));
        };
        const auto [from, fromWidth] = place(before->tree, oldZoom);
        const auto [to, toWidth] = place(data->tree, m_zoom);
        const bool found = m_zoom.depth == oldZoom.depth;
        m_begin = found ? to + (oldBegin - from) / fromWidth * toWidth : to;
        m_end = found ? to + (oldEnd - from) / fromWidth * toWidth : to + toWidth;
        if (oldCurrent) {
            const FlameNode current = sameNode(*before, *oldCurrent, *data);
            if (current.depth == oldCurrent->depth)
                m_current = current;
        }
    }
    // Always there: levels come and go while zooming, and must not change the width each time.
    setVerticalScrollBarPolicy(data && !data->tree.isEmpty() ? Qt::ScrollBarAlwaysOn
                                                             : Qt::ScrollBarAlwaysOff);
    invalidate();
    Q_EMIT zoomChanged();
    Q_EMIT pointedChanged();
}

void FlameView::setSearch(const std::shared_ptr<const FlameSearch> &search)
{
    if (search == m_search)
        return;
    m_search = search;
    updateLook();
}

void FlameView::setFlipped(bool flipped)
{
    m_flipped = flipped;
    m_spot = {};
    invalidate();
}

void FlameView::setBusy(bool busy)
{
    if (busy == m_busy)
        return;
    m_busy = busy;
    viewport()->update();
}

void FlameView::setColoring(FlameColoring coloring)
{
    if (coloring == m_coloring)
        return;
    m_coloring = coloring;
    updateLook();
}

void FlameView::setSide(std::optional<ComparedSide> side)
{
    if (side == m_side)
        return;
    m_side = side;
    updateLook();
}

void FlameView::setLinkedNode(std::optional<FlameNode> node)
{
    if (node == m_linked)
        return;
    m_linked = node;
    updateLook();
}

void FlameView::setPlace(const FlamePlace &place)
{
    m_begin = place.begin;
    m_end = place.end;
    m_zoom = place.zoomed;
    m_current = place.current;
    m_scrolled = place.scrolled;
    m_spot = {};
    invalidate();
    Q_EMIT zoomChanged();
}

void FlameView::setActive(const std::vector<FrameId> &frames)
{
    if (frames == m_active)
        return;
    m_active = frames;
    updateLook();
}

void FlameView::setHoveredElsewhere(std::optional<FrameId> frame)
{
    if (frame == m_hoveredElsewhere)
        return;
    m_hoveredElsewhere = frame;
    updateLook();
}

int FlameView::rowHeight() const
{
    return int(std::ceil(QFontMetricsF(font()).height())) + 4;
}

void FlameView::invalidate()
{
    m_layoutStale = true;
    updateLook();
}

void FlameView::updateLook()
{
    m_imageStale = true;
    if (m_fresh)
        drawSoon();
    else
        viewport()->update();
}

const FlameLayout &FlameView::layoutNow() const
{
    if (!m_layoutStale || !m_data)
        return m_layout;
    m_layoutStale = false;
    const qreal ratio = devicePixelRatioF();
    FlameWindow window;
    window.begin = m_begin;
    window.end = m_end;
    window.columns = int(std::lround(viewport()->width() * ratio));
    window.narrowest = std::max(1, int(std::lround(narrowestBox * ratio)));
    // How deep these columns go decides how far one can scroll, and that which levels are seen.
    const int row = rowHeight();
    for (int tries = 0; tries < 2; ++tries) {
        window.firstLevel = uint32_t(m_scrolled / row);
        window.levels = uint32_t(viewport()->height() / row + 2);
        layoutFlame(m_data->tree, window, m_layout);
        const int before = m_scrolled;
        syncScrollBar();
        if (m_scrolled == before)
            break;
    }
    return m_layout;
}

void FlameView::syncScrollBar() const
{
    QScrollBar *bar = verticalScrollBar();
    const int content = int(std::min<int64_t>(int64_t(m_layout.depth) * rowHeight(), INT_MAX));
    const int most = std::max(0, content - viewport()->height());
    m_scrolled = std::clamp(m_scrolled, 0, most);
    const QSignalBlocker blocker(bar);
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(rowHeight());
    bar->setRange(0, most);
    bar->setValue(m_flipped ? most - m_scrolled : m_scrolled);
}

int FlameView::topOfWhole() const
{
    return m_flipped ? viewport()->height() - rowHeight() + m_scrolled : -m_scrolled;
}

double FlameView::axisAt(double x) const
{
    return m_begin + x / std::max(viewport()->width(), 1) * (m_end - m_begin);
}

// ---- Zoom

void FlameView::setWindow(double begin, double end)
{
    if (!m_data || m_data->tree.isEmpty())
        return;
    const auto whole = static_cast<double>(m_data->tree.width());
    const double span = std::clamp(end - begin, std::min(1.0, whole), whole);
    m_begin = std::clamp(begin, 0.0, whole - span);
    m_end = m_begin + span;
    fitZoomed();
    invalidate();
    Q_EMIT zoomChanged();
    Q_EMIT pointedChanged();
    Q_EMIT placeChanged();
}

void FlameView::fitZoomed()
{
    const FlameTree &tree = m_data->tree;
    // Rounding must not push the window out of the frame it was made for.
    const double slack = (m_end - m_begin) * 1e-6;
    while (m_zoom.depth > 0 && (static_cast<double>(tree.position(m_zoom.row)) > m_begin + slack ||
                                static_cast<double>(tree.position(tree.endOf(m_zoom))) < m_end - slack))
        m_zoom = tree.parent(m_zoom);
}

void FlameView::zoomTo(FlameNode node)
{
    if (!m_data)
        return;
    m_zoom = node;
    const FlameTree &tree = m_data->tree;
    setWindow(static_cast<double>(tree.position(node.row)),
              static_cast<double>(tree.position(tree.endOf(node))));
}

void FlameView::zoomTo(FlameNode node, FlameRows rows)
{
    if (!m_data || m_data->tree.isEmpty())
        return;
    const FlameTree &tree = m_data->tree;
    m_zoom = node;
    setWindow(static_cast<double>(tree.position(rows.begin)), static_cast<double>(tree.position(rows.end)));
}

void FlameView::zoomOut()
{
    if (!m_data || m_data->tree.isEmpty())
        return;
    const FlameTree &tree = m_data->tree;
    FlameNode node = m_zoom;
    const double span = (m_end - m_begin) * (1 + 1e-6);
    while (node.depth > 0 && static_cast<double>(tree.widthOf(node)) <= span)
        node = tree.parent(node);
    zoomTo(node);
}

void FlameView::zoomToWhole()
{
    zoomTo(FlameNode{});
}

void FlameView::zoomBy(double factor, double around)
{
    const double fixed = axisAt(around);
    const double share = around / std::max(viewport()->width(), 1);
    const double span = (m_end - m_begin) / factor;
    setWindow(fixed - share * span, fixed + (1 - share) * span);
}

void FlameView::zoomBy(double factor)
{
    if (!m_data || m_data->tree.isEmpty())
        return;
    const QRect rect = m_current ? rectOf(*m_current) : QRect();
    zoomBy(factor, rect.isEmpty() ? viewport()->width() / 2.0 : rect.center().x());
}

// ---- What is where

std::optional<FlameSpot> FlameView::spotAt(QPoint position) const
{
    if (!m_data || m_data->tree.isEmpty() || !viewport()->rect().contains(position))
        return {};
    const FlameLayout &layout = layoutNow();
    const int down = m_flipped ? topOfWhole() + rowHeight() - 1 - position.y() : position.y() - topOfWhole();
    if (down < 0)
        return {};
    const auto level = uint32_t(down / rowHeight());
    const FlameBox *box = layout.at(int(position.x() * devicePixelRatioF()), level);
    if (!box)
        return {};
    if (!box->others)
        return FlameSpot{nodeOf(level, *box), {}};
    return FlameSpot{m_data->tree.parent({box->row, level}), rowsOf(m_data->tree, layout, level, *box)};
}

QRect FlameView::rectOf(FlameNode node) const
{
    if (!m_data)
        return {};
    const FlameLayout &layout = layoutNow();
    for (const FlameBox &box : layout.level(node.depth)) {
        if (box.others || box.row != node.row)
            continue;
        const qreal ratio = devicePixelRatioF();
        const int top = topOfWhole() + (m_flipped ? -1 : 1) * int(node.depth) * rowHeight();
        return QRect(int(box.begin / ratio), top, int((box.end - box.begin) / ratio), rowHeight() - 1)
            .intersected(viewport()->rect());
    }
    return {};
}

FlameSpot FlameView::pointed() const
{
    if (m_spot)
        return *m_spot;
    return {m_current.value_or(m_zoom), {}};
}

void FlameView::hover(std::optional<QPoint> position)
{
    const auto spot = position ? spotAt(*position) : std::nullopt;
    if (spot == m_spot)
        return;
    const auto frameOf = [&](const std::optional<FlameSpot> &s) -> std::optional<FrameId> {
        if (!s || s->others || s->node.depth == 0)
            return {};
        return m_data->tree.element(s->node).frame();
    };
    const auto before = frameOf(m_spot), now = frameOf(spot);
    m_spot = spot;
    if (before != now) {
        updateLook();
        Q_EMIT hovered(now);
    }
    Q_EMIT pointedChanged();
}

void FlameView::setCurrent(FlameNode node)
{
    if (!m_data || m_data->tree.isEmpty())
        return;
    const FlameTree &tree = m_data->tree;
    m_current = node;
    m_spot = {};
    const auto begin = static_cast<double>(tree.position(node.row));
    const auto end = static_cast<double>(tree.position(tree.endOf(node)));
    const double span = m_end - m_begin;
    const double visible = std::min(end, m_end) - std::max(begin, m_begin);
    const double pixels = span > 0 ? (end - begin) / span * viewport()->width() : 0;
    if (pixels < 3 * narrowestBox) {
        // Too narrow to be seen: come so near that it takes a fifth of the room.
        setWindow((begin + end) / 2 - (end - begin) * 2.5, (begin + end) / 2 + (end - begin) * 2.5);
    } else if (visible < std::min(end - begin, span) * 0.5) {
        const double middle = (begin + end) / 2;
        setWindow(middle - span / 2, middle + span / 2);
    }
    scrollTo(node.depth);
    updateLook();
    Q_EMIT pointedChanged();
    Q_EMIT placeChanged();
}

void FlameView::scrollTo(uint32_t level)
{
    layoutNow();
    const int row = rowHeight();
    const int begin = int(std::min<int64_t>(int64_t(level) * row, INT_MAX / 2));
    const int before = m_scrolled;
    if (begin < m_scrolled)
        m_scrolled = begin;
    else if (begin + row > m_scrolled + viewport()->height())
        m_scrolled = begin + row - viewport()->height();
    if (m_scrolled != before)
        invalidate();
}

// ---- Events

void FlameView::resizeEvent(QResizeEvent *)
{
    invalidate();
}

void FlameView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        m_painter.setPalette(palette());
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::StyleChange)
        invalidate();
    QAbstractScrollArea::changeEvent(event);
}

void FlameView::scrollContentsBy(int, int)
{
    const QScrollBar *bar = verticalScrollBar();
    m_scrolled = m_flipped ? bar->maximum() - bar->value() : bar->value();
    m_spot = {};
    invalidate();
    Q_EMIT placeChanged();
}

} // namespace proflens
