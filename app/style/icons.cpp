// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/style/icons.h"

#include "app/style/palette.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>

#include <algorithm>

namespace proflens::style {

namespace {

// Drawn in a square of 16 by 16.
QPainterPath lines(Sign sign, QIcon::State state)
{
    QPainterPath path;
    switch (sign) {
    case Sign::Close:
        path.moveTo(4.5, 4.5);
        path.lineTo(11.5, 11.5);
        path.moveTo(11.5, 4.5);
        path.lineTo(4.5, 11.5);
        break;
    case Sign::Add:
        path.moveTo(8, 3);
        path.lineTo(8, 13);
        path.moveTo(3, 8);
        path.lineTo(13, 8);
        break;
    case Sign::Warning:
        path.moveTo(8, 2);
        path.lineTo(14.5, 13.5);
        path.lineTo(1.5, 13.5);
        path.closeSubpath();
        path.moveTo(8, 6.5);
        path.lineTo(8, 9.5);
        path.moveTo(8, 11.5);
        path.lineTo(8, 11.6);
        break;
    case Sign::Note:
        path.addEllipse(QRectF(2, 2, 12, 12));
        path.moveTo(8, 7.5);
        path.lineTo(8, 11);
        path.moveTo(8, 5);
        path.lineTo(8, 5.1);
        break;
    case Sign::Active:
        path.addEllipse(QRectF(2.5, 2.5, 11, 11));
        path.addEllipse(QRectF(6.5, 6.5, 3, 3));
        break;
    case Sign::Back:
        path.moveTo(7.5, 3.5);
        path.lineTo(3, 8);
        path.lineTo(7.5, 12.5);
        path.moveTo(3, 8);
        path.lineTo(13, 8);
        break;
    case Sign::Forward:
        path.moveTo(8.5, 3.5);
        path.lineTo(13, 8);
        path.lineTo(8.5, 12.5);
        path.moveTo(13, 8);
        path.lineTo(3, 8);
        break;
    case Sign::Swap:
        path.moveTo(10.5, 2.5);
        path.lineTo(13.5, 5.5);
        path.lineTo(10.5, 8.5);
        path.moveTo(13.5, 5.5);
        path.lineTo(2.5, 5.5);
        path.moveTo(5.5, 7.5);
        path.lineTo(2.5, 10.5);
        path.lineTo(5.5, 13.5);
        path.moveTo(2.5, 10.5);
        path.lineTo(13.5, 10.5);
        break;
    case Sign::Lock: {
        path.addRoundedRect(QRectF(3, 7.5, 10, 6.5), 1, 1);
        const double left = state == QIcon::On ? 5.2 : 9.2;
        path.moveTo(left, 7.5);
        path.lineTo(left, 5);
        path.arcTo(QRectF(left, 2, 5.6, 5.6), 180, -180);
        if (state == QIcon::On)
            path.lineTo(left + 5.6, 7.5);
        break;
    }
    }
    return path;
}

class SignEngine : public QIconEngine
{
public:
    explicit SignEngine(Sign sign)
        : m_sign(sign)
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const QPalette palette = QGuiApplication::palette();
        QColor color = palette.color(mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active,
                                     QPalette::ButtonText);
        if (mode == QIcon::Disabled)
            color = mixed(palette.color(QPalette::Window), color, 0.5);
        else if (m_sign == Sign::Warning)
            color = errorText(palette);
        const double side = std::min(rect.width(), rect.height());
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->translate(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2);
        painter->scale(side / 16, side / 16);
        painter->setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPath(lines(m_sign, state));
        painter->restore();
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine *clone() const override { return new SignEngine(m_sign); }

private:
    Sign m_sign;
};

} // namespace

QIcon icon(Sign sign)
{
    return QIcon(new SignEngine(sign));
}

} // namespace proflens::style
