// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/graph/graphcanvas.h"

#include "app/panes/graph/graphaccessible.h"
#include "app/style/palette.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace proflens {

namespace {

constexpr double margin = 16; // pixels around the picture
constexpr double smallestZoom = 0.01, largestZoom = 8;
constexpr int overviewSide = 160;

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

GraphCanvas::GraphCanvas(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    installGraphAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    viewport()->setMouseTracking(true);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
}

void GraphCanvas::setScene(const GraphScenePtr &scene)
{
    // What the eye is on: the current node, else the middle of the window.
    std::optional<QPointF> anchor;
    QString anchorFunction;
    if (m_scene && !m_fitted && !m_untouched && m_marks.current >= 0) {
        anchor = nodeRect(m_marks.current).center();
        anchorFunction = m_scene->functionOf(size_t(m_marks.current));
    }
    setHovered(-1, -1);
    m_scene = scene;
    m_marks = {};
    m_marks.focus = hasFocus();
    makePainter();
    if (m_fitted || !m_scene)
        m_zoom = fittingZoom();
    updateScrollBars();
    showFunction(m_function);
    if (m_untouched)
        showFirstView();
    if (anchor && m_scene && viewport()->rect().contains(anchor->toPoint())) {
        const std::vector<bool> nodes = m_scene->nodesOf(anchorFunction);
        const auto found = std::find(nodes.begin(), nodes.end(), true);
        if (found != nodes.end()) {
            const QPointF moved = nodeRect(int(found - nodes.begin())).center() - *anchor;
            horizontalScrollBar()->setValue(horizontalScrollBar()->value() + qRound(moved.x()));
            verticalScrollBar()->setValue(verticalScrollBar()->value() + qRound(moved.y()));
        }
    }
    viewport()->update();
}

void GraphCanvas::setDimmed(bool dimmed)
{
    m_dimmed = dimmed;
    viewport()->update();
}

void GraphCanvas::setMessage(const QString &message)
{
    m_message = message;
    viewport()->update();
}

void GraphCanvas::showFunction(const QString &function)
{
    m_function = function;
    if (!m_scene)
        return;
    m_marks.active = m_scene->nodesOf(function);
    const auto isActive = [&](int node) {
        return node >= 0 && size_t(node) < m_marks.active.size() && m_marks.active[size_t(node)];
    };
    if (!m_marks.active.empty() && !isActive(m_marks.current)) {
        const auto first = std::find(m_marks.active.begin(), m_marks.active.end(), true);
        setCurrentQuietly(int(first - m_marks.active.begin()));
    }
    if (isActive(m_marks.current))
        bringIntoView(m_marks.current);
    viewport()->update();
}

void GraphCanvas::setCurrent(int node)
{
    setCurrentQuietly(node);
    if (node >= 0)
        bringIntoView(node);
    viewport()->update();
}

void GraphCanvas::setCurrentQuietly(int node)
{
    if (m_marks.current == node)
        return;
    m_marks.current = node;
    Q_EMIT currentChanged(node);
    announceCurrentNode(this);
}

QRectF GraphCanvas::nodeRect(int node) const
{
    const QRectF box = m_painter->nodeRect(size_t(node));
    return {origin() + box.topLeft() * m_zoom, box.size() * m_zoom};
}

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

void GraphCanvas::makePainter()
{
    m_painter =
        m_scene ? std::make_unique<style::GraphPainter>(m_scene->picture, font(), palette()) : nullptr;
    m_overview = {};
}

double GraphCanvas::pixelsPerPoint() const
{
    return logicalDpiY() / 72.0;
}

double GraphCanvas::fittingZoom() const
{
    if (!m_scene || m_scene->picture.layout.nodes.empty())
        return pixelsPerPoint();
    const GraphLayout &layout = m_scene->picture.layout;
    const QSize space = maximumViewportSize();
    const double zoom = std::min((space.width() - 2 * margin) / std::max(1.0, layout.width),
                                 (space.height() - 2 * margin) / std::max(1.0, layout.height));
    // A graph of two nodes need not fill the screen.
    return std::clamp(zoom, smallestZoom, pixelsPerPoint());
}

void GraphCanvas::showFirstView()
{
    if (!m_scene || m_scene->picture.drawing.nodes.empty())
        return;
    // The smallest text is of 8 points.
    constexpr double readable = 7.0 / 8;
    const double fitting = fittingZoom();
    m_fitted = fitting >= readable;
    m_zoom = std::max(fitting, readable);
    updateScrollBars();
    if (m_fitted)
        return;
    const auto &nodes = m_scene->picture.drawing.nodes;
    const auto hottest = std::max_element(
        nodes.begin(), nodes.end(), [](const auto &a, const auto &b) { return a.fontSize < b.fontSize; });
    const int node = m_marks.current >= 0 ? m_marks.current : int(hottest - nodes.begin());
    centreOn(m_painter->nodeRect(size_t(node)).center());
    viewport()->update();
}

void GraphCanvas::updateScrollBars()
{
    const GraphLayout empty;
    const GraphLayout &layout = m_scene ? m_scene->picture.layout : empty;
    const auto set = [this](QScrollBar *bar, double length, int space) {
        bar->setPageStep(space);
        bar->setSingleStep(std::max(1, space / 20));
        bar->setRange(0, m_fitted ? 0 : std::max(0, int(std::ceil(length + 2 * margin)) - space));
    };
    set(horizontalScrollBar(), layout.width * m_zoom, viewport()->width());
    set(verticalScrollBar(), layout.height * m_zoom, viewport()->height());
}

QPointF GraphCanvas::origin() const
{
    const GraphLayout &layout = m_scene->picture.layout;
    const auto along = [](const QScrollBar *bar, double length, int space) {
        return bar->maximum() > 0 ? margin - bar->value() : (space - length) / 2;
    };
    return {along(horizontalScrollBar(), layout.width * m_zoom, viewport()->width()),
            along(verticalScrollBar(), layout.height * m_zoom, viewport()->height())};
}

QPointF GraphCanvas::toScene(const QPointF &position) const
{
    return (position - origin()) / m_zoom;
}

void GraphCanvas::centreOn(const QPointF &scenePoint)
{
    const QPointF moved = origin() + scenePoint * m_zoom - QRectF(viewport()->rect()).center();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + qRound(moved.x()));
    verticalScrollBar()->setValue(verticalScrollBar()->value() + qRound(moved.y()));
}

