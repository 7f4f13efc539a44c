// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/flame/flamepixels.h"

#include <algorithm>
#include <cmath>

namespace proflens::pixels {

namespace {

int scaled(int length, qreal ratio)
{
    return std::max(1, int(std::lround(length * ratio)));
}

} // namespace

QRgb *line(QImage &image, int y)
{
    return reinterpret_cast<QRgb *>(image.bits() + qsizetype(y) * image.bytesPerLine());
}

void fill(QImage &image, QRect rect, QRgb color)
{
    rect &= image.rect();
    for (int y = rect.top(); y <= rect.bottom(); ++y)
        std::fill_n(line(image, y) + rect.left(), rect.width(), color);
}

void outline(QImage &image, const QRect &rect, int thickness, QRgb color)
{
    if (rect.width() < 1)
        return;
    fill(image, {rect.left(), rect.top(), rect.width(), thickness}, color);
    fill(image, {rect.left(), rect.bottom() - thickness + 1, rect.width(), thickness}, color);
    fill(image, {rect.left(), rect.top(), thickness, rect.height()}, color);
    fill(image, {rect.right() - thickness + 1, rect.top(), thickness, rect.height()}, color);
}

void hatch(QImage &image, const QRect &rect, qreal ratio, QRgb color)
{
    const QRect seen = rect & image.rect();
    const int period = std::max(4, scaled(5, ratio)), thick = scaled(1, ratio);
    for (int y = seen.top(); y <= seen.bottom(); ++y) {
        QRgb *const pixels = line(image, y);
        for (int x = rect.left() - (rect.left() + y - rect.top()) % period; x <= seen.right(); x += period) {
            for (int i = std::max(x, seen.left()); i < std::min(x + thick, seen.right() + 1); ++i)
                pixels[i] = color;
        }
    }
}

void dots(QImage &image, const QRect &rect, qreal ratio, QRgb color)
{
    const int period = std::max(4, scaled(5, ratio)), size = scaled(1, ratio) + (ratio < 1.5 ? 0 : 1);
    // Every other row is shifted by half.
    int row = 0;
    for (int y = rect.top() + scaled(1, ratio); y <= rect.bottom() - size; y += (period + 1) / 2, ++row) {
        for (int x = rect.left() + scaled(2, ratio) + row % 2 * period / 2; x <= rect.right() - size;
             x += period)
            fill(image, {x, y, size, size}, color);
    }
}

void stripes(QImage &image, const QRect &rect, qreal ratio, QRgb color)
{
    const int period = std::max(3, scaled(3, ratio)), thick = scaled(1, ratio);
    for (int x = rect.left() + period - thick; x <= rect.right(); x += period)
        fill(image, QRect(x, rect.top(), thick, rect.height()) & rect, color);
}

} // namespace proflens::pixels
