// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/style/svgimage.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QSvgRenderer>

#include <algorithm>
#include <cmath>

namespace proflens::style {

namespace {

// Pixels of an image: 100 MB of them.
constexpr double mostPixels = 25e6;

// Qt Svg takes a list of font families for the name of one; the first one it does find.
QByteArray withOneFont(const std::string &svg)
{
    QByteArray bytes(svg.data(), qsizetype(svg.size()));
    const qsizetype at = bytes.indexOf("font-family=\"");
    const qsizetype comma = at < 0 ? -1 : bytes.indexOf(',', at), end = bytes.indexOf('"', at + 13);
    return comma > 0 && comma < end ? bytes.remove(comma, end - comma) : bytes;
}

} // namespace

Result<QByteArray> svgImage(const std::string &svg, ImageFormat format, const QString &title)
{
    QSvgRenderer renderer(withOneFont(svg));
    const QSizeF size = renderer.viewBoxF().size();
    if (!renderer.isValid() || size.isEmpty())
        return Error{QCoreApplication::translate("SvgImage", "the picture could not be drawn").toStdString()};
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (format == ImageFormat::Pdf) {
        QPdfWriter writer(&buffer);
        writer.setTitle(title);
        // A pixel of the picture is 1/96 inch, as in a browser.
        writer.setPageSize(QPageSize(size * 72 / 96, QPageSize::Point, {}, QPageSize::ExactMatch));
        writer.setPageMargins({});
        QPainter painter(&writer);
        renderer.render(&painter);
        painter.end();
        return bytes;
    }
    const double scale = std::min(2.0, std::sqrt(mostPixels / (size.width() * size.height())));
    QImage image((size * scale).toSize().expandedTo({1, 1}), QImage::Format_RGB32);
    if (image.isNull())
        return Error{
            QCoreApplication::translate("SvgImage", "the picture is too large for an image").toStdString()};
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    renderer.render(&painter);
    painter.end();
    image.save(&buffer, "PNG");
    return bytes;
}

} // namespace proflens::style
