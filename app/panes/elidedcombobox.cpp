// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/elidedcombobox.h"

#include <QAbstractItemView>
#include <QStyleOptionComboBox>
#include <QStylePainter>

namespace proflens {

ElidedComboBox::ElidedComboBox(QWidget *parent)
    : QComboBox(parent)
{
    view()->setTextElideMode(Qt::ElideMiddle);
}

QString ElidedComboBox::shownText() const
{
    QStyleOptionComboBox option;
    initStyleOption(&option);
    const QRect field =
        style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
    // Styles keep a pixel or two on either side.
    return fontMetrics().elidedText(currentText(), Qt::ElideMiddle, field.width() - 4);
}

void ElidedComboBox::paintEvent(QPaintEvent *event)
{
    if (currentIndex() < 0) {
        QComboBox::paintEvent(event); // the placeholder
        return;
    }
    QStylePainter painter(this);
    painter.setPen(palette().color(QPalette::Text));
    QStyleOptionComboBox option;
    initStyleOption(&option);
    option.currentText = shownText();
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

} // namespace proflens
