// SPDX-License-Identifier: GPL-3.0-or-later
// How differences look: colours of the palette, patterns and words beside them, and the legend.
#include "app/style/difference.h"
#include "app/style/scheme.h"
#include "core/report/differencecolors.h"

#include <QImage>
#include <QPainter>
#include <QSet>
#include <QTest>

using namespace proflens;
using Kind = Change::Kind;

namespace {

QSet<QRgb> colorsOf(const QImage &image)
{
    QSet<QRgb> colors;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            colors << image.pixel(x, y);
    }
    return colors;
}

difference::Rgb rgb(const QColor &color)
{
    return {uint8_t(color.red()), uint8_t(color.green()), uint8_t(color.blue())};
}

} // namespace

class TestDifference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsReadableOnFills()
    {
        for (const style::Scheme scheme : {style::Scheme::Light, style::Scheme::Dark}) {
            const QPalette palette = style::schemePalette(scheme);
            const auto readable = [&](const QColor &below, const QColor &above, double least) {
                return difference::contrast(rgb(below), rgb(above)) >= least;
            };
            for (const Kind kind : {Kind::Same, Kind::Grew, Kind::Shrank, Kind::New, Kind::Gone}) {
                for (const double strength : {0.0, 0.5, 1.0}) {
                    const Change change{kind, false};
                    QVERIFY(readable(style::differenceFill(palette, change, strength),
                                     palette.color(QPalette::Text), 4.5));
                    QVERIFY(
                        readable(style::differenceText(palette, change), palette.color(QPalette::Base), 4.5));
                    QVERIFY(readable(style::differenceLine(palette, change, strength),
                                     palette.color(QPalette::Base), 3));
                }
            }
        }
    }
    void patternsAndWords()
    {
        const QPalette palette = style::schemePalette(style::Scheme::Light);
        QCOMPARE(style::changeWord({Kind::New, false}), QString("new"));
        QCOMPARE(style::changeWord({Kind::Gone, true}), QString("gone"));
        QCOMPARE(style::changeWord({Kind::Grew, false}), QString());
        QCOMPARE(style::changeText({Kind::Same, false}), QString("unchanged"));
        QCOMPARE(style::changeText({Kind::Shrank, true}), QString("shrank, within noise"));
        QCOMPARE(style::differencePattern(palette, {Kind::Grew, false}).style(), Qt::NoBrush);
        for (const qreal ratio : {1.0, 2.0}) {
            QImage dotted(60, 20, QImage::Format_RGB32), hatched = dotted.copy();
            for (auto [image, kind] : {std::pair(&dotted, Kind::New), std::pair(&hatched, Kind::Gone)}) {
                image->setDevicePixelRatio(ratio);
                image->fill(style::differenceFill(palette, {kind, false}, 1));
                QPainter painter(image);
                painter.fillRect(image->rect(), style::differencePattern(palette, {kind, false}, ratio));
                painter.end();
                QCOMPARE(colorsOf(*image).size(), 2);
                QVERIFY(colorsOf(*image).contains(style::differenceMark(palette, {kind, false}).rgb()));
            }
        }
    }
    void legendSaysAllAndFits()
    {
        style::DifferenceLegend legend;
        legend.setScale({"-1.20s", "+1.20s", "Δ of the subtree", true, true});
        QVERIFY(legend.text().contains("-1.20s"));
        QVERIFY(legend.text().contains("gone"));
        QCOMPARE(legend.accessibleName(), legend.text());
        const int whole = legend.sizeHint().width();
        legend.setScale({"-1.20s", "+1.20s", "Δ of the subtree", false, true});
        QVERIFY2(legend.sizeHint().width() < whole, "patterns that do not occur take room");
        QVERIFY(!legend.text().contains("gone"));
        for (const int width : {whole, 120, 60}) {
            legend.resize(width, legend.sizeHint().height());
            QVERIFY(!legend.grab().isNull());
        }
        // Blue at the left end, red at the right one.
        legend.setScale({{}, {}, {}, false, false});
        legend.resize(legend.sizeHint());
        const QImage picture = legend.grab().toImage();
        const QRgb left = picture.pixel(2, picture.height() / 2);
        QVERIFY2(qBlue(left) > qRed(left), "the left end should be blue");
        int reddest = 0;
        for (int x = 0; x < picture.width(); ++x) {
            const QRgb c = picture.pixel(x, picture.height() / 2);
            reddest = std::max(reddest, qRed(c) - qBlue(c));
        }
        QVERIFY2(reddest > 60, "no red end");
    }
};

QTEST_MAIN(TestDifference)
#include "tst_difference.moc"
