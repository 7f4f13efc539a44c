// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/bardelegate.h"
#include "app/panes/searchline.h"
#include "app/panes/tableview.h"
#include "app/panes/top/functionmodel.h"
#include "app/panes/top/toppane.h"
#include "app/session/document.h"
#include "app/window/plurals.h"
#include "core/report/csv.h"
#include "tests/core/folded.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace proflens;

namespace {

const char *const shop = "cpu/milliseconds\n"
                         "main@main.go;serve@serve.go;brew@brew.go 50\n"
                         "main@main.go;serve@serve.go;pack@pack.go 20\n"
                         "main@main.go;pack@pack.go 20\n"
                         "main@main.go;serve@serve.go 10\n";

std::string manyFunctions(int count)
{
    std::string text = "cpu/count\n";
    for (int i = 0; i < count; ++i)
        text += "main;example.com/shop/pkg" + std::to_string(i % 977) + ".(*Type).Method" +
                std::to_string(i) + "@/src/shop/pkg" + std::to_string(i % 977) + "/file.go " +
                std::to_string(1 + i * 7919 % 1000) + '\n';
    return text;
}

// A pane on the screen, about a profile.
struct Fixture
{
    explicit Fixture(const std::string &folded, const QString &path = QStringLiteral("/tmp/shop.pb.gz"))
        : pane(&document)
        , view(pane.findChild<TableView *>())
        , search(pane.findChild<SearchLine *>())
    {
        pane.resize(900, 400);
        pane.show();
        QSignalSpy done(&document, &Document::analysisChanged);
        document.setProfile(foldedProfile(folded), path);
        if (done.isEmpty())
            done.wait(60000);
        // Many functions are sorted later.
        const bool idle = QTest::qWaitFor([this] { return pane.isIdle(); }, 60000);
        QVERIFY(idle);
    }
    QString cell(int row, FunctionColumn column) const
    {
        return view->model()->index(row, int(column)).data().toString();
    }
    QString names() const
    {
        QStringList list;
        for (int row = 0; row < view->model()->rowCount(); ++row)
            list << cell(row, FunctionColumn::Name);
        return list.join(u' ');
    }
    int current() const { return view->currentIndex().row(); }
    void click(int row, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(view->viewport(), Qt::LeftButton, modifiers, place(row));
    }
    QPoint place(int row) const
    {
        return view->visualRect(view->model()->index(row, int(FunctionColumn::Name))).center();
    }
    void type(const QString &text)
    {
        auto *edit = search->findChild<QLineEdit *>();
        edit->clear();
        QTest::keyClicks(edit, text);
        QTRY_VERIFY(!search->isPending());
    }
    QString summary() const { return search->findChild<QLabel *>()->text(); }

    Document document;
    TopPane pane;
    TableView *view;
    SearchLine *search;
};

} // namespace

class TestTopPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QCoreApplication::installTranslator(&m_plurals); }

    void model()
    {
        FunctionModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0);
        model.sort(int(FunctionColumn::Cum), Qt::DescendingOrder);
        const auto analysis = Analysis::make(foldedProfile(shop), {});
        QVERIFY(analysis.ok());
        model.setTable(model.maker(*analysis)());
        QCOMPARE(model.rowCount(), 4);
        const QPersistentModelIndex main(model.index(0, int(FunctionColumn::Name)));
        QCOMPARE(main.data().toString(), "main");
        for (int column = 0; column < functionColumnCount; ++column) {
            for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
                model.sort(column, order);
                QCOMPARE(main.data().toString(), "main");
            }
        }
        model.search(*Regex::compile("pack"));
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(!main.isValid());
        model.search({});
        model.setTable({});
        QCOMPARE(model.rowCount(), 0);
    }

    // Every number on the screen is that of the table without a screen.
    void numbersAreThoseOfTheTable()
    {
        const Fixture f(shop);
        const FunctionTable table(f.document.analysis());
        QCOMPARE(f.view->model()->rowCount(), int(table.size()));
        for (int row = 0; row < int(table.size()); ++row) {
            for (int column = 0; column < functionColumnCount; ++column)
                QCOMPARE(f.cell(row, FunctionColumn(column)),
                         QString::fromStdString(table.text(size_t(row), FunctionColumn(column))));
        }
        QCOMPARE(f.view->model()->index(2, int(FunctionColumn::Cum)).data(ShareRole).toDouble(), 0.8);
    }

    void sortByHeader()
    {
        const Fixture f(shop);
        QCOMPARE(f.names(), "brew pack serve main");
        QHeaderView *header = f.view->horizontalHeader();
        const auto click = [&](FunctionColumn column) {
            const int x = header->sectionViewportPosition(int(column)) + 10;
            QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(x, header->height() / 2));
        };
        click(FunctionColumn::Cum);
        QCOMPARE(f.names(), "main serve brew pack");
        click(FunctionColumn::Cum);
        QCOMPARE(f.names(), "pack brew serve main");
        click(FunctionColumn::Name);
        QCOMPARE(f.names(), "brew main pack serve");
    }

    void search()
    {
        Fixture f(shop);
        QCOMPARE(f.summary(), "4 functions");
        QVERIFY(f.pane.startSearch());
        f.type("a");
        QCOMPARE(f.names(), "pack main");
        QCOMPARE(f.summary(), "2 of 4 functions");
        // A wrong expression changes nothing but says so.
        f.type("a(");
        QCOMPARE(f.names(), "pack main");
        QVERIFY2(f.summary().contains("missing"), qPrintable(f.summary()));
        f.type("^nothing$");
        QCOMPARE(f.names(), "");
        QCOMPARE(f.summary(), "0 of 4 functions");
        QTest::keyClick(f.search->findChild<QLineEdit *>(), Qt::Key_Escape);
        QTRY_COMPARE(f.names(), "brew pack serve main");
        QCOMPARE(f.summary(), "4 functions");
    }

    void searchKeepsWhatIsSelected()
    {
        Fixture f(shop);
        f.click(1);
        f.click(2, Qt::ControlModifier);
        f.type("e|a");
        QCOMPARE(f.view->selectedRowNumbers().size(), size_t(2));
        f.type("serve");
        QCOMPARE(f.view->selectedRowNumbers().size(), size_t(1));
        QCOMPARE(f.document.state().active, "pack");
    }

    void clickMakesActive()
    {
        Fixture f(shop);
        f.click(2);
        QCOMPARE(f.document.state().active, "serve");
        f.document.goBack();
        QCOMPARE(f.document.state().active, "");
        QVERIFY(f.view->selectedRowNumbers().empty());
        f.document.goForward();
        QCOMPARE(f.view->selectedRowNumbers(), std::vector<size_t>{2});
    }

    // Rows passed by on the way are no steps of back and forward.
    void keysRestBeforeTheyCount()
    {
        Fixture f(shop);
        f.click(0);
        QSignalSpy changes(&f.document, &Document::activeChanged);
        QTest::keyClick(f.view, Qt::Key_Down);
        QTest::keyClick(f.view, Qt::Key_Down);
        QCOMPARE(f.document.state().active, "brew");
        QTRY_COMPARE(f.document.state().active, "serve");
        QCOMPARE(changes.size(), 1);
        f.document.goBack();
        QCOMPARE(f.document.state().active, "brew");
        QCOMPARE(f.current(), 0);
    }

    void activeElsewhereIsFollowed()
    {
        Fixture f(shop);
        f.document.setActive("pack");
        QCOMPARE(f.view->selectedRowNumbers(), std::vector<size_t>{1});
        f.document.setActive("not there");
        QVERIFY(f.view->selectedRowNumbers().empty());
        QTest::qWait(500);
        QCOMPARE(f.document.state().active, "not there");
    }

    void followedIntoView()
    {
        Fixture f(manyFunctions(2000));
        const int last = f.view->model()->rowCount() - 1;
        f.document.setActive(f.cell(last, FunctionColumn::Name));
        QCOMPARE(f.view->selectedRowNumbers(), std::vector<size_t>{size_t(last)});
        QVERIFY(f.view->viewport()->rect().contains(f.place(last)));
    }

    // While the pane is hidden it does nothing, and catches up when shown.
    void hidden()
    {
        Fixture f(shop);
        f.pane.hide();
        f.document.addFilter(FilterKind::Ignore, "brew");
        QTRY_VERIFY(!f.document.isBusy());
        f.document.setActive("pack");
        f.pane.show();
        QCOMPARE(f.names(), "pack serve main");
        QCOMPARE(f.view->selectedRowNumbers(), std::vector<size_t>{0});
    }

    // They are sorted on another thread; meanwhile the table of before can be used.
    void manyFunctionsFollow()
    {
        Fixture f(manyFunctions(6000));
        QCOMPARE(f.view->model()->rowCount(), 6001);
        f.document.setActive("example.com/shop/pkg1.(*Type).Method1");
        f.document.addFilter(FilterKind::Ignore, "Method2");
        QTRY_VERIFY(!f.document.isBusy());
        f.view->sortByColumn(int(FunctionColumn::Name), Qt::AscendingOrder);
        f.type("Method1");
        QTRY_VERIFY(f.pane.isIdle());
        const QString name = "example.com/shop/pkg1.(*Type).Method1";
        QCOMPARE(f.cell(f.current(), FunctionColumn::Name), name);
        QVERIFY2(!f.names().contains("Method2"), "what the filter leaves out is gone");
        QVERIFY2(!f.names().contains("Method3"), "what was searched for meanwhile is all there is");
        QVERIFY(f.cell(0, FunctionColumn::Name) < f.cell(1, FunctionColumn::Name));
        // Another unit changes texts and nothing else.
        const QPersistentModelIndex row(f.view->currentIndex());
        ViewState state = f.document.state();
        state.divideBy = 10;
        f.document.setState(state);
        QTRY_VERIFY(!f.document.isBusy());
        QVERIFY2(f.pane.isIdle() && row.isValid(), "the rows are still the same");
    }

    void severalRowsAddUp()
    {
        Fixture f(shop);
        QSignalSpy status(&f.pane, &Pane::statusMessage);
        f.click(1);
        f.click(2, Qt::ControlModifier);
        QTRY_VERIFY(!status.isEmpty() && !status.last().first().toString().isEmpty());
        // pack and serve share 20ms.
        QCOMPARE(status.last().first().toString(),
                 "2 functions selected: flat 50ms (50.00%), cum 100ms (100%) (each sample counted once)");
        QCOMPARE(f.document.state().active, "pack");
        f.click(0);
        QTRY_COMPARE(status.last().first().toString(), "");
    }

    void opensSource()
    {
        Fixture f(shop);
        QSignalSpy panes(&f.document, &Document::paneRequested);
        QTest::mouseDClick(f.view->viewport(), Qt::LeftButton, {}, f.place(0));
        QCOMPARE(panes.size(), 1);
        QCOMPARE(panes.last().first().toString(), "source");
        QCOMPARE(f.document.state().active, "brew");
        QTest::keyClick(f.view, Qt::Key_Down);
        QTest::keyClick(f.view, Qt::Key_Return);
        QCOMPARE(panes.size(), 2);
        QCOMPARE(f.document.state().active, "pack");
    }

    void copies()
    {
        Fixture f(shop);
        f.click(3);
        QTest::keyClick(f.view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 "flat (milliseconds)\tflat%\tsum%\tcum (milliseconds)\tcum%\tfunction\tfile\n"
                 "0\t0.0000\t100.0000\t100\t100.0000\tmain\tmain.go\n");
    }

    void exportsWhatIsShown()
    {
        Fixture f(shop);
        f.type("pack");
        const QTemporaryDir folder;
        const QString path = folder.filePath("top.csv");
        const QList<ExportFormat> formats = f.pane.exportFormats();
        QCOMPARE(formats.size(), 1);
        QVERIFY(formats[0].write(path).ok());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()),
                 "flat (milliseconds),flat%,sum%,cum (milliseconds),cum%,function,file\r\n"
                 "40,40.0000,40.0000,40,40.0000,pack,pack.go\r\n");
        const Status failed = formats[0].write(folder.filePath("no/such/folder.csv"));
        QVERIFY(!failed.ok());
        QVERIFY2(QString::fromStdString(failed.error().message).contains("folder.csv"),
                 failed.error().message.c_str());
    }

    void contextMenu()
    {
        Fixture f(shop);
        QContextMenuEvent event(QContextMenuEvent::Mouse, f.place(1),
                                f.view->viewport()->mapToGlobal(f.place(1)));
        QCoreApplication::sendEvent(f.view->viewport(), &event);
        auto *menu = f.view->findChild<QMenu *>();
        QVERIFY(menu);
        QStringList texts;
        for (QAction *action : menu->actions())
            texts << action->text();
        QVERIFY2(texts.contains("Make &active") && texts.contains("Copy &rows"),
                 qPrintable(texts.join(u'\n')));
        menu->actions().first()->trigger();
        QCOMPARE(f.document.state().active, "pack");
        menu->close();
    }

    void columnsAreKept()
    {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath("settings.ini"), QSettings::IniFormat);
        {
            Fixture f(shop);
            f.pane.useSettings(&settings);
            f.view->horizontalHeader()->resizeSection(int(FunctionColumn::Name), 333);
            f.view->horizontalHeader()->setSectionHidden(int(FunctionColumn::SumPercent), true);
            QTRY_VERIFY(settings.contains("top/header"));
        }
        Fixture f(shop);
        f.pane.useSettings(&settings);
        QCOMPARE(f.view->columnWidth(int(FunctionColumn::Name)), 333);
        QVERIFY(f.view->isColumnHidden(int(FunctionColumn::SumPercent)));
        f.pane.resize(1200, 500);
        QCOMPARE(f.view->columnWidth(int(FunctionColumn::Name)), 333);
    }

    void namesShareTheWidth()
    {
        Fixture f(shop);
        for (const int width : {500, 700, 1200, 2500}) {
            f.pane.resize(width, 400);
            QCoreApplication::processEvents();
            int all = 0;
            for (int column = 0; column < functionColumnCount; ++column)
                all += f.view->columnWidth(column);
            QVERIFY(f.view->columnWidth(int(FunctionColumn::Name)) >= 140);
            if (width >= 700)
                QVERIFY2(all <= f.view->viewport()->width(), qPrintable(QString::number(all)));
        }
    }

    void nothing_data()
    {
        QTest::addColumn<QString>("profile");
        QTest::newRow("no samples") << "cpu/count\n";
        QTest::newRow("only zeros") << "cpu/count\nmain;a 0\n";
    }
    void nothing()
    {
        QFETCH(QString, profile);
        Fixture f(profile.toStdString());
        QVERIFY(f.document.analysis());
        QCOMPARE(f.view->model()->rowCount(), 0);
        QCOMPARE(f.summary(), "0 functions");
        for (const auto key : {Qt::Key_Down, Qt::Key_Up, Qt::Key_Home, Qt::Key_End, Qt::Key_Return})
            QTest::keyClick(f.view, key);
        QTest::keyClick(f.view, Qt::Key_C, Qt::ControlModifier);
        f.type("x");
        QVERIFY(!f.pane.grab().isNull());
    }

    void strangeNames()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "count");
        const std::string names[] = {std::string(2000, 'x') + "::end(int, char)", std::string("a\0b\n\tc", 6),
                                     "gr\xFC"
                                     "n",
                                     "<b>&amp;</b>"};
        for (const std::string &name : names) {
            const Line line{builder.addFunction(name, name, name, 0), 0, 0};
            const LocationId location = builder.addLocation({}, {&line, 1});
            const int64_t value = 1;
            builder.addSample({&location, 1}, {&value, 1});
        }
        Fixture f(shop);
        QSignalSpy done(&f.document, &Document::analysisChanged);
        f.document.setProfile(builder.finish(), QStringLiteral("strange"));
        QVERIFY(done.wait());
        QVERIFY(f.names().contains(QStringLiteral("a‹00›b‹\\n›‹\\t›c")));
        QVERIFY(f.names().contains(QStringLiteral("gr‹FC›n")));
        for (int row = 0; row < 4; ++row) {
            f.click(row);
            QVERIFY(!f.document.state().active.isEmpty());
            QCOMPARE(f.view->selectedRowNumbers(), std::vector<size_t>{size_t(row)});
            // It finds the row again by its name, whatever bytes that has.
            QCOMPARE(f.document.activeFrames().size(), size_t(1));
            QVERIFY(!f.view->model()->index(row, 0).data(Qt::ToolTipRole).toString().contains("<b>"));
        }
        QVERIFY(!f.pane.grab().isNull());
    }

    void hundredThousandRows()
    {
        Fixture f(manyFunctions(100000));
        QCOMPARE(f.view->model()->rowCount(), 100001);
        QElapsedTimer timer;
        const auto took = [&](const char *what) {
            qInfo("%s: %lld ms", what, static_cast<long long>(timer.elapsed()));
            timer.start();
        };
        timer.start();
        f.view->sortByColumn(int(FunctionColumn::Name), Qt::AscendingOrder);
        took("sort by name");
        f.view->sortByColumn(int(FunctionColumn::File), Qt::AscendingOrder);
        took("sort by file");
        f.view->sortByColumn(int(FunctionColumn::Cum), Qt::DescendingOrder);
        took("sort by cum");
        f.type("Method12.*4$");
        took("search");
        QVERIFY(f.view->model()->rowCount() > 100);
        f.type("");
        took("search emptied");
        QTest::keyClick(f.view, Qt::Key_End);
        QCOMPARE(f.current(), 100000);
        took("to the end");
        QVERIFY(!f.view->grab().isNull());
        took("paint");
        f.view->selectAll();
        took("select all");
        QSignalSpy status(&f.pane, &Pane::statusMessage);
        f.click(0);
        took("click");
        QTest::keyClick(f.view, Qt::Key_A, Qt::ControlModifier);
        QTRY_VERIFY(!status.isEmpty() && status.last().first().toString().startsWith("100,001 functions"));
        took("all added up");
        QTest::keyClick(f.view, Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QGuiApplication::clipboard()->text().count(u'\n') == 100002);
        took("copy all");
        f.view->sortByColumn(int(FunctionColumn::Flat), Qt::DescendingOrder);
        took("sort with all selected");
    }

private:
    EnglishPlurals m_plurals;
};

QTEST_MAIN(TestTopPane)
#include "tst_toppane.moc"
