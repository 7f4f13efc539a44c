// SPDX-License-Identifier: GPL-3.0-or-later
// Flame graphs from the command line: of one profile, and of two in one picture.
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

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

QString xmlError(const QByteArray &bytes)
{
    QXmlStreamReader xml(bytes);
    while (!xml.atEnd())
        xml.readNext();
    return xml.hasError() ? xml.errorString() : QString();
}

} // namespace

class TestDrawFlame : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneProfile()
    {
        const Ran ran = run({"-flame", "-svg", sample("cpu-1.pb.gz")});
        QVERIFY2(ran.code == 0, ran.errors);
        QCOMPARE(xmlError(ran.out), QString());
        QVERIFY(!ran.out.contains("id=\"legend\""));
        QVERIFY(ran.out.contains("all: 29.42s"));
    }
    void twoProfiles()
    {
        const Ran ran = run({"-flame", "-svg", "-diff_base=" + sample("cpu-1.pb.gz"), sample("cpu-2.pb.gz")});
        QVERIFY2(ran.code == 0, ran.errors);
        QCOMPARE(xmlError(ran.out), QString());
        QVERIFY(ran.out.contains("id=\"legend\""));
        QVERIFY(ran.out.contains("Base: cpu-1.pb.gz. Current: cpu-2.pb.gz."));
        QVERIFY(ran.out.contains("base 29.42s, current 29.02s, difference -400ms (-1.36% of the base)"));
        QVERIFY(ran.out.contains("(*Catalog).Recommend"));
        const Ran other =
            run({"-flame", "-svg", "-normalize", "-base=" + sample("cpu-1.pb.gz"), sample("cpu-2.pb.gz")});
        QVERIFY2(other.code == 0, other.errors);
        QVERIFY(other.out.contains("base 29.02s, current 29.02s, difference 0 (0% of the difference)"));
        const Ran filtered = run({"-flame", "-svg", "-focus=Recommend", "-diff_base=" + sample("cpu-1.pb.gz"),
                                  sample("cpu-2.pb.gz")});
        QVERIFY2(filtered.code == 0, filtered.errors);
        QVERIFY(filtered.out.contains("base 0, current "));
    }
    void asImage()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("flame.png");
        const Ran ran = run({"-flame", "-png", "-output=" + path, "-sample_index=alloc_space",
                             "-diff_base=" + sample("heap-1.pb.gz"), sample("heap-2.pb.gz")});
        QVERIFY2(ran.code == 0, ran.errors);
        QCOMPARE(QImage(path).width(), 2400);
    }
    void whatIsWrongIsSaid()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("flame.svg");
        const Ran missing = run({"-flame", "-svg", "-output=" + path,
                                 "-diff_base=" + folder.filePath("none.pb.gz"), sample("cpu-2.pb.gz")});
        QVERIFY(missing.code != 0);
        QVERIFY2(missing.errors.contains("none.pb.gz"), missing.errors);
        QVERIFY(!QFileInfo::exists(path));
        const Ran unlike =
            run({"-flame", "-svg", "-diff_base=" + sample("heap-1.pb.gz"), sample("cpu-2.pb.gz")});
        QVERIFY(unlike.code != 0);
        QVERIFY2(unlike.errors.startsWith("proflens: "), unlike.errors);
    }
};

QTEST_GUILESS_MAIN(TestDrawFlame)
#include "tst_drawflame.moc"
