// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/graph/elidedlabel.h"

#include "app/style/text.h"

#include <QPainter>

namespace proflens {

ElidedLabel::ElidedLabel(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void ElidedLabel::setText(const QString &text)
{
    if (m_text == text)
        return;
    m_text = text;
    setToolTip(text.isEmpty() ? QString() : style::wrappedToolTip(text));
    setAccessibleName(text);
    update();
}

QSize ElidedLabel::sizeHint() const
{
    return {200, fontMetrics().height() + 4};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {40, fontMetrics().height() + 4};
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    const QRect space = contentsRect();
    painter.drawText(space, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     style::elidedName(m_text, QFontMetricsF(font()), space.width()));
}

} // namespace proflens
