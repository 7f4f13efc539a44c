// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/costtree.h"
#include "app/panes/costtrees.h"
#include "app/panes/labels/labelhistogramview.h"
#include "app/panes/labels/labelsmodel.h"
#include "app/panes/labels/labelspane.h"
#include "app/panes/searchline.h"
#include "app/session/document.h"
#include "app/window/plurals.h"
#include "core/profile/builder.h"
#include "tests/core/labelledprofile.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace proflens;

namespace {

struct Tagged
{
    const char *user;
    int64_t bytes; // 0: none
    int64_t cost;
};

ProfilePtr tagged(const std::vector<Tagged> &samples)
{
    ProfileBuilder builder;
    builder.addSampleType("cpu", "count");
    const Line line{builder.addFunction("work", "work", "", 0), 0, 0};
    const LocationId work = builder.addLocation({}, {&line, 1});
    for (const Tagged &sample : samples) {
        std::vector<Label> labels;
        if (sample.user)
            labels.push_back(builder.textLabel("user", sample.user));
        if (sample.bytes)
            labels.push_back(builder.numberLabel("bytes", sample.bytes, "bytes"));
        builder.addSample(std::vector{work}, std::vector{sample.cost}, labels);
    }
    return builder.finish();
}

ProfilePtr shop()
{
    return tagged({{"ann", 64, 300},
                   {"bob, jr", 128, 100},
                   {"cid", 4096, 200},
                   {"ann", 1048576, 50},
                   {nullptr, 64, 250},
                   {nullptr, 0, 100}});
}

ProfilePtr manyValues(int count)
{
    ProfileBuilder builder;
    builder.addSampleType("cpu", "count");
    const Line line{builder.addFunction("work", "work", "", 0), 0, 0};
    const LocationId work = builder.addLocation({}, {&line, 1});
    for (int i = 0; i < count; ++i) {
        const std::vector<Label> labels = {builder.textLabel("request", "r" + std::to_string(i)),
                                           builder.numberLabel("size", i * 100, "bytes")};
        builder.addSample(std::vector{work}, std::vector<int64_t>{count - i}, labels);
    }
    return builder.finish();
}

// The labels pane on the screen, about one profile or two.
struct Fixture
{
    explicit Fixture(const ProfilePtr &profile, const ProfilePtr &base = {})
        : pane(&document)
    {
        pane.resize(1100, 700);
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
    LabelsModel &model() const { return *pane.findChild<LabelsModel *>(); }
    CostTree &tree() const { return *pane.findChild<CostTrees *>()->view(); }
    CostTree &tree(const char *name) const { return *pane.findChild<CostTree *>(QString::fromLatin1(name)); }
    LabelHistogramView &histogram() const { return *pane.findChild<LabelHistogramView *>(); }
    QString cell(const QModelIndex &index, CostColumn column) const
    {
        return index.siblingAtColumn(int(column)).data().toString();
    }
    QModelIndex key(const char *name) const { return model().indexOfKey(name); }
    // The row below a key that says this.
    QModelIndex value(const char *name, const QString &text) const
    {
        for (int row = 0; row < model().rowCount(key(name)); ++row) {
            const QModelIndex index = model().index(row, 0, key(name));
            if (cell(index, CostColumn::Name) == text)
                return index;
        }
        return {};
    }
    // "ann 350 35.00%" of each row below.
    QStringList rows(const QModelIndex &parent = {}) const
    {
        QStringList list;
        for (int row = 0; row < model().rowCount(parent); ++row) {
            const QModelIndex index = model().index(row, 0, parent);
            list << cell(index, CostColumn::Name) + u' ' + cell(index, CostColumn::Value) + u' ' +
                        cell(index, CostColumn::Share);
        }
        return list;
    }
    QRect textRect(const QModelIndex &index) const
    {
        return tree().visualRect(index.siblingAtColumn(int(CostColumn::Name)));
    }
    void clickText(const QModelIndex &index, Qt::KeyboardModifiers modifiers = {}) const
    {
        const QRect rect = textRect(index);
        QVERIFY(!rect.isEmpty());
        QTest::mouseClick(tree().viewport(), Qt::LeftButton, modifiers,
                          rect.topLeft() + QPoint(8, rect.height() / 2));
        settle();
    }
    void select(const QModelIndex &index, Qt::KeyboardModifiers modifiers = {}) const
    {
        const QRect rect = tree().visualRect(index.siblingAtColumn(int(CostColumn::Value)));
        QTest::mouseClick(tree().viewport(), Qt::LeftButton, modifiers, rect.center());
    }
    QAction *action(const QString &text) const
    {
        for (QAction *action : pane.actions()) {
            if (action->text().remove(u'&') == text)
                return action;
        }
        return nullptr;
    }
    void trigger(const QString &text) const
    {
        QVERIFY2(action(text) && action(text)->isEnabled(), qPrintable(text));
        action(text)->trigger();
        settle();
    }
    QString chips() const
    {
        QStringList list;
        for (const FilterChip &chip : document.state().chips) {
            const std::string_view name = filterName(chip.kind);
            list << QString::fromUtf8(name.data(), qsizetype(name.size())) + u' ' + chip.pattern;
        }
        return list.join(QStringLiteral("; "));
    }
    int64_t left() const
    {
        const Analysis &analysis = *document.analysis();
        return analysis.weights().of(0, analysis.stacks().size());
    }
    QString range() const { return pane.findChild<QLabel *>(QStringLiteral("range"))->text(); }

    Document document;
    LabelsPane pane;
};

const QString focusText = QStringLiteral("Focus: only samples with it"),
              ignoreText = QStringLiteral("Ignore: no samples with it");

} // namespace

class TestLabelsPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QCoreApplication::installTranslator(&m_plurals); }

    void labels()
    {
        Fixture shown(shop());
        QCOMPARE(shown.rows(), QStringList({"bytes  (4 values) 900 90.00%", "user  (3 values) 650 65.00%"}));
        QCOMPARE(shown.rows(shown.key("user")),
                 QStringList({"ann 350 35.00%", "cid 200 20.00%", "bob, jr 100 10.00%",
                              "(without user) 350 35.00%"}));
        QCOMPARE(shown.rows(shown.key("bytes")),
                 QStringList({"64B 550 55.00%", "4kB 200 20.00%", "128B 100 10.00%", "1MB 50 5.00%",
                              "(without bytes) 100 10.00%"}));
        // There are few, so all are seen.
        QVERIFY(shown.tree().isOpen(shown.key("user")));
        QCOMPARE(shown.pane.findChild<SearchLine *>()->findChild<QLabel *>()->text(),
                 QStringLiteral("2 keys"));
        auto *order = shown.pane.findChild<QComboBox *>(QStringLiteral("order"));
        order->setCurrentIndex(1);
        Q_EMIT order->activated(1);
        shown.settle();
        QCOMPARE(shown.rows(shown.key("bytes")).at(1), QStringLiteral("128B 100 10.00%"));
        QCOMPARE(shown.rows(shown.key("user")).at(1), QStringLiteral("bob, jr 100 10.00%"));
    }

    void clickFilters()
    {
        Fixture shown(shop());
        shown.clickText(shown.value("user", QStringLiteral("bob, jr")));
        QCOMPARE(shown.chips(), QStringLiteral("tagfocus user=^bob\\x2C jr$"));
        QCOMPARE(shown.left(), int64_t(100));
        shown.document.goBack();
        shown.settle();
        shown.clickText(shown.value("bytes", QStringLiteral("4kB")));
        QCOMPARE(shown.chips(), QStringLiteral("tagfocus bytes=4kB"));
        QCOMPARE(shown.left(), int64_t(200));
        shown.document.goBack();
        shown.settle();
        // A click beside the text selects.
        shown.select(shown.value("user", QStringLiteral("ann")));
        QCOMPARE(shown.chips(), QString());
        QTest::keyClick(&shown.tree(), Qt::Key_Return);
        shown.settle();
        QCOMPARE(shown.chips(), QStringLiteral("tagfocus user=^ann$"));
    }

    void actions()
    {
        Fixture shown(shop());
        const auto back = [&] {
            shown.document.goBack();
            shown.settle();
        };
        shown.select(shown.value("user", QStringLiteral("ann")));
        shown.trigger(ignoreText);
        QCOMPARE(shown.chips(), QStringLiteral("tagignore user=^ann$"));
        QCOMPARE(shown.left(), int64_t(650));
        back();
        shown.select(shown.value("user", QStringLiteral("ann")));
        shown.select(shown.value("user", QStringLiteral("cid")), Qt::ControlModifier);
        shown.trigger(focusText);
        QCOMPARE(shown.chips(), QStringLiteral("tagfocus user=^(ann|cid)$"));
        QCOMPARE(shown.left(), int64_t(550));
        back();
        // What lacks a key, and what has it.
        shown.select(shown.value("user", QStringLiteral("(without user)")));
        shown.trigger(focusText);
        QCOMPARE(shown.chips(), QStringLiteral("tagignore user=.*"));
        QCOMPARE(shown.left(), int64_t(350));
        back();
        shown.select(shown.key("bytes"));
        shown.trigger(focusText);
        QCOMPARE(shown.chips(), QStringLiteral("tagfocus bytes=64B:"));
        QCOMPARE(shown.left(), int64_t(900));
        back();
        shown.select(shown.value("bytes", QStringLiteral("(without bytes)")));
        shown.trigger(ignoreText);
        QCOMPARE(shown.left(), int64_t(900));
        back();
        // Several numbers are no range.
        shown.select(shown.value("bytes", QStringLiteral("64B")));
        shown.select(shown.value("bytes", QStringLiteral("4kB")), Qt::ControlModifier);
        QVERIFY(!shown.action(focusText)->isEnabled());
        shown.select(shown.value("bytes", QStringLiteral("64B")));
        shown.trigger(QStringLiteral("Hide this key"));
        QCOMPARE(shown.chips(), QStringLiteral("taghide ^bytes$"));
        QCOMPARE(shown.model().rowCount(), 1);
        back();
        shown.select(shown.key("bytes"));
        shown.trigger(QStringLiteral("Show only this key"));
        QCOMPARE(shown.chips(), QStringLiteral("tagshow ^bytes$"));
        QCOMPARE(shown.model().rowCount(), 1);
    }

    void foldsOfSelectedRowsAreSeen()
    {
        const Fixture f(shop());
        const QModelIndex key = f.key("user");
        f.select(key);
        QVERIFY(f.tree().selectionModel()->isSelected(key));
        const QRect name = f.textRect(key);
        const int begin = f.tree().columnViewportPosition(int(CostColumn::Name));
        const QImage image =
            f.tree().viewport()->grab(QRect(begin, name.top(), name.left() - begin, name.height())).toImage();
        const QPalette palette = f.tree().palette();
        const int wanted = (palette.color(QPalette::HighlightedText).lightness() +
                            palette.color(QPalette::Highlight).lightness()) /
                           2;
        int most = 0;
        for (int y = 2; y < image.height() - 2; ++y) {
            for (int x = 2; x < image.width() - 2; ++x)
                most = std::max(most, image.pixelColor(x, y).lightness());
        }
        QVERIFY2(most >= wanted, qPrintable(QString("%1 rather than %2").arg(most).arg(wanted)));
    }

    // Shares of samples that count several times want a word.
    void saysWhySharesExceedTheWhole()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "count");
        const Line line{builder.addFunction("work", "work", "", 0), 0, 0};
        const LocationId work = builder.addLocation({}, {&line, 1});
        const Label both[] = {builder.textLabel("user", "ann"), builder.textLabel("user", "bob"),
                              builder.textLabel("host", "a")};
        builder.addSample(std::vector{work}, std::vector<int64_t>{10}, both);
        const Fixture f(builder.finish());
        QVERIFY(f.key("user").data(Qt::ToolTipRole).toString().contains("several values"));
        QVERIFY(f.value("user", "ann").data(Qt::ToolTipRole).toString().contains("several values"));
        QVERIFY(!f.key("host").data(Qt::ToolTipRole).toString().contains("several values"));
    }

    void grouping()
    {
        Fixture shown(shop());
        QVERIFY(!shown.action(QStringLiteral("Do not group by labels"))->isEnabled());
        shown.select(shown.key("user"));
        shown.trigger(QStringLiteral("Group by this label at the root"));
        QCOMPARE(shown.document.state().tagRoot, QStringList({"user"}));
        shown.select(shown.key("bytes"));
        shown.select(shown.key("user"), Qt::ControlModifier);
        shown.trigger(QStringLiteral("Group by this label at the leaf"));
        QCOMPARE(shown.document.state().tagRoot, QStringList());
        QCOMPARE(shown.document.state().tagLeaf, QStringList({"bytes", "user"}));
        QCOMPARE(shown.model().rowCount(), 2);
        shown.trigger(QStringLiteral("Do not group by labels"));
        QVERIFY(shown.document.state().tagLeaf.isEmpty());
    }

    void histogramRange()
    {
        Fixture shown(shop());
        LabelHistogramView &view = shown.histogram();
        QVERIFY(view.isVisible());
        QCOMPARE(view.histogram().bars.size(), size_t(4));
        QCOMPARE(shown.range(), QStringLiteral("bytes 64B to 1MB: 900 (90.00%)"));
        QVERIFY(!shown.action(QStringLiteral("Focus on the range"))->isEnabled());
        const auto at = [&](int bar) { return view.slotRect(bar).center(); };
        QTest::mousePress(&view, Qt::LeftButton, {}, at(1));
        QTest::mouseMove(&view, at(2));
        QMouseEvent move(QEvent::MouseMove, QPointF(at(2)), view.mapToGlobal(QPointF(at(2))), Qt::NoButton,
                         Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&view, &move);
        QTest::mouseRelease(&view, Qt::LeftButton, {}, at(2));
        QCOMPARE(shown.range(), QStringLiteral("bytes 128B to 4kB: 300 (30.00%)"));
        QCOMPARE(view.accessibleDescription(), shown.range());
        QCOMPARE(view.accessibleName(), QStringLiteral("Histogram of bytes"));
        shown.trigger(QStringLiteral("Focus on the range"));
        QCOMPARE(shown.chips(), QStringLiteral("tagfocus bytes=128B:4kB"));
        QCOMPARE(shown.left(), int64_t(300));
        shown.document.goBack();
        shown.settle();
        // The keyboard does the same.
        view.setFocus();
        view.clearRange();
        QTest::keyClick(&view, Qt::Key_Home);
        QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(shown.range(), QStringLiteral("bytes 64B to 128B: 650 (65.00%)"));
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(shown.range(), QStringLiteral("bytes 4kB: 200 (20.00%)"));
        QTest::keyClick(&view, Qt::Key_Escape);
        QVERIFY(!view.range());
        QTest::keyClick(&view, Qt::Key_End);
        QTest::keyClick(&view, Qt::Key_Return);
        shown.settle();
        QCOMPARE(shown.chips(), QStringLiteral("tagfocus bytes=1MB"));
        shown.document.goBack();
        shown.settle();
        QTest::keyClick(&view, Qt::Key_Home);
        shown.trigger(QStringLiteral("Ignore the range"));
        QCOMPARE(shown.chips(), QStringLiteral("tagignore bytes=64B"));
        QCOMPARE(shown.left(), int64_t(450));
    }

    void textsHaveNoHistogram()
    {
        Fixture shown(shop());
        shown.select(shown.value("user", QStringLiteral("ann")));
        QVERIFY(!shown.histogram().isVisible());
        shown.select(shown.key("bytes"));
        QVERIFY(shown.histogram().isVisible());
    }

    // The axis says what numbers are where, even where none occur.
    void axisOfEmptyBars()
    {
        std::vector<Tagged> samples;
        for (int64_t i = 0; i < 200; ++i)
            samples.push_back({nullptr, i == 0 ? 8 : 1000000 + i * 40000, 10});
        Fixture shown(tagged(samples));
        const LabelHistogramView &view = shown.histogram();
        QVERIFY(view.histogram().isLogarithmic);
        QVERIFY(view.histogram().bars[10].isEmpty());
        const auto texts = view.axisTexts();
        QVERIFY(texts.size() > 8);
        QCOMPARE(texts.first().text, QStringLiteral("8B"));
        QCOMPARE(texts.last().text, QStringLiteral("8.54MB"));
        for (qsizetype i = 0; i + 1 < texts.size(); ++i) {
            QVERIFY(texts[i].rect.right() < texts[i + 1].rect.left());
            QVERIFY(texts[i + 1].rect.center().x() - texts[i].rect.center().x() < view.width() / 5);
        }
    }

    // Keys of many values stay folded, but not those of few that stand below them, nor all there are.
    void unfoldsWhatHasRoom()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "count");
        const Line line{builder.addFunction("work", "work", "", 0), 0, 0};
        const LocationId work = builder.addLocation({}, {&line, 1});
        for (int i = 0; i < 99; ++i) {
            const std::vector<Label> labels = {builder.textLabel("id", std::to_string(i)),
                                               builder.textLabel("kind", i % 2 ? "odd" : "even")};
            builder.addSample(std::vector{work}, std::vector<int64_t>{1}, labels);
        }
        Fixture shown(builder.finish());
        QVERIFY(!shown.tree().isOpen(shown.key("id")));
        QVERIFY(shown.tree().isOpen(shown.key("kind")));
        // What somebody folds stays so.
        shown.trigger(QStringLiteral("Fold all keys"));
        shown.document.setSampleIndex(0);
        shown.document.addFilter(FilterKind::TagFocus, QStringLiteral("odd"));
        shown.settle();
        QVERIFY(!shown.tree().isOpen(shown.key("kind")));
        // What comes back after there was nothing is as new.
        shown.document.addFilter(FilterKind::TagFocus, QStringLiteral("even"));
        shown.settle();
        QCOMPARE(shown.model().rowCount(), 0);
        shown.document.goBack();
        shown.settle();
        QVERIFY(shown.tree().isOpen(shown.key("kind")));
        QVERIFY(!shown.tree().isOpen(shown.key("id")));
    }

    void costliestKeyFirst()
    {
        Fixture shown(tagged({{"ann", 0, -300}, {"bob", 64, -100}}));
        QCOMPARE(shown.rows().value(0), QStringLiteral("user  (2 values) -400 100%"));
        auto *order = shown.pane.findChild<QComboBox *>(QStringLiteral("order"));
        QVERIFY(order->isEnabled());
        order->setCurrentIndex(order->findText(QStringLiteral("By value")));
        Q_EMIT order->activated(order->currentIndex());
        shown.settle();
        QCOMPARE(shown.rows().value(0), QStringLiteral("bytes  (1 value) -100 25.00%"));
    }

    void manyLabels()
    {
        Fixture shown(manyValues(21000));
        QVERIFY(shown.tree().isOpen(shown.key("request")));
        QVERIFY(!shown.tree().isOpen(shown.key("size")));
        QCOMPARE(shown.model().rowCount(shown.key("request")), 201);
        QAbstractItemModelTester tester(&shown.model(),
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        shown.tree().expand(shown.key("request"));
        const auto more = [&] {
            return shown.model().index(shown.model().rowCount(shown.key("request")) - 1, 0,
                                       shown.key("request"));
        };
        QCOMPARE(shown.cell(more(), CostColumn::Name), QStringLiteral("… 20,800 more values"));
        shown.tree().showRow(more());
        shown.clickText(more());
        QCOMPARE(shown.model().rowCount(shown.key("request")), 401);
        while (shown.model().isMore(more()))
            shown.model().showMore(more());
        QCOMPARE(shown.model().rowCount(shown.key("request")), 21000);
        shown.pane.findChild<QLineEdit *>()->setText(QStringLiteral("^r2099"));
        QCoreApplication::processEvents();
        shown.settle();
        QCOMPARE(shown.rows(), QStringList({"request  (11 of 21,000 values) 220510500 100%"}));
        QVERIFY(shown.tree().isOpen(shown.key("request")));
        shown.pane.findChild<QLineEdit *>()->clear();
        QCoreApplication::processEvents();
        shown.settle();
        shown.tree().showRow(shown.key("size"));
        QVERIFY(!shown.histogram().histogram().isExact);
        QVERIFY(shown.histogram().histogram().bars.size() > 20);
    }

    void model()
    {
        for (unsigned seed = 1; seed < 5; ++seed) {
            Fixture shown(labelledProfile(seed), seed % 2 ? ProfilePtr() : labelledProfile(seed + 50));
            QAbstractItemModelTester tester(&shown.model(),
                                            QAbstractItemModelTester::FailureReportingMode::Fatal);
            shown.tree().expandAll();
            shown.tree().selectAll();
            shown.trigger(QStringLiteral("Copy rows"));
            shown.document.addFilter(FilterKind::TagHide, QStringLiteral("thread"));
            shown.settle();
            shown.document.setSampleIndex(0);
            shown.settle();
        }
    }

    void copies()
    {
        Fixture shown(shop());
        shown.select(shown.value("user", QStringLiteral("cid")));
        shown.select(shown.value("user", QStringLiteral("ann")), Qt::ControlModifier);
        QTest::keyClick(&shown.tree(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 QStringLiteral("key\tlabel\tunit\tvalue\tpercent\nuser\tann\t\t350\t35.0000\n"
                                "user\tcid\t\t200\t20.0000\n"));
    }

    void exports()
    {
        Fixture shown(shop());
        QTemporaryDir folder;
        for (const ExportFormat &format : shown.pane.exportFormats()) {
            const QString path = folder.filePath(QStringLiteral("labels.") + format.suffix);
            QVERIFY(format.write(path).ok());
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY(file.readAll().contains("bob, jr"));
        }
    }

    void difference()
    {
        Fixture shown(tagged({{"ann", 64, 500}, {"cid", 128, 200}}), shop());
        const auto text = [&](const QModelIndex &index) {
            QStringList cells;
            for (const CostColumn column : {CostColumn::Base, CostColumn::Current, CostColumn::Delta,
                                            CostColumn::Percent, CostColumn::Mark})
                cells << shown.cell(index, column);
            return cells.join(u' ');
        };
        QCOMPARE(text(shown.key("user")), QStringLiteral("650 700 +50 +5.00% "));
        QCOMPARE(text(shown.value("user", QStringLiteral("ann"))), QStringLiteral("350 500 +150 +15.00% "));
        QCOMPARE(text(shown.value("user", QStringLiteral("bob, jr"))),
                 QStringLiteral("100 – -100 -10.00% gone"));
        QCOMPARE(text(shown.value("user", QStringLiteral("cid"))), QStringLiteral("200 200 0 0% same"));
        QVERIFY(shown.histogram().isVisible());
        QVERIFY(shown.range().startsWith(QStringLiteral("bytes 64B to 1MB: base 900, current 700")));

        ViewState state = shown.document.state();
        state.compare.look = CompareState::Look::SideBySide;
        shown.document.setState(state);
        shown.settle();
        CostTree &base = shown.tree("base"), &current = shown.tree("current");
        QVERIFY(base.isVisible() && current.isVisible() && !shown.tree("whole").isVisible());
        base.collapse(shown.key("user"));
        QVERIFY(!current.isOpen(shown.key("user")));
        base.showRow(shown.key("user"));
        QVERIFY(current.selectionModel()->isSelected(shown.key("user")));
        shown.histogram().grab();
    }

    void empty()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "count");
        Fixture shown(builder.finish());
        QCOMPARE(shown.model().rowCount(), 0);
        QVERIFY(!shown.histogram().isVisible());
        QVERIFY(!shown.action(focusText)->isEnabled());
        QVERIFY(!shown.pane.findChild<QComboBox *>(QStringLiteral("order"))->isEnabled());
    }

    void oddNames()
    {
        ProfileBuilder builder;
        builder.addSampleType("cpu", "count");
        const Line line{builder.addFunction("f", "f", "", 0), 0, 0};
        const LocationId f = builder.addLocation({}, {&line, 1});
        const std::string value = std::string("a\0b\tc\nd=e,f", 11) + std::string(2000, 'x');
        const Label odd = builder.textLabel("k", value), empty = builder.textLabel("k", ""),
                    plain = builder.textLabel("k", "z");
        builder.addSample(std::vector{f}, std::vector<int64_t>{5}, {&odd, 1});
        builder.addSample(std::vector{f}, std::vector<int64_t>{3}, {&empty, 1});
        builder.addSample(std::vector{f}, std::vector<int64_t>{1}, {&plain, 1});
        Fixture shown(builder.finish());
        QVERIFY(shown.rows(shown.key("k")).at(0).startsWith(QStringLiteral("a‹00›b‹\\t›c‹\\n›d=e,f")));
        shown.clickText(shown.model().index(0, 0, shown.key("k")));
        QCOMPARE(shown.left(), int64_t(5));
        shown.document.goBack();
        shown.settle();
        QCOMPARE(shown.rows(shown.key("k")).at(1).left(12), QStringLiteral("(empty text)"));
        shown.clickText(shown.model().index(1, 0, shown.key("k")));
        QCOMPARE(shown.left(), int64_t(3));
    }

private:
    EnglishPlurals m_plurals;
};

QTEST_MAIN(TestLabelsPane)
#include "tst_labelspane.moc"
