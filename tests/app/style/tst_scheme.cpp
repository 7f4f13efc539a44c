// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/style/palette.h"
#include "app/style/scheme.h"

#include <QTest>

#include <cmath>

using namespace proflens::style;

Q_DECLARE_METATYPE(Scheme)

namespace {

// Of two colours, from 1 to 21 (WCAG 2, relative luminance and contrast ratio).
double contrast(const QColor &a, const QColor &b)
{
    const auto luminance = [](const QColor &color) {
        const auto linear = [](double c) {
            return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
               0.0722 * linear(color.blueF());
    };
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

} // namespace

class TestScheme : public QObject
{
    Q_OBJECT

    static void schemes()
    {
        QTest::addColumn<Scheme>("scheme");
        QTest::newRow("light") << Scheme::Light;
        QTest::newRow("dark") << Scheme::Dark;
    }

private Q_SLOTS:
    void textsCanBeRead_data() { schemes(); }
    void textsCanBeRead()
    {
        QFETCH(Scheme, scheme);
        const QPalette p = schemePalette(scheme);
        for (const auto text :
             {QPalette::Text, QPalette::WindowText, QPalette::PlaceholderText, QPalette::Link}) {
            for (const auto below : {QPalette::Base, QPalette::Window, QPalette::AlternateBase}) {
                const double ratio = contrast(p.color(text), p.color(below));
                QVERIFY2(ratio >= 4.5,
                         qPrintable(QString("role %1 on role %2: %3").arg(text).arg(below).arg(ratio)));
            }
        }
        const double selected = contrast(p.color(QPalette::HighlightedText), p.color(QPalette::Highlight));
        QVERIFY2(selected >= 4.5, qPrintable(QString::number(selected)));
    }

    // The active function's outline, on boxes of any hue and on the hottest node.
    void activeIsSeen_data() { schemes(); }
    void activeIsSeen()
    {
        QFETCH(Scheme, scheme);
        const QPalette p = schemePalette(scheme);
        for (uint32_t hash = 0; hash < 360; ++hash) {
            const double ratio = contrast(activeColor(p), packageColor(p, hash));
            QVERIFY2(ratio >= 2.2, qPrintable(QString("hue %1: %2").arg(hash).arg(ratio)));
        }
        const double onHeat = contrast(activeColor(p), heatFill(p, 1));
        QVERIFY2(onHeat >= 2, qPrintable(QString::number(onHeat)));
    }
};

QTEST_MAIN(TestScheme)
#include "tst_scheme.moc"
