// SPDX-License-Identifier: GPL-3.0-or-later
// The shell: what lines ask for, and what options they leave behind.
// tests/data/shell/*.txt are transcripts: "> LINE", and below what go tool pprof answers to it, but for
// messages in our words, pprof's newer way to write a time, and what it cannot do.
#include "core/format/read.h"
#include "core/report/optiontable.h"
#include "core/shell/shell.h"
#include "core/shell/shellhelp.h"

#include <QFile>
#include <QTest>

using namespace proflens;

namespace {

ProfilePtr sample(const char *name)
{
    const auto read = readProfile(PROFLENS_SOURCE_DIR "/resources/samples/" + std::string(name));
    return read ? ProfilePtr(*read) : nullptr;
}

// What one sees: text, problems, and reports, unless these go elsewhere.
QString shown(Shell &shell, const QString &line)
{
    const ShellAnswer answer = shell.answer(line.toStdString());
    if (answer.kind == ShellAnswer::Kind::Problem)
        return QString::fromStdString(answer.text) + '\n';
    if (answer.kind == ShellAnswer::Kind::Window)
        return "(window)\n";
    if (answer.kind != ShellAnswer::Kind::Report)
        return QString::fromStdString(answer.text);
    const ShellReport &report = *answer.report;
    if (!report.options.output.empty())
        return "(into " + QString::fromStdString(report.options.output) + ")\n";
    if (!report.pipe.empty())
        return "(through " + QString::fromStdString(report.pipe) + ")\n";
    if (!report.command->ending.empty())
        return "(into profile001." + QString::fromUtf8(report.command->ending.data()) + ")\n";
    QString text;
    Status status = success();
    std::vector<std::string> notes;
    {
        Output out([&](std::string_view piece) {
            text += QString::fromUtf8(piece.data(), qsizetype(piece.size()));
            return true;
        });
        status =
            writeReport(shell.profile(), report.command->kind, report.options, report.argument, out, &notes);
    }
    for (const std::string &note : notes)
        text.prepend(QString::fromStdString(note) + '\n');
    return status ? text : QString::fromStdString(status.error().message) + '\n';
}

QString get(const Shell &shell, const char *option)
{
    return QString::fromStdString(findOption(option)->get(shell.options()));
}

} // namespace

class TestShell : public QObject
{
    Q_OBJECT

