// SPDX-License-Identifier: GPL-3.0-or-later
#include "../rawgolden.h"
#include "../rawtables.h"
#include "core/format/finish.h"
#include "core/format/read.h"
#include "core/select/merge.h"

using namespace proflens;

// Compares profiles made of several, or of one and a base, with what pprof makes of them, where both are at
// hand.
class TestMergeGolden : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameAsPprof_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QByteArray>("expected");
        bool any = false;
        for (const char *name : {"real", "synthetic"}) {
            const QDir shared(QString(PROFLENS_SOURCE_DIR "/../shared/parity/") + name);
            for (const RawGolden &golden : rawGoldens(shared)) {
                const bool known =
                    std::all_of(golden.words.begin(), golden.words.end(), [](const QString &word) {
                        return !word.startsWith('-') || word.startsWith("-base=") ||
                               word.startsWith("-diff_base=");
                    });
                if (golden.words.size() < 2 || !known)
                    continue;
                any = true;
                QTest::newRow(qPrintable(golden.words.join(' ')))
                    << shared.filePath("profiles") << golden.words << golden.text;
            }
        }
        if (!any)
            QSKIP("pprof's answers are not beside the source");
    }
    void sameAsPprof()
    {
        QFETCH(QString, folder);
        QFETCH(QStringList, words);
        QFETCH(QByteArray, expected);
        std::vector<ProfilePtr> profiles;
        ProfilePtr base;
        for (const QString &word : words) {
            const QString file = folder + '/' + word.section('=', -1);
            const auto read = readProfile(file.toStdString());
            QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
            finishReading(**read);
            if (word.startsWith('-'))
                base = *read;
            else
                profiles.push_back(*read);
        }
        auto merged = mergeProfiles(profiles);
        QVERIFY2(merged.ok(), merged ? "" : merged.error().message.c_str());
        if (base)
            merged = withBase(*merged, base, words.join(' ').contains("-diff_base="), false);
        QVERIFY2(merged.ok(), merged ? "" : merged.error().message.c_str());
        QVERIFY(sameTables(rawTables(**merged), expected));
    }
};

QTEST_GUILESS_MAIN(TestMergeGolden)
#include "tst_mergegolden.moc"
