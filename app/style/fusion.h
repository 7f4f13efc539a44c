// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace proflens::style {

// Qt's own style with what it leaves hard to see: in a dark palette it draws the outlines of check boxes,
// radio buttons and menus darker still, so that boxes without a tick vanish. And docks that are tabbed
// together say their names in their tabs only.
class Fusion : public QProxyStyle
{
    Q_OBJECT

public:
    Fusion();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
};

} // namespace proflens::style
