// SPDX-License-Identifier: GPL-3.0-or-later
// What scripts and CI ask for: rows as CSV and JSON, limits, and pictures by Graphviz itself.
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace {

struct Ran
{
    int code = -1;
    QByteArray out, errors;
};

Ran run(const QStringList &arguments)
{
    QProcess program;
    program.start(QStringLiteral(PROFLENS_PROGRAM), arguments);
    program.waitForFinished(60000);
    return {program.exitCode(), program.readAllStandardOutput(), program.readAllStandardError()};
}

QString sample(const char *name)
{
    return QStringLiteral(PROFLENS_SOURCE_DIR "/resources/samples/") + QLatin1String(name);
}

QString base(const char *name)
{
    return QStringLiteral("-diff_base=") + sample(name);
}

} // namespace

class TestDataCli : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rows();
    void rowsOfBothSides();
    void limits();
    void limitsOfAChange();
    void limitsBesideAReport();
    void wrongWords_data();
    void wrongWords();
    void picturesByGraphviz();
};

void TestDataCli::rows()
{
    const Ran csv = run({"-top", "-csv", "-nodecount=2", sample("cpu-1.pb.gz")});
    QVERIFY2(csv.code == 0, csv.errors);
    const QList<QByteArray> lines = csv.out.split('\n');
    QCOMPARE(lines.size(), 4);
    QVERIFY2(lines[1].startsWith("7820000000,26.5806,"), lines[1]);
    for (const char *report : {"-top", "-tree", "-peek=distance", "-traces", "-tags"}) {
        const Ran json = run({report, "-json", sample("cpu-1.pb.gz")});
        QVERIFY2(json.code == 0, json.errors);
        const QJsonObject object = QJsonDocument::fromJson(json.out).object();
        QVERIFY2(QString(report).startsWith('-' + object["report"].toString()), json.out.left(200));
        QCOMPARE(object["total"].toInteger(), 29420000000);
    }
}

void TestDataCli::rowsOfBothSides()
{
    const Ran json = run({"-top", "-json", base("cpu-1.pb.gz"), sample("cpu-2.pb.gz")});
    QVERIFY2(json.code == 0, json.errors);
    const QJsonObject object = QJsonDocument::fromJson(json.out).object();
    QCOMPARE(object["total"]["base"].toInteger(), 29420000000);
    const QJsonArray functions = object["functions"].toArray();
    QVERIFY(functions.size() > 20);
    const QJsonValue flat = functions[0]["flat"];
    QCOMPARE(flat["delta"].toInteger(), flat["current"].toInteger() - flat["base"].toInteger());
}

void TestDataCli::limits()
{
    const Ran broken = run({"-fail_if=flat(^crypto/) > 20%", "-fail_if=total > 10s", sample("cpu-1.pb.gz")});
    QCOMPARE(broken.code, 1);
    QCOMPARE(broken.out, QByteArray("crypto/sha256.block: flat 6.73s = 22.88% (flat(^crypto/) > 20%)\n"
                                    "total: total 29.42s (total > 10s)\n"));
    const Ran kept = run({"-fail_if=flat > 99%", sample("cpu-1.pb.gz")});
    QCOMPARE(kept.code, 0);
    QCOMPARE(kept.out, QByteArray());
    // Filters and granularity count.
    QCOMPARE(run({"-fail_if=flat(crypto) > 1%", "-ignore=crypto", sample("cpu-1.pb.gz")}).code, 0);
    QCOMPARE(run({"-fail_if=flat(search.go$) > 20%", "-files", sample("cpu-1.pb.gz")}).code, 1);
}

void TestDataCli::limitsOfAChange()
{
    const Ran broken = run({"-fail_if=flat ratio > 5 and flat growth > 5%", base("cpu-1.pb.gz"),
                            sample("cpu-2.pb.gz")});
    QCOMPARE(broken.code, 1);
    QVERIFY2(broken.out.contains("runtime.mallocgc: flat ×9.25 from 200ms to 1.85s"), broken.out);
    // A profile does not grow against itself.
    QCOMPARE(run({"-fail_if=growth > 0%", base("cpu-1.pb.gz"), sample("cpu-1.pb.gz")}).code, 0);
}

void TestDataCli::limitsBesideAReport()
{
    const Ran both = run({"-top", "-nodecount=1", "-fail_if=total > 1s", sample("cpu-1.pb.gz")});
    QCOMPARE(both.code, 1);
    QVERIFY2(both.out.contains("flat%"), both.out);
    QCOMPARE(both.errors, QByteArray("total: total 29.42s (total > 1s)\n"));
}

void TestDataCli::wrongWords_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("reason");
    QTest::newRow("csv of what has no rows")
        << QStringList{"-dot", "-csv"} << "-csv says how -top, -tree, -peek, -traces and -tags are printed";
    QTest::newRow("both") << QStringList{"-top", "-csv", "-json"} << "conflicting options set: [csv json]";
    QTest::newRow("json of nothing") << QStringList{"-json"} << "-json says how";
    QTest::newRow("limit") << QStringList{"-fail_if=much"} << "option -fail_if=much: flat, cum or total";
    QTest::newRow("growth of one") << QStringList{"-fail_if=growth > 1%"} << "by -diff_base=FILE";
    QTest::newRow("unit") << QStringList{"-fail_if=flat > 1MB"} << "\"MB\" is no unit of cpu";
    QTest::newRow("flame graph as PostScript") << QStringList{"-flame", "-ps"} << "name one of them";
}

void TestDataCli::wrongWords()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, reason);
    const Ran ran = run(arguments << sample("cpu-1.pb.gz"));
    QCOMPARE(ran.code, 2);
    QVERIFY2(QString::fromUtf8(ran.errors).contains(reason), ran.errors);
    QCOMPARE(ran.out, QByteArray());
}

void TestDataCli::picturesByGraphviz()
{
    const Ran ps = run({"-ps", sample("cpu-1.pb.gz")});
    QVERIFY2(ps.code == 0, ps.errors);
    QVERIFY2(ps.out.startsWith("%!PS-Adobe"), ps.out.left(40));
    QVERIFY(ps.out.contains("distance"));
    const Ran gif = run({"-gif", "-nodecount=5", sample("cpu-1.pb.gz")});
    QVERIFY2(gif.code == 0, gif.errors);
    QVERIFY2(gif.out.startsWith("GIF8"), gif.out.left(10));
}

QTEST_GUILESS_MAIN(TestDataCli)
#include "tst_datacli.moc"
