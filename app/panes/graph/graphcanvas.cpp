// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/graph/graphcanvas.h"

#include "app/panes/graph/graphaccessible.h"
#include "app/style/palette.h"

#include <QEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace proflens {

namespace {

constexpr double margin = 16; // pixels around the picture
constexpr double smallestZoom = 0.01, largestZoom = 8;
constexpr int overviewSide = 160;

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

void GraphCanvas::showFunction(const QString &function, bool reveal)
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
    if (reveal && isActive(m_marks.current))
        bringIntoView(m_marks.current);
    viewport()->update();
}

GraphView GraphCanvas::view() const
{
    const QPointF centre = m_scene ? toScene(QRectF(viewport()->rect()).center()) : QPointF();
    return {m_zoom, centre, m_fitted, m_untouched};
}

void GraphCanvas::setView(const GraphView &view)
{
    m_zoom = view.zoom;
    m_fitted = view.fitted;
    m_untouched = view.untouched;
    updateScrollBars();
    if (m_scene && !m_fitted)
        centreOn(view.centre);
    viewport()->update();
    Q_EMIT viewChanged();
}

void GraphCanvas::markHovered(int node, int edge)
{
    m_marks.hovered = node;
    m_marks.hoveredEdge = edge;
    viewport()->update();
}

void GraphCanvas::markCurrent(int node)
{
    m_marks.current = node;
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
    if (m_fitted) {
        Q_EMIT viewChanged();
        return;
    }
    const auto &nodes = m_scene->picture.drawing.nodes;
    // The costliest function, or the one that changed most where any did.
    const auto heat = [](const GraphDrawing::Node &node) {
        const bool differs = node.difference && !node.isTag;
        return std::pair(differs ? node.difference->strength : 0, node.fontSize);
    };
    const auto hottest = std::max_element(nodes.begin(), nodes.end(),
                                          [&](const auto &a, const auto &b) { return heat(a) < heat(b); });
    const int node = m_marks.current >= 0 ? m_marks.current : int(hottest - nodes.begin());
    centreOn(m_painter->nodeRect(size_t(node)).center());
    viewport()->update();
    Q_EMIT viewChanged();
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
    Q_EMIT viewChanged();
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
    Q_EMIT viewChanged();
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

// The corners of the viewport that the overview may be in, the usual one first; none if it is of no use.
std::vector<QRectF> GraphCanvas::overviewPlaces() const
{
    constexpr int gap = 10;
    if (!m_scene)
        return {};
    const GraphLayout &layout = m_scene->picture.layout;
    const QRectF view = viewport()->rect();
    const QSizeF whole(layout.width, layout.height);
    if (whole.isEmpty() || view.width() < 3 * overviewSide || view.height() < 2 * overviewSide ||
        view.contains(QRectF(origin(), whole * m_zoom)))
        return {};
    const QSizeF size = whole.scaled(overviewSide, overviewSide, Qt::KeepAspectRatio);
    const double right = view.width() - size.width() - gap, bottom = view.height() - size.height() - gap;
    std::vector<QRectF> places;
    for (const QPointF corner :
         {QPointF(right, bottom), QPointF(right, gap), QPointF(gap, bottom), QPointF(gap, gap)})
        places.emplace_back(corner, size);
    return places;
}

// Which of the places covers the fewest nodes. It stays where it is while no other one is better, and while
// somebody drags in it.
size_t GraphCanvas::bestOverviewPlace(const std::vector<QRectF> &places) const
{
    if (m_inOverview)
        return m_overviewPlace;
    std::array<size_t, 4> covered{};
    for (size_t node = 0; node < m_scene->picture.layout.nodes.size(); ++node) {
        const QRectF box = nodeRect(int(node));
        for (size_t place = 0; place < places.size(); ++place)
            covered[place] += box.intersects(places[place]);
    }
    const auto least = std::min_element(covered.begin(), covered.end());
    return covered[m_overviewPlace] == *least ? m_overviewPlace : size_t(least - covered.begin());
}

QRectF GraphCanvas::overviewRect() const
{
    const std::vector<QRectF> places = overviewPlaces();
    return places.empty() ? QRectF() : places[bestOverviewPlace(places)];
}

void GraphCanvas::paintOverview(QPainter &painter)
{
    const std::vector<QRectF> places = overviewPlaces();
    if (places.empty()) {
        m_overviewPlace = 0;
        return;
    }
    m_overviewPlace = bestOverviewPlace(places);
    const QRectF box = places[m_overviewPlace];
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
    Q_EMIT viewChanged();
}

void GraphCanvas::scrollContentsBy(int, int)
{
    viewport()->update();
    Q_EMIT viewChanged();
}

void GraphCanvas::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        makePainter();
        viewport()->update();
    }
    QAbstractScrollArea::changeEvent(event);
}

} // namespace proflens
