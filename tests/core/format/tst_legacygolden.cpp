// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/read.h"
#include "rawtables.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using namespace proflens;

namespace {

// Without the lines that depend on clocks and on how durations are printed.
QByteArrayList tableLines(const QByteArray &raw)
{
    QByteArrayList lines = raw.split('\n');
    lines.removeIf(
        [](const QByteArray &line) { return line.startsWith("Time:") || line.startsWith("Duration:"); });
    return lines;
}

} // namespace

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
        if (!shared.exists("golden.jsonl.gz"))
            QSKIP("pprof's answers are not beside the source");
        QProcess gzip;
        gzip.start("gzip", {"-dc", shared.filePath("golden.jsonl.gz")});
        QVERIFY2(gzip.waitForFinished(60'000), "gzip -dc must run to unpack pprof's answers");
        const QByteArrayList cases = gzip.readAllStandardOutput().split('\n');
        for (const QByteArray &text : cases) {
            const QJsonObject entry = QJsonDocument::fromJson(text).object();
            const QJsonArray steps = entry["steps"].toArray();
            const QStringList words = steps.at(0).toString().split(' ');
            if (steps.size() == 1 && words.size() == 2 && words[0] == "-raw" &&
                words[1].startsWith("legacy-"))
                QTest::newRow(qPrintable(words[1]))
                    << shared.filePath("profiles/" + words[1]) << entry["out"].toString().toUtf8();
        }
    }
    void sameAsPprof()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, expected);
        const auto profile = readProfile(file.toStdString());
        QVERIFY2(profile.ok(), profile ? "" : profile.error().message.c_str());
        const QByteArrayList is = tableLines(rawTables(**profile)), should = tableLines(expected);
        for (qsizetype i = 0; i < std::min(is.size(), should.size()); ++i)
            QCOMPARE(is[i], should[i]);
        QCOMPARE(is.size(), should.size());
    }
};

QTEST_GUILESS_MAIN(TestLegacyGolden)
#include "tst_legacygolden.moc"
