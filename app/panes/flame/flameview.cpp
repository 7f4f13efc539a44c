// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/flame/flameview.h"

#include "app/style/palette.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QFontMetricsF>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace proflens {

namespace {

// Pixels: what is narrower becomes one of the others.
constexpr double narrowestBox = 3;
// Milliseconds spent on names that were never drawn before: in the first picture, and while things move.
constexpr int firstPatience = 60, movingPatience = 5;

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
    m_busy = busy;
    viewport()->update();
}

void FlameView::setActive(const std::vector<FrameId> &frames)
{
    m_active = frames;
    updateLook();
}

void FlameView::setHoveredElsewhere(std::optional<FrameId> frame)
{
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

void FlameView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    if (!m_data) {
        painter.fillRect(viewport()->rect(), palette().color(QPalette::Base));
        return;
    }
    const qreal ratio = devicePixelRatioF();
    const QSize size(int(std::lround(viewport()->width() * ratio)),
                     int(std::lround(viewport()->height() * ratio)));
    if (m_image.size() != size)
        m_image = QImage(size, QImage::Format_RGB32);
    if (m_imageStale) {
        m_painter.setFont(font(), ratio);
        const FlameLayout &layout = layoutNow();
        FlameLook look;
        look.rowHeight = int(std::lround(rowHeight() * ratio));
        look.top = int(std::lround(topOfWhole() * ratio));
        look.flipped = m_flipped;
        look.zoomDepth = m_zoom.depth;
        look.active = m_active;
        look.search = m_search.get();
        if (m_spot && !m_spot->others && m_spot->node.depth > 0)
            look.hovered = m_data->tree.element(m_spot->node).frame();
        else
            look.hovered = m_hoveredElsewhere;
        if (hasFocus())
            look.current = m_current;
        const Analysis &analysis = *m_data->analysis;
        look.wholeText =
            tr("all: %1").arg(QString::fromStdString(analysis.formatAuto(m_data->tree.total({}))));
        const bool complete =
            m_painter.paint(m_image, layout, look, m_fresh ? firstPatience : movingPatience);
        m_imageStale = !complete;
        m_fresh = false;
        if (!complete)
            QMetaObject::invokeMethod(viewport(), qOverload<>(&QWidget::update), Qt::QueuedConnection);
    }
    if (m_busy) {
        painter.fillRect(viewport()->rect(), palette().color(QPalette::Base));
        painter.setOpacity(0.45);
    }
    painter.drawImage(viewport()->rect(), m_image);
    painter.setOpacity(1);
    if (m_data->tree.isEmpty()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(viewport()->rect().adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         emptyReason());
    }
}

QString FlameView::emptyReason() const
{
    const Analysis &analysis = *m_data->analysis;
    if (analysis.profile()->samples.size() == 0)
        return tr("The profile has no samples.");
    const bool filtered = !analysis.options().filters.empty();
    if (analysis.total() == 0 && !(filtered && analysis.options().relativePercentages))
        return tr("All values of this sample type are zero.");
    return filtered ? tr("The filters leave no sample.") : tr("The samples of this profile have no stacks.");
}

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
}

bool FlameView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave && !m_dragging)
        hover({});
    return QAbstractScrollArea::viewportEvent(event);
}

bool FlameView::event(QEvent *event)
{
    // The window's shortcuts must not take the keys that walk and zoom.
    if (event->type() == QEvent::ShortcutOverride) {
        auto *key = static_cast<QKeyEvent *>(event);
        const bool plain = !(key->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier));
        switch (key->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_Home:
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Backspace:
        case Qt::Key_Escape:
        case Qt::Key_Plus:
        case Qt::Key_Equal:
        case Qt::Key_Minus:
        case Qt::Key_0:
            if (!plain)
                break;
            event->accept();
            return true;
        default:
            break;
        }
    }
    return QAbstractScrollArea::event(event);
}

void FlameView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    m_pressed = m_dragged = event->position().toPoint();
    m_dragging = false;
}

void FlameView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    if (!m_pressed || !(event->buttons() & Qt::LeftButton)) {
        hover(position);
        return;
    }
    if (!m_dragging && (position - *m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
        m_dragging = true;
        viewport()->setCursor(Qt::ClosedHandCursor);
    }
    if (!m_dragging)
        return;
    const QPoint moved = position - m_dragged;
    m_dragged = position;
    m_scrolled = std::max(0, m_scrolled + (m_flipped ? moved.y() : -moved.y()));
    const double per = (m_end - m_begin) / std::max(viewport()->width(), 1);
    setWindow(m_begin - moved.x() * per, m_end - moved.x() * per);
}

