// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with filters: completed, edited in place, moved, negated, copied; and "Only my code".
#include "tests/app/window/windowtest.h"

#include "app/panes/pane.h"
#include "app/session/coderulebook.h"
#include "app/window/codechip.h"
#include "app/window/coderulesdialog.h"
#include "app/window/coderulesmodel.h"
#include "app/window/filterbar.h"
#include "app/window/filterchip.h"
#include "app/window/patternedit.h"
#include "app/window/suggestionmodel.h"

#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>

using namespace proflens;

namespace {

struct Filters
{
    WindowTest t;
    FilterBar *bar = nullptr;
    PatternEdit *line = nullptr;
    QComboBox *kind = nullptr;

    bool open(const QString &sample = "cpu-1.pb.gz")
    {
        t.window->activateWindow();
        t.window->open({t.sample(sample)});
        if (!t.settle())
            return false;
        bar = t.view()->filters();
        line = bar->entry();
        kind = bar->findChild<QComboBox *>();
        return line && kind && QTest::qWaitForWindowActive(t.window.get());
    }
    bool set(const QList<FilterChip> &chips)
    {
        ViewState state = t.document()->state();
        state.chips = chips;
        t.document()->setState(state);
        return t.settle();
    }
    QString patterns() const
    {
        QStringList all;
        for (const FilterChip &chip : t.document()->state().chips)
            all << chip.pattern;
        return all.join(' ');
    }
    const FilterChip &chip(int i) const { return t.document()->state().chips[i]; }
    QString effect(int i) const { return bar->chips()[i]->effect(); }
    // Opens the list of names for what is typed.
    bool type(PatternEdit *edit, const QString &text)
    {
        edit->setFocus();
        QTest::keyClicks(edit, text);
        if (text.isEmpty())
            QTest::keyClick(edit, Qt::Key_Down);
        return QTest::qWaitFor([&] { return edit->isOffering(); }, 10000);
    }
    QStringList offered(PatternEdit *edit) const
    {
        QStringList texts;
        for (int i = 0; i < edit->offered()->rowCount(); ++i)
            texts << edit->offered()->index(i, 0).data().toString();
        return texts;
    }
};

} // namespace

class TestFilterBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesComplete()
    {
        Filters f;
        QVERIFY(f.open());
        QVERIFY2(f.type(f.line, "DISTANCE"), "nothing completes what is typed");
        const SuggestionModel *model = f.line->offered();
        QCOMPARE(model->index(0, 0).data().toString(), QString("example.org/teashop/catalog.distance"));
        QCOMPARE(model->index(0, 0).data(SuggestionModel::KindRole).toString(), QString("function"));
        QVERIFY(model->index(0, 0).data(SuggestionModel::CostRole).toString().contains('%'));
        // Return without a choice takes what is typed; with one, it takes the name.
        auto *popup = qobject_cast<QAbstractItemView *>(QApplication::activePopupWidget());
        QVERIFY(popup);
        QTest::keyClick(popup, Qt::Key_Down);
        QTest::keyClick(popup, Qt::Key_Return);
        QVERIFY(!f.line->isOffering());
        QCOMPARE(f.line->text(), QString("^example\\.org/teashop/catalog\\.distance$"));
        QVERIFY(f.t.document()->state().chips.isEmpty());
        QTest::keyClick(f.line, Qt::Key_Return);
        QVERIFY(f.t.settle());
        QCOMPARE(f.patterns(), QString("^example\\.org/teashop/catalog\\.distance$"));
        QVERIFY2(f.effect(0).contains("sample"), qPrintable(f.effect(0)));
        // Samples of 0 are not counted.
        const QString says = f.bar->chips()[0]->toolTip();
        QVERIFY2(says.contains("that cost something"), qPrintable(says));
    }

    void escapeClosesTheListFirst()
    {
        Filters f;
        QVERIFY(f.open());
        QVERIFY(f.type(f.line, "distance"));
        QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Escape);
        QVERIFY(!f.line->isOffering());
        QCOMPARE(f.line->text(), QString("distance"));
        QTest::keyClick(f.line, Qt::Key_Escape);
        QVERIFY(f.line->text().isEmpty());
    }

    void labelsComplete()
    {
        Filters f;
        QVERIFY(f.open("heap-1.pb.gz"));
        f.kind->setCurrentIndex(f.kind->findText("Tag focus"));
        QVERIFY2(f.type(f.line, ""), "Down does not offer the labels");
        QVERIFY(f.offered(f.line).contains("bytes="));
        f.line->choose(static_cast<int>(f.offered(f.line).indexOf("bytes=")));
        QCOMPARE(f.line->text(), QString("bytes="));
        QVERIFY2(f.line->isOffering(), "a key is followed by its values");
        QVERIFY(f.offered(f.line).first().startsWith("bytes="));
        f.line->choose(0);
        QTest::keyClick(f.line, Qt::Key_Return);
        QVERIFY(f.t.settle());
        QVERIFY2(f.effect(0).startsWith(QChar(0x2212)), qPrintable(f.effect(0)));
    }

    void suggestionsAreAModel()
    {
        SuggestionModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        Suggestion name;
        name.text = "main\n.main";
        model.setSuggestions({name, name}, [](const NameCost &) { return QString("1s"); });
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(!model.index(0, 0).data().toString().contains('\n'));
        QVERIFY(model.index(0, 0).data(Qt::AccessibleTextRole).toString().contains("function"));
        model.setSuggestions({}, [](const NameCost &) { return QString(); });
    }

    void editsInPlace()
    {
        Filters f;
        QVERIFY(f.open());
        QVERIFY(f.set({{FilterKind::Focus, "catalog", true}, {FilterKind::Hide, "alloc", false}}));
        FilterChipWidget *chip = f.bar->chips()[0];
        QTest::mouseDClick(chip, Qt::LeftButton, {}, {60, 5});
        QVERIFY(chip->isEditing());
        QCOMPARE(chip->editor()->text(), QString("catalog"));
        QVERIFY(chip->editor()->hasFocus());
        QVERIFY2(chip->rect().contains(chip->editor()->geometry()), "the line is not in the chip");
        // Escape restores.
        QTest::keyClicks(chip->editor(), "x");
        QTest::keyClick(chip->editor(), Qt::Key_Escape);
        QVERIFY(!chip->isEditing() && chip->hasFocus());
        QCOMPARE(f.chip(0).pattern, QString("catalog"));
        // Return takes it, and leaves switched off what is off.
        QTest::keyClick(f.bar->chips()[1], Qt::Key_F2);
        PatternEdit *edit = f.bar->chips()[1]->editor();
        edit->setText("runtime");
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY(f.t.settle());
        QVERIFY((f.chip(1) == FilterChip{FilterKind::Hide, "runtime", false}));
        QVERIFY(!f.bar->chips()[1]->isEditing());
        // So does going elsewhere.
        QTest::keyClick(f.bar->chips()[0], Qt::Key_F2);
        f.bar->chips()[0]->editor()->setText("ledger");
        f.line->setFocus(Qt::TabFocusReason);
        QTRY_COMPARE(f.chip(0).pattern, QString("ledger"));
    }

    void wrongPatternsAreWrongInPlace()
    {
        Filters f;
        QVERIFY(f.open());
        QVERIFY(f.set({{FilterKind::Focus, "catalog", true}}));
        FilterChipWidget *chip = f.bar->chips()[0];
        QTest::keyClick(chip, Qt::Key_F2);
        chip->editor()->setText("(a");
        QVERIFY(chip->editor()->problem().contains("missing"));
        const auto *reason = chip->findChild<QLabel *>();
        QVERIFY2(reason && reason->isVisible() && reason->toolTip().contains("missing"),
                 "no reason is shown");
        QTest::keyClick(chip->editor(), Qt::Key_Return);
        QVERIFY2(chip->isEditing(), "a wrong pattern was taken");
        f.line->setFocus(Qt::TabFocusReason);
        QTest::qWait(10);
        QVERIFY2(chip->isEditing(), "a wrong pattern was thrown away");
        QTest::keyClick(chip->editor(), Qt::Key_Escape);
        QCOMPARE(f.chip(0).pattern, QString("catalog"));
    }

    void negates()
    {
        Filters f;
        QVERIFY(f.open());
        QVERIFY(f.set({{FilterKind::Focus, "a", true},
                       {FilterKind::Show, "b", true},
                       {FilterKind::TagFocus, "k=v", false},
                       {FilterKind::TagHide, "c", true},
                       {FilterKind::ShowFrom, "d", true}}));
        for (int i = 0; i < 5; ++i)
            f.bar->negate(i);
        QVERIFY(f.t.settle());
        const FilterKind negated[] = {FilterKind::Ignore, FilterKind::Hide, FilterKind::TagIgnore,
                                      FilterKind::TagShow, FilterKind::ShowFrom};
        for (int i = 0; i < 5; ++i)
            QVERIFY(f.chip(i).kind == negated[i]);
        QVERIFY(!f.chip(2).enabled);
        QVERIFY(!f.bar->hasOpposite(4));
        // By its key, the one with the focus.
        f.bar->chips()[1]->setFocus();
        QTest::keySequence(f.bar->chips()[1], QKeySequence("Ctrl+P, I"));
        QVERIFY(f.chip(1).kind == FilterKind::Show);
        // A pattern that another kind cannot have stays as it is.
        QVERIFY(f.set({{FilterKind::TagFocus, "k=a(,b)", true}}));
        f.bar->setKind(0, FilterKind::TagIgnore);
        QVERIFY(f.chip(0).kind == FilterKind::TagFocus || f.chip(0).kind == FilterKind::TagIgnore);
    }

    void moves()
    {
        Filters f;
        QVERIFY(f.open());
        QVERIFY(f.set({{FilterKind::Ignore, "runtime", true},
                       {FilterKind::Ignore, "mallocgc", true},
                       {FilterKind::Ignore, "net/http", true}}));
        const QString before = f.effect(1);
        f.bar->move(1, 0);
        QVERIFY(f.t.settle());
        QCOMPARE(f.patterns(), QString("mallocgc runtime net/http"));
        QVERIFY(f.bar->chips()[0]->hasFocus());
        QVERIFY2(f.effect(0) != before, "the order does not change what filters say");
        QTest::keySequence(f.bar->chips()[0], QKeySequence("Ctrl+P, Right"));
        QCOMPARE(f.patterns(), QString("runtime mallocgc net/http"));
        QVERIFY(f.bar->chips()[1]->hasFocus());
        QTest::keySequence(f.bar->chips()[1], QKeySequence("Ctrl+P, Left"));
        QCOMPARE(f.patterns(), QString("mallocgc runtime net/http"));
        QTest::keySequence(f.bar->chips()[0], QKeySequence("Ctrl+P, Left"));
        QCOMPARE(f.patterns(), QString("mallocgc runtime net/http"));
        // With the mouse, from the last place to the first, and back behind the last.
        const auto drag = [&](int from, const QPoint &to) {
            FilterChipWidget *chip = f.bar->chips()[from];
            const QPoint start(30, 5), end = to - chip->pos();
            QTest::mousePress(chip, Qt::LeftButton, {}, start);
            QMouseEvent move(QEvent::MouseMove, end, chip->mapToGlobal(end), Qt::NoButton, Qt::LeftButton,
                             {});
            QApplication::sendEvent(chip, &move);
            QTest::mouseRelease(chip, Qt::LeftButton, {}, end);
        };
        drag(2, f.bar->chips()[0]->pos() + QPoint(2, 5));
        QCOMPARE(f.patterns(), QString("net/http mallocgc runtime"));
        drag(0, f.bar->chips()[2]->geometry().topRight() + QPoint(20, 5));
        QCOMPARE(f.patterns(), QString("mallocgc runtime net/http"));
        // A click is no drag.
        QTest::mouseClick(f.bar->chips()[2], Qt::LeftButton, {}, {30, 5});
        QCOMPARE(f.patterns(), QString("mallocgc runtime net/http"));
    }

    void copies()
    {
        Filters f;
        QVERIFY(f.open());
        QVERIFY(f.set({{FilterKind::Hide, "^runtime\\.", true},
                       {FilterKind::Focus, "catalog", true},
                       {FilterKind::Ignore, "x", false}}));
        f.bar->copyOptions(0);
        QCOMPARE(QGuiApplication::clipboard()->text(), QString("-hide='^runtime\\.'"));
        f.bar->copyAllOptions();
        QCOMPARE(QGuiApplication::clipboard()->text(), QString("-focus=catalog -hide='^runtime\\.'"));
        f.bar->duplicate(1);
        QVERIFY(f.t.settle());
        QCOMPARE(f.patterns(), QString("^runtime\\. catalog catalog x"));
        QVERIFY2(f.bar->chips()[2]->isEditing(), "the copy is there to be changed");
        f.bar->chips()[2]->stopEdit();
        f.bar->switchAll();
        QVERIFY(!f.bar->isOn(0) && !f.bar->isOn(1) && !f.bar->isOn(3));
        f.bar->switchAll();
        QVERIFY(f.bar->isOn(0) && f.bar->isOn(3));
    }

    void keysWalkAndRemove()
    {
        Filters f;
        QVERIFY(f.open());
        QVERIFY(f.set({{FilterKind::Ignore, "a", true},
                       {FilterKind::Ignore, "b", true},
                       {FilterKind::Ignore, "c", true}}));
        QTest::keySequence(f.t.window.get(), QKeySequence("Ctrl+P, N"));
        QVERIFY2(f.bar->chips()[2]->hasFocus(), "the last one is where one begins");
        QTest::keyClick(f.bar->chips()[2], Qt::Key_Left);
        QVERIFY(f.bar->chips()[1]->hasFocus());
        QTest::keySequence(f.bar->chips()[1], QKeySequence("Ctrl+P, P"));
        QVERIFY(f.bar->chips()[0]->hasFocus());
        QTest::keyClick(f.bar->chips()[0], Qt::Key_Delete);
        QCOMPARE(f.patterns(), QString("b c"));
        QVERIFY(f.bar->chips()[0]->hasFocus());
        QTest::keyClick(f.bar->chips()[0], Qt::Key_Delete);
        QTest::keyClick(f.bar->chips()[0], Qt::Key_Delete);
        QVERIFY(f.patterns().isEmpty());
        QVERIFY2(f.line->hasFocus(), "the focus is lost with the last filter");
    }

    void manyAndLongFiltersFit()
    {
        Filters f;
        QVERIFY(f.open());
        QList<FilterChip> chips;
        for (int i = 0; i < 20; ++i)
            chips << FilterChip{FilterKind::Ignore, QString("pattern%1|").arg(i) + QString(2000, 'x'), true};
        QVERIFY(f.set(chips));
        QVERIFY2(f.bar->height() < f.t.view()->height() / 3, "the filters take the place of the panes");
        QVERIFY(f.t.window->width() <= 1280);
        f.bar->chips()[19]->setFocus();
        const auto place = [&] {
            return QRect(f.bar->chips()[19]->mapTo(f.bar, QPoint()), f.bar->chips()[19]->size()).center();
        };
        QTRY_VERIFY2(f.bar->rect().contains(place()), "a filter with the focus is out of sight");
    }

    void effectsOfBothSides()
    {
        Filters f;
        QVERIFY(f.open("heap-1.pb.gz"));
        f.t.document()->compareWith({{f.t.sample("heap-2.pb.gz")}, {}});
        QTRY_VERIFY_WITH_TIMEOUT(f.t.document()->comparison() != nullptr, 30000);
        QVERIFY(f.t.settle());
        QVERIFY(f.set({{FilterKind::Ignore, "stock", true}}));
        QVERIFY2(f.effect(0).contains("base ") && f.effect(0).contains(", current "),
                 qPrintable(f.effect(0)));
        QVERIFY2(f.bar->chips()[0]->accessibleDescription().contains("of the base and"),
                 qPrintable(f.bar->chips()[0]->accessibleDescription()));
        QVERIFY(f.type(f.line, "stock"));
        QVERIFY(f.line->offered()
                    ->index(0, 0)
                    .data(SuggestionModel::CostRole)
                    .toString()
                    .contains(QChar(0x2192)));
    }

    void onlyMyCode()
    {
        Filters f;
        QVERIFY(f.open());
        QVERIFY(f.bar->codeChip()->isHidden());
        QTest::keySequence(f.t.window.get(), QKeySequence("Ctrl+P, M"));
        QVERIFY(f.t.settle());
        QVERIFY(f.t.document()->state().myCode.on);
        QVERIFY(f.bar->codeChip()->isVisible());
        QVERIFY(f.t.action("Only My Code")->isChecked());
        QVERIFY2(f.bar->codeChip()->accessibleName().contains("Go"),
                 qPrintable(f.bar->codeChip()->accessibleName()));
        QVERIFY2(f.bar->codeChip()->effect().contains("moved"), qPrintable(f.bar->codeChip()->effect()));
        const FrameTable &frames = f.t.document()->analysis()->frames();
        for (uint32_t i = 0; i < frames.size(); ++i)
            QVERIFY2(!frames[FrameId(i)].name.starts_with("runtime."), "the runtime is still there");
        // The other filters say what they do beyond it.
        QVERIFY(f.set({{FilterKind::Focus, "catalog", true}}));
        QVERIFY(f.effect(0).contains('%'));
        f.bar->copyAllOptions();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith("-focus=catalog -hide='"));
        // Back, and forward.
        f.t.document()->goBack();
        f.t.document()->goBack();
        QVERIFY(f.t.settle());
        QVERIFY(!f.t.document()->state().myCode.on && f.bar->codeChip()->isHidden());
        f.t.document()->goForward();
        QVERIFY(f.t.settle());
        // Another language has other rules.
        f.t.action("Python")->trigger();
        QVERIFY(f.t.settle());
        QVERIFY(f.t.document()->language() == Language::Python);
        QCOMPARE(f.bar->codeChip()->effect(), QString("matched nothing"));
        QTest::keyClick(f.bar->codeChip(), Qt::Key_Delete);
        QVERIFY(!f.t.document()->state().myCode.on);
    }

    void onlyMyCodeOfBothSides()
    {
        Filters f;
        QVERIFY(f.open("cpu-1.pb.gz"));
        f.t.document()->compareWith({{f.t.sample("cpu-2.pb.gz")}, {}});
        QTRY_VERIFY_WITH_TIMEOUT(f.t.document()->comparison() != nullptr, 30000);
        QTest::keySequence(f.t.window.get(), QKeySequence("Ctrl+P, M"));
        QVERIFY(f.t.settle());
        QVERIFY(f.t.document()->language() == Language::Go);
        QVERIFY2(f.bar->codeChip()->effect().contains("moved"), qPrintable(f.bar->codeChip()->effect()));
    }

    void rulesAreEditedAndKept()
    {
        Filters f;
        QVERIFY(f.open());
        f.t.action("Only My Code")->trigger();
        QVERIFY(f.t.settle());
        f.t.action("Rules of My Code…")->trigger();
        auto *dialog = f.t.window->findChild<CodeRulesDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        CodeRulesModel *model = dialog->model();
        QAbstractItemModelTester tester(model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(model->rules() == defaultCodeRules(Language::Go));
        QTRY_VERIFY(model->index(0, CodeRulesModel::CountColumn).data().toString().size() >= 2);
        model->addRule();
        const QModelIndex own = model->index(model->rowCount() - 1, CodeRulesModel::PatternColumn);
        model->setData(own, "(", Qt::EditRole);
        QVERIFY(!model->problem().isEmpty());
        model->setData(own, "^example\\.org/teashop/ledger\\.", Qt::EditRole);
        QVERIFY(model->problem().isEmpty());
        model->setData(model->index(0, CodeRulesModel::AboutColumn), Qt::Unchecked, Qt::CheckStateRole);
        dialog->accept();
        QVERIFY(f.t.settle());
        bool runtime = false, ledger = false;
        const FrameTable &frames = f.t.document()->analysis()->frames();
        for (uint32_t i = 0; i < frames.size(); ++i) {
            runtime = runtime || frames[FrameId(i)].name.starts_with("runtime.");
            ledger = ledger || frames[FrameId(i)].name.find("/ledger.") != std::string_view::npos;
        }
        QVERIFY2(runtime, "a rule that is switched off still hides");
        QVERIFY2(!ledger, "a rule that was added hides nothing");
        CodeRuleBook kept;
        kept.read(f.t.settings);
        QVERIFY(kept == f.t.document()->codeRules());
        QVERIFY(kept.of(Language::Rust) == defaultCodeRules(Language::Rust));
        // A window made later has them, too.
        QVERIFY(!(kept == CodeRuleBook()));
        f.t.window = f.t.make();
        f.t.window->open({f.t.sample("cpu-1.pb.gz")});
        QVERIFY(f.t.settle());
        QVERIFY(f.t.document()->codeRules() == kept);
        // What is as it came is not kept.
        CodeRuleBook().write(f.t.settings);
        QVERIFY(!f.t.settings.contains("myCode/go"));
    }

    void rulesThatWereAllRemovedStayRemoved()
    {
        WindowTest t;
        CodeRuleBook book;
        book.set(Language::Php, {});
        book.write(t.settings);
        CodeRuleBook read;
        read.read(t.settings);
        QVERIFY(read.of(Language::Php).empty());
        QVERIFY(read == book);
    }
};

QTEST_MAIN(TestFilterBar)
#include "tst_filterbar.moc"
