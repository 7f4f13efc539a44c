// SPDX-License-Identifier: GPL-3.0-or-later
// The console as a user meets it: lines in, answers out, and one view with all other panes.
#include "app/panes/console/consoleinput.h"
#include "app/panes/console/consolepane.h"
#include "app/panes/console/consoleview.h"
#include "app/panes/searchline.h"
#include "app/session/document.h"
#include "core/profile/builder.h"
#include "tests/core/folded.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>

using namespace proflens;

namespace {

const char *const shop = "cpu/milliseconds\n"
                         "main;serve;brew;boil 50\n"
                         "main;serve;pack 20\n"
                         "main;pack 20\n"
                         "main;serve;check 10\n";
const char *const later = "cpu/milliseconds\n"
                          "main;serve;brew;boil 80\n"
                          "main;serve;pack 20\n"
                          "main;pack 10\n";

struct Console
{
    explicit Console(const std::string &history = {})
        : pane(&document, nullptr, history)
        , view(pane.findChild<ConsoleView *>())
        , input(pane.findChild<ConsoleInput *>())
    {
        pane.resize(800, 500);
        pane.show();
        // Lists that pop up follow the focus.
        pane.activateWindow();
        (void)QTest::qWaitForWindowActive(&pane);
        input->setFocus();
    }
    void open(const ProfilePtr &profile, const ProfilePtr &base = {})
    {
        QSignalSpy done(&document, &Document::analysisChanged);
        if (base)
            document.setProfiles(base, profile, "/data/base.pb.gz", "/data/shop.pb.gz");
        else
            document.setProfile(profile, "/data/shop.pb.gz");
        if (done.isEmpty())
            done.wait(60000);
        settle();
    }
    void settle() { QTRY_VERIFY(!document.isBusy() && pane.isIdle()); }
    // Types a line and gives what came of it.
    QString type(const QString &line)
    {
        const qsizetype before = view->toPlainText().size();
        QTest::keyClicks(input, line);
        QTest::keyClick(input, Qt::Key_Return);
        settle();
        const QString text = view->toPlainText().mid(before).trimmed();
        return text.section('\n', 1);
    }
    QString typedNow() const { return input->text(); }

    Document document;
    ConsolePane pane;
    ConsoleView *view;
    ConsoleInput *input;
};

} // namespace

