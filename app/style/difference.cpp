// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/style/difference.h"

#include "app/style/palette.h"
#include "core/report/differencecolors.h"

#include <QCoreApplication>
#include <QEvent>
#include <QFontMetrics>
#include <QImage>
#include <QLinearGradient>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <vector>

namespace proflens::style {

namespace {

using difference::Ground;

Ground groundOf(const QPalette &palette)
{
    return isDark(palette) ? Ground::Dark : Ground::Light;
}

QColor colorOf(difference::Rgb color)
{
    return QColor(color.red, color.green, color.blue);
}

QString words(const char *text)
{
    return QCoreApplication::translate("Difference", text);
}

// A piece of a legend: a gradient or a sample, and the text right of it; the scale also has one left of it.
struct Piece
{
    enum class Sample { None, Scale, New, Gone, Same };
    QString before;
    Sample sample = Sample::None;
    QString after;
};

std::vector<Piece> piecesOf(const DifferenceScale &scale)
{
    std::vector<Piece> pieces;
    if (!scale.of.isEmpty())
        pieces.push_back({scale.of, Piece::Sample::None, {}});
    if (scale.range)
        pieces.push_back({scale.least, Piece::Sample::Scale, scale.most});
    if (scale.patterns) {
        pieces.push_back({{}, Piece::Sample::New, changeWord({Change::Kind::New, false})});
        pieces.push_back({{}, Piece::Sample::Gone, changeWord({Change::Kind::Gone, false})});
    }
    if (!scale.same)
        return pieces;
    pieces.push_back({{},
                      Piece::Sample::Same,
                      scale.noise ? words(QT_TRANSLATE_NOOP("Difference", "same or within noise"))
                                  : words(QT_TRANSLATE_NOOP("Difference", "the same"))});
    return pieces;
}

struct Measures
{
    explicit Measures(const QFontMetrics &metrics)
        : gap(std::max(4, metrics.height() / 3))
        , scaleWidth(metrics.height() * 6)
        , sampleWidth(metrics.height() * 3 / 2)
    {}
    int gap, scaleWidth, sampleWidth;

    int sample(Piece::Sample kind) const
    {
        return kind == Piece::Sample::None ? 0 : kind == Piece::Sample::Scale ? scaleWidth : sampleWidth;
    }
    int width(const Piece &piece, const QFontMetrics &metrics) const
    {
        const auto text = [&](const QString &t) {
            return t.isEmpty() ? 0 : metrics.horizontalAdvance(t) + gap;
        };
        return text(piece.before) + sample(piece.sample) + text(piece.after);
    }
};

void paintSample(QPainter &painter, const QRect &rect, Piece::Sample sample, const QPalette &palette)
{
    using Kind = Change::Kind;
    if (sample == Piece::Sample::Scale) {
        QLinearGradient gradient(rect.topLeft(), rect.topRight());
        const auto stop = [&](double at, Kind kind, double strength) {
            gradient.setColorAt(at, differenceFill(palette, {kind, false}, strength));
        };
        // The middle is no change at all, so grey between the weakest blue and the weakest red.
        stop(0, Kind::Shrank, 1);
        stop(0.47, Kind::Shrank, 0);
        stop(0.4701, Kind::Same, 0);
        stop(0.5299, Kind::Same, 0);
        stop(0.53, Kind::Grew, 0);
        stop(1, Kind::Grew, 1);
        painter.fillRect(rect, gradient);
    } else {
        const Change change{sample == Piece::Sample::New    ? Kind::New
                            : sample == Piece::Sample::Gone ? Kind::Gone
                                                            : Kind::Same,
                            false};
        painter.fillRect(rect, differenceFill(palette, change, 0.6));
        if (hasPattern(change)) {
            painter.setBrushOrigin(rect.topLeft());
            painter.fillRect(rect, differencePattern(palette, change, painter.device()->devicePixelRatioF()));
        }
    }
    painter.setPen(mixed(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.4));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect.adjusted(0, 0, -1, -1));
}

} // namespace

QColor differenceFill(const QPalette &palette, const Change &change, double strength)
{
    return colorOf(difference::fill(difference::signOf(change), strength, groundOf(palette)));
}

QColor differenceLine(const QPalette &palette, const Change &change, double strength)
{
    return colorOf(difference::line(difference::signOf(change), strength, groundOf(palette)));
}

QColor differenceText(const QPalette &palette, const Change &change)
{
    return colorOf(difference::text(difference::signOf(change), groundOf(palette)));
}

QColor differenceMark(const QPalette &palette, const Change &change)
{
    return colorOf(difference::mark(difference::signOf(change), groundOf(palette)));
}

bool hasPattern(const Change &change)
{
    return change.kind == Change::Kind::New || change.kind == Change::Kind::Gone;
}