void GraphCanvas::bringIntoView(int node)
{
    if (m_painter && !QRectF(viewport()->rect()).contains(nodeRect(node)))
        centreOn(m_painter->nodeRect(size_t(node)).center());
}

void GraphCanvas::setZoom(double zoom, const QPointF &anchor)
{
    if (!m_scene)
        return;
    zoom = std::clamp(zoom, smallestZoom, largestZoom);
    const QPointF fixed = toScene(anchor);
    m_zoom = zoom;
    m_fitted = m_untouched = false;
    updateScrollBars();
    const QPointF moved = origin() + fixed * m_zoom - anchor;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + qRound(moved.x()));
    verticalScrollBar()->setValue(verticalScrollBar()->value() + qRound(moved.y()));
    viewport()->update();
}

void GraphCanvas::zoomIn()
{
    setZoom(m_zoom * zoomStep, QRectF(viewport()->rect()).center());
}

void GraphCanvas::zoomOut()
{
    setZoom(m_zoom / zoomStep, QRectF(viewport()->rect()).center());
}

void GraphCanvas::zoomToActualSize()
{
    setZoom(pixelsPerPoint(), QRectF(viewport()->rect()).center());
    if (m_scene && m_marks.current >= 0)
        bringIntoView(m_marks.current);
}

void GraphCanvas::zoomToFit()
{
    m_fitted = true;
    m_untouched = false;
    m_zoom = fittingZoom();
    updateScrollBars();
    viewport()->update();
}

void GraphCanvas::setHovered(int node, int edge)
{
    if (m_marks.hovered == node && m_marks.hoveredEdge == edge)
        return;
    m_marks.hovered = node;
    m_marks.hoveredEdge = edge;
    Q_EMIT hovered(node, edge);
    viewport()->update();
}

void GraphCanvas::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    if (!m_painter || m_scene->picture.drawing.nodes.empty()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(viewport()->rect().adjusted(20, 20, -20, -20), Qt::AlignCenter | Qt::TextWordWrap,
                         m_message);
        return;
    }
    if (m_dimmed)
        painter.setOpacity(0.35);
    painter.save();
    painter.translate(origin());
    painter.scale(m_zoom, m_zoom);
    const QRectF visible(toScene({0, 0}), QSizeF(viewport()->size()) / m_zoom);
    m_painter->paint(painter, visible, m_zoom, m_marks);
    painter.restore();
    paintOverview(painter);
}

QRectF GraphCanvas::overviewRect() const
{
    if (!m_scene || m_fitted ||
        (horizontalScrollBar()->maximum() <= 0 && verticalScrollBar()->maximum() <= 0))
        return {};
    const GraphLayout &layout = m_scene->picture.layout;
    if (layout.width <= 0 || layout.height <= 0)
        return {};
    const QSizeF size =
        QSizeF(layout.width, layout.height).scaled(overviewSide, overviewSide, Qt::KeepAspectRatio);
    if (viewport()->width() < 3 * overviewSide || viewport()->height() < 2 * overviewSide)
        return {};
    return {viewport()->width() - size.width() - 10, viewport()->height() - size.height() - 10, size.width(),
            size.height()};
}

void GraphCanvas::paintOverview(QPainter &painter)
{
    const QRectF box = overviewRect();
    if (box.isEmpty())
        return;
    const double scale = box.width() / m_scene->picture.layout.width;
    if (m_overview.isNull()) {
        m_overview = QPixmap(box.size().toSize() * devicePixelRatioF());
        m_overview.setDevicePixelRatio(devicePixelRatioF());
        m_overview.fill(palette().color(QPalette::AlternateBase));
        QPainter small(&m_overview);
        small.scale(scale, scale);
        m_painter->paint(
            small, QRectF(QPointF(), QSizeF(m_scene->picture.layout.width, m_scene->picture.layout.height)),
            scale, {});
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.drawPixmap(box.topLeft(), m_overview);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawRect(box);
    const QRectF seen =
        QRectF(box.topLeft() + toScene({0, 0}) * scale, QSizeF(viewport()->size()) / m_zoom * scale)
            .intersected(box);
    painter.setPen(QPen(style::activeColor(palette()), 2));
    painter.drawRect(seen);
}

void GraphCanvas::panOverviewTo(const QPointF &position)
{
    const QRectF box = overviewRect();
    m_untouched = false;
    if (!box.isEmpty())
        centreOn((position - box.topLeft()) * (m_scene->picture.layout.width / box.width()));
}

void GraphCanvas::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    if (m_untouched) {
        showFirstView();
        return;
    }
    if (m_fitted)
        m_zoom = fittingZoom();
    updateScrollBars();
}

void GraphCanvas::scrollContentsBy(int, int)
{
    viewport()->update();
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
    m_panning = false;
    m_inOverview = event->button() == Qt::LeftButton && overviewRect().contains(event->position());
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

void GraphCanvas::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        makePainter();
        viewport()->update();
    }
    QAbstractScrollArea::changeEvent(event);
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