class TestConsole : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QDir::setCurrent(m_folder.path()); }

    void changesTheView()
    {
        Console console;
        console.open(foldedProfile(shop));
        QCOMPARE(console.type("focus=brew"), QString());
        QCOMPARE(console.type("lines"), QString());
        QCOMPARE(console.type("unit = us //: a comment"), QString());
        QCOMPARE(console.type("hide=boil"), QString());
        const ViewState &state = console.document.state();
        QVERIFY(state.chips ==
                (QList<FilterChip>{{FilterKind::Focus, "brew", true}, {FilterKind::Hide, "boil", true}}));
        QCOMPARE(state.granularity, Granularity::Lines);
        QCOMPARE(state.unit, QString("us"));
        QVERIFY(console.document.canGoBack());
        console.type(":");
        QVERIFY(console.document.state().chips.isEmpty());
        console.document.goBack();
        QCOMPARE(console.document.state().chips.size(), 2);
    }
    void listsTheView()
    {
        Console console;
        console.open(foldedProfile(shop));
        console.document.addFilter(FilterKind::Ignore, "pack");
        console.document.addFilter(FilterKind::Ignore, "check");
        ViewState state = console.document.state();
        state.granularity = Granularity::Files;
        state.tagRoot = QStringList("k");
        console.document.setState(state);
        console.settle();
        console.type("nodecount=3");
        const QString text = console.type("o");
        for (const char *line : {"  ignore                    = pack", "  ignore                    = check",
                                 "  granularity               = files", "  tagroot                   = k",
                                 "  nodecount                 = 3", "  compact_labels            = true"})
            QVERIFY2(text.contains(line), qPrintable(text));
    }
    void prints()
    {
        Console console;
        console.open(foldedProfile(shop));
        const QString top = console.type("top2");
        QCOMPARE(top, QString("Showing nodes accounting for 90ms, 90.00% of 100ms total\n"
                              "Showing top 2 nodes out of 6\n"
                              "      flat  flat%   sum%        cum   cum%\n"
                              "      50ms 50.00% 50.00%       50ms 50.00%  boil\n"
                              "      40ms 40.00% 90.00%       40ms 40.00%  pack"));
        // The filters of the view are those of the report, and one report's are its own.
        console.document.addFilter(FilterKind::Focus, "serve");
        console.settle();
        QVERIFY(console.type("top1").contains("focus=serve"));
        QVERIFY(console.type("top1 brew").contains("focus=brew"));
        QCOMPARE(console.document.state().chips.first().pattern, QString("serve"));
        QCOMPARE(console.type("tpo"), QString("unrecognized command: \"tpo\""));
        QCOMPARE(console.type("peek nothing"), QString("no matches found for regexp: nothing"));
        QVERIFY(console.type("top nothing").startsWith("Focus expression matched no samples"));
        QVERIFY(console.type("help top").contains("| COMMAND"));
    }
    void wrongFilter()
    {
        Console console;
        console.open(foldedProfile(shop));
        QVERIFY2(console.type("focus=(").startsWith("focus: "), "a wrong pattern is told at once");
        QVERIFY(console.document.state().chips.isEmpty());
        QVERIFY(!console.document.canGoBack());
    }
    void links()
    {
        Console console;
        console.open(foldedProfile(shop));
        console.type("tree");
        QTextCursor cursor = console.view->textCursor();
        cursor.movePosition(QTextCursor::Start);
        const QTextCursor found = console.view->document()->find("| brew", cursor);
        QVERIFY(!found.isNull());
        console.view->setTextCursor(found);
        console.view->ensureCursorVisible();
        QCOMPARE(console.pane.cursorFunction(), QString("brew"));
        QTextCursor in(found);
        in.setPosition(found.selectionEnd() - 2);
        console.view->setTextCursor(in);
        const QPoint place = console.view->cursorRect(in).center();
        QTest::mouseMove(console.view->viewport(), place);
        QTest::mouseClick(console.view->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(console.document.state().active, QString("brew"));
        // Beside the name nothing happens.
        console.document.setActive("pack");
        QTest::mouseClick(console.view->viewport(), Qt::LeftButton, {}, QPoint(3, place.y()));
        QCOMPARE(console.document.state().active, QString("pack"));
        // With the keyboard.
        console.view->setTextCursor(in);
        console.view->setFocus();
        QTest::keyClick(console.view, Qt::Key_Return);
        QCOMPARE(console.document.state().active, QString("brew"));
        // Typing goes on below.
        QTest::keyClicks(console.view, "t");
        QCOMPARE(console.typedNow(), QString("t"));
    }
    void completes()
    {
        Console console;
        console.open(foldedProfile(shop));
        QTest::keyClicks(console.input, "gran");
        QTest::keyClick(console.input, Qt::Key_Tab);
        QCOMPARE(console.typedNow(), QString("granularity="));
        QVERIFY(console.input->offered().isEmpty());
        QTest::keyClick(console.input, Qt::Key_Tab);
        QCOMPARE(console.input->offered(),
                 (QStringList{"addresses", "filefunctions", "files", "functions", "lines"}));
        auto *popup = QApplication::activePopupWidget();
        QVERIFY(popup);
        QTest::keyClick(popup, Qt::Key_F);
        QCOMPARE(console.input->offered(), (QStringList{"filefunctions", "files", "functions"}));
        QTest::keyClick(popup, Qt::Key_Down);
        QTest::keyClick(popup, Qt::Key_Return);
        QCOMPARE(console.typedNow(), QString("granularity=files "));
        QCOMPARE(console.document.state().granularity, Granularity::Functions);
        QTest::keyClick(console.input, Qt::Key_Return);
        QCOMPARE(console.document.state().granularity, Granularity::Files);
        QTest::keyClicks(console.input, "sort=");
        QTest::keyClick(console.input, Qt::Key_Tab);
        popup = QApplication::activePopupWidget();
        QVERIFY(popup);
        QTest::keyClick(popup, Qt::Key_Escape);
        QVERIFY(console.input->offered().isEmpty());
        QCOMPARE(console.typedNow(), QString("sort="));
        QTest::keyClick(console.input, Qt::Key_Tab);
        QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Tab);
        QCOMPARE(console.typedNow(), QString("sort=cum "));
        QTest::keyClick(console.input, Qt::Key_Escape);
        QTest::keyClicks(console.input, "list ser");
        QTest::keyClick(console.input, Qt::Key_Tab);
        QCOMPARE(console.typedNow(), QString("list serve "));
    }
    void remembers()
    {
        const std::string file = m_folder.filePath("history").toStdString();
        {
            Console console(file);
            console.open(foldedProfile(shop));
            console.type("top1");
            console.type("top2");
            QTest::keyClicks(console.input, "dra");
            QTest::keyClick(console.input, Qt::Key_Up);
            QCOMPARE(console.typedNow(), QString("top2"));
            QTest::keyClick(console.input, Qt::Key_Up);
            QTest::keyClick(console.input, Qt::Key_Up);
            QCOMPARE(console.typedNow(), QString("top1"));
            QTest::keyClick(console.input, Qt::Key_Down);
            QTest::keyClick(console.input, Qt::Key_Down);
            QCOMPARE(console.typedNow(), QString("dra"));
            QTest::keyClick(console.input, Qt::Key_Escape);
            QCOMPARE(console.typedNow(), QString());
        }
        Console again(file);
        QTest::keyClick(again.input, Qt::Key_Up);
        QCOMPARE(again.typedNow(), QString("top2"));
    }
    void filesAndPipes()
    {
        Console console;
        console.open(foldedProfile(shop));
        QVERIFY(console.type("top3 >top.txt").startsWith("Generating report in "));
        QFile file(m_folder.filePath("top.txt"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("boil"));
        QVERIFY(console.type("svg 3").endsWith("profile001.svg"));
        QVERIFY(QFile::exists(m_folder.filePath("profile001.svg")));
        const QString refused = console.type("list nothing-like-it >list.txt");
        QVERIFY2(refused.contains("no matches found") && !refused.contains("Generating"),
                 qPrintable(refused));
        QVERIFY(console.type("top1 >/nowhere/x").contains("cannot write /nowhere/x"));
        QCOMPARE(console.type("top | grep -c ms"), QString("7"));
        QVERIFY(console.type("top | no-such-command").contains("no-such-command"));
        QCOMPARE(console.type("raw | head -1"), QString("PeriodType:"));
    }
    void linksNamesOfSeveralLines()
    {
        ProfileBuilder b;
        b.addSampleType("cpu", "milliseconds");
        const auto location = [&](const char *name) {
            const Line line{b.addFunction(name, name, "", 0), 1, 0};
            return b.addLocation({}, {&line, 1});
        };
        const LocationId stack[] = {location("select *\nfrom tea\nwhere hot"), location("main")};
        const int64_t value = 5;
        b.addSample(stack, {&value, 1});
        Console console;
        console.open(b.finish());
        console.type("top");
        const QTextCursor found = console.view->document()->find("select *");
        QVERIFY(!found.isNull());
        console.view->setTextCursor(found);
        QCOMPARE(console.pane.cursorFunction(), QString("select *\nfrom tea\nwhere hot"));
        QTest::keyClick(console.view, Qt::Key_Return);
        QCOMPARE(console.document.state().active, QString("select *\nfrom tea\nwhere hot"));
        console.settle();
        QVERIFY(!console.document.activeFrames().empty());
    }
    void onlyMyCode()
    {
        Console console;
        console.open(foldedProfile("cpu/milliseconds\nmain.main@main.go;runtime.mallocgc@malloc.go 50\n"
                                   "runtime.mcall@proc.go 20\n"));
        QVERIFY(console.type("top").contains("mallocgc"));
        QCOMPARE(console.type("only_my_code=go"), QString());
        QVERIFY((console.document.state().myCode == MyCode{true, Language::Go}));
        QString text = console.type("top");
        QVERIFY2(!text.contains("mallocgc") && text.contains("50ms 71.43%"), qPrintable(text));
        // The rules are those of the window.
        CodeRuleBook rules;
        rules.set(Language::Go, {{"^main[.]", "all of it", true}});
        console.document.setCodeRules(rules);
        console.settle();
        text = console.type("top");
        QVERIFY2(text.contains("mallocgc") && !text.contains("main.main"), qPrintable(text));
        console.type("only_my_code=false");
        QVERIFY(!console.document.state().myCode.on);
    }
    void stops()
    {
        Console console;
        console.open(foldedProfile(shop));
        QTest::keyClicks(console.input, "top | sleep 100");
        QTest::keyClick(console.input, Qt::Key_Return);
        QTest::keyClicks(console.input, "top1");
        QTest::keyClick(console.input, Qt::Key_Return); // waits
        QVERIFY(!console.pane.isIdle());
        QTest::keyClick(console.input, Qt::Key_Escape);
        console.settle();
        QVERIFY(console.view->toPlainText().endsWith("Stopped."));
        QVERIFY(console.type("top1").contains("boil"));
        // What was typed meanwhile comes after it.
        QTest::keyClicks(console.input, "top1 | sed s/boil/first/");
        QTest::keyClick(console.input, Qt::Key_Return);
        QVERIFY(console.type("top1 | sed s/boil/second/").contains("second"));
        const QString text = console.view->toPlainText();
        QVERIFY(text.lastIndexOf("first") < text.lastIndexOf("(proflens) top1 | sed s/boil/second/"));
    }
    void isBounded()
    {
        std::string folded = "cpu/milliseconds\n";
        for (int i = 0; i < 12000; ++i)
            folded += "main;f" + std::to_string(i) + " 1\n";
        Console console;
        console.open(foldedProfile(folded));
        console.type("trim=no");
        const QString text = console.type("top 0");
        QVERIFY2(text.contains("The report goes on beyond"), qPrintable(text.right(300)));
        QVERIFY(console.view->blockCount() < 11000);
    }
    void compares()
    {
        Console console;
        console.open(foldedProfile(later), foldedProfile(shop));
        // pprof's -diff_base: of the base's 100ms.
        const QString text = console.type("top");
        QVERIFY2(text.contains("      30ms 30.00%") && text.contains("boil"), qPrintable(text));
        QVERIFY2(text.contains("-10ms 10.00%"), qPrintable(text));
        console.type("normalize=true");
        QCOMPARE(console.document.state().compare.scaling.by, ScaleBy::Total);
        QVERIFY(console.type("o").contains("normalize                 = true"));
        ViewState state = console.document.state();
        state.compare.scaling = {};
        console.document.setState(state);
        console.settle();
        QVERIFY(console.type("o").contains("normalize                 = false"));
    }
    void findsAndClears()
    {
        Console console;
        console.open(foldedProfile(shop));
        console.type("top");
        QVERIFY(console.pane.startSearch());
        auto *search = console.pane.findChild<SearchLine *>();
        QVERIFY(search->isVisible());
        auto *line = search->findChild<QLineEdit *>();
        QTest::keyClicks(line, "bo.l|pack");
        QTRY_COMPARE(console.view->extraSelections().size(), 2);
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(console.view->textCursor().selectedText(), QString("boil"));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(console.view->textCursor().selectedText(), QString("pack"));
        QTest::keyClick(console.input, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QString("pack"));
        QTest::keyClick(line, Qt::Key_Escape);
        QTRY_VERIFY(!search->isVisible());
        QCOMPARE(console.pane.exportFormats().size(), 1);
        for (QAction *action : console.pane.actions()) {
            if (action->text() == "Clear the C&onsole")
                action->trigger();
        }
        QCOMPARE(console.view->toPlainText(), QString());
        QVERIFY(console.pane.exportFormats().isEmpty());
    }
    void opensPanes()
    {
        Console console;
        console.open(foldedProfile(shop));
        QSignalSpy shown(&console.document, &Document::paneRequested);
        console.type("web 20 brew");
        QCOMPARE(shown.size(), 1);
        QCOMPARE(shown[0][0].toString(), QString("graph"));
        QVERIFY(console.view->toPlainText().contains("Shown in the pane Call graph."));
        QCOMPARE(console.document.state().chips.first().pattern, QString("brew"));
        QVERIFY(console.type("q").contains("Close its pane"));
    }
    // Names that no terminal would show well.
    void oddNames()
    {
        Console console;
        console.open(
            foldedProfile("cpu/milliseconds\nmain;a\tb\x01 1\nmain;" + std::string(5000, 'x') + " 2\n"));
        const QString text = console.type("top");
        QVERIFY(text.contains(QString(5000, 'x')));
        QVERIFY(!text.contains(QChar(1)));
    }

private:
    QTemporaryDir m_folder;
};

QTEST_MAIN(TestConsole)
#include "tst_console.moc"
