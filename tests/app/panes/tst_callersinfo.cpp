// SPDX-License-Identifier: GPL-3.0-or-later
// The panes about the active function and about the whole profile.
#include "app/panes/callers/callerspane.h"
#include "app/panes/callers/callmodel.h"
#include "app/panes/info/infohtml.h"
#include "app/panes/info/infopane.h"
#include "app/panes/tableview.h"
#include "app/session/document.h"
#include "tests/core/folded.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextDocument>
#include <QToolTip>
#include <QUrl>

using namespace proflens;

namespace {

const char *const shop = "cpu/milliseconds\n"
                         "main;serve;brew;boil 50\n"
                         "main;serve;pack 20\n"
                         "main;pack 20\n"
                         "main;serve>check 10\n";

template <typename PaneType> struct Fixture
{
    explicit Fixture(const ProfilePtr &profile)
        : pane(&document)
    {
        pane.resize(700, 500);
        pane.show();
        setProfile(profile);
    }
    void setProfile(const ProfilePtr &profile)
    {
        QSignalSpy done(&document, &Document::analysisChanged);
        document.setProfile(profile, QStringLiteral("/data/shop.pb.gz"));
        if (done.isEmpty())
            done.wait(60000);
        settle();
    }
    void settle() { QTRY_VERIFY(!document.isBusy() && pane.isIdle()); }

    Document document;
    PaneType pane;
};

struct CallersFixture : Fixture<CallersPane>
{
    explicit CallersFixture(const std::string &folded)
        : Fixture(foldedProfile(folded))
        , callers(pane.findChild<TableView *>("callers"))
        , callees(pane.findChild<TableView *>("callees"))
    {}
    void setActive(const QString &function)
    {
        document.setActive(function);
        settle();
    }
    static QString rows(const TableView *view)
    {
        QStringList list;
        for (int row = 0; row < view->model()->rowCount(); ++row) {
            QStringList cells;
            for (int column = 0; column < callColumnCount; ++column)
                cells << view->model()->index(row, column).data().toString();
            list << cells.join(u' ');
        }
        return list.join(u'\n');
    }
    // All that is written between the tables.
    QString said() const
    {
        QStringList texts;
        for (const QLabel *label : pane.findChildren<QLabel *>()) {
            if (label->isVisible())
                texts << label->text();
        }
        return texts.join(u'\n');
    }

    TableView *callers;
    TableView *callees;
};

} // namespace

