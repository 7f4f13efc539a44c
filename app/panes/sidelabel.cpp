// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/sidelabel.h"

#include "app/style/text.h"

namespace proflens {

SideLabel::SideLabel(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void SideLabel::setTitle(const QString &title)
{
    m_title = title;
    setToolTip(style::wrappedToolTip(title));
    setAccessibleName(title);
    fit();
}

void SideLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    fit();
}

void SideLabel::fit()
{
    setText(fontMetrics().elidedText(m_title, Qt::ElideMiddle, width()));
}

} // namespace proflens
