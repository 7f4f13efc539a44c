// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure.h"

#include <QTest>

using namespace proflens;

class TestMeasure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void labels_data()
    {
        QTest::addColumn<qint64>("value");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("text");
        QTest::newRow("whole seconds lose their decimals") << qint64(3'000'000'000) << "nanoseconds" << "auto" << "3s";
        QTest::newRow("two decimals") << qint64(1'500) << "ms" << "minimum" << "1.50s";
        QTest::newRow("below a nanosecond falls to seconds") << qint64(0) << "ns" << "auto" << "0";
        QTest::newRow("negative") << qint64(-2048) << "bytes" << "auto" << "-2kB";
        QTest::newRow("hours") << qint64(7'200) << "seconds" << "auto" << "2hrs";
        QTest::newRow("count has no unit") << qint64(12) << "count" << "minimum" << "12";
        QTest::newRow("unknown unit is kept") << qint64(12) << "widgets" << "widgets" << "12widgets";
        QTest::newRow("another family relabels") << qint64(1) << "count" << "seconds" << "1seconds";
        QTest::newRow("milli GCU") << qint64(5) << "milliGCU" << "GCU" << "0.01GCU";
    }
    void labels()
    {
        QFETCH(qint64, value);
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(measure::scaledLabel(value, from.toStdString(), to.toStdString())), text);
    }
    void percentages()
    {
        const auto text = [](qint64 value, qint64 total) { return QString::fromStdString(measure::percentage(value, total)); };
        QCOMPARE(text(1, 1), "  100%");
        QCOMPARE(text(9995, 10000), "  100%");
        QCOMPARE(text(-6, 25), "24.00%");
        QCOMPARE(text(1, 500), "  0.2%");
        QCOMPARE(text(1, 100'000'000'000), "1e-09%");
        QCOMPARE(text(5, 0), "    0%");
        QCOMPARE(text(5, 2), "250.00%");
    }
};

QTEST_GUILESS_MAIN(TestMeasure)
#include "tst_measure.moc"
