// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/source/sourcedelegate.h"

#include "app/panes/source/sourcemodel.h"
#include "app/style/palette.h"
#include "app/style/syntax.h"

#include <QApplication>
#include <QPainter>
#include <QTextLayout>

namespace proflens {

SourceDelegate::SourceDelegate(SourceModel *model, QObject *parent)
    : BarDelegate(parent)
    , m_model(model)
{}

void SourceDelegate::setDimmed(bool dimmed)
{
    m_pale = dimmed;
    BarDelegate::setDimmed(dimmed);
}

void SourceDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    const int row = index.row();
    const bool hasText = m_model->sheet() && m_model->sheet()->text;
    if (m_model->column(index.column()) == SourceColumn::Text && hasText)
        paintText(painter, option, row);
    else
        BarDelegate::paint(painter, option, index);
    const auto line = [&](double weight) {
        return style::mixed(option.palette.color(QPalette::Base), option.palette.color(QPalette::Text),
                            weight);
    };
    if (m_model->startsGroup(index.column())) {
        painter->setPen(line(0.2));
        painter->drawLine(option.rect.topLeft(), option.rect.bottomLeft());
    }
    if (m_model->startsFunction(row) && row > 0) {
        painter->setPen(line(0.3));
        painter->drawLine(option.rect.topLeft(), option.rect.topRight());
    }
}

void SourceDelegate::paintText(QPainter *painter, const QStyleOptionViewItem &option, int row) const
{
    QStyleOptionViewItem cell = option;
    cell.state &= ~QStyle::State_HasFocus;
    const QStyle *style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &cell, painter, cell.widget);

    const QPalette &palette = cell.palette;
    const bool selected = cell.state & QStyle::State_Selected;
    const QPalette::ColorGroup group =
        cell.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    const QColor base = palette.color(group, selected ? QPalette::Highlight : QPalette::Base);
    painter->save();
    painter->setClipRect(cell.rect, Qt::IntersectClip);
    if (m_model->isActive(row)) {
        if (!selected)
            painter->fillRect(cell.rect, style::mixed(base, style::activeColor(palette), 0.07));
        painter->fillRect(QRect(cell.rect.topLeft() + QPoint(3, 0), QSize(3, cell.rect.height())),
                          selected ? palette.color(group, QPalette::HighlightedText)
                                   : style::activeColor(palette));
    }

    const ShownLine shown = m_model->shown(row);
    QTextLayout layout(shown.text, cell.font);
    QTextOption wrap;
    wrap.setWrapMode(QTextOption::NoWrap);
    wrap.setTextDirection(Qt::LeftToRight);
    layout.setTextOption(wrap);
    const auto ink = [&](const QColor &color) { return m_pale ? style::mixed(color, base, 0.5) : color; };
    QList<QTextLayout::FormatRange> formats;
    if (!selected) {
        for (const ShownLine::Piece &piece : shown.pieces) {
            QTextCharFormat format;
            format.setForeground(ink(style::syntaxColor(palette, piece.token)));
            formats.append({int(piece.begin), int(piece.length), format});
        }
    }
    for (const auto &[begin, length] : m_model->matches(row, shown)) {
        QTextCharFormat format;
        format.setBackground(style::matchColor(palette));
        format.setForeground(palette.color(group, QPalette::Text));
        format.setFontUnderline(true);
        formats.append({int(begin), int(length), format});
    }
    layout.setFormats(formats);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    layout.endLayout();
    if (line.isValid()) {
        painter->setPen(ink(palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text)));
        layout.draw(painter, QPointF(cell.rect.left() + textMargin(),
                                     cell.rect.top() + (cell.rect.height() - line.height()) / 2));
    }
    painter->restore();
}

} // namespace proflens
