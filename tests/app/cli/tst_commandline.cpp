// SPDX-License-Identifier: GPL-3.0-or-later
// How command lines are read: pprof's options by Go's rules, and what is refused.
#include "app/cli/commandline.h"

#include <QTest>

using namespace proflens;

namespace {

Result<CommandLine> parse(const QString &words)
{
    std::vector<std::string> arguments;
    for (const QString &word : words.split(' ', Qt::SkipEmptyParts))
        arguments.push_back(word.toStdString());
    return parseCommandLine(arguments);
}

} // namespace

class TestCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void options()
    {
        const auto line =
            parse("--top -cum -lines -nodecount=7 -nodefraction .25 -focus=a -focus=b -ignore c "
                  "-mean -trim=false -unit=ms -divide_by=2 -tagroot=x,y -source_path=/s "
                  "-output=o -call_tree f.pb.gz");
        QVERIFY2(line.ok(), line.ok() ? "" : line.error().message.c_str());
        const ReportOptions &o = (*line).options;
        QVERIFY((*line).report == ReportKind::Top);
        QVERIFY(o.sortByCum && o.mean && !o.trim && o.callTree);
        QVERIFY(o.granularity == Granularity::Lines);
        QCOMPARE(o.nodeCount, 7);
        QCOMPARE(o.nodeFraction, 0.25);
        QCOMPARE(o.unit, std::string("ms"));
        QCOMPARE(o.divideBy, 2.0);
        QCOMPARE(o.sourcePath, std::string("/s"));
        QCOMPARE(o.output, std::string("o"));
        QVERIFY(o.tagRoot == (std::vector<std::string>{"x", "y"}));
        QVERIFY(o.filters == (std::vector<Filter>{{FilterKind::Focus, "b"}, {FilterKind::Ignore, "c"}}));
    }
    void onlyMyCode()
    {
        const auto of = [](const char *words) {
            const auto line = parse(words);
            return line.ok() ? (*line).options.myCode : MyCode{true, Language::Ruby};
        };
        QVERIFY((of("-top f") == MyCode{}));
        QVERIFY((of("-top -only_my_code f") == MyCode{true, {}}));
        QVERIFY((of("-top -only_my_code=rust f") == MyCode{true, Language::Rust}));
        QVERIFY((of("-top -only_my_code=false f") == MyCode{}));
    }
    void refused_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *words, const char *says) { QTest::newRow(words) << words << says; };
        row("-top -tree f", "must set at most one output format");
        row("-top -web f", "must set at most one output format");
        row("-lines -files f", "conflicting options set: [files lines]");
        row("-cum -flat f", "conflicting options set: [cum flat]");
        row("-mean=yes f", "option -mean cannot be \"yes\"; it is true or false");
        row("-nodecount=x f", "option -nodecount cannot be \"x\"; it is a whole number");
        row("-cum=x f", "option -cum cannot be \"x\"");
        row("-focus", "option -focus needs a value");
        row("-only_my_code=cobol f",
            "option -only_my_code cannot be \"cobol\"; it is true, false, go, cpp, rust, "
            "java, python, javascript, dotnet, php or ruby");
        row("-sort=cum f", "-sort is not an option; see proflens --help");
        row("-http=:8080 -top f", "-http is not compatible with an output format on the command line");
        row("-no_browser f", "-no_browser only makes sense with -http");
        row("-web", "no profile named; say proflens -top FILE, for example");
        row("-shell -top f", "-shell asks for reports one by one; leave out -top");
        row("-shell -csv f",
            "-shell asks for reports one by one; leave out -csv, or leave out -shell and say "
            "-top -csv FILE");
        row("-shell -top -json f", "-shell asks for reports one by one; leave out -json, or leave out -shell "
                                   "and say -top -json FILE");
        row("-shell -flame f",
            "-shell asks for reports one by one; leave out -flame, or leave out -shell and "
            "say -svg -flame FILE");
        row("-shell -html -base=b f",
            "-shell asks for reports one by one; leave out -html, or leave out -shell "
            "and say -html -diff_base=BASE FILE");
        row("-peek= f", "-peek needs a regular expression that names of functions match, such as -peek=main");
        row("-shell", "no profile named; say proflens -top FILE, for example");
        row("-normalize -top f", "must have base profile to normalize by");
        row("-base=a -diff_base=b f", "-base and -diff_base flags cannot both be specified");
    }
    void refused()
    {
        QFETCH(QString, words);
        QFETCH(QString, says);
        const auto line = parse(words);
        QVERIFY(!line.ok());
        QCOMPARE(QString::fromStdString(line.error().message), says);
    }
    void viewers()
    {
        for (const char *name : {"web", "eog", "evince", "gv", "kcachegrind", "http=localhost:0"}) {
            const auto line = parse(QString("-%1 -focus=x f").arg(name));
            QVERIFY(line.ok());
            QVERIFY(!(*line).isReport());
            QCOMPARE(QString::fromStdString((*line).viewer), QString(name).section('=', 0, 0));
        }
        QVERIFY(parse("-http=:1 -no_browser f").ok());
        QVERIFY(parse("-peek= -top f").ok());
        const auto drawn = parse("-svg f");
        QVERIFY(drawn.ok() && (*drawn).drawing == Drawing::Svg && (*drawn).ending == "svg");
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
