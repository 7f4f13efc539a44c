// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/byteruns.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <vector>

using namespace proflens;

class tst_ByteRuns : public QObject
{
    Q_OBJECT

private slots:
    // More runs than a group has, some of them empty, one by one and several at a time.
    void handsOutWhatWasAppended()
    {
        std::mt19937 random(3);
        std::vector<std::vector<uint8_t>> expected;
        ByteRuns runs;
        while (expected.size() < 5000) {
            std::vector<uint8_t> together;
            std::vector<uint32_t> sizes(1 + random() % 600);
            for (uint32_t &size : sizes) {
                size = static_cast<uint32_t>(random() % 4 == 0 ? 0 : random() % 90);
                std::vector<uint8_t> &run = expected.emplace_back(size);
                std::generate(run.begin(), run.end(), [&] { return static_cast<uint8_t>(random()); });
                together.insert(together.end(), run.begin(), run.end());
            }
            if (random() % 2) {
                runs.append(together, sizes);
            } else {
                for (size_t i = expected.size() - sizes.size(); i < expected.size(); ++i)
                    runs.append(expected[i]);
            }
        }
        QCOMPARE(size_t(runs.size()), expected.size());
        size_t bytes = 0;
        for (uint32_t row = 0; row < runs.size(); ++row) {
            const auto run = runs[row];
            QVERIFY2(std::equal(run.begin(), run.end(), expected[row].begin(), expected[row].end()),
                     qPrintable(QString("run %1").arg(row)));
            bytes += run.size();
        }
        QCOMPARE(runs.bytes().size(), bytes);
        const ByteRuns copy = runs;
        QVERIFY(std::equal(copy[4000].begin(), copy[4000].end(), expected[4000].begin()));
    }

    void emptyHasNone()
    {
        const ByteRuns runs;
        QCOMPARE(runs.size(), 0U);
        QVERIFY(runs.bytes().empty());
    }
};

QTEST_APPLESS_MAIN(tst_ByteRuns)
#include "tst_byteruns.moc"