QBrush differencePattern(const QPalette &palette, const Change &change, qreal ratio)
{
    if (!hasPattern(change))
        return {};
    const QColor mark = differenceMark(palette, change);
    const int period = std::max(4, int(std::lround(6 * ratio)));
    QImage tile(period, period, QImage::Format_ARGB32_Premultiplied);
    tile.fill(Qt::transparent);
    const int thick = std::max(1, int(std::lround(ratio)));
    if (change.kind == Change::Kind::Gone) {
        for (int y = 0; y < period; ++y) {
            for (int i = 0; i < thick; ++i)
                tile.setPixelColor((period - 1 - y + i) % period, y, mark);
        }
    } else {
        // Two dots, so that they stand in a quincunx.
        const int half = period / 2, size = thick + (ratio > 1 ? 0 : 1);
        for (const QPoint corner : {QPoint(0, 0), QPoint(half, half)}) {
            for (int y = 0; y < std::min(size, half); ++y) {
                for (int x = 0; x < std::min(thick, half); ++x)
                    tile.setPixelColor(corner.x() + x, corner.y() + y, mark);
            }
        }
    }
    tile.setDevicePixelRatio(ratio);
    return QBrush(tile);
}

QString changeWord(const Change &change)
{
    switch (change.kind) {
    case Change::Kind::New:
        return words(QT_TRANSLATE_NOOP("Difference", "new"));
    case Change::Kind::Gone:
        return words(QT_TRANSLATE_NOOP("Difference", "gone"));
    default:
        return {};
    }
}

QString changeText(const Change &change)
{
    QString text = changeWord(change);
    if (change.kind == Change::Kind::Same)
        return words(QT_TRANSLATE_NOOP("Difference", "unchanged"));
    if (change.kind == Change::Kind::Grew)
        text = words(QT_TRANSLATE_NOOP("Difference", "grew"));
    else if (change.kind == Change::Kind::Shrank)
        text = words(QT_TRANSLATE_NOOP("Difference", "shrank"));
    //: What became of a value, such as "grew", when sampling alone may explain it.
    return change.noise ? words(QT_TRANSLATE_NOOP("Difference", "%1, within noise")).arg(text) : text;
}

QSize differenceLegendSize(const QFont &font, const DifferenceScale &scale)
{
    const QFontMetrics metrics(font);
    const Measures measures(metrics);
    int width = 0;
    for (const Piece &piece : piecesOf(scale))
        width += measures.width(piece, metrics) + 3 * measures.gap;
    return {width, metrics.height() + 4};
}

void paintDifferenceLegend(QPainter &painter, const QRect &rect, const QFont &font, const QPalette &palette,
                           const DifferenceScale &scale)
{
    painter.save();
    painter.setFont(font);
    const QFontMetrics metrics(font);
    const Measures measures(metrics);
    const int height = std::min(rect.height(), metrics.height() - 2);
    int x = rect.left();
    const auto text = [&](const QString &t) {
        painter.setPen(palette.color(QPalette::WindowText));
        painter.drawText(QRect(x, rect.top(), metrics.horizontalAdvance(t) + 2, rect.height()),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, t);
        x += metrics.horizontalAdvance(t);
    };
    for (const Piece &piece : piecesOf(scale)) {
        if (x + measures.width(piece, metrics) > rect.right() + 1)
            break;
        if (!piece.before.isEmpty()) {
            text(piece.before);
            x += measures.gap;
        }
        if (piece.sample != Piece::Sample::None) {
            const int width = measures.sample(piece.sample);
            paintSample(painter, {x, rect.top() + (rect.height() - height) / 2, width, height}, piece.sample,
                        palette);
            x += width;
        }
        if (!piece.after.isEmpty()) {
            x += measures.gap;
            text(piece.after);
        }
        x += 3 * measures.gap;
    }
    painter.restore();
}

DifferenceLegend::DifferenceLegend(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void DifferenceLegend::setScale(const DifferenceScale &scale)
{
    if (scale == m_scale)
        return;
    m_scale = scale;
    setToolTip(text());
    setAccessibleName(text());
    updateGeometry();
    update();
}

QString DifferenceLegend::text() const
{
    QStringList lines;
    if (!m_scale.of.isEmpty())
        lines << m_scale.of;
    lines << words(QT_TRANSLATE_NOOP("Difference", "Blue: less, in full at %1. Red: more, in full at %2."))
                 .arg(m_scale.least, m_scale.most);
    if (m_scale.patterns)
        lines << words(QT_TRANSLATE_NOOP("Difference", "Dotted: new. Hatched: gone."));
    lines << (m_scale.noise
                  ? words(QT_TRANSLATE_NOOP("Difference",
                                            "Grey: the same, or a change that sampling alone may explain."))
                  : words(QT_TRANSLATE_NOOP("Difference", "Grey: the same.")));
    return lines.join(QLatin1Char('\n'));
}

QSize DifferenceLegend::sizeHint() const
{
    return differenceLegendSize(font(), m_scale);
}

QSize DifferenceLegend::minimumSizeHint() const
{
    return {60, sizeHint().height()};
}

void DifferenceLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintDifferenceLegend(painter, rect(), font(), palette(), m_scale);
}

void DifferenceLegend::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    updateGeometry();
    update();
}

} // namespace proflens::style