class TestCallersInfo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void model()
    {
        CallModel model(CallModel::Side::Callees);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0);
        model.sort(0, Qt::AscendingOrder);
        const auto made = Analysis::make(foldedProfile(shop), {});
        QVERIFY(made.ok());
        const AnalysisPtr analysis = *made;
        const Neighbors calls = neighborsOf(analysis->frames().find("serve"), analysis->stacks(),
                                            analysis->weights(), analysis->frames());
        model.setTable(CallTable(analysis, calls.callees, calls.cumValue()));
        QCOMPARE(model.rowCount(), 3);
        const QPersistentModelIndex brew(model.index(2, int(CallColumn::Name)));
        QCOMPARE(brew.data().toString(), "brew");
        for (int column = 0; column < callColumnCount; ++column) {
            for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
                model.sort(column, order);
                QCOMPARE(brew.data().toString(), "brew");
            }
        }
        model.setTable({});
        QCOMPARE(model.rowCount(), 0);
    }

    void showsActive()
    {
        CallersFixture f(shop);
        f.setActive("serve");
        QCOMPARE(f.rows(f.callers), "80ms 100% 80.00% main");
        QCOMPARE(f.rows(f.callees), "50ms 62.50% 50.00% brew\n"
                                    "20ms 25.00% 20.00% pack\n"
                                    "10ms 12.50% 10.00% check (inline)");
        QVERIFY2(f.said().contains("flat 0 (0%), cum 80ms (80.00%)"), qPrintable(f.said()));
    }

    void nothingActive()
    {
        CallersFixture f(shop);
        QVERIFY2(f.said().contains("No function is active"), qPrintable(f.said()));
        auto *start = f.pane.findChild<QPushButton *>();
        QCOMPARE(start->text(), "Start with boil");
        QTest::mouseClick(start, Qt::LeftButton);
        f.settle();
        QCOMPARE(f.document.state().active, "boil");
        QCOMPARE(f.rows(f.callers), "50ms 100% 50.00% brew");
        QVERIFY(!start->isVisible());
        f.document.goBack();
        f.settle();
        QVERIFY(f.said().contains("No function is active"));
        QCOMPARE(f.rows(f.callers), "");
    }

    void filteredAway()
    {
        CallersFixture f(shop);
        f.setActive("boil");
        f.document.addFilter(FilterKind::Ignore, "boil");
        f.settle();
        QTRY_VERIFY2(f.said().contains("boil is in none of the samples shown"), qPrintable(f.said()));
        QCOMPARE(f.rows(f.callers), "");
    }

    void walks()
    {
        CallersFixture f(shop);
        f.setActive("boil");
        const QPoint place = f.callers->visualRect(f.callers->model()->index(0, 0)).center();
        QTest::mouseDClick(f.callers->viewport(), Qt::LeftButton, {}, place);
        f.settle();
        QCOMPARE(f.document.state().active, "brew");
        f.callers->setFocus();
        f.callers->showRow(0);
        QTest::keyClick(f.callers, Qt::Key_Return);
        f.settle();
        QCOMPARE(f.document.state().active, "serve");
        QTest::keyClick(f.callers, Qt::Key_Right);
        QCOMPARE(f.callees->currentIndex().row(), 0);
        QTest::keyClick(f.callees, Qt::Key_Down);
        QTest::keyClick(f.callees, Qt::Key_Return);
        f.settle();
        QCOMPARE(f.document.state().active, "pack");
        f.document.goBack();
        QCOMPARE(f.document.state().active, "serve");
    }

    void explainsRecursion()
    {
        CallersFixture f("cpu/count\nmain;fib;fib;fib 6\nmain;fib;help;fib 3\nfib 1\n");
        f.setActive("fib");
        QVERIFY2(f.said().contains("calls itself: 6 (60.00% of its cum)"), qPrintable(f.said()));
        QVERIFY2(f.said().contains("recursive: 9 (90.00% of its cum)"), qPrintable(f.said()));
        QVERIFY2(f.said().contains("without a caller: 1 (10.00% of its cum)"), qPrintable(f.said()));
        f.setActive("main");
        QVERIFY2(!f.said().contains("itself"), qPrintable(f.said()));
    }

    void copiesAndExports()
    {
        CallersFixture f(shop);
        QVERIFY(f.pane.exportFormats().isEmpty());
        f.setActive("pack");
        f.callers->selectAll();
        QTest::keyClick(f.callers, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 "relation\tweight (milliseconds)\tof function%\tof total%\tfunction\tinline\n"
                 "caller\t20\t50.0000\t20.0000\tmain\tno\n"
                 "caller\t20\t50.0000\t20.0000\tserve\tno\n");
        const QTemporaryDir folder;
        QVERIFY(f.pane.exportFormats().at(0).write(folder.filePath("a.csv")).ok());
        QFile file(folder.filePath("a.csv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count("caller,"), 2);
    }

    void wideStandsSideBySide()
    {
        CallersFixture f(shop);
        f.setActive("serve");
        auto *splitter = f.pane.findChild<QSplitter *>();
        QCOMPARE(splitter->orientation(), Qt::Vertical);
        f.pane.resize(1400, 300);
        QTRY_COMPARE(splitter->orientation(), Qt::Horizontal);
        f.pane.resize(600, 600);
        QTRY_COMPARE(splitter->orientation(), Qt::Vertical);
    }

    // The tables make room for what stands between them.
    void wideShowsTheWholeName()
    {
        const QString name = "example.org/teashop/a/rather/long/path.(*Receiver).method";
        CallersFixture f("cpu/count\nmain;" + name.toStdString() + " 5\n");
        f.pane.resize(1400, 300);
        f.setActive(name);
        const auto shown = [&] { return f.said().contains(name); };
        QTRY_VERIFY2(shown(), qPrintable(f.said()));
        auto *splitter = f.pane.findChild<QSplitter *>();
        QVERIFY(splitter->sizes()[0] > 300 && splitter->sizes()[2] > 300);
        f.setActive("main");
        f.setActive(name);
        QVERIFY2(shown(), qPrintable(f.said()));
        // One above the other, the name has the whole width, and no more is asked for.
        f.pane.resize(300, 600);
        QTRY_COMPARE(splitter->orientation(), Qt::Vertical);
        QTRY_VERIFY(!shown());
        QCOMPARE(f.pane.width(), 300);
    }

    void empty()
    {
        CallersFixture f("cpu/count\n");
        QVERIFY(!f.pane.findChild<QPushButton *>()->isVisible());
        f.setActive("main");
        QVERIFY(f.said().contains("main is in none of the samples"));
        QVERIFY(!f.pane.grab().isNull());
    }

    // Every number of the page is that of the text twin.
    void info()
    {
        const auto profile = foldedProfile(shop);
        profile->comments = {"<b>bold</b>"};
        Fixture<InfoPane> f(profile);
        const QString text = f.pane.findChild<QTextBrowser *>()->toPlainText();
        const ProfileInfo info = profileInfo(*profile);
        for (const QString &part :
             {QString("shop.pb.gz"), QString::fromStdString(info.sampleTypes[0].total),
              QString("shown first"), QString("<b>bold</b>"), QString::number(info.counts.deepestStack)})
            QVERIFY2(text.contains(part), qPrintable(part + " is not in " + text));
        const QTemporaryDir folder;
        QVERIFY(f.pane.exportFormats().at(0).write(folder.filePath("info.txt")).ok());
        QFile file(folder.filePath("info.txt"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("total 100ms (default)"));
        // Another profile takes its place.
        f.setProfile(foldedProfile("other/count\na 3\n"));
        QTRY_VERIFY(f.pane.findChild<QTextBrowser *>()->toPlainText().contains("other"));
    }

    void infoPeriod_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("unit");
        QTest::addColumn<int>("period");
        QTest::newRow("time") << "cpu"
                              << "nanoseconds" << 10'000'000;
        QTest::newRow("some events") << "contentions"
                                     << "count" << 100;
        QTest::newRow("all events") << "goroutine"
                                    << "count" << 1;
        QTest::newRow("no name") << QString() << "nanoseconds" << 1000;
    }
    void infoPeriod()
    {
        QFETCH(QString, type);
        QFETCH(QString, unit);
        QFETCH(int, period);
        const auto profile = foldedProfile(shop);
        profile->periodType = ValueType{type.toStdString(), unit.toStdString()};
        profile->period = period;
        const ProfileInfo info = profileInfo(*profile);
        const QString html = infoHtml(info, "x", 0);
        QVERIFY2(html.contains("<td>" + QString::fromStdString(periodSentence(info)) + "</td>"),
                 qPrintable(html));
    }

    // Whatever ends the table above, a heading has room above it.
    void infoHeadings()
    {
        const auto profile = foldedProfile("samples/count cpu/count\nmain;work 3 0\n");
        profile->defaultSampleType = "samples";
        profile->comments = {"tea"};
        Mapping mapping;
        mapping.id = 1;
        profile->mappings = {mapping};
        for (const int value : {0, 1}) {
            if (value == 1)
                profile->samples.values[1] =
                    profile->samples.values[0]; // nothing to remark about the last type
            QTextDocument document;
            document.setHtml(infoHtml(profileInfo(*profile), "x", 0));
            int headings = 0;
            for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
                if (block.blockFormat().headingLevel() != 3)
                    continue;
                ++headings;
                QVERIFY2(block.blockFormat().topMargin() > 4,
                         qPrintable(block.text() + " has no room above it"));
            }
            QCOMPARE(headings, 4);
        }
    }

    // Stacks here are not those that the Traces pane counts, and it says so.
    void infoTellsStacksApart()
    {
        Fixture<InfoPane> f(foldedProfile(shop));
        auto *text = f.pane.findChild<QTextBrowser *>();
        const QTextCursor label = text->document()->find("Different stacks of addresses");
        QVERIFY(!label.isNull());
        QVERIFY(label.charFormat().toolTip().contains("Traces pane"));
        f.pane.resize(900, 900);
        f.pane.show();
        text->setTextCursor(label);
        const QPoint at = text->cursorRect().center() - QPoint(20, 0);
        QHelpEvent help(QEvent::ToolTip, at, text->viewport()->mapToGlobal(at));
        QApplication::sendEvent(text->viewport(), &help);
        QVERIFY(QToolTip::text().contains("Traces pane"));
    }

    // The total of a difference is that of its base.
    void infoOfADifference()
    {
        ProfileBuilder builder;
        builder.addSampleType("space", "bytes");
        const Line line{builder.addFunction("main", "main", "main.go", 0), 7, 0};
        const LocationId location[] = {builder.addLocation({}, {&line, 1})};
        const Label base = builder.textLabel("pprof::base", "true");
        const int64_t before[] = {-2048}, after[] = {3072};
        builder.addSample(location, before, {&base, 1});
        builder.addSample(location, after);
        const auto profile = builder.finish();
        QVERIFY(infoHtml(profileInfo(*profile), "x", 0).contains("the total is that of the base"));
        QVERIFY(!infoHtml(profileInfo(*foldedProfile(shop)), "x", 0).contains("of the base"));
    }

    void links()
    {
        const auto profile = foldedProfile(shop);
        profile->docUrl = "https://example.com/a?b=1&c=\"2\"";
        QVERIFY(infoHtml(profileInfo(*profile), "x", 0)
                    .contains("href=\"https://example.com/a?b=1&amp;c=&quot;2&quot;\""));
        profile->docUrl = "file:///etc/passwd";
        QVERIFY(!infoHtml(profileInfo(*profile), "x", 0).contains("href"));

        QDesktopServices::setUrlHandler("https", this, "opened");
        QDesktopServices::setUrlHandler("file", this, "opened");
        Fixture<InfoPane> f(profile);
        auto *text = f.pane.findChild<QTextBrowser *>();
        Q_EMIT text->anchorClicked(QUrl("file:///etc/passwd"));
        QVERIFY(m_opened.isEmpty());
        Q_EMIT text->anchorClicked(QUrl("https://example.com/help"));
        QCOMPARE(m_opened, QUrl("https://example.com/help"));
        QDesktopServices::unsetUrlHandler("https");
        QDesktopServices::unsetUrlHandler("file");
    }

    void manyMappings()
    {
        ProfileInfo info;
        info.mappings.resize(20000);
        info.comments.assign(20000, std::string(2000, 'x'));
        QVERIFY(infoHtml(info, "x", 0).size() < 3'000'000);
    }

public Q_SLOTS:
    void opened(const QUrl &url) { m_opened = url; }

private:
    QUrl m_opened;
};

QTEST_MAIN(TestCallersInfo)
#include "tst_callersinfo.moc"
