// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/bardelegate.h"
#include "app/panes/searchline.h"
#include "app/panes/tableview.h"
#include "app/panes/top/differencemodel.h"
#include "app/panes/top/toppane.h"
#include "app/session/document.h"
#include "app/window/plurals.h"
#include "tests/core/folded.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace proflens;

namespace {

const char *const before = "samples/count cpu/milliseconds\n"
                           "main@main.go;serve@serve.go;brew@brew.go 50 500\n"
                           "main@main.go;serve@serve.go;pack@pack.go 20 200\n"
                           "main@main.go;old@old.go 30 300\n"
                           "main@main.go;serve@serve.go 10 100\n";
const char *const after = "samples/count cpu/milliseconds\n"
                          "main@main.go;serve@serve.go;brew@brew.go 20 200\n"
                          "main@main.go;serve@serve.go;pack@pack.go 60 600\n"
                          "main@main.go;fresh@fresh.go 30 300\n"
                          "main@main.go;serve@serve.go 11 110\n";

std::string manyFunctions(int count, int step)
{
    std::string text = "cpu/count\n";
    for (int i = 0; i < count; ++i)
        text += "main;pkg" + std::to_string(i % 97) + ".fn" + std::to_string(i) + "@/src/file.go " +
                std::to_string(1 + i * step % 1000) + '\n';
    return text;
}

// The Top pane on the screen, about two profiles.
struct Fixture
{
    explicit Fixture(const std::string &base = before, const std::string &current = after,
                     CompareState compare = {})
        : pane(&document)
    {
        ViewState state = document.state();
        state.compare = compare;
        document.setState(state);
        pane.resize(1400, 400);
        pane.show();
        QSignalSpy done(&document, &Document::analysisChanged);
        document.setProfiles(foldedProfile(base), foldedProfile(current), QStringLiteral("/tmp/before.pb.gz"),
                             QStringLiteral("/tmp/after.pb.gz"));
        if (done.isEmpty())
            done.wait(60000);
    }
    TableView *view(const char *name) const { return pane.findChild<TableView *>(QString::fromLatin1(name)); }
    TableView *difference() const { return view("difference"); }
    const DifferenceTable &table() const { return *pane.findChild<DifferenceModel *>()->table(); }
    QString cell(int row, DifferenceColumn column) const
    {
        return difference()->model()->index(row, int(column)).data().toString();
    }
    QString names() const
    {
        QStringList list;
        for (int row = 0; row < difference()->model()->rowCount(); ++row)
            list << cell(row, DifferenceColumn::Name);
        return list.join(u' ');
    }
    void set(const std::function<void(CompareState &)> &change)
    {
        ViewState state = document.state();
        change(state.compare);
        document.setState(state);
    }
    void click(TableView *table, int row, Qt::KeyboardModifiers modifiers = {}) const
    {
        const QModelIndex index = table->model()->index(row, int(DifferenceColumn::Name));
        QTest::mouseClick(table->viewport(), Qt::LeftButton, modifiers, table->visualRect(index).center());
    }
    void clickHeader(TableView *table, DifferenceColumn column) const
    {
        QHeaderView *header = table->horizontalHeader();
        const int x = header->sectionViewportPosition(int(column)) + 10;
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(x, header->height() / 2));
    }
    void order(const QString &text) const
    {
        auto *box = pane.findChild<QComboBox *>(QStringLiteral("order"));
        const int index = box->findText(text);
        QVERIFY2(index >= 0, qPrintable(text));
        box->setCurrentIndex(index);
        Q_EMIT box->activated(index);
    }
    QString orderShown() const { return pane.findChild<QComboBox *>(QStringLiteral("order"))->currentText(); }
    QString summary() const { return pane.findChild<SearchLine *>()->findChild<QLabel *>()->text(); }

    Document document;
    TopPane pane;
};

const auto sideBySide = [](CompareState &state) { state.look = CompareState::Look::SideBySide; };

} // namespace

