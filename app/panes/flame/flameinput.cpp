// SPDX-License-Identifier: GPL-3.0-or-later
// FlameView: what mouse and keys do.
#include "app/panes/flame/flameview.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace proflens {

bool FlameView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave && !m_dragging)
        hover({});
    if (event->type() == QEvent::ToolTip && m_toolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const auto spot = spotAt(help->pos());
        QToolTip::showText(help->globalPos(), spot ? m_toolTip(*spot) : QString(), viewport());
        return true;
    }
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
        Q_EMIT placeChanged();
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
