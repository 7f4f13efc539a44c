// SPDX-License-Identifier: GPL-3.0-or-later
// -summary, and how the base is scaled, from the command line.
#include "app/cli/commandline.h"
#include "app/start/openrequests.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace proflens;

namespace {

struct Answer
{
    int status = -1;
    QString out, error;
};

Answer run(const QStringList &arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    // A report opens no display.
    environment.insert("QT_QPA_PLATFORM", "none");
    process.setProcessEnvironment(environment);
    process.start(PROFLENS_PROGRAM, arguments);
    process.waitForFinished(60000);
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

QString sample(const QString &name)
{
    return QStringLiteral(PROFLENS_SOURCE_DIR "/resources/samples/") + name;
}

Result<CommandLine> parsed(const QStringList &words)
{
    std::vector<std::string> arguments;
    for (const QString &word : words)
        arguments.push_back(word.toStdString());
    return parseCommandLine(arguments);
}

QString problem(const QStringList &words)
{
    const auto line = parsed(words);
    return line ? QString() : QString::fromStdString(line.error().message);
}

} // namespace

class TestSummaryCli : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void summary()
    {
        const Answer answer = run({"-summary", "-diff_base=" + sample("cpu-1.pb.gz"), sample("cpu-2.pb.gz")});
        QCOMPARE(answer.error, QString());
        QCOMPARE(answer.status, 0);
        QVERIFY2(answer.out.contains("(*Catalog).Recommend is new and has"), qPrintable(answer.out));
        // The same whichever way the base is named.
        QCOMPARE(run({"-base=" + sample("cpu-1.pb.gz"), "--summary", sample("cpu-2.pb.gz")}).out, answer.out);
    }

    void options()
    {
        const QStringList pair = {"-diff_base=" + sample("heap-1.pb.gz"), sample("heap-2.pb.gz")};
        QVERIFY(run(QStringList{"-summary"} + pair).out.startsWith("inuse_space "));
        QVERIFY(run(QStringList{"-summary", "-sample_index=alloc_objects"} + pair)
                    .out.startsWith("alloc_objects "));
        QVERIFY(run(QStringList{"-summary", "-files"} + pair).out.contains(".go "));
        QVERIFY(run(QStringList{"-summary", "-focus=nowhereatall"} + pair)
                    .out.startsWith("Neither side has any "));
        const Answer wrong = run(QStringList{"-summary", "-focus=("} + pair);
        QCOMPARE(wrong.status, 2);
        QVERIFY(!wrong.error.isEmpty());
        QCOMPARE(run(QStringList{"-summary", "-sample_index=nosuch"} + pair).status, 2);
    }

    void json()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("summary.json");
        const Answer answer = run({"-summary", "-json", "-output=" + path,
                                   "-diff_base=" + sample("cpu-1.pb.gz"), sample("cpu-2.pb.gz")});
        QCOMPARE(answer.status, 0);
        QCOMPARE(answer.out, QString());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QJsonDocument::fromJson(file.readAll()).object()["outcome"].toString(), "changed");
    }

    void mistakes()
    {
        const Answer alone = run({"-summary", sample("cpu-1.pb.gz")});
        QCOMPARE(alone.status, 2);
        QCOMPARE(alone.error,
                 "proflens: -summary says what changed between two profiles; name the other one with "
                 "-diff_base=FILE\n");
        QVERIFY(problem({"-json", "a"}).contains("-summary"));
        QVERIFY(problem({"-summary", "-top", "-base=a", "b"}).contains("at most one output format"));
        QVERIFY(problem({"-summary", "-base=a"}).contains("no profile named"));
        QCOMPARE(run({"-summary", "-base=" + sample("cpu-1.pb.gz"), sample("nosuch.pb.gz")}).status, 2);
    }

    void scaling()
    {
        const auto scalingOf = [](const QString &option) {
            const auto line = parsed({option, "-diff_base=a", "b"});
            return line ? line->scaling : Scaling{ScaleBy::Factor, -1, line.error().message};
        };
        QCOMPARE(scalingOf("-scale=none"), Scaling());
        QCOMPARE(scalingOf("-scale=duration"), (Scaling{ScaleBy::Duration, 1, {}}));
        QCOMPARE(scalingOf("-scale=total"), (Scaling{ScaleBy::Total, 1, {}}));
        QCOMPARE(scalingOf("-normalize"), (Scaling{ScaleBy::Total, 1, {}}));
        QCOMPARE(scalingOf("-scale=label:request"), (Scaling{ScaleBy::Label, 1, "request"}));
        QCOMPARE(scalingOf("-scale=1.5"), (Scaling{ScaleBy::Factor, 1.5, {}}));
        for (const char *const wrong :
             {"-scale=0", "-scale=-2", "-scale=nan", "-scale=inf", "-scale=label:", "-scale=much", "-scale="})
            QVERIFY2(problem({wrong, "-diff_base=a", "b"}).startsWith("option -scale cannot be"), wrong);
        QVERIFY(problem({"-scale=total", "b"}).contains("base"));
        QVERIFY(problem({"-scale=total", "-normalize", "-base=a", "b"}).contains("name one of them"));
    }

    // A window opens with what the command line says.
    void scalingInTheWindow()
    {
        const auto line = parsed({"-scale=2.5", "-diff_base=a", "b"});
        QVERIFY(line.ok());
        const QList<OpenRequest> requests = openRequests(*line);
        QCOMPARE(requests.size(), 1);
        QCOMPARE(requests[0].state.compare.scaling, (Scaling{ScaleBy::Factor, 2.5, {}}));
    }

    // Reports see the base scaled, too.
    void scaledReports()
    {
        const QString one = sample("goroutine-1.pb.gz");
        const auto total = [&](const QStringList &options) {
            const Answer answer = run(QStringList{"-top", "-trim=false"} + options + QStringList{one});
            return answer.status == 0
                       ? answer.out.section("Showing nodes accounting for ", 1).section(',', 0, 0)
                       : answer.error;
        };
        const QString base = "-base=" + one;
        QCOMPARE(total({base, "-scale=1"}), "0");
        QCOMPARE(total({base, "-scale=total"}), "0");
        QCOMPARE(total({base, "-scale=2"}), '-' + total({}));
        QVERIFY(total({base, "-scale=duration"}).contains("not both profiles say how long"));
    }
};

QTEST_GUILESS_MAIN(TestSummaryCli)
#include "tst_summarycli.moc"
