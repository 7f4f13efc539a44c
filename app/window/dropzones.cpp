// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/dropzones.h"

#include "app/style/palette.h"

#include <QPainter>

namespace proflens {

DropZones::DropZones(QWidget *parent)
    : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DropZones::appear(const QString &open, const QString &compare)
{
    m_texts[0] = open;
    m_texts[1] = compare;
    setAccessibleName(tr("Drop here: %1, or %2").arg(open, compare));
    setGeometry(parentWidget()->rect());
    raise();
    show();
}

QRect DropZones::rectOf(Zone zone) const
{
    const int half = width() / 2;
    const bool first = (zone == Zone::Open) != isRightToLeft();
    return first ? QRect(0, 0, half, height()) : QRect(half, 0, width() - half, height());
}

DropZones::Zone DropZones::zoneAt(const QPoint &place) const
{
    return rectOf(Zone::Compare).contains(place) ? Zone::Compare : Zone::Open;
}

void DropZones::follow(const QPoint &place)
{
    m_zone = zoneAt(place);
    update();
}

void DropZones::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = palette().color(QPalette::Window);
    veil.setAlphaF(0.85F);
    painter.fillRect(rect(), veil);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.4);
    for (const Zone zone : {Zone::Open, Zone::Compare}) {
        const bool chosen = zone == m_zone;
        const QRect box = rectOf(zone).adjusted(24, 24, -24, -24);
        const QColor accent = palette().color(QPalette::Highlight);
        painter.setBrush(chosen ? style::mixed(palette().color(QPalette::Base), accent, 0.25)
                                : palette().color(QPalette::Base));
        painter.setPen(
            QPen(chosen ? accent : palette().color(QPalette::Mid), chosen ? 3 : 1.5, Qt::DashLine));
        painter.drawRoundedRect(box, 12, 12);
        large.setBold(chosen);
        painter.setFont(large);
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(box.adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWrapAnywhere,
                         m_texts[static_cast<int>(zone)]);
    }
}

} // namespace proflens
