// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QRect>

// What boxes are made of: plain writes into images of Format_RGB32, since a painter call per box would cost
// more than all else. Lengths are device pixels; what is outside the image is left out.
namespace proflens::pixels {

// alpha: 0 to 256. Red and blue are reckoned in one number: this is the inner loop of all text.
inline QRgb blended(QRgb below, QRgb above, int alpha)
{
    const auto more = uint32_t(alpha), less = 256 - more;
    const uint32_t redBlue = ((below & 0xff00ff) * less + (above & 0xff00ff) * more) >> 8 & 0xff00ff;
    const uint32_t green = ((below & 0xff00) * less + (above & 0xff00) * more) >> 8 & 0xff00;
    return 0xff000000 | redBlue | green;
}
QRgb *line(QImage &image, int y);

void fill(QImage &image, QRect rect, QRgb color);
// Within the rectangle.
void outline(QImage &image, const QRect &rect, int thickness, QRgb color);
// Diagonal lines, dots, upright lines; ratio: device pixels per pixel. Each begins at the rectangle's corner,
// so that neighbours do not look like one.
void hatch(QImage &image, const QRect &rect, qreal ratio, QRgb color);
void dots(QImage &image, const QRect &rect, qreal ratio, QRgb color);
void stripes(QImage &image, const QRect &rect, qreal ratio, QRgb color);

} // namespace proflens::pixels
