// SPDX-License-Identifier: GPL-3.0-or-later
// What mouse, wheel and keyboard do to a canvas, and what stands where they point.
#include "app/panes/graph/graphcanvas.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace proflens {

namespace {

QPointF toPoint(Point p)
{
    return {p.x, p.y};
}

// The least distance of a place to a curve of 3n + 1 control points.
double distanceTo(const std::vector<Point> &curve, const QPointF &place)
{
    double least = 1e18;
    for (size_t p = 0; p + 3 < curve.size(); p += 3) {
        constexpr int steps = 24;
        for (int i = 0; i <= steps; ++i) {
            const double u = double(i) / steps, v = 1 - u;
            const QPointF at = toPoint(curve[p]) * (v * v * v) + toPoint(curve[p + 1]) * (3 * v * v * u) +
                               toPoint(curve[p + 2]) * (3 * v * u * u) + toPoint(curve[p + 3]) * (u * u * u);
            least = std::min(least, std::hypot(at.x() - place.x(), at.y() - place.y()));
        }
    }
    return least;
}

} // namespace

int GraphCanvas::nodeAt(const QPointF &position) const
{
    if (!m_painter)
        return -1;
    const QPointF place = toScene(position);
    for (size_t n = 0; n < m_scene->picture.drawing.nodes.size(); ++n) {
        if (m_painter->nodeRect(n).contains(place))
            return int(n);
    }
    return -1;
}

int GraphCanvas::edgeAt(const QPointF &position) const
{
    if (!m_painter)
        return -1;
    const QPointF place = toScene(position);
    const double reach = 4 / m_zoom;
    const auto &edges = m_scene->picture.layout.edges;
    int best = -1;
    double bestDistance = reach;
    for (size_t e = 0; e < edges.size(); ++e) {
        if (edges[e].curve.empty())
            continue;
        if (m_painter->labelRect(e).contains(place))
            return int(e);
        const double slack = reach + m_scene->picture.drawing.edges[e].penWidth / 2;
        if (!m_painter->edgePath(e).controlPointRect().adjusted(-slack, -slack, slack, slack).contains(place))
            continue;
        const double distance =
            distanceTo(edges[e].curve, place) - m_scene->picture.drawing.edges[e].penWidth / 2;
        if (distance < bestDistance) {
            best = int(e);
            bestDistance = distance;
        }
    }
    return best;
}

void GraphCanvas::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers() & (Qt::ShiftModifier | Qt::AltModifier)) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    // 120 per click of a wheel; touch pads send smaller pieces.
    setZoom(m_zoom * std::pow(zoomStep, event->angleDelta().y() / 120.0), event->position());
    event->accept();
}

void GraphCanvas::mousePressEvent(QMouseEvent *event)
{
    m_pressed = m_last = event->position();
    m_panning = m_inOverview = false;
    if (const auto places = overviewPlaces(); event->button() == Qt::LeftButton && !places.empty()) {
        m_overviewPlace = bestOverviewPlace(places);
        m_inOverview = places[m_overviewPlace].contains(event->position());
    }
    if (m_inOverview)
        panOverviewTo(event->position());
    event->accept();
}

void GraphCanvas::mouseMoveEvent(QMouseEvent *event)
{
    const QPointF position = event->position();
    if (m_inOverview) {
        panOverviewTo(position);
        return;
    }
    if (event->buttons() & (Qt::LeftButton | Qt::MiddleButton)) {
        if (!m_panning && (position - m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
            m_panning = true;
            m_untouched = false;
            viewport()->setCursor(Qt::ClosedHandCursor);
        }
        if (m_panning) {
            const QPointF moved = position - m_last;
            horizontalScrollBar()->setValue(horizontalScrollBar()->value() - qRound(moved.x()));
            verticalScrollBar()->setValue(verticalScrollBar()->value() - qRound(moved.y()));
            m_last = position;
        }
        return;
    }
    if (!m_scene || overviewRect().contains(position)) {
        setHovered(-1, -1);
        return;
    }
    const int node = nodeAt(position);
    setHovered(node, node >= 0 ? -1 : edgeAt(position));
    viewport()->setCursor(node >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void GraphCanvas::mouseReleaseEvent(QMouseEvent *event)
{
    const bool isClick = !m_panning && !m_inOverview && event->button() == Qt::LeftButton;
    if (m_panning)
        viewport()->unsetCursor();
    m_panning = m_inOverview = false;
    if (const int node = isClick ? nodeAt(event->position()) : -1; node >= 0) {
        setCurrentQuietly(node);
        viewport()->update();
        Q_EMIT clicked(node);
    }
}

void GraphCanvas::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (const int node = nodeAt(event->position()); node >= 0)
        Q_EMIT opened(node);
}

void GraphCanvas::contextMenuEvent(QContextMenuEvent *event)
{
    int node = m_marks.current;
    QPoint position = event->globalPos();
    if (event->reason() != QContextMenuEvent::Keyboard)
        node = nodeAt(event->pos());
    else if (node >= 0)
        position = viewport()->mapToGlobal(nodeRect(node).center().toPoint());
    Q_EMIT menuRequested(node, position);
}

bool GraphCanvas::walk(int key)
{
    if (!m_scene || m_scene->picture.drawing.nodes.empty())
        return false;
    int next = 0; // from nowhere to the first of the report
    if (m_marks.current >= 0) {
        next = key == Qt::Key_Up     ? m_scene->heaviestCaller(m_marks.current)
               : key == Qt::Key_Down ? m_scene->heaviestCallee(m_marks.current)
                                     : m_scene->sibling(m_marks.current, key == Qt::Key_Left ? -1 : 1);
    }
    if (next < 0)
        return false;
    setCurrent(next);
    Q_EMIT walked(next);
    return true;
}

void GraphCanvas::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (event->modifiers() & ~Qt::KeypadModifier)
            break;
        walk(event->key());
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_marks.current >= 0)
            Q_EMIT opened(m_marks.current);
        return;
    default:
        break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void GraphCanvas::focusInEvent(QFocusEvent *event)
{
    m_marks.focus = true;
    if (m_marks.current < 0 && m_scene && !m_scene->picture.drawing.nodes.empty() &&
        event->reason() != Qt::MouseFocusReason)
        setCurrentQuietly(0);
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void GraphCanvas::focusOutEvent(QFocusEvent *event)
{
    m_marks.focus = false;
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

bool GraphCanvas::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave)
        setHovered(-1, -1);
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace proflens
