// SPDX-License-Identifier: GPL-3.0-or-later
// Callers and callees, and the source, of two profiles.
#include "app/panes/bardelegate.h"
#include "app/panes/callers/callerspane.h"
#include "app/panes/callers/comparedcallmodel.h"
#include "app/panes/source/sourcemodel.h"
#include "app/panes/source/sourcepane.h"
#include "app/panes/source/sourceview.h"
#include "app/panes/tableview.h"
#include "app/session/document.h"
#include "tests/core/folded.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace proflens;

namespace {

const char *const before = "cpu/milliseconds\n"
                           "main;serve;brew 50\n"
                           "main;serve;pack 20\n"
                           "main;old;serve 30\n";
const char *const after = "cpu/milliseconds\n"
                          "main;serve;brew 20\n"
                          "main;serve;pack 60\n"
                          "fresh;serve;pack 15\n";

template <typename PaneType> struct Fixture
{
    Fixture(const ProfilePtr &base, const ProfilePtr &current, const QString &folder = QStringLiteral("/tmp"))
        : pane(&document)
    {
        pane.resize(900, 500);
        pane.show();
        QSignalSpy done(&document, &Document::analysisChanged);
        document.setProfiles(base, current, folder + "/before.pb.gz", folder + "/after.pb.gz");
        if (done.isEmpty())
            done.wait(60000);
        settle();
    }
    void settle() { QTRY_VERIFY(!document.isBusy() && pane.isIdle()); }
    void setActive(const QString &function)
    {
        document.setActive(function);
        settle();
    }
    void set(const std::function<void(CompareState &)> &change)
    {
        ViewState state = document.state();
        change(state.compare);
        document.setState(state);
        settle();
    }
    static QString rows(const QAbstractItemView *view)
    {
        QStringList list;
        for (int row = 0; row < view->model()->rowCount(); ++row) {
            QStringList cells;
            for (int column = 0; column < view->model()->columnCount(); ++column)
                cells << view->model()->index(row, column).data().toString();
            list << cells.join(u' ');
        }
        return list.join(u'\n');
    }
    QString said() const
    {
        QStringList texts;
        for (const QLabel *label : pane.template findChildren<QLabel *>()) {
            if (label->isVisible())
                texts << label->text();
        }
        return texts.join(u'\n');
    }

    Document document;
    PaneType pane;
};

struct Callers : Fixture<CallersPane>
{
    Callers(const std::string &base = before, const std::string &current = after)
        : Fixture(foldedProfile(base), foldedProfile(current))
    {}
    TableView *view(const char *name) const { return pane.findChild<TableView *>(QString::fromLatin1(name)); }
};

const auto sideBySide = [](CompareState &state) { state.look = CompareState::Look::SideBySide; };

// Lines of one file: line 2 grew, 3 is new, 4 is gone, 5 is the same.
ProfilePtr sourceProfile(const std::string &file, const QList<std::pair<int, int64_t>> &lines)
{
    ProfileBuilder builder;
    builder.addSampleType("samples", "count");
    builder.addSampleType("time", "milliseconds");
    const FunctionId work = builder.addFunction("work", "work", file, 1);
    for (const auto &[line, value] : lines) {
        const Line of{work, line, 0};
        const LocationId location = builder.addLocation({}, {&of, 1});
        const int64_t values[] = {value, value * 10};
        builder.addSample({&location, 1}, values);
    }
    return builder.finish();
}

} // namespace

