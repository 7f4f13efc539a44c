// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/style/graphpainter.h"

#include "app/style/difference.h"
#include "app/style/palette.h"
#include "app/style/scheme.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFontMetricsF>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

#include <algorithm>
#include <cmath>

namespace proflens::style {

namespace {

constexpr double corner = 3;
// Pixels. Below the smallest nobody reads anything; below the readable a name is better told in fewer
// letters.
constexpr double smallestText = 4, readableText = 5.5, farText = 9;

// A font of exactly this many units, whose widths grow with its size.
QFont sized(QFont font, double size)
{
    font.setPixelSize(std::max(1, qRound(size)));
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

QString text(const std::string &utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

QColor fillOf(const QPalette &palette, const GraphDrawing::Node &node)
{
    if (node.isTag || node.missing)
        return palette.color(QPalette::Base);
    return node.difference ? differenceFill(palette, node.difference->change, node.difference->strength)
                           : heatFill(palette, node.share);
}

// Of nodes and edges.
template <typename T> QColor lineOf(const QPalette &palette, const T &drawn)
{
    // What only the other side has stays in the background.
    if (drawn.missing)
        return mixed(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.35);
    return drawn.difference ? differenceLine(palette, drawn.difference->change, drawn.difference->strength)
                            : heatLine(palette, drawn.share);
}

// width: at least the node's own.
QPen outlineOf(const QPalette &palette, const GraphDrawing::Node &node, double width)
{
    QPen pen(lineOf(palette, node), width);
    const graphstyle::Dashes dashes = graphstyle::dashesOf(node);
    // Dashes are measured in pen widths.
    if (dashes.line > 0)
        pen.setDashPattern({dashes.line / width, dashes.gap / width});
    if (!node.isTag)
        pen.setCapStyle(Qt::FlatCap);
    return pen;
}

QPolygonF arrowHead(const GraphLayout::Edge &line, double penWidth)
{
    const QPointF foot(line.curve.back().x, line.curve.back().y), tip(line.tip.x, line.tip.y);
    const QPointF along = tip - foot;
    const double length = std::hypot(along.x(), along.y());
    if (length <= 0)
        return {};
    const QPointF side = QPointF(-along.y(), along.x()) / length * graphstyle::arrowHalfWidth(penWidth);
    return {{tip, foot + side, foot - side}};
}

} // namespace

TextWidth textWidthIn(const QFont &font)
{
    // One large size for all: without hinting, width is in proportion.
    constexpr int reference = 100;
    return [metrics = QFontMetricsF(sized(font, reference))](std::string_view utf8, int fontSize) {
        return metrics.horizontalAdvance(QString::fromUtf8(utf8.data(), qsizetype(utf8.size()))) * fontSize /
               reference;
    };
}

GraphPainter::GraphPainter(const GraphPicture &picture, const QFont &font, const QPalette &palette)
    : m_picture(picture)
    , m_font(font)
    , m_palette(palette)
{
    const auto &edges = picture.layout.edges;
    m_paths.resize(edges.size());
    m_bounds.resize(edges.size());
    for (size_t e = 0; e < edges.size(); ++e) {
        const auto &curve = edges[e].curve;
        if (curve.size() < 4)
            continue;
        const auto at = [&](size_t i) { return QPointF(curve[i].x, curve[i].y); };
        QPainterPath &path = m_paths[e];
        path.moveTo(at(0));
        for (size_t i = 1; i + 2 < curve.size(); i += 3)
            path.cubicTo(at(i), at(i + 1), at(i + 2));
        const double reach = graphstyle::arrowHalfWidth(picture.drawing.edges[e].penWidth) + 1;
        m_bounds[e] = path.controlPointRect()
                          .united(QRectF(QPointF(edges[e].tip.x, edges[e].tip.y), QSizeF(0.1, 0.1)))
                          .adjusted(-reach, -reach, reach, reach)
                          .united(labelRect(e));
    }
}

QRectF GraphPainter::nodeRect(size_t node) const
{
    const auto &box = m_picture.drawing.nodes[node];
    const Point centre = m_picture.layout.nodes[node];
    return {centre.x - box.width / 2, centre.y - box.height / 2, box.width, box.height};
}

QRectF GraphPainter::labelRect(size_t edge) const
{
    const auto &line = m_picture.drawing.edges[edge];
    const Point centre = m_picture.layout.edges[edge].label;
    return {centre.x - line.labelWidth / 2, centre.y - line.labelHeight / 2, line.labelWidth,
            line.labelHeight};
}

void GraphPainter::paint(QPainter &painter, const QRectF &visible, double zoom, const Marks &marks) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::TextAntialiasing);
    const auto isMarked = [&](size_t e) {
        const auto &edge = m_picture.drawing.edges[e];
        return int(e) == marks.hoveredEdge || (marks.hovered >= 0 && (int(edge.source) == marks.hovered ||
                                                                      int(edge.target) == marks.hovered));
    };
    // Light edges first, so that heavy ones are on top, and marked ones above all.
    for (const bool marked : {false, true}) {
        for (size_t e = m_paths.size(); e-- > 0;) {
            if (isMarked(e) == marked && m_bounds[e].intersects(visible))
                paintEdge(painter, e, zoom, marks);
        }
    }
    // No line goes through a number.
    if (graphstyle::edgeFontSize * zoom >= smallestText) {
        for (size_t e = m_paths.size(); e-- > 0;) {
            if (m_bounds[e].intersects(visible))
                paintLabel(painter, e);
        }
    }
    for (size_t n = 0; n < m_picture.layout.nodes.size(); ++n) {
        if (nodeRect(n).adjusted(-6, -6, 6, 6).intersects(visible))
            paintNode(painter, n, zoom, marks);
    }
}

void GraphPainter::paintEdge(QPainter &painter, size_t e, double zoom, const Marks &marks) const
{
    const auto &edge = m_picture.drawing.edges[e];
    const auto &line = m_picture.layout.edges[e];
    if (m_paths[e].isEmpty())
        return;
    const bool marked =
        int(e) == marks.hoveredEdge ||
        (marks.hovered >= 0 && (int(edge.source) == marks.hovered || int(edge.target) == marks.hovered));
    const QColor colour = marked ? activeColor(m_palette) : lineOf(m_palette, edge);
    const double width = edge.penWidth + (marked ? 1 : 0);
    // Far away, a thin line is still to be seen.
    QPen pen(colour, std::max(width, 0.8 / zoom));
    pen.setCapStyle(Qt::FlatCap);
    const auto &missing = graphstyle::missingDashes;
    if (edge.missing)
        pen.setDashPattern({missing.line / pen.widthF(), missing.gap / pen.widthF()});
    else if (edge.residual)
        pen.setDashPattern({1.5 / pen.widthF(), 4 / pen.widthF()});
    else if (edge.inlined)
        pen.setDashPattern({8 / pen.widthF(), 3 / pen.widthF()});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(m_paths[e]);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawPolygon(arrowHead(line, width));
}

void GraphPainter::paintLabel(QPainter &painter, size_t e) const
{
    const auto &edge = m_picture.drawing.edges[e];
    if (m_paths[e].isEmpty() || edge.labelWidth <= 0 || edge.label.empty())
        return;
    QColor ground = m_palette.color(QPalette::Base);
    ground.setAlphaF(0.8F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRect(labelRect(e));
    painter.setFont(sized(m_font, graphstyle::edgeFontSize));
    painter.setPen(m_palette.color(QPalette::Text));
    painter.drawText(labelRect(e).adjusted(-2, 0, 2, 0), Qt::AlignCenter | Qt::TextDontClip,
                     text(edge.label));
}

void GraphPainter::paintNode(QPainter &painter, size_t n, double zoom, const Marks &marks) const
{
    const auto &node = m_picture.drawing.nodes[n];
    const QRectF box = nodeRect(n);
    const bool active = n < marks.active.size() && marks.active[n];
    QPen pen = outlineOf(m_palette, node, std::max(graphstyle::outlineWidth(node), 0.8 / zoom));
    if (int(n) == marks.hovered)
        pen = QPen(activeColor(m_palette), std::max(1.5, 1.5 / zoom));
    painter.setPen(pen);
    painter.setBrush(fillOf(m_palette, node));
    painter.drawRoundedRect(box, corner, corner);
    if (active || int(n) == marks.current) {
        // A frame around the box: thick for the active function, and dotted where the keyboard is.
        QPen frame(activeColor(m_palette), std::max(active ? 3.0 : 1.5, (active ? 2.5 : 1.5) / zoom));
        if (!active || (marks.focus && int(n) == marks.current && marks.active.empty()))
            frame.setStyle(Qt::DotLine);
        painter.setPen(frame);
        painter.setBrush(Qt::NoBrush);
        const double out = frame.widthF() / 2 + 1;
        painter.drawRoundedRect(box.adjusted(-out, -out, out, out), corner + out, corner + out);
    }
    if (node.lines.empty())
        return;
    painter.setPen(m_palette.color(QPalette::Text));
    if (node.fontSize * zoom < readableText) {
        paintFarName(painter, n, zoom);
        return;
    }
    painter.setFont(sized(m_font, node.fontSize));
    const double height = node.fontSize * graphstyle::lineHeight;
    QRectF row(box.left(), box.top() + node.textTop(), box.width(), height);
    for (const std::string &line : node.lines) {
        painter.drawText(row, Qt::AlignCenter | Qt::TextDontClip, text(line));
        row.translate(0, height);
    }
}

void GraphPainter::paintFarName(QPainter &painter, size_t n, double zoom) const
{
    // Seen from afar, a box holds the last part of its name, in a size that does not shrink with the picture.
    const auto &node = m_picture.drawing.nodes[n];
    const QRectF box = nodeRect(n);
    const double space = box.width() * zoom - 2;
    const QString whole = text(node.nameLines == 0 ? std::string() : node.lines[node.nameLines - 1]);
    double size = std::min(farText, box.height() * zoom * 0.8);
    // A smaller letter says more than dots.
    if (const double wanted = QFontMetricsF(sized(m_font, farText)).horizontalAdvance(whole); wanted > 0)
        size = std::min(size, std::max(readableText, farText * space / wanted));
    if (size < smallestText || space < 3 * size)
        return;
    const QFont font = sized(m_font, size);
    const QFontMetricsF metrics(font);
    const QString name = metrics.elidedText(whole, Qt::ElideRight, space);
    painter.save();
    painter.translate(box.center());
    painter.scale(1 / zoom, 1 / zoom);
    painter.setFont(font);
    const double width = metrics.horizontalAdvance(name);
    painter.drawText(QRectF(-width / 2 - 2, -size, width + 4, 2 * size), Qt::AlignCenter | Qt::TextDontClip,
                     name);
    painter.restore();
}

namespace {

void paintScale(QPainter &painter, const PictureFrame &frame, const QPalette &palette)
{
    for (const PictureFrame::Sample &sample : frame.samples) {
        GraphDrawing::Node node;
        node.difference = sample.difference;
        painter.setPen(sample.outlined ? outlineOf(palette, node, graphstyle::outlineWidth(node))
                                       : QPen(Qt::NoPen));
        painter.setBrush(fillOf(palette, node));
        const QRectF box(sample.box.x, sample.box.y, sample.box.width, sample.box.height);
        if (sample.outlined)
            painter.drawRoundedRect(box, corner, corner);
        else
            painter.drawRect(box);
    }
    painter.setPen(palette.color(QPalette::Text));
    for (const PictureFrame::Word &word : frame.words)
        painter.drawText(QPointF(word.x, word.baseline), text(word.text));
}

void paintWithLegend(QPainter &painter, const GraphPicture &picture, const PictureFrame &frame,
                     const QFont &font)
{
    const QPalette palette = schemePalette(Scheme::Light);
    painter.fillRect(QRectF(0, 0, frame.width, frame.height), palette.color(QPalette::Base));
    painter.setRenderHint(QPainter::Antialiasing);
    if (frame.legend.height > 0) {
        const QRectF box(frame.legend.x, frame.legend.y, frame.legend.width, frame.legend.height);
        painter.setPen(QPen(palette.color(QPalette::Mid), 1));
        painter.setBrush(palette.color(QPalette::AlternateBase));
        painter.drawRect(box);
        painter.setFont(sized(font, graphstyle::legendFontSize));
        painter.setPen(palette.color(QPalette::Text));
        const double height = graphstyle::legendFontSize * graphstyle::lineHeight;
        QRectF row(box.left() + graphstyle::legendPadding, box.top() + graphstyle::legendPadding, box.width(),
                   height);
        for (const std::string &line : picture.legend) {
            painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, text(line));
            row.translate(0, height);
        }
        paintScale(painter, frame, palette);
    }
    painter.translate(frame.graph.x, frame.graph.y);
    GraphPainter(picture, font, palette)
        .paint(painter, QRectF(-1e6, -1e6, 2e6, 2e6), 1e3, GraphPainter::Marks());
}

Error tooLarge()
{
    return {
        QCoreApplication::translate("GraphImage", "The picture does not fit into memory; show fewer nodes.")
            .toStdString()};
}

} // namespace

Result<QByteArray> graphImage(const GraphPicture &picture, const QFont &font, ImageFormat format)
{
    const PictureFrame frame = framePicture(picture, textWidthIn(font));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (format == ImageFormat::Pdf) {
        // Readers refuse pages beyond 200 inches.
        const double scale = std::min(1.0, 14400 / std::max(frame.width, frame.height));
        QPdfWriter writer(&buffer);
        writer.setTitle(text(picture.title));
        writer.setCreator(QStringLiteral("Proflens"));
        writer.setResolution(720);
        writer.setPageMargins(QMarginsF(0, 0, 0, 0));
        writer.setPageSize(QPageSize(QSizeF(frame.width * scale, frame.height * scale), QPageSize::Point,
                                     QString(), QPageSize::ExactMatch));
        QPainter painter(&writer);
        if (!painter.isActive())
            return tooLarge();
        painter.scale(10 * scale, 10 * scale);
        paintWithLegend(painter, picture, frame, font);
        painter.end();
        return bytes;
    }
    // Two pixels per point are sharp on any screen; a large graph gets fewer, so that viewers can open it.
    constexpr double mostPixels = 80e6, longestSide = 30000;
    const double scale = std::min({2.0, std::sqrt(mostPixels / (frame.width * frame.height)),
                                   longestSide / std::max(frame.width, frame.height)});
    QImage image(QSize(int(std::ceil(frame.width * scale)), int(std::ceil(frame.height * scale))),
                 QImage::Format_RGB32);
    if (image.isNull())
        return tooLarge();
    QPainter painter(&image);
    painter.fillRect(image.rect(), schemePalette(Scheme::Light).color(QPalette::Base));
    painter.scale(scale, scale);
    paintWithLegend(painter, picture, frame, font);
    painter.end();
    if (!image.save(&buffer, "PNG"))
        return tooLarge();
    return bytes;
}

} // namespace proflens::style
