// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace proflens::style {

// Qt's own style with what it leaves hard to see: in a dark palette it draws the outlines of check boxes,
// radio buttons and menus darker still, so that boxes without a tick vanish. Texts of headers stand as far
// from the edge as those of the cells below them. And docks that are tabbed together say their names in their
// tabs only.
class Fusion : public QProxyStyle
{
    Q_OBJECT

public:
    Fusion();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                           const QWidget *widget) const override;
};

} // namespace proflens::style
