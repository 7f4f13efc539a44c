// SPDX-License-Identifier: GPL-3.0-or-later
#include "../rawgolden.h"
#include "../rawtables.h"
#include "core/format/read.h"

using namespace proflens;

// Compares the tables of real profiles in pprof's older formats with what pprof says of them, where both are
// at hand.
class TestLegacyGolden : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameAsPprof_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("expected");
        const QDir shared(PROFLENS_SOURCE_DIR "/../shared/parity/real");
        const QList<RawGolden> goldens = rawGoldens(shared);
        if (goldens.isEmpty())
            QSKIP("pprof's answers are not beside the source");
        for (const RawGolden &golden : goldens) {
            if (golden.words.size() == 1 && golden.words[0].startsWith("legacy-"))
                QTest::newRow(qPrintable(golden.words[0]))
                    << shared.filePath("profiles/" + golden.words[0]) << golden.text;
        }
    }
    void sameAsPprof()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, expected);
        const auto profile = readProfile(file.toStdString());
        QVERIFY2(profile.ok(), profile ? "" : profile.error().message.c_str());
        QVERIFY(sameTables(rawTables(**profile), expected));
    }
};

QTEST_GUILESS_MAIN(TestLegacyGolden)
#include "tst_legacygolden.moc"
