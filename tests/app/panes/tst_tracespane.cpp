// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/costtree.h"
#include "app/panes/costtrees.h"
#include "app/panes/searchline.h"
#include "app/panes/traces/tracesmodel.h"
#include "app/panes/traces/tracespane.h"
#include "app/session/document.h"
#include "app/window/plurals.h"
#include "core/report/tracetext.h"
#include "tests/core/folded.h"
#include "tests/core/labelledprofile.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
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
                         "main;serve;brew 500\n"
                         "main;serve;pack 200\n"
                         "main;old 300\n";
const char *const later = "cpu/milliseconds\n"
                          "main;serve;brew 200\n"
                          "main;serve;pack 700\n"
                          "main;fresh 300\n";

// The traces pane on the screen, about one profile or two.
struct Fixture
{
    explicit Fixture(const ProfilePtr &profile, const ProfilePtr &base = {}, QSettings *settings = nullptr)
        : pane(&document)
    {
        if (settings)
            pane.useSettings(settings);
        pane.resize(1100, 500);
        pane.show();
        if (base)
            document.setProfiles(base, profile, QStringLiteral("/tmp/before.pb.gz"),
                                 QStringLiteral("/tmp/after.pb.gz"));
        else
            document.setProfile(profile, QStringLiteral("/tmp/profile.pb.gz"));
        settle();
    }
    void settle() const
    {
        QVERIFY(QTest::qWaitFor([this] { return document.analysis() && !document.isBusy() && pane.isIdle(); },
                                60000));
        QCoreApplication::processEvents();
    }
    TracesModel &model() const { return *pane.findChild<TracesModel *>(); }
    CostTrees &trees() const { return *pane.findChild<CostTrees *>(); }
    CostTree &tree() const { return *trees().view(); }
    CostTree &tree(const char *name) const { return *pane.findChild<CostTree *>(QString::fromLatin1(name)); }
    QString cell(const QModelIndex &index, CostColumn column) const
    {
        return index.siblingAtColumn(int(column)).data().toString();
    }
    QModelIndex top(int row) const { return model().index(row, 0); }
    // The names below a row, or of all stacks.
    QStringList names(const QModelIndex &parent = {}) const
    {
        QStringList list;
        for (int row = 0; row < model().rowCount(parent); ++row)
            list << cell(model().index(row, 0, parent), CostColumn::Name);
        return list;
    }
    void click(CostTree &view, const QModelIndex &index, Qt::KeyboardModifiers modifiers = {}) const
    {
        const QRect rect = view.visualRect(index.siblingAtColumn(int(CostColumn::Name)));
        QVERIFY(!rect.isEmpty());
        QTest::mouseClick(view.viewport(), Qt::LeftButton, modifiers,
                          rect.topLeft() + QPoint(20, rect.height() / 2));
    }
    void search(const QString &text) const
    {
        auto *line = pane.findChild<QLineEdit *>();
        line->setText(text);
        QCoreApplication::processEvents();
        settle();
    }
    QString summary() const { return pane.findChild<SearchLine *>()->findChild<QLabel *>()->text(); }
    QAction *action(const QString &text) const
    {
        for (QAction *action : pane.actions()) {
            if (action->text().remove(u'&') == text)
                return action;
        }
        return nullptr;
    }

    Document document;
    TracesPane pane;
};

ProfilePtr manyLabels(int count)
{
    ProfileBuilder builder;
    builder.addSampleType("cpu", "count");
    const Line line{builder.addFunction("work", "work", "", 0), 0, 0};
    const LocationId work = builder.addLocation({}, {&line, 1});
    for (int i = 0; i < count; ++i) {
        const Label label = builder.textLabel("request", "r" + std::to_string(i));
        builder.addSample(std::vector{work}, std::vector<int64_t>{count - i}, {&label, 1});
    }
    return builder.finish();
}

ProfilePtr deepStack(int depth, int functions)
{
    ProfileBuilder builder;
    builder.addSampleType("cpu", "count");
    std::vector<LocationId> locations, stack;
    for (int i = 0; i < functions; ++i) {
        const std::string name = "f" + std::to_string(i);
        const Line line{builder.addFunction(name, name, "", 0), 0, 0};
        Location location;
        location.address = uint64_t(i) + 1;
        locations.push_back(builder.addLocation(location, {&line, 1}));
    }
    for (int i = 0; i < depth; ++i)
        stack.push_back(locations[size_t(i % functions)]);
    builder.addSample(stack, std::vector<int64_t>{1});
    return builder.finish();
}

} // namespace

class TestTracesPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QCoreApplication::installTranslator(&m_plurals); }

    void stacks()
    {
        Fixture shown(foldedProfile(shop));
        QCOMPARE(shown.names(), QStringList({"brew ← serve ← main", "old ← main", "pack ← serve ← main"}));
        QCOMPARE(shown.cell(shown.top(0), CostColumn::Value), QStringLiteral("500ms"));
        QCOMPARE(shown.cell(shown.top(0), CostColumn::Share), QStringLiteral("50.00%"));
        QCOMPARE(shown.names(shown.top(0)), QStringList({"brew", "serve", "main"}));
        QCOMPARE(shown.summary(), QStringLiteral("3 stacks"));
        QVERIFY(shown.tree().isVisible());
        QVERIFY(!shown.tree("base").isVisible());
        QCOMPARE(shown.tree().accessibleName(), QStringLiteral("Stacks by cost"));
    }

    void clicks()
    {
        Fixture shown(foldedProfile(shop));
        CostTree &tree = shown.tree();
        tree.setFocus();
        shown.click(tree, shown.top(0));
        QCOMPARE(shown.document.state().active, QString());
        QTest::keyClick(&tree, Qt::Key_Right);
        QVERIFY(tree.isOpen(shown.top(0)));
        shown.click(tree, shown.model().index(1, 0, shown.top(0)));
        QCOMPARE(shown.document.state().active, QStringLiteral("serve"));
        shown.settle();
        const auto mark = [&](const QModelIndex &index) {
            return CostMark(index.siblingAtColumn(int(CostColumn::Name)).data(ActiveRole).toInt());
        };
        QCOMPARE(mark(shown.model().index(1, 0, shown.top(0))), CostMark::Is);
        QCOMPARE(mark(shown.model().index(0, 0, shown.top(0))), CostMark::None);
        QCOMPARE(mark(shown.top(0)), CostMark::Contains);
        QCOMPARE(mark(shown.top(1)), CostMark::None);
        QCOMPARE(shown.pane.cursorFunction(), QStringLiteral("serve"));
        QVERIFY(!shown.pane.cursorActions().isEmpty());
        QVERIFY(shown.pane.cursorActions().first()->isEnabled());

        QSignalSpy panes(&shown.document, &Document::paneRequested);
        QTest::keyClick(&tree, Qt::Key_Return);
        QCOMPARE(panes.value(0).value(0).toString(), QStringLiteral("source"));
        // Enter on a stack folds it.
        tree.showRow(shown.top(0));
        QTest::keyClick(&tree, Qt::Key_Return);
        QVERIFY(!tree.isOpen(shown.top(0)));
    }

    void rootFirst()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        {
            Fixture shown(foldedProfile(shop), {}, &settings);
            shown.tree().showRow(shown.top(1));
            QTest::mouseClick(shown.pane.findChild<QCheckBox *>(), Qt::LeftButton, {}, QPoint(8, 8));
            QCOMPARE(shown.names().at(0), QStringLiteral("main → serve → brew"));
            QCOMPARE(shown.names(shown.top(0)), QStringList({"main", "serve", "brew"}));
            QCOMPARE(shown.tree().currentIndex().row(), 1);
            QVERIFY(shown.action(QStringLiteral("Root first"))->isChecked());
        }
        Fixture again(foldedProfile(shop), {}, &settings);
        QCOMPARE(again.names().at(0), QStringLiteral("main → serve → brew"));
    }

    void search()
    {
        Fixture shown(foldedProfile(shop));
        shown.tree().showRow(shown.top(2));
        shown.search(QStringLiteral("serve"));
        QCOMPARE(shown.summary(), QStringLiteral("2 of 3 stacks"));
        QCOMPARE(shown.names(), QStringList({"brew ← serve ← main", "pack ← serve ← main"}));
        QCOMPARE(shown.tree().currentIndex().row(), 1); // the same stack
        shown.search(QStringLiteral("("));
        QVERIFY(shown.summary().startsWith(QStringLiteral("Not a regular expression")));
        QCOMPARE(shown.model().rowCount(), 2);
        shown.search({});
        QCOMPARE(shown.model().rowCount(), 3);
    }

    void labels()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "count");
        const Line line{builder.addFunction("work", "work", "", 0), 0, 0};
        const LocationId work = builder.addLocation({}, {&line, 1});
        const std::vector<Label> one = {builder.textLabel("user", "ann"),
                                        builder.numberLabel("size", 4096, "bytes")};
        builder.addSample(std::vector{work}, std::vector<int64_t>{5}, one);
        Fixture single(builder.finish());
        QCOMPARE(single.names(single.top(0)), QStringList({"user: ann", "size: 4kB", "work"}));

        Fixture many(manyLabels(1000));
        QCOMPARE(many.names(many.top(0)), QStringList({"1,000 sets of labels", "work"}));
        const QModelIndex group = many.model().index(0, 0, many.top(0));
        QCOMPARE(many.model().rowCount(group), 201);
        const QModelIndex first = many.model().index(0, 0, group);
        QCOMPARE(many.cell(first, CostColumn::Name), QStringLiteral("request: r0"));
        QCOMPARE(many.cell(first, CostColumn::Value), QStringLiteral("1000"));
        many.tree().expand(many.top(0));
        many.tree().expand(group);
        const auto more = [&] { return many.model().index(many.model().rowCount(group) - 1, 0, group); };
        QCOMPARE(many.cell(more(), CostColumn::Name), QStringLiteral("… 800 more sets of labels"));
        many.tree().showRow(more());
        many.click(many.tree(), more());
        QCOMPARE(many.model().rowCount(group), 401);
        many.tree().showRow(more());
        QTest::keyClick(&many.tree(), Qt::Key_Return);
        QCOMPARE(many.model().rowCount(group), 801);
        many.tree().showRow(more());
        QTest::keyClick(&many.tree(), Qt::Key_Return);
        QCOMPARE(many.model().rowCount(group), 1000);
        QCOMPARE(many.cell(more(), CostColumn::Name), QStringLiteral("request: r999"));
    }

    void deep()
    {
        Fixture shown(deepStack(100000, 1000));
        QVERIFY(shown.names().at(0).startsWith(QStringLiteral("f0 ← f1")));
        QCOMPARE(shown.model().rowCount(shown.top(0)), 201);
        QCOMPARE(shown.names(shown.top(0)).last(), QStringLiteral("… 99,800 more frames"));
        QAbstractItemModelTester tester(&shown.model(),
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        for (int i = 0; i < 9; ++i)
            shown.model().showMore(
                shown.model().index(shown.model().rowCount(shown.top(0)) - 1, 0, shown.top(0)));
        QCOMPARE(shown.model().rowCount(shown.top(0)), 100000);
        QCOMPARE(shown.names(shown.top(0)).last(), QStringLiteral("f999"));
    }

    void recursion()
    {
        Fixture shown(deepStack(9000, 3));
        QCOMPARE(shown.names(shown.top(0)), QStringList({"3 frames that call one another ×\u202f3,000"}));
        const QModelIndex cycle = shown.model().index(0, 0, shown.top(0));
        QCOMPARE(shown.names(cycle), QStringList({"f0", "f1", "f2"}));
        QVERIFY(!shown.model().frameOf(cycle).isValid());
        QCOMPARE(shown.model().functionOf(shown.model().index(2, 0, cycle)), QStringLiteral("f2"));
        QAbstractItemModelTester tester(&shown.model(),
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);

        Fixture direct(deepStack(1200, 1));
        QCOMPARE(direct.names(), QStringList({"f0 ×\u202f1,200"}));
        QCOMPARE(direct.names(direct.top(0)), QStringList({"f0 ×\u202f1,200"}));
    }

    // As many frames as a wide window has room for, but no more than is painted at once.
    void linesOfDeepStacks_data()
    {
        QTest::addColumn<int>("frames");
        QTest::addColumn<int>("length");
        QTest::addColumn<int>("named");
        QTest::newRow("all") << 40 << 3 << 40;
        QTest::newRow("most") << 100 << 3 << 60;
        QTest::newRow("long names") << 100 << 47 << 17;
    }
    void linesOfDeepStacks()
    {
        QFETCH(int, frames);
        QFETCH(int, length);
        QFETCH(int, named);
        std::string text = "cpu/count\n";
        for (int i = frames; i-- > 0;) {
            std::string name = std::to_string(i);
            name = 'f' + std::string(size_t(length) - name.size() - 1, '_') + name;
            text += name + (i > 0 ? ";" : " 1\n");
        }
        const Fixture shown(foldedProfile(text));
        const QString line = shown.names().value(0);
        QCOMPARE(line.count(u'f'), named);
        QCOMPARE(line.endsWith(QStringLiteral(" …")), named < frames);
    }

    void manyStacks()
    {
        std::string text = "cpu/count\n";
        for (int i = 0; i < 5000; ++i)
            text += "main;f" + std::to_string(i) + ' ' + std::to_string(6000 - i) + '\n';
        Fixture shown(foldedProfile(text));
        QCOMPARE(shown.summary(), QStringLiteral("5,000 stacks"));
        const auto more = [&] { return shown.top(shown.model().rowCount() - 1); };
        QCOMPARE(shown.model().rowCount(), 1001);
        QCOMPARE(shown.cell(more(), CostColumn::Name), QStringLiteral("… 4,000 more stacks"));
        QAbstractItemModelTester tester(&shown.model(),
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        for (int i = 0; i < 3; ++i) {
            shown.tree().showRow(more());
            QTest::keyClick(&shown.tree(), Qt::Key_Return);
        }
        QCOMPARE(shown.model().rowCount(), 5000);
        QCOMPARE(shown.cell(shown.top(4999), CostColumn::Name), QStringLiteral("f4999 ← main"));
    }

    void model()
    {
        for (unsigned seed = 1; seed < 5; ++seed) {
            Fixture shown(labelledProfile(seed), seed % 2 ? ProfilePtr() : labelledProfile(seed + 50));
            QAbstractItemModelTester tester(&shown.model(),
                                            QAbstractItemModelTester::FailureReportingMode::Fatal);
            shown.search(QStringLiteral("f1"));
            shown.document.addFilter(FilterKind::TagHide, QStringLiteral("thread"));
            shown.settle();
            shown.action(QStringLiteral("Root first"))->trigger();
            for (int row = 0; row < shown.model().rowCount(); ++row)
                shown.tree().expandRecursively(shown.top(row));
            shown.document.setSampleIndex(0);
            shown.settle();
        }
    }

    void copies()
    {
        Fixture shown(foldedProfile(shop));
        CostTree &tree = shown.tree();
        tree.setFocus();
        tree.expand(shown.top(0));
        shown.click(tree, shown.top(1));
        shown.click(tree, shown.top(2), Qt::ControlModifier);
        QSignalSpy said(&shown.pane, &Pane::statusMessage);
        shown.click(tree, shown.top(0), Qt::ControlModifier);
        QCOMPARE(said.last().value(0).toString(), QStringLiteral("3 stacks selected: 1s (100%)"));
        QTest::keyClick(&tree, Qt::Key_C, Qt::ControlModifier);
        const std::string rule(traceRule);
        const QString all =
            QString::fromStdString(rule + "     500ms   brew\n             serve\n             main\n" +
                                   rule + "     300ms   old\n             main\n" + rule +
                                   "     200ms   pack\n             serve\n             main\n" + rule);
        QCOMPARE(QGuiApplication::clipboard()->text(), all);
        QGuiApplication::clipboard()->clear();
        shown.action(QStringLiteral("Copy all stacks"))->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text(), all);
        // Frames are copied by their names.
        shown.click(tree, shown.model().index(0, 0, shown.top(0)));
        shown.click(tree, shown.model().index(2, 0, shown.top(0)), Qt::ShiftModifier);
        QTest::keyClick(&tree, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("brew\nserve\nmain\n"));
    }

    void exports()
    {
        Fixture shown(foldedProfile(shop));
        QTemporaryDir folder;
        const auto formats = shown.pane.exportFormats();
        QCOMPARE(formats.size(), 2);
        for (const ExportFormat &format : formats) {
            const QString path = folder.filePath(QStringLiteral("traces.") + format.suffix);
            QVERIFY(format.write(path).ok());
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            QVERIFY2(bytes.contains("pack"), bytes.constData());
            QCOMPARE(bytes.startsWith("value (milliseconds),"), format.suffix == QStringLiteral("csv"));
        }
        QVERIFY(!formats[0].write(folder.filePath(QStringLiteral("no/such/folder"))).ok());
    }

    void difference()
    {
        Fixture shown(foldedProfile(later), foldedProfile(shop));
        QCOMPARE(shown.names(),
                 QStringList({"pack ← serve ← main", "brew ← serve ← main", "fresh ← main", "old ← main"}));
        const auto text = [&](int i) {
            return shown.cell(shown.top(i), CostColumn::Base) + u' ' +
                   shown.cell(shown.top(i), CostColumn::Current) + u' ' +
                   shown.cell(shown.top(i), CostColumn::Delta) + u' ' +
                   shown.cell(shown.top(i), CostColumn::Percent) + u' ' +
                   shown.cell(shown.top(i), CostColumn::Mark);
        };
        QCOMPARE(text(0), QStringLiteral("200ms 700ms +500ms +50.00% "));
        QCOMPARE(text(1), QStringLiteral("500ms 200ms -300ms -30.00% "));
        QCOMPARE(text(2), QStringLiteral("– 300ms +300ms +30.00% new"));
        QCOMPARE(text(3), QStringLiteral("300ms – -300ms -30.00% gone"));
        auto *order = shown.pane.findChild<QComboBox *>(QStringLiteral("order"));
        QVERIFY(order->isVisible());
        order->setCurrentIndex(2);
        Q_EMIT order->activated(2);
        shown.settle();
        QCOMPARE(shown.names().at(0), QStringLiteral("brew ← serve ← main"));
        QCOMPARE(shown.names().at(3), QStringLiteral("pack ← serve ← main"));
    }

    void sideBySide()
    {
        Fixture shown(foldedProfile(later), foldedProfile(shop));
        ViewState state = shown.document.state();
        state.compare.look = CompareState::Look::SideBySide;
        shown.document.setState(state);
        shown.settle();
        CostTree &base = shown.tree("base"), &current = shown.tree("current");
        QVERIFY(base.isVisible() && current.isVisible() && !shown.tree("whole").isVisible());
        QVERIFY(!base.isColumnHidden(int(CostColumn::Base)) && base.isColumnHidden(int(CostColumn::Current)));
        base.setFocus();
        shown.click(base, shown.top(1));
        QTest::keyClick(&base, Qt::Key_Right);
        QVERIFY(base.isOpen(shown.top(1)) && current.isOpen(shown.top(1)));
        QVERIFY(current.selectionModel()->isRowSelected(1));
        state = shown.document.state();
        state.compare.linked = false;
        shown.document.setState(state);
        shown.settle();
        QTest::keyClick(&base, Qt::Key_Left);
        QVERIFY(!base.isOpen(shown.top(1)) && current.isOpen(shown.top(1)));
        state.compare.linked = true;
        shown.document.setState(state);
        shown.settle();
        QVERIFY(!current.isOpen(shown.top(1)));
    }

    void empty()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "count");
        Fixture shown(builder.finish());
        QCOMPARE(shown.model().rowCount(), 0);
        QCOMPARE(shown.summary(), QStringLiteral("0 stacks"));
        QVERIFY(!shown.action(QStringLiteral("Copy all stacks"))->isEnabled());
        // A stack may be without frames.
        Fixture bare([] {
            ProfileBuilder made;
            made.addSampleType("cpu", "count");
            made.addSample({}, std::vector<int64_t>{3});
            return ProfilePtr(made.finish());
        }());
        QCOMPARE(bare.names(), QStringList({"(no stack)"}));
        QVERIFY(!bare.model().hasChildren(bare.top(0)));
    }

    void oddNames()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "count");
        const std::string name = std::string("a\0b\tc\nd", 7) + std::string(2000, 'x');
        const Line line{builder.addFunction(name, name, "", 0), 0, 0};
        builder.addSample(std::vector{builder.addLocation({}, {&line, 1})}, std::vector<int64_t>{3});
        Fixture shown(builder.finish());
        QVERIFY(shown.names().at(0).startsWith(QStringLiteral("a‹00›b‹\\t›c‹\\n›d")));
        QVERIFY(shown.names(shown.top(0)).at(0).size() > 2000);
    }

private:
    EnglishPlurals m_plurals;
};

QTEST_MAIN(TestTracesPane)
#include "tst_tracespane.moc"