class TestCompareCallers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void model()
    {
        ComparedCallModel model(ComparedCallModel::Side::Callees);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto joined = joinProfiles(foldedProfile(before), foldedProfile(after));
        const ComparisonPtr comparison = *Comparison::make(*joined, {});
        const ComparedNeighbors calls = comparedNeighbors(*comparison, comparison->frames().find("serve"));
        model.setTable(ComparedCallTable(comparison, calls.callees, calls.cum));
        QCOMPARE(model.rowCount(), 2);
        const QPersistentModelIndex first(model.index(0, int(ComparedCallColumn::Name)));
        QCOMPARE(first.data().toString(), "pack");
        for (int column = 0; column < comparedCallColumnCount; ++column) {
            for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
                model.sort(column, order);
                QCOMPARE(first.data().toString(), "pack");
                QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
            }
        }
        model.setTable({});
        QCOMPARE(model.rowCount(), 0);
    }

    void callersAndCallees()
    {
        Callers f;
        f.setActive("serve");
        TableView *callers = f.view("difference-callers"), *callees = f.view("difference-callees");
        QVERIFY(callers->isVisible() && callees->isVisible() && !f.view("callers")->isVisible());
        QCOMPARE(f.rows(callers), "old 30ms 30.00% – – -30ms -30.00% gone\n"
                                  "fresh – – 15ms 15.79% +15ms +15.00% new\n"
                                  "main 70ms 70.00% 80ms 84.21% +10ms +10.00% ×1.14");
        QCOMPARE(f.rows(callees), "pack 20ms 20.00% 75ms 78.95% +55ms +55.00% ×3.75\n"
                                  "brew 50ms 50.00% 20ms 21.05% -30ms -30.00% ×0.40");
        QVERIFY2(f.said().contains("cum: base 100ms, current 95ms, Δ -5ms (-5.00%)"), qPrintable(f.said()));
        const QModelIndex delta = callers->model()->index(0, int(ComparedCallColumn::Delta));
        QCOMPARE(delta.data(DeltaRole).toDouble(), -1.0);
        QCOMPARE(changeOfNumber(delta.data(ChangeRole).toInt()).kind, Change::Kind::Gone);
        // A header sorts by sign.
        QHeaderView *header = callers->horizontalHeader();
        const int x = header->sectionViewportPosition(int(ComparedCallColumn::Delta)) + 10;
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(x, header->height() / 2));
        QCOMPARE(callers->model()->index(2, 0).data().toString(), "fresh");
    }

    void sidesBesideEachOther()
    {
        Callers f;
        f.setActive("serve");
        f.set(sideBySide);
        TableView *callers = f.view("sides-callers");
        const QAbstractItemModelTester tester(callers->model(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(callers->isVisible() && !f.view("difference-callers")->isVisible());
        QVERIFY(callers->isColumnHidden(int(ComparedCallColumn::Delta)));
        QVERIFY(!callers->isColumnHidden(int(ComparedCallColumn::BaseShare)));
        QCOMPARE(callers->model()->rowCount(), 3);
    }

    void walks()
    {
        Callers f;
        f.setActive("serve");
        TableView *callees = f.view("difference-callees");
        callees->setFocus();
        callees->showRow(0);
        QTest::keyClick(callees, Qt::Key_Return);
        f.settle();
        QCOMPARE(f.document.state().active, "pack");
        QCOMPARE(f.rows(f.view("difference-callers")), "serve 20ms 100% 75ms 100% +55ms +55.00% ×3.75");
    }

    // What only the base has is a function like any other.
    void goneFunctions()
    {
        Callers f;
        f.setActive("old");
        QCOMPARE(f.rows(f.view("difference-callees")), "serve 30ms 100% – – -30ms -30.00% gone");
        QVERIFY(f.pane.exportFormats().size() == 1);
        f.setActive("nowhere");
        QCOMPARE(f.view("difference-callees")->model()->rowCount(), 0);
        QVERIFY(f.pane.exportFormats().isEmpty());
    }

    void exportsAndCopies()
    {
        Callers f;
        f.setActive("serve");
        const QTemporaryDir folder;
        const QString path = folder.filePath("calls.csv");
        QVERIFY(f.pane.exportFormats()[0].write(path).ok());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        QVERIFY2(text.contains("caller,30,0,-30,-30.0000,gone,30.0000,0.0000,old\r\n"), qPrintable(text));
        TableView *callers = f.view("difference-callers");
        callers->setFocus();
        callers->showRow(1);
        QTest::keyClick(callers, Qt::Key_C, Qt::ControlModifier);
        QVERIFY2(QGuiApplication::clipboard()->text().contains("caller\t0\t15\t15\t"),
                 qPrintable(QGuiApplication::clipboard()->text()));
    }

    void oneProfileAgain()
    {
        Callers f;
        f.setActive("serve");
        f.document.keepOnly(Document::Side::Current);
        QTRY_VERIFY(!f.document.comparison());
        f.settle();
        QVERIFY(f.view("callers")->isVisible() && !f.view("difference-callers")->isVisible());
        QTRY_COMPARE(f.view("callers")->model()->rowCount(), 2);
    }

    void source()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("work.go");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("one\ntwo\nthree\nfour\nfive\nsix\n");
        file.close();
        const std::string name = path.toStdString();
        Fixture<SourcePane> f(sourceProfile(name, {{2, 100}, {4, 50}, {5, 30}}),
                              sourceProfile(name, {{2, 400}, {3, 60}, {5, 31}}), folder.path());
        f.document.setSampleIndex(1);
        f.setActive("work");
        auto *view = f.pane.findChild<SourceView *>();
        auto *model = f.pane.findChild<SourceModel *>();
        const QAbstractItemModelTester tester(model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        // Flat and cum: base, current, difference.
        QCOMPARE(f.rows(view), "      1 one\n"
                               "1000ms 4000ms +3000ms 1000ms 4000ms +3000ms 2 two\n"
                               "– 600ms +600ms – 600ms +600ms 3 three\n"
                               "500ms – -500ms 500ms – -500ms 4 four\n"
                               "300ms 310ms +10ms 300ms 310ms +10ms 5 five\n"
                               "      6 six");
        const int delta = model->sectionOf(SourceColumn::DeltaFlat);
        QCOMPARE(model->index(1, delta).data(DeltaRole).toDouble(), 1.0);
        QVERIFY(changeOfNumber(model->index(4, delta).data(ChangeRole).toInt()).noise);
        QCOMPARE(changeOfNumber(model->index(3, delta).data(ChangeRole).toInt()).kind, Change::Kind::Gone);
        // Hot lines by the amount of the difference.
        QCOMPARE(view->currentRow(), 1);
        QTest::keyClick(view, Qt::Key_F8);
        QCOMPARE(view->currentRow(), 2);
        QTest::keyClick(view, Qt::Key_F8);
        QCOMPARE(view->currentRow(), 3);
        const auto *functions = f.pane.findChild<QComboBox *>("functions");
        QVERIFY2(functions->currentText().contains("Δ +3.11s"), qPrintable(functions->currentText()));
        view->setFocus();
        QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), "500ms\t–\t-500ms\t500ms\t–\t-500ms\t4\tfour\n");

        f.set(sideBySide);
        QCOMPARE(model->columnCount(), 6);
        QCOMPARE(f.rows(view).section(u'\n', 1, 2),
                 "1000ms 1000ms 4000ms 4000ms 2 two\n– – 600ms 600ms 3 three");
        QCOMPARE(view->currentRow(), 3);

        f.document.keepOnly(Document::Side::Base);
        QTRY_VERIFY(!f.document.comparison());
        f.settle();
        QTRY_COMPARE(model->columnCount(), sourceColumnCount);
        QCOMPARE(f.rows(view).section(u'\n', 3, 3), "500ms 500ms 4 four");
    }
};

QTEST_MAIN(TestCompareCallers)
#include "tst_comparecallers.moc"