void FlameView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    m_pressed = {};
    if (m_dragging) {
        m_dragging = false;
        viewport()->unsetCursor();
        hover(event->position().toPoint());
        return;
    }
    if (const auto spot = spotAt(event->position().toPoint())) {
        if (!spot->others)
            m_current = spot->node;
        activate(*spot);
        m_spot = {};
        hover(event->position().toPoint());
    }
}

void FlameView::mouseDoubleClickEvent(QMouseEvent *event)
{
    // The first click has zoomed already; the frame is still under the cursor.
    const auto spot = spotAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton)
        return;
    if (!spot)
        zoomToWhole();
    else if (!spot->others && spot->node.depth > 0)
        Q_EMIT sourceRequested(spot->node);
}

void FlameView::activate(const FlameSpot &spot)
{
    if (spot.others) {
        zoomTo(spot.node, *spot.others);
        return;
    }
    zoomTo(spot.node);
    Q_EMIT activated(spot.node);
}

void FlameView::wheelEvent(QWheelEvent *event)
{
    const QPoint angle = event->angleDelta();
    if (event->modifiers() & Qt::ShiftModifier) {
        // Some platforms turn the wheel sideways when Shift is held.
        const int delta = angle.y() != 0 ? angle.y() : angle.x();
        m_scrolled = std::max(0, m_scrolled + (m_flipped ? 1 : -1) * delta * 3 * rowHeight() / 120);
        invalidate();
    } else if (std::abs(angle.x()) > std::abs(angle.y())) {
        const double per = (m_end - m_begin) / std::max(viewport()->width(), 1);
        setWindow(m_begin - angle.x() * per, m_end - angle.x() * per);
    } else if (angle.y() != 0) {
        zoomBy(std::pow(1.2, angle.y() / 120.0), event->position().x());
    }
    m_spot = {};
    hover(event->position().toPoint());
    event->accept();
}

void FlameView::zoomBy(double factor)
{
    if (!m_data || m_data->tree.isEmpty())
        return;
    const QRect rect = m_current ? rectOf(*m_current) : QRect();
    zoomBy(factor, rect.isEmpty() ? viewport()->width() / 2.0 : rect.center().x());
}

void FlameView::keyPressEvent(QKeyEvent *event)
{
    if (!m_data || m_data->tree.isEmpty()) {
        event->ignore();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomBy(keyZoom);
        break;
    case Qt::Key_Minus:
        zoomBy(1 / keyZoom);
        break;
    case Qt::Key_0:
    case Qt::Key_Escape:
        zoomToWhole();
        break;
    case Qt::Key_Backspace:
        zoomOut();
        break;
    case Qt::Key_Home:
        setCurrent({});
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current)
            activate({*m_current, {}});
        break;
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        verticalScrollBar()->triggerAction(event->key() == Qt::Key_PageUp
                                               ? QAbstractSlider::SliderPageStepSub
                                               : QAbstractSlider::SliderPageStepAdd);
        break;
    default:
        if (!walk(event->key()))
            QAbstractScrollArea::keyPressEvent(event);
    }
}

bool FlameView::walk(int key)
{
    if (key != Qt::Key_Left && key != Qt::Key_Right && key != Qt::Key_Up && key != Qt::Key_Down)
        return false;
    if (!m_current) {
        setCurrent(m_zoom);
        return true;
    }
    const FlameTree &tree = m_data->tree;
    std::optional<FlameNode> next;
    if (key == Qt::Key_Left)
        next = tree.previousSibling(*m_current);
    else if (key == Qt::Key_Right)
        next = tree.nextSibling(*m_current);
    else if ((key == Qt::Key_Down) != m_flipped)
        next = tree.widestChild(*m_current);
    else if (m_current->depth > 0)
        next = tree.parent(*m_current);
    if (next)
        setCurrent(*next);
    return true;
}

void FlameView::contextMenuEvent(QContextMenuEvent *event)
{
    if (!m_data || m_data->tree.isEmpty())
        return;
    if (event->reason() == QContextMenuEvent::Mouse) {
        if (const auto spot = spotAt(event->pos()))
            Q_EMIT menuRequested(*spot, event->globalPos());
        return;
    }
    const FlameSpot spot = pointed();
    const QRect rect = rectOf(spot.node);
    Q_EMIT menuRequested(spot, viewport()->mapToGlobal(rect.isEmpty() ? QPoint(10, 10) : rect.center()));
}

void FlameView::focusInEvent(QFocusEvent *event)
{
    updateLook();
    QAbstractScrollArea::focusInEvent(event);
}

void FlameView::focusOutEvent(QFocusEvent *event)
{
    updateLook();
    QAbstractScrollArea::focusOutEvent(event);
}

} // namespace proflens
