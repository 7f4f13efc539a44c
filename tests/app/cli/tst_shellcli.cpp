// SPDX-License-Identifier: GPL-3.0-or-later
// proflens -shell as scripts use it: lines in, reports out, and the same reports as the command line prints.
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace {

const QString sample = QStringLiteral(PROFLENS_SOURCE_DIR "/resources/samples/cpu-1.pb.gz");

struct Run
{
    QByteArray out, error;
    int status = -1;
};

Run run(const QStringList &arguments, const QByteArray &input, const QString &folder,
        const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment())
{
    QProcess program;
    program.setWorkingDirectory(folder);
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(PROFLENS_PROGRAM), arguments);
    program.write(input);
    program.closeWriteChannel();
    program.waitForFinished(60000);
    return {program.readAllStandardOutput(), program.readAllStandardError(), program.exitCode()};
}

} // namespace

class TestShellCli : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    Run shell(const QByteArray &lines, const QStringList &options = {})
    {
        return run(QStringList("-shell") + options + QStringList(sample), lines, m_folder.path());
    }

private Q_SLOTS:
    void sameReports_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QString>("options");
        const auto row = [](const char *lines, const char *options) {
            QTest::newRow(lines) << QByteArray(lines) << options;
        };
        row("top5", "-top -nodecount=5");
        row("top", "-top -nodecount=10");
        row("top -cum json -encode", "-top -cum -nodecount=10 -focus=json -ignore=encode");
        row("sample_index=samples\nlines\ntree 10", "-tree -sample_index=samples -lines -nodecount=10");
        row("mean_cpu\nunit=us\ntop", "-top -mean -unit=us -nodecount=10");
        row("peek block$", "-peek=block$");
        row("tagfocus=endpoint=search\ntags", "-tags -tagfocus=endpoint=search");
        row("traces distance", "-traces -focus=distance");
        row("only_my_code=go\ntop5", "-top -nodecount=5 -only_my_code=go");
        row("comments", "-comments");
        row("raw", "-raw");
        row("dot 10", "-dot -nodecount=10");
        row("svg 10 | cat", "-svg -nodecount=10");
        row("png 10 | cat", "-png -nodecount=10");
        row("callgrind | cat", "-callgrind");
        row("proto | cat", "-proto");
        row("compact_labels=no\ntop3", "-top -nodecount=3 -compact_labels=false");
    }
    void sameReports()
    {
        QFETCH(QByteArray, lines);
        QFETCH(QString, options);
        QStringList arguments = options.split(' ');
        if (!options.contains("compact_labels"))
            arguments.append("-compact_labels");
        const Run expected = run(arguments + QStringList(sample), {}, m_folder.path());
        QCOMPARE(expected.status, 0);
        QVERIFY(!expected.out.isEmpty() || options == "-comments");
        const Run got = shell(lines + '\n');
        QCOMPARE(got.status, 0);
        QVERIFY2(got.out == expected.out, got.out.left(2000) + "\ninstead of\n" + expected.out.left(2000));
    }
    void files()
    {
        const QDir folder(m_folder.path());
        Run got = shell("svg\nsvg\nproto\ntop3 >top.txt\ntop3 > 'a b'\n");
        QCOMPARE(got.status, 0);
        QCOMPARE(got.out, QByteArray());
        QVERIFY2(
            got.error.contains("Generating report in profile001.svg\nGenerating report in profile002.svg\n"
                               "Generating report in profile001.pb.gz\nGenerating report in top.txt\n"),
            got.error);
        QFile text(folder.filePath("top.txt")), other(folder.filePath("a b"));
        QVERIFY(text.open(QIODevice::ReadOnly) && other.open(QIODevice::ReadOnly));
        const QByteArray written = text.readAll();
        QCOMPARE(written, other.readAll());
        QCOMPARE(written, shell("top3").out); // without an end of line, too
        got = shell("list nothing-like-it >list.txt");
        QVERIFY2(got.error.contains("no matches found") && !got.error.contains("Generating"), got.error);
        got = shell("top3 >/nowhere/file\ntop1 | wc -l");
        QVERIFY2(got.error.contains("cannot write /nowhere/file: No such file or directory"), got.error);
        QCOMPARE(got.out.trimmed(), QByteArray("5"));
    }
    void pipes()
    {
        QCOMPARE(shell("top3 | grep -c teashop | sed s/^/found:/").out, QByteArray("found:2\n"));
        // One that does not read it all, one that fails, and what comes after them.
        const Run got = shell("raw | head -1\ntop | no-such-command\ntop1 | tail -1 | awk '{print $NF}'");
        QCOMPARE(got.out, QByteArray("PeriodType: cpu nanoseconds\nexample.org/teashop/catalog.distance\n"));
        QVERIFY(got.error.contains("no-such-command"));
        QCOMPARE(got.status, 0);
    }
    void problems()
    {
        const Run got = shell("tpo\nlist nothing-like-it\nfocus=nothing-like-it\ntop1 >x\nq\ntop\n");
        QCOMPARE(got.out, QByteArray());
        QVERIFY2(got.error.contains(
                     "unrecognized command: \"tpo\"\nno matches found for regexp: nothing-like-it\n"),
                 got.error);
        QVERIFY2(got.error.contains("Focus expression matched no samples\n"), got.error);
        QCOMPARE(run({"-shell", "no-such-file"}, {}, m_folder.path()).status, 2);
    }
    void optionsAreVariables()
    {
        const Run got = shell("o\nmean_samples\no\n", {"-nodecount=7", "-focus=json", "-lines"});
        QVERIFY2(got.out.contains("  nodecount                 = 7 "), got.out);
        QVERIFY(got.out.contains("  focus                     = json "));
        QVERIFY(got.out.contains("  granularity               = lines "));
        QVERIFY(got.out.contains("  compact_labels            = true "));
        QVERIFY(got.out.contains("  sample_index              = samples "));
    }
    void comparisons()
    {
        QString other = sample;
        other.replace("cpu-1", "cpu-2");
        const QStringList sides = {"-diff_base=" + sample, other};
        const Run expected =
            run(QStringList{"-top", "-compact_labels", "-nodecount=10"} + sides, {}, m_folder.path());
        const Run got = run(QStringList("-shell") + sides, "top\n", m_folder.path());
        QVERIFY(!got.out.isEmpty());
        QCOMPARE(got.out, expected.out);
    }
    // Without a display, "web" says so and goes on.
    void web()
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            environment.remove(name);
        const Run got = run({"-shell", sample}, "web\ntop1\n", m_folder.path(), environment);
        QVERIFY2(got.error.contains("there is no display, which web needs for its window"), got.error);
        QVERIFY(got.out.startsWith("Showing nodes"));
        const Run direct = run({"-http=:0", sample}, {}, m_folder.path(), environment);
        QCOMPARE(direct.status, 2);
        QVERIFY2(direct.error.contains("no web server") && direct.error.contains("there is no display"),
                 direct.error);
    }
};

QTEST_GUILESS_MAIN(TestShellCli)
#include "tst_shellcli.moc"
