// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/flowlayout.h"

#include <QWidget>

#include <algorithm>
#include <iterator>

namespace proflens {

FlowLayout::FlowLayout(QWidget *parent)
    : QLayout(parent)
{}

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.append(item);
}

int FlowLayout::count() const
{
    return static_cast<int>(m_items.size());
}

QLayoutItem *FlowLayout::itemAt(int index) const
{
    return m_items.value(index);
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    return index >= 0 && index < count() ? m_items.takeAt(index) : nullptr;
}

int FlowLayout::heightForWidth(int width) const
{
    return arrange(QRect(0, 0, width, 0), false);
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem *item : m_items)
        size = size.expandedTo(item->minimumSize());
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

QSize FlowLayout::sizeHint() const
{
    return minimumSize();
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

int FlowLayout::arrange(const QRect &rect, bool move) const
{
    const QRect area = rect.marginsRemoved(contentsMargins());
    const bool leftward = parentWidget() && parentWidget()->isRightToLeft();
    const int gap = std::max(0, spacing());
    QList<QLayoutItem *> items;
    std::copy_if(m_items.cbegin(), m_items.cend(), std::back_inserter(items),
                 [](const QLayoutItem *item) { return !item->isEmpty(); });
    qsizetype next = 0;
    int y = area.y();
    while (next < items.size()) {
        // One row: as many as fit, but at least one.
        QList<QSize> sizes;
        int width = 0;
        int height = 0;
        for (qsizetype i = next; i < items.size(); ++i) {
            const QSize hint = items[i]->sizeHint();
            const QSize size(std::min(hint.width(), std::max(area.width(), 1)), hint.height());
            if (!sizes.isEmpty() && width + size.width() > area.width())
                break;
            width += size.width() + gap;
            height = std::max(height, size.height());
            sizes << size;
        }
        int x = 0;
        for (const QSize &size : std::as_const(sizes)) {
            const int left = leftward ? area.right() + 1 - x - size.width() : area.x() + x;
            if (move)
                items[next]->setGeometry(QRect(QPoint(left, y + (height - size.height()) / 2), size));
            x += size.width() + gap;
            ++next;
        }
        y += height + gap;
    }
    const QMargins margins = contentsMargins();
    const int rows = items.isEmpty() ? 0 : y - gap - area.y();
    return rows + margins.top() + margins.bottom();
}

} // namespace proflens
