// SPDX-License-Identifier: GPL-3.0-or-later
// Which function a line of a report is about, so that a console can link to it.
#include "core/format/read.h"
#include "core/report/optiontable.h"
#include "core/shell/completion.h"
#include "core/shell/reportlinks.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace proflens;

class TestReportLinks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("name");
        const auto row = [](ReportKind kind, const char *line, const char *name) {
            QTest::newRow(line) << int(kind) << line << name;
        };
        row(ReportKind::Top, "     7.82s 26.58% 26.58%      9.95s 33.82%  main.a", "main.a");
        row(ReportKind::Top, "     7.82s 26.58% 26.58%      9.95s 33.82%  main.a (inline)", "main.a");
        row(ReportKind::Top, "1234567890.12ms 26.58% 26.58% 1234567890.12ms 33.82%  main.a (partial-inline)",
            "main.a");
        row(ReportKind::Top, "         0     0% 26.58%      9.95s 33.82%  main.a /src/my file.go:12",
            "main.a");
        row(ReportKind::Top,
            "         0     0% 26.58%      9.95s 33.82%  0000000000401000 main.a /src/a.go:12", "main.a");
        row(ReportKind::Top,
            "         0     0% 26.58%      9.95s 33.82%  std::vector<int, long>::at(int) const",
            "std::vector<int, long>::at(int) const");
        row(ReportKind::Top, "         0     0% 26.58%      9.95s 33.82%  unknown.b", "");
        row(ReportKind::Top, "      flat  flat%   sum%        cum   cum%", "");
        row(ReportKind::Top, "Showing nodes accounting for 17100ms, 58.12% of 29420ms total", "");
        row(ReportKind::Top, "", "");
        row(ReportKind::Tree, "                                             6.73s   100% |   main.a (inline)",
            "main.a");
        row(ReportKind::Peek, "     6.73s 22.88% 22.88%      6.73s 22.88%                | main.a", "main.a");
        row(ReportKind::Tree, "----------------------------------------------------------+-------------", "");
        row(ReportKind::Traces, "      10ms   main.a", "main.a");
        row(ReportKind::Traces, "             main.a (inline)", "main.a");
        row(ReportKind::Traces, "12345678901ms   main.a", "main.a");
        row(ReportKind::Traces, "-----------+-------------------------------------------------------", "");
        row(ReportKind::List, "ROUTINE ======================== main.a in /src/my file.go", "main.a");
        row(ReportKind::List, "      10ms       10ms     12: main.a()", "");
        row(ReportKind::Raw, "main.a", "");
    }
    void lines()
    {
        QFETCH(int, kind);
        QFETCH(QString, line);
        QFETCH(QString, name);
        const std::vector<std::string> names = {"main", "main.a", "std::vector<int, long>::at(int) const"};
        const std::string text = line.toStdString();
        const auto found = functionInLine(text, ReportKind(kind), names);
        QCOMPARE(found ? QString::fromStdString(text.substr(found->begin, found->end - found->begin))
                       : QString(),
                 name);
    }
    // Every function of a real report is found.
    void reports_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("granularity");
        for (const char *granularity : {"functions", "filefunctions", "lines", "addresses"}) {
            QTest::addRow("top, %s", granularity) << int(ReportKind::Top) << granularity;
            QTest::addRow("tree, %s", granularity) << int(ReportKind::Tree) << granularity;
        }
        QTest::newRow("traces") << int(ReportKind::Traces) << "functions";
    }
    void reports()
    {
        QFETCH(int, kind);
        QFETCH(QString, granularity);
        const auto profile = readProfile(PROFLENS_SOURCE_DIR "/resources/samples/cpu-1.pb.gz");
        QVERIFY(profile.ok());
        const ShellVocabulary names(**profile);
        ReportOptions options;
        options.compactLabels = true;
        QVERIFY(findOption("granularity")->set(options, granularity.toStdString(), OptionSyntax::Shell).ok());
        std::string text;
        {
            Output out([&](std::string_view piece) {
                text += piece;
                return true;
            });
            QVERIFY(writeReport(*profile, ReportKind(kind), options, {}, out).ok());
        }
        size_t lines = 0, links = 0;
        for (size_t begin = 0; begin < text.size(); ++lines) {
            const size_t end = std::min(text.find('\n', begin), text.size());
            links += functionInLine(std::string_view(text).substr(begin, end - begin), ReportKind(kind),
                                    names.functions())
                         .has_value();
            begin = end + 1;
        }
        QVERIFY2(links * 2 > lines, qPrintable(QString("%1 links in %2 lines").arg(links).arg(lines)));
    }
};

QTEST_GUILESS_MAIN(TestReportLinks)
#include "tst_reportlinks.moc"
