// SPDX-License-Identifier: GPL-3.0-or-later
// How a profile is looked at: filters as chips, sample types, the way back, and the keys for all of it.
#include "tests/app/window/windowtest.h"

#include "app/panes/pane.h"
#include "app/panes/source/sourceview.h"
#include "app/window/filterbar.h"
#include "app/window/filterchip.h"
#include "app/window/messagebar.h"
#include "app/window/plurals.h"
#include "app/window/shortcutsdialog.h"
#include "app/window/viewbar.h"
#include "app/window/viewtitles.h"
#include "core/format/write.h"
#include "tests/core/folded.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStatusBar>
#include <QToolButton>
#include <QTreeWidget>

using namespace proflens;

namespace {

struct Filters
{
    WindowTest t;
    FilterBar *bar = nullptr;
    QLineEdit *line = nullptr;
    QComboBox *kind = nullptr;

    bool open(const QString &sample = "cpu-1.pb.gz")
    {
        t.window->open({t.sample(sample)});
        if (!t.settle())
            return false;
        bar = t.view()->filters();
        line = bar->findChild<QLineEdit *>();
        kind = bar->findChild<QComboBox *>();
        return line && kind;
    }
    bool add(const QString &pattern)
    {
        QTest::keyClicks(line, pattern);
        QTest::keyClick(line, Qt::Key_Return);
        return t.settle();
    }
    const QList<FilterChip> &chips() const { return t.document()->state().chips; }
    QToolButton *button(const QString &name) const
    {
        for (auto *each : t.view()->findChildren<QToolButton *>()) {
            if (each->accessibleName().startsWith(name))
                return each;
        }
        return nullptr;
    }
};

} // namespace

