// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/textorder.h"

#include <QTest>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

using namespace proflens;

class TestTextOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Texts that begin alike, that are the beginning of others, that are equal, empty, or hold any byte.
    void isThatOfBytes_data()
    {
        QTest::addColumn<size_t>("count");
        QTest::addColumn<size_t>("letters");
        QTest::addColumn<size_t>("length");
        QTest::newRow("none") << size_t(0) << size_t(1) << size_t(1);
        QTest::newRow("one") << size_t(1) << size_t(256) << size_t(5);
        QTest::newRow("few, all alike") << size_t(100) << size_t(1) << size_t(1);
        QTest::newRow("many of NUL alone") << size_t(20000) << size_t(1) << size_t(40);
        QTest::newRow("many of two letters") << size_t(20000) << size_t(2) << size_t(30);
        QTest::newRow("many of all bytes") << size_t(20000) << size_t(256) << size_t(12);
    }
    void isThatOfBytes()
    {
        QFETCH(size_t, count);
        QFETCH(size_t, letters);
        QFETCH(size_t, length);
        std::mt19937 random(3);
        std::vector<std::string> texts(count);
        for (std::string &text : texts) {
            text = random() % 2 ? "github.com/acme/shop/" : "";
            const size_t more = random() % length;
            for (size_t i = 0; i < more; ++i)
                text += static_cast<char>(random() % letters);
        }
        const std::vector<std::string_view> views(texts.begin(), texts.end());
        std::vector<uint32_t> expected(count);
        std::iota(expected.begin(), expected.end(), 0U);
        // Equal ones in descending order of their rows, as nothing would do by chance.
        const auto less = [](uint32_t a, uint32_t b) { return a > b; };
        std::sort(expected.begin(), expected.end(), [&](uint32_t a, uint32_t b) {
            return views[a] != views[b] ? views[a] < views[b] : less(a, b);
        });
        const std::vector<uint32_t> order = textOrder(views, less);
        QCOMPARE(order.size(), count);
        for (size_t i = 0; i < count; ++i)
            QVERIFY2(order[i] == expected[i], qPrintable(QString("place %1 of %2 holds text %3, not %4")
                                                             .arg(i)
                                                             .arg(count)
                                                             .arg(order[i])
                                                             .arg(expected[i])));
    }
};

QTEST_GUILESS_MAIN(TestTextOrder)
#include "tst_textorder.moc"