    ProfilePtr m_cpu = sample("cpu-1.pb.gz"), m_heap = sample("heap-1.pb.gz");

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_cpu && m_heap); }

    void transcript_data()
    {
        QTest::addColumn<QString>("profile");
        QTest::newRow("cpu") << "cpu-1.pb.gz";
        QTest::newRow("heap") << "heap-1.pb.gz";
    }
    void transcript()
    {
        QFETCH(QString, profile);
        QFile file(QStringLiteral(PROFLENS_TEST_DATA "/shell/") + QTest::currentDataTag() + ".txt");
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
        Shell shell(sample(profile.toLocal8Bit().constData()), {});
        const QStringList parts = QString('\n' + QString::fromUtf8(file.readAll())).split("\n> ");
        QVERIFY(parts.size() > 20);
        for (const QString &part : parts.mid(1)) {
            const QString line = part.section('\n', 0, 0);
            QString expected = part.section('\n', 1);
            if (!expected.isEmpty() && !expected.endsWith('\n'))
                expected += '\n';
            const QString got = shown(shell, line);
            QVERIFY2(got == expected,
                     qPrintable("after \"" + line + "\", expected:\n" + expected + "but was shown:\n" + got));
        }
    }

    void answers_data()
    {
        QTest::addColumn<QString>("lines"); // all but the last are said before
        QTest::addColumn<QString>("says");
        const auto row = [](const char *lines, const char *says) { QTest::newRow(lines) << lines << says; };
        row("", "");
        row("   ", "");
        row("//: a comment", "");
        row("tpo", "unrecognized command: \"tpo\"\n");
        row("json", "a shell prints no json; say proflens -top -json FILE outside of it\n");
        row("html",
            "html is no command of the shell; say proflens -html -diff_base=BASE FILE outside of it\n");
        row("12", "unrecognized command: \"12\"\n");
        row("tpo=1", "unrecognized command: \"tpo=\"\n"); // as pprof: a number at the end is a count
        row("nodecount 5", "did you mean: nodecount=5\n");
        row("nodecount", "please specify a value, e.g. nodecount=<val>\n");
        row("sort", "please specify a value, e.g. sort=<val>\n");
        row("mean yes", "did you mean: mean=yes\n");
        row("lines 5", "did you mean: granularity=lines\n");
        row("nodecount=many", "nodecount cannot be \"many\"; it is a whole number\n");
        row("mean=maybe", "mean cannot be \"maybe\"; it is true or false\n");
        row("sort=name", "sort cannot be \"name\"; it is one of cum, flat\n");
        row("lines=false", "lines is one way of granularity; say granularity=<val> for another\n");
        row("list", "command list requires an argument\n");
        row("list >x", "command list requires an argument\n");
        row("top >", "unexpected end of line after >\n");
        row("top |", "unexpected end of line after |\n");
        row("| less", "there is no command before |\n");
        row("top >a | less", "a report goes into a file or to a command, not to both\n");
        row("top >>a", "a report cannot be added to a file; > writes a new one\n");
        row("sample_index=foo", "sample_index \"foo\" must be one of: [samples cpu]\n");
        row("sample_index=2", "sample_index 2 is outside the range [0..1]\n");
        row("normalize=true", "normalize is about how profiles are read; start with -normalize and a base\n");
        row("normalize=false", "");
        row("only_my_code", "");
        row("only_my_code=go", "");
        row("only_my_code=no //: all of it", "");
        row("only_my_code go", "did you mean: only_my_code=go\n");
        row("only_my_code=mine", "only_my_code cannot be \"mine\"; it is true, false, go, cpp, rust, java, "
                                 "python, javascript, dotnet, php or ruby\n");
        row("help xyz", "Unknown command: xyz\n");
        row("top >file", "(into file)\n");
        row("top > 'my file'", "(into my file)\n");
        row("top >'my file'", "(into my file)\n");
        row("output=o.txt\ntop", "(into o.txt)\n");
        row("output=o.txt\ntop | wc -l", "(through wc -l)\n");
        row("top | grep -v 'a | b' | head -2", "(through grep -v 'a | b' | head -2)\n");
        row("top |head", "(through head)\n");
        row("svg", "(into profile001.svg)\n");
        row("svg | wc", "(through wc)\n");
        row("svg >x.svg", "(into x.svg)\n");
        row("callgrind", "(into profile001.callgraph.out)\n");
        row("proto", "(into profile001.pb.gz)\n");
        row("web", "(window)\n");
    }
    void answers()
    {
        QFETCH(QString, lines);
        QFETCH(QString, says);
        Shell shell(m_cpu, {});
        QString last;
        for (const QString &line : lines.split('\n'))
            last = shown(shell, line);
        QCOMPARE(last, says);
    }

    void onlyMyCode()
    {
        Shell shell(m_cpu, {});
        shell.answer("only_my_code");
        QVERIFY((shell.options().myCode == MyCode{true, {}}));
        shell.answer("only_my_code=rust");
        QVERIFY((shell.options().myCode == MyCode{true, Language::Rust}));
        QVERIFY2(shell.optionsText().find("only_my_code              = rust ") != std::string::npos,
                 shell.optionsText().c_str());
        shell.answer("only_my_code=no");
        QVERIFY(!shell.options().myCode.on);
        const std::string help = shell.answer("help only_my_code").text;
        QVERIFY2(help.find("python") != std::string::npos, help.c_str());
        QVERIFY(shell.answer("help").text.find("only_my_code") != std::string::npos);
    }

    void reports_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("argument");
        QTest::addColumn<QString>(
            "differs"); // from the options that are set: "name=value" with blanks between
        const auto row = [](const char *line, const char *command, const char *argument,
                            const char *differs) {
            QTest::newRow(line) << line << command << argument << differs;
        };
        row("top", "top", "", "nodecount=10");
        row("text", "text", "", "nodecount=10");
        row("top10", "top", "", "nodecount=10");
        row("top 7 foo -bar baz -cum -qux", "top", "", "nodecount=7 sort=cum focus=foo|baz ignore=bar|qux");
        row("top -flat +3", "top", "", "nodecount=3");
        row("top -5", "top", "", "nodecount=-5");
        row("top '5'", "top", "", "nodecount=10 focus=5");
        row("top \"404\" -'500'", "top", "", "nodecount=10 focus=404 ignore=500");
        row("top '-cum'", "top", "", "nodecount=10 focus=-cum");
        row("top a|b", "top", "", "nodecount=10 focus=a|b");
        row("top 'a b'", "top", "", "nodecount=10 focus=a b");
        row("top don't", "top", "", "nodecount=10 focus=don't");
        row("top 99999999999", "top", "", "nodecount=10 focus=99999999999");
        row("tree", "tree", "", "");
        row("tree3", "tree", "", "nodecount=3");
        row("list foo", "list", "foo", "");
        row("list5", "list", "5", "");
        row("list 5", "list", "5", "");
        row("list '5' 6", "list", "5", "nodecount=6");
        row("list foo bar", "list", "foo", "focus=bar");
        row("peek -x -y", "peek", "-x", "ignore=y");
        row("tags a b -c", "tags", "", "tagfocus=a|b tagignore=c");
        row("traces foo //: why not", "traces", "", "focus=foo");
        row("svg 20 >f.svg", "svg", "", "nodecount=20 output=f.svg");
        row("web 20 json", "web", "", "nodecount=20 focus=json");
    }
    void reports()
    {
        QFETCH(QString, line);
        QFETCH(QString, command);
        QFETCH(QString, argument);
        QFETCH(QString, differs);
        Shell shell(m_cpu, {});
        const ReportOptions before = shell.options();
        const ShellAnswer answer = shell.answer(line.toStdString());
        QVERIFY2(answer.report.has_value(), answer.text.c_str());
        QVERIFY2(shell.options() == before, "options of one report do not stay");
        QCOMPARE(QString::fromUtf8(answer.report->command->name.data()), command);
        QCOMPARE(QString::fromStdString(answer.report->argument), argument);
        QStringList changed;
        for (const Option &option : optionTable()) {
            if (option.get(answer.report->options) != option.get(before))
                changed += QString::fromStdString(std::string(option.name) + '=' +
                                                  option.get(answer.report->options));
        }
        changed.sort();
        const QStringList pieces = changed.join(' ').split(' ', Qt::SkipEmptyParts);
        QStringList wanted = differs.split(' ', Qt::SkipEmptyParts);
        QCOMPARE(QSet<QString>(pieces.begin(), pieces.end()), QSet<QString>(wanted.begin(), wanted.end()));
    }

    void variables()
    {
        Shell shell(m_heap, {});
        QCOMPARE(get(shell, "compact_labels"), QString("true"));
        for (const char *line : {"  nodecount = 20 //: a comment", "unit=MB", "mean", "lines", "cum",
                                 "trim=N", "focus = a = b ", "sample_index=1", "tagroot=a,b"})
            QVERIFY2(shell.answer(line).kind == ShellAnswer::Kind::Nothing, line);
        QCOMPARE(get(shell, "nodecount"), QString("20"));
        QCOMPARE(get(shell, "unit"), QString("MB"));
        QCOMPARE(get(shell, "mean"), QString("true"));
        QCOMPARE(get(shell, "granularity"), QString("lines"));
        QCOMPARE(get(shell, "sort"), QString("cum"));
        QCOMPARE(get(shell, "trim"), QString("false"));
        QCOMPARE(get(shell, "focus"), QString("a = b"));
        QCOMPARE(get(shell, "tagroot"), QString("a,b"));
        QCOMPARE(get(shell, "sample_index"), QString("alloc_space"));
        (void)shell.answer("ignore=x");
        (void)shell.answer("show=x");
        QVERIFY(shell.answer(" : ").kind == ShellAnswer::Kind::Nothing);
        QCOMPARE(get(shell, "focus") + get(shell, "ignore"), QString());
        QCOMPARE(get(shell, "show"), QString("x"));
        (void)shell.answer("total_inuse_objects");
        QCOMPARE(get(shell, "sample_index") + get(shell, "mean"), QString("inuse_objectsfalse"));
        (void)shell.answer("mean_alloc_space");
        QCOMPARE(get(shell, "sample_index") + get(shell, "mean"), QString("alloc_spacetrue"));
        (void)shell.answer("inuse_space");
        QCOMPARE(get(shell, "sample_index") + get(shell, "mean"), QString("inuse_spacetrue"));
        for (const char *line : {"q", "quit", "exit"})
            QVERIFY(shell.answer(line).kind == ShellAnswer::Kind::Quit);
    }
    // What "o" prints can be typed again.
    void optionsAreLines()
    {
        Shell shell(m_heap, {});
        for (const char *line :
             {"nodecount=20", "focus=a", "lines", "divide_by=2.5", "mean=t", "sample_index=0"})
            (void)shell.answer(line);
        const QStringList lines = QString::fromStdString(shell.optionsText()).split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), qsizetype(optionTable().size() + 1)); // and only_my_code
        QVERIFY(lines.contains("  focus                     = a                    "));
        QVERIFY(lines.contains(
            "  sample_index              = alloc_objects        //: [alloc_objects | alloc_space | "
            "inuse_objects | inuse_space]"));
        QVERIFY(lines.contains("  nodecount                 = 20                   "));
        Shell other(m_heap, {});
        for (const QString &line : lines) {
            if (!line.contains("= \"\""))
                QVERIFY2(other.answer(line.toStdString()).kind == ShellAnswer::Kind::Nothing,
                         qPrintable(line));
        }
        QVERIFY(other.options() == shell.options());
    }
    void greets()
    {
        const QString text = QString::fromStdString(Shell(m_cpu, {}).greeting());
        QVERIFY2(text.startsWith("File: teashop\nBuild ID: 7698dbf5feaacf415e38e3d9d4f51c81f43ee2d3\n"
                                 "Type: cpu\nTime: 2026-11-21 11:55:"),
                 qPrintable(text));
        QVERIFY2(text.contains("\nDuration: 30.12s, Total samples = 29.42s (97.69%)\nType help"),
                 qPrintable(text));
    }
    void helps()
    {
        const auto all = shellHelp("");
        QVERIFY(all.ok());
        for (const Option &option : optionTable()) {
            QVERIFY2((*all).find("\n  " + std::string(option.name) + ' ') != std::string::npos,
                     option.name.data());
            QVERIFY2(shellHelp(option.name).ok(), option.name.data());
            for (const OptionChoice &choice : option.choices)
                QVERIFY2(shellHelp(choice.name).ok(), choice.name.data());
        }
        for (const ReportCommand &command : reportCommands()) {
            QVERIFY2((*all).find("\n  " + std::string(command.name) + ' ') != std::string::npos,
                     command.name.data());
            QVERIFY2((*shellHelp(command.name)).find("  " + std::string(command.name) + ' ') !=
                         std::string::npos,
                     command.name.data());
        }
        for (const char *word : {"o", "options", "help", "q", "exit", ":", "TYPE"})
            QVERIFY2(shellHelp(word).ok(), word);
        QVERIFY(!shellHelp("p").ok());
    }
    void quoting_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text :
             {"a", "5", "-5", "a b", "it's", "don't \"do", "|x", ">x", "-x", "//:", "'a'", "\"a\""})
            QTest::newRow(text) << text;
    }
    void quoting()
    {
        QFETCH(QString, text);
        const ShellWords words = splitWords("top " + quotedWord(text.toStdString()) + " end");
        QCOMPARE(words.words.size(), size_t(3));
        QCOMPARE(QString::fromStdString(words.words[1].text), text);
        QVERIFY(!words.words[1].mark);
        Shell shell(m_cpu, {});
        const auto answer = shell.answer("traces " + quotedWord(text.toStdString()));
        QVERIFY(answer.report);
        QCOMPARE(QString::fromStdString(filterPattern(answer.report->options.filters, FilterKind::Focus)),
                 text);
    }
};

QTEST_GUILESS_MAIN(TestShell)
#include "tst_shell.moc"