class TestViewBars : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addsAndRemoves()
    {
        Filters f;
        QVERIFY(f.open());
        const int64_t whole = f.t.document()->analysis()->total();
        QVERIFY(f.add("catalog"));
        QCOMPARE(f.chips().size(), 1);
        QCOMPARE(f.chips()[0].pattern, QString("catalog"));
        QVERIFY(f.chips()[0].kind == FilterKind::Focus);
        QVERIFY2(f.line->text().isEmpty(), "the line is not free for the next filter");
        QCOMPARE(f.bar->chips().size(), 1);
        const auto &effects = f.t.document()->analysis()->filterEffects();
        QCOMPARE(effects.size(), size_t(1));
        QVERIFY(effects[0].leftOut > 0 && effects[0].leftOut < whole);
        QVERIFY2(f.bar->chips()[0]->effect().contains('%'), qPrintable(f.bar->chips()[0]->effect()));

        f.kind->setCurrentIndex(f.kind->findText("Ignore"));
        QVERIFY(f.add("distance"));
        QCOMPARE(f.chips().size(), 2);
        QTest::keyClick(f.bar->chips()[0], Qt::Key_Delete);
        QVERIFY(f.t.settle());
        QCOMPARE(f.chips().size(), 1);
        QVERIFY(f.chips()[0].kind == FilterKind::Ignore);
        f.t.action("Remove All Filters")->trigger();
        QVERIFY(f.t.settle());
        QVERIFY(f.chips().isEmpty() && f.bar->chips().isEmpty());
    }

    void switchesOff()
    {
        Filters f;
        QVERIFY(f.open());
        QVERIFY(f.add("catalog"));
        f.bar->chips()[0]->findChild<QCheckBox *>()->click();
        QVERIFY(f.t.settle());
        QVERIFY2(!f.chips()[0].enabled, "a click on its box does not switch a filter off");
        QVERIFY(f.t.document()->analysis()->options().filters.empty());
        QVERIFY2(f.bar->chips()[0]->effect().isEmpty(), "a filter that is off left nothing out");
        QTest::keyClick(f.bar->chips()[0], Qt::Key_Space);
        QVERIFY(f.t.settle());
        QVERIFY(f.chips()[0].enabled);
    }

    void wrongPatterns_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("reason");
        QTest::newRow("parenthesis") << "Focus"
                                     << "(a"
                                     << "missing";
        QTest::newRow("repeat") << "Hide"
                                << "*a"
                                << "repetition";
        QTest::newRow("label") << "Tag focus"
                               << "key=(a"
                               << "missing";
    }
    void wrongPatterns()
    {
        QFETCH(QString, kind);
        QFETCH(QString, pattern);
        QFETCH(QString, reason);
        Filters f;
        QVERIFY(f.open());
        f.kind->setCurrentIndex(f.kind->findText(kind));
        QTest::keyClicks(f.line, pattern);
        QVERIFY2(f.bar->problem().contains(reason), qPrintable("said: " + f.bar->problem()));
        QVERIFY2(f.line->palette() != f.kind->palette(), "the line looks like any other");
        QTest::keyClick(f.line, Qt::Key_Return);
        QVERIFY2(f.chips().isEmpty(), "a wrong filter was applied");
        f.line->clear();
        QVERIFY(f.bar->problem().isEmpty());
    }

    void matchedNothing()
    {
        Filters f;
        QVERIFY(f.open());
        f.kind->setCurrentIndex(f.kind->findText("Hide"));
        QVERIFY(f.add("no function is called so"));
        QCOMPARE(f.bar->chips()[0]->effect(), QString("matched nothing"));
    }

    void tagFilterOfANumber()
    {
        Filters f;
        QVERIFY(f.open("heap-1.pb.gz"));
        f.kind->setCurrentIndex(f.kind->findText("Tag focus"));
        QVERIFY(f.add("bytes=1kb:"));
        QCOMPARE(f.chips().size(), 1);
        QVERIFY(!f.bar->chips()[0]->effect().isEmpty());
    }

    void backAndForward()
    {
        Filters f;
        QVERIFY(f.open());
        QVERIFY(!f.t.action("Back")->isEnabled());
        f.t.document()->setActive("main.main");
        QVERIFY(f.add("catalog"));
        f.t.action("Back")->trigger();
        QVERIFY(f.t.settle());
        QVERIFY(f.chips().isEmpty());
        QCOMPARE(f.t.document()->state().active, QString("main.main"));
        QTest::mouseClick(f.t.view()->panes().first(), Qt::BackButton);
        QVERIFY2(f.t.document()->state().active.isEmpty(), "the mouse's back button does nothing");
        QTest::mouseClick(f.t.view()->panes().first(), Qt::ForwardButton);
        f.button("Forward")->click();
        QVERIFY(f.t.settle());
        QCOMPARE(f.chips().size(), 1);
        QVERIFY(!f.t.action("Forward")->isEnabled());
        // A new step from the middle forgets what was ahead.
        f.button("Back")->click();
        f.t.document()->setActive("x");
        QVERIFY(!f.t.document()->canGoForward());
    }

    void activeFunction()
    {
        Filters f;
        QVERIFY(f.open());
        QToolButton *clear = f.button("Clear the active function");
        QVERIFY(clear && !clear->isVisible());
        const QString name = "a&b::" + QString("very_long_name").repeated(120);
        f.t.document()->setActive(name);
        QVERIFY(clear->isVisible());
        QToolButton *shown = f.button("Active function");
        QVERIFY2(shown && shown->accessibleName().contains(name), "the whole name can nowhere be read");
        QVERIFY2(shown->width() < f.t.window->width(), "a long name pushes the window apart");
        QVERIFY(f.t.window->width() <= 1280);
        clear->click();
        QVERIFY(f.t.document()->state().active.isEmpty());
    }

    void sampleTypes()
    {
        Filters f;
        QVERIFY(f.open("heap-1.pb.gz"));
        QComboBox *types = nullptr, *units = nullptr;
        for (auto *box : f.t.view()->findChildren<QComboBox *>()) {
            types = box->accessibleName() == "Sample type" ? box : types;
            units = box->accessibleName() == "Unit of values" ? box : units;
        }
        QVERIFY(types && units);
        QCOMPARE(types->count(), 4);
        QCOMPARE(types->currentIndex(), f.t.document()->state().sampleIndex);
        QVERIFY2(units->findText("MB") >= 0, "bytes can be shown in MB");
        units->setCurrentIndex(units->findText("MB"));
        Q_EMIT units->activated(units->currentIndex());
        QVERIFY(f.t.settle());
        QCOMPARE(f.t.document()->state().unit, QString("MB"));
        types->setCurrentIndex(0);
        Q_EMIT types->activated(0);
        QVERIFY(f.t.settle());
        QCOMPARE(f.t.document()->analysis()->sampleIndex(), 0);
        QCOMPARE(f.t.document()->state().unit, QString("minimum")); // objects have no MB
        QVERIFY(units->findText("MB") < 0);
        f.t.action("Next Sample Type")->trigger();
        QVERIFY(f.t.settle());
        QCOMPARE(f.t.document()->analysis()->sampleIndex(), 1);
    }

    void zeroTypesAreMarked()
    {
        auto profile = std::make_shared<Profile>();
        profile->sampleTypes = {{"a", "count"}, {"b", "bytes"}};
        profile->samples.values.resize(2);
        profile->samples.values[1].append(3);
        profile->samples.values[0].append(0);
        Document document;
        document.setProfile(profile, "x");
        QVERIFY(sampleTypeTitle(document, 0).contains("all zero"));
        QCOMPARE(sampleTypeTitle(document, 1), QString("b (bytes)"));
    }

    // What makes values other than they were measured is seen, and taken back with a click.
    void unusualValuesAreSeen()
    {
        Filters f;
        QVERIFY(f.open("heap-1.pb.gz"));
        QVERIFY(f.button("Values are means")->isHidden() && f.button("Values are divided")->isHidden());
        f.t.action("Mean per First Sample Type")->trigger();
        QVERIFY(f.t.settle());
        QToolButton *mean = f.button("Values are means");
        QVERIFY(mean && mean->isVisible());
        QVERIFY2(mean->text().startsWith("per "), qPrintable(mean->text()));
        mean->click();
        QVERIFY(f.t.settle());
        QVERIFY(!f.t.document()->analysis()->options().mean && !mean->isVisible());

        ViewState state = f.t.document()->state();
        state.divideBy = 100;
        f.t.document()->setState(state);
        QVERIFY(f.t.settle());
        QToolButton *divisor = f.button("Values are divided");
        QVERIFY(divisor && divisor->isVisible());
        QCOMPARE(divisor->text(), QString("÷ 100"));
        divisor->click();
        QVERIFY(f.t.settle());
        QVERIFY(f.t.document()->analysis()->options().divideBy == 1 && !divisor->isVisible());
    }

    // In a profile that is a difference, the total is the base's.
    void totalOfADifference()
    {
        WindowTest t;
        t.window->open({t.sample("heap-1.pb.gz")});
        QVERIFY(t.settle());
        const auto says = [&](const QString &text) {
            const auto labels = t.window->statusBar()->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(),
                               [&](const QLabel *label) { return label->text().contains(text); });
        };
        QVERIFY(says(" in total, ") && !says("the base is"));
        ProfileBuilder builder;
        builder.addSampleType("space", "bytes");
        const Line line{builder.addFunction("main", "main", "main.go", 0), 7, 0};
        const LocationId location[] = {builder.addLocation({}, {&line, 1})};
        const Label base = builder.textLabel("pprof::base", "true");
        const int64_t before[] = {-2048}, after[] = {3072};
        builder.addSample(location, before, {&base, 1});
        builder.addSample(location, after);
        const QString path = t.folder.filePath("difference.pb.gz");
        QVERIFY(writeProfile(*builder.finish(), path.toStdString()));
        t.window->open({path});
        QVERIFY(t.settle());
        QVERIFY(says("space: the base is 2kB in total, 2 "));
    }

    // A window full of nothing has a way on.
    void offersTypesThatHaveValues()
    {
        WindowTest t;
        const auto profile = foldedProfile("idle/count busy/count\nmain;work 0 3\n");
        profile->defaultSampleType = "idle";
        const QString path = t.folder.filePath("two.pb.gz");
        QVERIFY(writeProfile(*profile, path.toStdString()));
        t.window->open({path});
        QVERIFY(t.settle());
        QVERIFY2(t.view()->messages()->text().contains("All values of idle are zero"),
                 qPrintable(t.view()->messages()->text()));
        auto *show = t.view()->messages()->findChild<QPushButton *>();
        QVERIFY(show && show->text() == "Show busy");
        show->click();
        QVERIFY(t.settle());
        QCOMPARE(t.document()->analysis()->sampleIndex(), 1);
        QVERIFY(t.view()->messages()->text().isEmpty());
    }

    // Nor is a window in which all of a binary is one box, until that is settled.
    void offersAddresses_data()
    {
        QTest::addColumn<QString>("how");
        QTest::newRow("taken") << "taken";
        QTest::newRow("closed") << "closed";
        QTest::newRow("chosen elsewhere") << "chosen";
    }
    void offersAddresses()
    {
        QFETCH(QString, how);
        WindowTest t;
        t.window->open({t.write("bare.txt", "goroutine profile: total 3\n3 @ 0x1235 0x2235\n")});
        QVERIFY(t.settle());
        MessageBar *messages = t.view()->messages();
        const QString offer = "The profile has no function names, only addresses.";
        QCOMPARE(messages->text(), offer);
        auto *show = messages->findChild<QPushButton *>();
        QVERIFY(show && show->isVisible() && show->text() == "Show addresses");
        const auto *source = t.view()->findChild<SourceView *>();
        t.view()->raisePane("source");
        QVERIFY(t.settle());
        QVERIFY(source && source->emptyText().startsWith("The profile has no function names"));
        const auto reload = [&] {
            QSignalSpy loaded(t.document(), &Document::loaded);
            t.document()->reload();
            return (loaded.count() == 1 || loaded.wait()) && t.settle();
        };
        QVERIFY(reload());
        QCOMPARE(messages->text(), offer); // nobody has said anything about it
        if (how == "taken")
            show->click();
        else if (how == "closed")
            messages->findChild<QToolButton *>()->click();
        else
            t.action("Addresses")->trigger();
        QVERIFY(t.settle());
        QVERIFY(messages->isHidden());
        QCOMPARE(t.document()->state().granularity == Granularity::Addresses, how != "closed");
        QVERIFY(source->emptyText().startsWith("The profile has no function names"));
        t.action("Functions")->trigger();
        QVERIFY(t.settle() && reload());
        QVERIFY2(messages->isHidden(), qPrintable(messages->text()));
    }

    void offersNoAddressesInVain_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("names") << QByteArray("goroutine profile: total 3\n3 @ 0x1235 0x2235\n"
                                             "#\t0x1234\tmain.f+0x1\t/m.go:1\n");
        QTest::newRow("no samples") << QByteArray("goroutine profile: total 0\n");
    }
    void offersNoAddressesInVain()
    {
        QFETCH(QByteArray, text);
        WindowTest t;
        t.window->open({t.write("profile.txt", text)});
        QVERIFY(t.settle());
        QVERIFY2(t.view()->messages()->text().isEmpty(), qPrintable(t.view()->messages()->text()));
    }

    // Neither many filters nor small screens make the window larger than it is.
    void manyFiltersInASmallWindow()
    {
        Filters f;
        QVERIFY(f.open("heap-2.pb.gz"));
        f.t.window->resize(800, 600);
        QTest::qWait(0);
        ViewState state = f.t.document()->state();
        for (int i = 0; i < 30; ++i)
            state.chips.append({FilterKind::Ignore, QStringLiteral("pattern number %1").arg(i), true});
        f.t.document()->setState(state);
        QVERIFY(f.t.settle());
        QTest::qWait(50);
        QCOMPARE(f.t.window->size(), QSize(800, 600));
        QVERIFY2(f.bar->height() < 200, qPrintable(QString::number(f.bar->height())));
        f.t.window->resize(900, 1000);
        QTest::qWait(50);
        const int high = f.bar->height();
        f.t.window->resize(800, 600);
        QTest::qWait(50);
        QCOMPARE(f.t.window->size(), QSize(800, 600));
        QVERIFY2(f.bar->height() < high, "the bar keeps the rows of a high window");
    }

    void otherSwitches()
    {
        Filters f;
        QVERIFY(f.open());
        f.t.action("Relative Percentages")->trigger();
        f.t.action("Inlined Calls")->trigger();
        f.t.action("Lines")->trigger();
        QVERIFY(f.t.settle());
        const AnalysisOptions &options = f.t.document()->analysis()->options();
        QVERIFY(options.relativePercentages && options.noInlines &&
                options.granularity == Granularity::Lines);
        QVERIFY(f.t.action("Lines")->isChecked() && !f.t.action("Inlined Calls")->isChecked());
    }

    void listOfKeys()
    {
        Filters f;
        QVERIFY(f.open());
        f.t.action("Keyboard Shortcuts")->trigger();
        auto *dialog = f.t.window->findChild<ShortcutsDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        auto *tree = dialog->findChild<QTreeWidget *>();
        QStringList listed;
        for (int g = 0; g < tree->topLevelItemCount(); ++g) {
            for (int i = 0; i < tree->topLevelItem(g)->childCount(); ++i)
                listed << tree->topLevelItem(g)->child(i)->text(0);
        }
        QVERIFY(listed.contains("Open…") && listed.contains("Theme: Dark") && listed.contains("Flame graph"));
        for (const Pane *pane : f.t.view()->panes()) {
            for (const KeyHelp &key : pane->keyHelp())
                QVERIFY2(listed.contains(key.what), qPrintable(key.what));
        }
        dialog->findChild<QLineEdit *>()->setText("theme");
        QVERIFY(tree->topLevelItem(0)->isHidden());
    }

    void plurals()
    {
        EnglishPlurals english;
        QCOMPARE(english.translate("", "%n sample(s)", nullptr, 1), QString("%n sample"));
        QCOMPARE(english.translate("", "%n sample(s) and match(es)", nullptr, 2),
                 QString("%n samples and matches"));
        QVERIFY(english.translate("", "f(s)", nullptr, -1).isNull());
    }
};

QTEST_MAIN(TestViewBars)
#include "tst_viewbars.moc"
