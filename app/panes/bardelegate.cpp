// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/bardelegate.h"

#include "app/style/difference.h"
#include "app/style/palette.h"
#include "app/style/text.h"
#include "core/report/differencecolors.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace proflens {

namespace {

QPalette::ColorGroup colorGroup(const QStyleOptionViewItem &option)
{
    if (!(option.state & QStyle::State_Enabled))
        return QPalette::Disabled;
    return option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
}

void drawBar(QPainter *painter, const QStyleOptionViewItem &option, double share)
{
    // What is not 0 shows, however small.
    const double width =
        std::max(std::min(std::fabs(share), 1.0) * option.rect.width(), share != 0 ? 1.0 : 0.0);
    QRectF bar(option.rect.adjusted(0, 2, 0, -2));
    bar.setWidth(width);
    const QPalette::ColorGroup group = colorGroup(option);
    const bool selected = option.state & QStyle::State_Selected;
    const QColor color = selected ? style::mixed(option.palette.color(group, QPalette::Highlight),
                                                 option.palette.color(group, QPalette::HighlightedText), 0.3)
                                  : style::barColor(option.palette);
    if (share >= 0) {
        painter->fillRect(bar, color);
        return;
    }
    // Negative values are hollow, which leaves the number readable; it has its sign as well.
    const QColor base = option.palette.color(group, selected ? QPalette::Highlight : QPalette::Base);
    painter->fillRect(bar, color);
    if (bar.width() > 2)
        painter->fillRect(bar.adjusted(1, 1, -1, -1), style::mixed(base, color, 0.2));
}

void drawDelta(QPainter *painter, const QStyleOptionViewItem &option, double share, const Change &change)
{
    const QRect room(option.rect.left() + 3, option.rect.top() + 2,
                     std::min(BarDelegate::deltaBarWidth, option.rect.width() / 2), option.rect.height() - 4);
    const double middle = room.left() + room.width() / 2.0;
    const QPalette::ColorGroup group = colorGroup(option);
    const bool selected = option.state & QStyle::State_Selected;
    const QColor base = option.palette.color(group, selected ? QPalette::Highlight : QPalette::Base);
    const QColor text = option.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text);
    if (share != 0) {
        // What is not 0 shows, however small.
        const double width = std::max(std::min(std::fabs(share), 1.0) * room.width() / 2.0, 1.0);
        const QRectF bar(share < 0 ? middle - width : middle, room.top(), width, room.height());
        const double strength = difference::strengthOfShare(share);
        painter->fillRect(bar, selected ? style::mixed(base, text, 0.45)
                                        : style::differenceFill(option.palette, change, strength));
        if (style::hasPattern(change) && !selected)
            painter->fillRect(bar, style::differencePattern(option.palette, change,
                                                            painter->device()->devicePixelRatioF()));
    }
    painter->fillRect(QRectF(std::floor(middle), option.rect.top(), 1, option.rect.height()),
                      style::mixed(base, text, 0.35));
}

} // namespace

int changeNumber(const Change &change)
{
    return static_cast<int>(change.kind) * 2 + (change.noise ? 1 : 0);
}

Change changeOfNumber(int number)
{
    return {static_cast<Change::Kind>(number / 2), number % 2 != 0};
}

void BarDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    // The whole row is current, not a cell of it.
    if (cell.state & QStyle::State_Selected)
        cell.state &= ~QStyle::State_HasFocus;
    const QString text = std::exchange(cell.text, QString());
    const QStyle *style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);

    painter->save();
    painter->setClipRect(cell.rect);
    const QVariant share = index.data(ShareRole);
    if (share.isValid())
        drawBar(painter, cell, share.toDouble());
    const QVariant changeData = index.data(ChangeRole);
    const Change change = changeData.isValid() ? changeOfNumber(changeData.toInt()) : Change();
    if (const QVariant delta = index.data(DeltaRole); delta.isValid())
        drawDelta(painter, cell, delta.toDouble(), change);

    const QPalette::ColorGroup group = colorGroup(cell);
    const bool selected = cell.state & QStyle::State_Selected;
    QColor color = cell.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text);
    if (changeData.isValid() && !change.isWorthColor() && !selected)
        color = style::differenceText(cell.palette, change);
    if (m_dimmed)
        color = style::mixed(color,
                             cell.palette.color(group, selected ? QPalette::Highlight : QPalette::Base), 0.5);
    painter->setPen(color);
    painter->setFont(cell.font);
    const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, &cell, cell.widget) + 3;
    const QRect room = cell.rect.adjusted(margin, 0, -margin, 0);
    QString shown;
    if (index.data(NameRole).toBool()) {
        const QString mark = index.data(MarkRole).toString();
        shown = style::elidedName(text.chopped(mark.size()), QFontMetricsF(cell.font),
                                  room.width() - cell.fontMetrics.horizontalAdvance(mark)) +
                mark;
    } else {
        const bool begins = index.data(BeginRole).toBool();
        shown = cell.fontMetrics.elidedText(text, begins ? Qt::ElideRight : Qt::ElideLeft, room.width());
    }
    painter->drawText(room, int(cell.displayAlignment) | Qt::TextSingleLine, shown);
    painter->restore();
}

} // namespace proflens
