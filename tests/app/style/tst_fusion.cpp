// SPDX-License-Identifier: GPL-3.0-or-later
// What our style makes visible that Qt's own does not.
#include "app/style/fusion.h"
#include "app/style/scheme.h"

#include <QApplication>
#include <QCheckBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QPainter>
#include <QStyleOption>
#include <QTest>
#include <QTreeWidget>

#include <cmath>

using namespace proflens;

namespace {

// As WCAG has it: what tells that a control is there has at least 3.
double contrast(const QColor &a, const QColor &b)
{
    const auto luminance = [](const QColor &color) {
        const auto linear = [](double c) {
            return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
               0.0722 * linear(color.blueF());
    };
    const double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
    return std::max(x, y) / std::min(x, y);
}

// The most that any pixel stands out from the background.
double mostContrast(const QImage &image, const QColor &background)
{
    double most = 1;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            most = std::max(most, contrast(image.pixelColor(x, y), background));
    }
    return most;
}

QImage drawn(QStyle::PrimitiveElement element, QStyle::State state)
{
    QImage image(20, 20, QImage::Format_RGB32);
    image.fill(QApplication::palette().color(QPalette::Window));
    QPainter painter(&image);
    QStyleOptionButton option;
    option.palette = QApplication::palette();
    option.rect = {3, 3, 14, 14};
    option.state = state;
    QApplication::style()->drawPrimitive(element, &option, &painter, nullptr);
    return image;
}

} // namespace

class TestFusion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void uncheckedBoxesAreSeen()
    {
        for (const auto scheme : {style::Scheme::Dark, style::Scheme::Light}) {
            style::useScheme(*qApp, scheme);
            const QColor background = QApplication::palette().color(QPalette::Window);
            for (const auto element : {QStyle::PE_IndicatorCheckBox, QStyle::PE_IndicatorRadioButton}) {
                const double seen =
                    mostContrast(drawn(element, QStyle::State_Enabled | QStyle::State_Off), background);
                // The light one is Qt's own.
                const double wanted = scheme == style::Scheme::Dark ? 3 : 1.3;
                QVERIFY2(seen >= wanted, qPrintable(QString("contrast %1").arg(seen)));
            }
            const double off =
                mostContrast(drawn(QStyle::PE_IndicatorCheckBox, QStyle::State_Off), background);
            QVERIFY2(off > 1.2, qPrintable(QString("contrast of a disabled one %1").arg(off)));
        }
    }

    // Texts of headers end where those of cells do, and do not touch the next.
    void headersKeepTheirDistance()
    {
        style::useScheme(*qApp, style::Scheme::Light);
        QTreeWidget tree;
        tree.setHeaderLabels({"Share", "Caller"});
        tree.headerItem()->setTextAlignment(0, Qt::AlignRight);
        tree.header()->setStretchLastSection(false);
        tree.show();
        tree.header()->resizeSection(0, tree.header()->sectionSizeHint(0));
        QVERIFY(QTest::qWaitForWindowExposed(&tree));
        const int end = tree.header()->sectionSize(0);
        const QImage image = tree.header()->grab().toImage();
        const QImage margin = image.copy(end - 5, 3, 3, image.height() - 6);
        QVERIFY2(mostContrast(margin, image.pixelColor(end - 4, image.height() / 2)) < 1.5,
                 "the header's text touches its edge");
        QVERIFY2(tree.header()->sectionSizeHint(0) >= tree.fontMetrics().horizontalAdvance("Share") + 8,
                 "there is no room for the text");
    }

    void namesItself()
    {
        style::useScheme(*qApp, style::Scheme::Light);
        QCOMPARE(style::styleName(*qApp), QString("fusion"));
        style::useTheme(*qApp, style::Theme::System, style::styleName(*qApp));
        QCOMPARE(style::styleName(*qApp), QString("fusion"));
    }

    // A dock behind or in front of others has its name in a tab; alone it has it in its title.
    void tabbedDocksSayTheirNameOnce()
    {
        style::useScheme(*qApp, style::Scheme::Light);
        QMainWindow window;
        window.resize(500, 400);
        auto *one = new QDockWidget("MMMMMMMM", &window), *two = new QDockWidget("WWWWWWWW", &window);
        one->setWidget(new QLabel(&window));
        two->setWidget(new QLabel(&window));
        window.addDockWidget(Qt::TopDockWidgetArea, one);
        window.addDockWidget(Qt::TopDockWidgetArea, two);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const auto title = [&] {
            // Without the buttons at its end.
            const QImage image = window.grab().toImage();
            const QRect bar(one->mapTo(&window, QPoint(2, 2)), QSize(100, 12));
            return mostContrast(image.copy(bar), window.palette().color(QPalette::Window));
        };
        QTRY_VERIFY(title() > 5);
        window.tabifyDockWidget(two, one);
        one->raise();
        QTRY_VERIFY2(title() < 2, "the name is there twice");
        window.addDockWidget(Qt::BottomDockWidgetArea, two);
        QTRY_VERIFY(title() > 5);
    }
};

QTEST_MAIN(TestFusion)
#include "tst_fusion.moc"