class TestCompareTop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QCoreApplication::installTranslator(&m_plurals); }

    void model()
    {
        DifferenceModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0);
        const auto joined = joinProfiles(foldedProfile(before), foldedProfile(after));
        const auto comparison = Comparison::make(*joined, {});
        model.setComparison(*comparison);
        QCOMPARE(model.rowCount(), 6);
        const QPersistentModelIndex first(model.index(0, int(DifferenceColumn::Name)));
        QCOMPARE(first.data().toString(), "pack");
        for (int column = 0; column < differenceColumnCount; ++column) {
            for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
                model.sort(column, order);
                QCOMPARE(first.data().toString(), "pack");
                QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
                QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
            }
        }
        model.search(*Regex::compile("pack|serve"));
        QCOMPARE(model.rowCount(), 2);
        model.hideNoise(true);
        model.search({});
        model.hideNoise(false);
        model.setComparison(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    // Every number on the screen is that of the table without a screen.
    void numbersAreThoseOfTheTable()
    {
        const Fixture f;
        const QAbstractItemModelTester tester(f.difference()->model(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(f.difference()->isVisible() && !f.view("base")->isVisible());
        QCOMPARE(f.names(), "pack brew fresh old serve main");
        for (int row = 0; row < int(f.table().size()); ++row) {
            for (int column = 0; column < differenceColumnCount; ++column)
                QCOMPARE(f.cell(row, DifferenceColumn(column)),
                         QString::fromStdString(f.table().text(size_t(row), DifferenceColumn(column))));
        }
        const auto role = [&](int row, DifferenceColumn column, int role) {
            return f.difference()->model()->index(row, int(column)).data(role);
        };
        QCOMPARE(role(0, DifferenceColumn::FlatDelta, DeltaRole).toDouble(), 1.0);
        QCOMPARE(role(1, DifferenceColumn::FlatDelta, DeltaRole).toDouble(), -0.75);
        QCOMPARE(changeOfNumber(role(2, DifferenceColumn::FlatDelta, ChangeRole).toInt()).kind,
                 Change::Kind::New);
        QVERIFY(changeOfNumber(role(4, DifferenceColumn::FlatDelta, ChangeRole).toInt()).noise);
        QVERIFY(!role(0, DifferenceColumn::FlatBase, DeltaRole).isValid());
    }

    void toolTipsSayWhatPercentagesAreOf()
    {
        Fixture f;
        const auto tip = [&] {
            return f.difference()
                ->model()
                ->headerData(int(DifferenceColumn::FlatPercent), Qt::Horizontal, Qt::ToolTipRole)
                .toString();
        };
        QVERIFY2(tip().contains("base") && tip().contains("1.10s"), qPrintable(tip()));
        QSignalSpy done(&f.document, &Document::analysisChanged);
        f.set([](CompareState &state) { state.percentOf = PercentOf::Current; });
        QVERIFY(done.wait());
        QVERIFY2(tip().contains("current") && tip().contains("1.21s"), qPrintable(tip()));
        const QString row = f.difference()->model()->index(2, 0).data(Qt::ToolTipRole).toString();
        QVERIFY2(row.contains("New: the base has none of it"), qPrintable(row));
    }

    // A header sorts by sign; the largest change either way is in the box.
    void sorts()
    {
        const Fixture f;
        QCOMPARE(f.orderShown(), "Flat: largest change first");
        f.clickHeader(f.difference(), DifferenceColumn::FlatDelta);
        QCOMPARE(f.names(), "brew old main serve fresh pack");
        QCOMPARE(f.orderShown(), "Flat: shrank most first");
        f.clickHeader(f.difference(), DifferenceColumn::FlatDelta);
        QCOMPARE(f.names(), "pack fresh serve main brew old");
        QCOMPARE(f.orderShown(), "Flat: grew most first");
        f.clickHeader(f.difference(), DifferenceColumn::CumBase);
        QCOMPARE(f.names(), "main serve brew old pack fresh");
        QCOMPARE(f.orderShown(), "");
        f.order("Cum: largest change first");
        QCOMPARE(f.names(), "pack brew fresh old main serve");
        QCOMPARE(f.orderShown(), "Cum: largest change first");
        QCOMPARE(f.difference()->horizontalHeader()->sortIndicatorSection(), int(DifferenceColumn::CumDelta));
        f.order("Flat: largest change first");
        QCOMPARE(f.names(), "pack brew fresh old serve main");
    }

    void searchesAndHidesNoise()
    {
        Fixture f;
        QCOMPARE(f.summary(), "6 functions");
        auto *edit = f.pane.findChild<SearchLine *>()->findChild<QLineEdit *>();
        QTest::keyClicks(edit, "r");
        QTRY_COMPARE(f.names(), "brew fresh serve");
        QCOMPARE(f.summary(), "3 of 6 functions");
        edit->clear();
        QTRY_COMPARE(f.difference()->model()->rowCount(), 6);
        f.set([](CompareState &state) { state.hideNoise = true; });
        QCOMPARE(f.names(), "pack brew fresh old");
        QCOMPARE(f.summary(), "6 functions, without noise: 4");
        f.set([](CompareState &state) { state.hideNoise = false; });
        QCOMPARE(f.difference()->model()->rowCount(), 6);
    }

    void activeGoesBothWays()
    {
        Fixture f;
        f.click(f.difference(), 1);
        QCOMPARE(f.document.state().active, "brew");
        f.document.setActive("old");
        QCOMPARE(f.difference()->selectedRowNumbers(), std::vector<size_t>{3});
        QSignalSpy panes(&f.document, &Document::paneRequested);
        QTest::keyClick(f.difference(), Qt::Key_Return);
        QCOMPARE(panes.size(), 1);
        QTest::keyClick(f.difference(), Qt::Key_Up);
        QTRY_COMPARE(f.document.state().active, "fresh");
    }

    void sumsOfRows_data()
    {
        QTest::addColumn<bool>("both");
        QTest::newRow("difference") << false;
        QTest::newRow("side by side") << true;
    }
    void sumsOfRows()
    {
        QFETCH(bool, both);
        Fixture f;
        if (both)
            f.set(sideBySide);
        TableView *view = both ? f.view("current") : f.difference();
        QSignalSpy status(&f.pane, &Pane::statusMessage);
        view->setFocus();
        f.click(view, 0);
        f.click(view, 4, Qt::ControlModifier);
        QTRY_VERIFY(!status.isEmpty() && !status.last().first().toString().isEmpty());
        QCOMPARE(
            status.last().first().toString(),
            "2 functions selected: flat: base 300ms, current 710ms, Δ +410ms (+37.27%); cum: base 800ms, "
            "current 910ms, Δ +110ms (+10.00%) (each sample counted once)");
    }

    void copiesAndExports()
    {
        Fixture f;
        f.click(f.difference(), 3);
        QTest::keyClick(f.difference(), Qt::Key_C, Qt::ControlModifier);
        const size_t rows[] = {3};
        Q_UNUSED(rows);
        const QString copied = QGuiApplication::clipboard()->text();
        QVERIFY2(copied.startsWith("flat base (milliseconds)\tflat current (milliseconds)\t") &&
                     copied.endsWith("gone\told\told.go\n") && copied.count('\n') == 2,
                 qPrintable(copied));
        f.set(sideBySide);
        f.view("current")->setFocus();
        f.click(f.view("current"), 2);
        QTest::keyClick(f.view("current"), Qt::Key_C, Qt::ControlModifier);
        QVERIFY2(QGuiApplication::clipboard()->text().endsWith("new\tfresh\tfresh.go\n"),
                 qPrintable(QGuiApplication::clipboard()->text()));

        const QTemporaryDir folder;
        const QString path = folder.filePath("top.csv");
        QCOMPARE(f.pane.exportFormats().size(), 1);
        QVERIFY(f.pane.exportFormats()[0].write(path).ok());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        QCOMPARE(text.count("\r\n"), 7);
        QVERIFY2(text.contains("500,200,-300,-27.2727,0.4000,"), qPrintable(text));
    }

    void sideBySideShowsTheSameRows()
    {
        Fixture f;
        f.set(sideBySide);
        TableView *base = f.view("base"), *current = f.view("current");
        QVERIFY(base->isVisible() && current->isVisible() && !f.difference()->isVisible());
        QCOMPARE(base->model(), current->model());
        const QAbstractItemModelTester tester(base->model(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(base->isColumnHidden(int(DifferenceColumn::FlatCurrent)));
        QVERIFY(!base->isColumnHidden(int(DifferenceColumn::FlatBase)));
        QVERIFY(current->isColumnHidden(int(DifferenceColumn::FlatBase)));
        QVERIFY(current->isColumnHidden(int(DifferenceColumn::FlatDelta)));
        QCOMPARE(f.cell(2, DifferenceColumn::FlatBase), "–");
        QCOMPARE(f.cell(2, DifferenceColumn::Mark), "new");
        QCOMPARE(f.cell(3, DifferenceColumn::FlatCurrent), "–");
        QCOMPARE(f.cell(3, DifferenceColumn::Mark), "gone");
        // One order, and both headers say which.
        f.clickHeader(current, DifferenceColumn::CumCurrent);
        QCOMPARE(f.names(), "main serve pack fresh brew old");
        QCOMPARE(base->horizontalHeader()->sortIndicatorSection(), int(DifferenceColumn::CumCurrent));
        f.clickHeader(base, DifferenceColumn::FlatBase);
        QCOMPARE(f.names(), "brew old pack serve fresh main");
        f.set([](CompareState &state) { state.look = CompareState::Look::Difference; });
        QVERIFY(f.difference()->isVisible() && !base->isVisible());
    }

    void sidesAreLinkedUnlessLetGo()
    {
        CompareState state;
        sideBySide(state);
        Fixture f(manyFunctions(2000, 7919), manyFunctions(2000, 104729 % 4001), state);
        TableView *base = f.view("base"), *current = f.view("current");
        f.click(base, 3);
        QCOMPARE(current->selectedRowNumbers(), std::vector<size_t>{3});
        base->verticalScrollBar()->setValue(700);
        QCOMPARE(current->verticalScrollBar()->value(), 700);
        current->verticalScrollBar()->setValue(20);
        QCOMPARE(base->verticalScrollBar()->value(), 20);

        f.set([](CompareState &compare) { compare.linked = false; });
        base->verticalScrollBar()->setValue(900);
        QCOMPARE(current->verticalScrollBar()->value(), 20);
        current->setFocus();
        f.click(current, 25);
        QCOMPARE(current->selectedRowNumbers(), std::vector<size_t>{25});
        QVERIFY(f.document.state().active == f.cell(25, DifferenceColumn::Name));
        f.set([](CompareState &compare) { compare.linked = true; });
        QCOMPARE(current->selectedRowNumbers(), base->selectedRowNumbers());
        QCOMPARE(current->verticalScrollBar()->value(), base->verticalScrollBar()->value());
    }

    // No number is cut, however wide the values.
    void numbersFit()
    {
        const Fixture f("cpu/nanoseconds\nmain;a 123456789012345\nmain;b 7\nc 1\n",
                        "cpu/nanoseconds\nmain;a 923456789012345\nmain;b 91234567\nd 12345\nc 9999999\n");
        TableView *view = f.difference();
        for (int column = 0; column < differenceColumnCount; ++column) {
            if (view->isColumnHidden(column) || column == int(DifferenceColumn::Name) ||
                column == int(DifferenceColumn::File))
                continue;
            for (int row = 0; row < view->model()->rowCount(); ++row) {
                const QString text = view->model()->index(row, column).data().toString();
                const int needed = view->fontMetrics().horizontalAdvance(text) + 8;
                QVERIFY2(view->columnWidth(column) >= needed, qPrintable(text));
            }
        }
    }

    void identicalProfilesAreGrey()
    {
        Fixture f(before, before);
        for (int row = 0; row < f.difference()->model()->rowCount(); ++row) {
            QCOMPARE(f.cell(row, DifferenceColumn::FlatDelta), "0");
            QCOMPARE(f.cell(row, DifferenceColumn::Mark), "same");
            const QModelIndex delta = f.difference()->model()->index(row, int(DifferenceColumn::CumDelta));
            QVERIFY(!changeOfNumber(delta.data(ChangeRole).toInt()).isWorthColor());
            QCOMPARE(delta.data(DeltaRole).toDouble(), 0.0);
        }
        QVERIFY(!f.pane.grab().isNull());
    }

    void againstNothing()
    {
        Fixture f("samples/count cpu/milliseconds\n", after);
        QCOMPARE(f.cell(0, DifferenceColumn::Mark), "new");
        f.set([](CompareState &state) { state.hideNoise = true; });
        QCOMPARE(f.difference()->model()->rowCount(), 5);
        f.set(sideBySide);
        QVERIFY(!f.pane.grab().isNull());
    }

    // The pane goes back to one profile, and to two again.
    void oneProfileAgain()
    {
        Fixture f;
        QSignalSpy done(&f.document, &Document::analysisChanged);
        f.document.keepOnly(Document::Side::Current);
        QVERIFY(done.wait());
        QVERIFY(!f.document.comparison());
        QVERIFY(!f.difference()->isVisible());
        QVERIFY(!f.pane.findChild<QComboBox *>(QStringLiteral("order"))->isVisible());
        QCOMPARE(f.summary(), "5 functions");
        f.document.setProfiles(foldedProfile(before), foldedProfile(after), "a", "b");
        QVERIFY(done.wait());
        QVERIFY(f.difference()->isVisible());
        QCOMPARE(f.summary(), "6 functions");
    }

    void orderAndColumnsAreKept()
    {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath("settings.ini"), QSettings::IniFormat);
        {
            Fixture f;
            f.pane.useSettings(&settings);
            f.order("Cum: grew most first");
            f.difference()->horizontalHeader()->resizeSection(int(DifferenceColumn::Name), 333);
            QTRY_VERIFY(settings.contains("top/compared/difference/header"));
        }
        Fixture f;
        f.pane.useSettings(&settings);
        QCOMPARE(f.orderShown(), "Cum: grew most first");
        QCOMPARE(f.names().section(' ', 0, 1), "pack fresh");
        QCOMPARE(f.difference()->columnWidth(int(DifferenceColumn::Name)), 333);
        QVERIFY(f.difference()->isColumnHidden(int(DifferenceColumn::FlatBaseShare)));
        QVERIFY(f.view("base")->isColumnHidden(int(DifferenceColumn::FlatDelta)));
    }

private:
    EnglishPlurals m_plurals;
};

QTEST_MAIN(TestCompareTop)
#include "tst_comparetop.moc"
