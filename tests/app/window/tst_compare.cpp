// SPDX-License-Identifier: GPL-3.0-or-later
// Two profiles beside each other as a person puts them there: menu, dialog, tabs, files dropped, and the bar
// that says what the numbers mean.
#include "tests/app/window/windowtest.h"

#include "app/panes/pane.h"
#include "app/session/recentfiles.h"
#include "app/window/comparebar.h"
#include "app/window/comparedialog.h"
#include "app/window/comparisonhelp.h"
#include "app/window/dropzones.h"
#include "app/window/messagebar.h"
#include "core/format/write.h"
#include "core/report/info.h"
#include "tests/core/folded.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QDropEvent>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QStatusBar>
#include <QTabBar>
#include <QTextBrowser>
#include <QToolButton>

using namespace proflens;

namespace {

QUrl url(const QString &path)
{
    return QUrl::fromLocalFile(path);
}

// Drags files to a place and drops them, or looks at what the window shows meanwhile.
class Drag
{
public:
    Drag(QWidget &on, const QStringList &paths)
        : m_on(on)
    {
        QList<QUrl> urls;
        for (const QString &path : paths)
            urls << url(path);
        m_data.setUrls(urls);
    }
    bool enter(QPoint at)
    {
        QDragEnterEvent event(at, Qt::CopyAction, &m_data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&m_on, &event);
        return event.isAccepted();
    }
    void move(QPoint at)
    {
        QDragMoveEvent event(at, Qt::CopyAction, &m_data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&m_on, &event);
    }
    void leave()
    {
        QDragLeaveEvent event;
        QApplication::sendEvent(&m_on, &event);
    }
    void drop(QPoint at)
    {
        QDropEvent event(at, Qt::CopyAction, &m_data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&m_on, &event);
    }

private:
    QWidget &m_on;
    QMimeData m_data;
};

struct Compare
{
    WindowTest t;
    const QString a = WindowTest::sample("cpu-1.pb.gz"), b = WindowTest::sample("cpu-2.pb.gz");

    bool open(const QStringList &paths)
    {
        t.window->open(paths);
        return t.settle();
    }
    bool openBoth()
    {
        OpenRequest request;
        request.path = b;
        request.base.paths = {a};
        t.window->open(QList<OpenRequest>{request});
        return t.settle() && t.document()->isComparison();
    }
    bool trigger(const QString &action)
    {
        QAction *found = t.action(action);
        if (!found || !found->isEnabled())
            return false;
        found->trigger();
        return t.settle();
    }
    // Answers the file dialog that is open.
    bool choose(const QString &path)
    {
        auto *dialog = t.window->findChild<QFileDialog *>();
        if (!dialog)
            return false;
        dialog->selectFile(path);
        static_cast<QDialog *>(dialog)->accept();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        return t.settle();
    }
    QString sides(int i = 0) const
    {
        const OpenRequest &request = t.document(i)->request();
        const auto names = [](const QStringList &paths) {
            QStringList short_;
            for (const QString &path : paths)
                short_ << QFileInfo(path).fileName().section('.', 0, 0);
            return short_.join('+');
        };
        return names(request.base.paths) + " -> " + names(request.current().paths);
    }
    CompareBar *bar(int i = 0) const { return t.view(i)->compareBar(); }
    QComboBox *combo(const QString &name) const
    {
        for (auto *box : bar()->findChildren<QComboBox *>()) {
            if (box->accessibleName() == name)
                return box;
        }
        return nullptr;
    }
    bool pick(const QString &name, const QString &text)
    {
        QComboBox *box = combo(name);
        if (!box || !box->isVisible() || box->findText(text) < 0)
            return false;
        box->setCurrentIndex(box->findText(text));
        Q_EMIT box->activated(box->currentIndex());
        return t.settle();
    }
    QAbstractButton *button(const QString &text) const
    {
        for (auto *each : bar()->findChildren<QAbstractButton *>()) {
            if (each->text() == text || each->accessibleName() == text)
                return each;
        }
        return nullptr;
    }
    // Whether the status bar says it.
    bool status(const QString &text) const
    {
        for (const auto *label : t.window->statusBar()->findChildren<QLabel *>()) {
            if (label->text() == text)
                return true;
        }
        return false;
    }
    const CompareState &state() const { return t.document()->state().compare; }
    // A profile of a test's own, in a file.
    QString profile(const QString &name, const std::string &folded, int64_t time = 0, int64_t seconds = 0)
    {
        const auto made = foldedProfile(folded);
        made->timeNanos = time;
        made->durationNanos = seconds * 1'000'000'000;
        const QString path = t.folder.filePath(name);
        return writeProfile(*made, path.toStdString()).ok() ? path : QString();
    }
};

} // namespace

class TestCompare : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingToCompare()
    {
        Compare c;
        QVERIFY(c.t.action("Compare…")->isEnabled());
        for (const char *text : {"Swap Sides", "Change Base…", "Show Only Current", "Difference", "By Total"})
            QVERIFY2(!c.t.action(text)->isEnabled(), text);
        QVERIFY(c.open({c.a}));
        QVERIFY2(!c.t.action("Swap Sides")->isEnabled(), "one profile has no sides");
        QVERIFY2(!c.bar()->isVisible(), "the bar of a comparison is shown without one");
    }

    void dialogInTheOpenTab()
    {
        Compare c;
        QVERIFY(c.open({c.b}));
        c.t.action("Compare…")->trigger();
        auto *dialog = c.t.window->findChild<CompareDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(dialog->currentList()->paths(), QStringList(c.b));
        QVERIFY(dialog->baseList()->paths().isEmpty());
        QPushButton *compare = nullptr, *add = nullptr;
        for (auto *each : dialog->findChildren<QPushButton *>()) {
            if (each->text() == "&Compare")
                compare = each;
            if (each->accessibleName() == "Add to: Base")
                add = each;
        }
        QVERIFY(compare && add);
        QVERIFY2(!compare->isEnabled(), "there is no base yet");
        add->click();
        auto *files = dialog->findChild<QFileDialog *>();
        QVERIFY(files);
        files->selectFile(c.a);
        static_cast<QDialog *>(files)->accept();
        QCOMPARE(dialog->baseList()->paths(), QStringList(c.a));
        QVERIFY(compare->isEnabled());
        compare->click();
        QVERIFY(c.t.settle());
        QCOMPARE(c.t.window->count(), 1);
        QCOMPARE(c.sides(), QString("cpu-1 -> cpu-2"));
        QVERIFY(c.t.document()->comparison());
        QVERIFY(c.t.window->windowTitle().contains("cpu-2.pb.gz − cpu-1.pb.gz"));
        QVERIFY(c.t.window->findChild<QTabBar *>()->tabText(0).contains("cpu-1"));
    }

    void dialogDropSwapRemove()
    {
        Compare c;
        c.t.action("Compare…")->trigger();
        auto *dialog = c.t.window->findChild<CompareDialog *>();
        QVERIFY(dialog);
        Drag both(*dialog->baseList()->viewport(), {c.a, c.b});
        QVERIFY(both.enter({5, 5}));
        both.drop({5, 5});
        both.drop({5, 5});
        QCOMPARE(dialog->baseList()->count(), 2); // not twice
        dialog->baseList()->setCurrentRow(1);
        QTest::keyClick(dialog->baseList(), Qt::Key_Delete);
        QCOMPARE(dialog->baseList()->paths(), QStringList(c.a));
        Drag one(*dialog->currentList()->viewport(), {c.b});
        QVERIFY(one.enter({5, 5}));
        one.drop({5, 5});
        for (auto *each : dialog->findChildren<QToolButton *>()) {
            if (each->accessibleName() == "Swap sides")
                each->click();
        }
        QCOMPARE(dialog->baseList()->paths(), QStringList(c.b));
        QCOMPARE(dialog->currentList()->paths(), QStringList(c.a));
        for (auto *each : dialog->findChildren<QPushButton *>()) {
            if (each->text() == "&Compare")
                each->click();
        }
        QVERIFY(c.t.settle());
        QCOMPARE(c.t.window->count(), 1);
        QCOMPARE(c.sides(), QString("cpu-2 -> cpu-1"));
    }

    void severalAreMerged()
    {
        Compare c;
        QVERIFY(c.open({c.b}));
        c.t.action("Compare…")->trigger();
        auto *dialog = c.t.window->findChild<CompareDialog *>();
        QVERIFY(dialog);
        dialog->baseList()->add({c.a, c.t.copyOf("cpu-1.pb.gz", "again.pb.gz")});
        dialog->findChild<QCheckBox *>()->setChecked(true); // in a new tab
        for (auto *each : dialog->findChildren<QPushButton *>()) {
            if (each->text() == "&Compare")
                each->click();
        }
        QVERIFY(c.t.settle());
        QCOMPARE(c.t.window->count(), 2);
        QVERIFY(!c.t.document(0)->isComparison());
        QCOMPARE(c.sides(1), QString("cpu-1+again -> cpu-2"));
        QVERIFY(c.t.document(1)->title().contains("(+1)"));
        c.t.window->open({c.a});
        QVERIFY(c.t.settle());
        QCOMPARE(c.t.document(1)->comparison()->base()->total(), 2 * c.t.document(2)->analysis()->total());
    }

    void swapAndDropBack()
    {
        Compare c;
        QVERIFY(c.openBoth());
        const int64_t base = c.t.document()->comparison()->base()->total();
        const int64_t current = c.t.document()->comparison()->current()->total();
        QVERIFY(base != current);
        QVERIFY(c.trigger("Swap Sides"));
        QCOMPARE(c.sides(), QString("cpu-2 -> cpu-1"));
        QCOMPARE(c.t.document()->comparison()->base()->total(), current);
        c.button("Swap sides")->click();
        QVERIFY(c.t.settle());
        QCOMPARE(c.sides(), QString("cpu-1 -> cpu-2"));
        QVERIFY(c.trigger("Show Only Base"));
        QCOMPARE(c.sides(), QString(" -> cpu-1"));
        QCOMPARE(c.t.document()->analysis()->total(), base);
        QVERIFY(!c.t.document()->comparison() && !c.bar()->isVisible());
        QVERIFY(c.t.window->windowTitle().startsWith("cpu-1.pb.gz"));
        QVERIFY2(!c.t.action("Swap Sides")->isEnabled(), "one profile has no sides");
    }

    void changeSides()
    {
        Compare c;
        QVERIFY(c.openBoth());
        const QString third = c.t.copyOf("cpu-1.pb.gz", "third.pb.gz");
        QVERIFY(c.trigger("Change Current…"));
        QVERIFY(c.choose(third));
        QCOMPARE(c.sides(), QString("cpu-1 -> third"));
        QCOMPARE(c.t.document()->comparison()->difference()->costs().flat,
                 std::vector<int64_t>(c.t.document()->comparison()->frames().size(), 0));
        QVERIFY(c.trigger("Change Base…"));
        QVERIFY(c.choose(c.b));
        QCOMPARE(c.sides(), QString("cpu-2 -> third"));
        QVERIFY(c.trigger("Show Only Current"));
        QCOMPARE(c.sides(), QString(" -> third"));
    }

    // What cannot be read or compared leaves all as it was.
    void refused()
    {
        Compare c;
        QVERIFY(c.open({c.a}));
        const ProfilePtr before = c.t.document()->profile();
        for (const QString &bad :
             {c.t.write("page.pb.gz", "<html>404</html>"), c.t.sample("goroutine-1.pb.gz")}) {
            QVERIFY(c.trigger("A File…"));
            QVERIFY(c.choose(bad));
            QCOMPARE(c.t.document()->profile(), before);
            QVERIFY(!c.t.document()->isComparison());
            const QString said = c.t.view()->messages()->text();
            QVERIFY2(said.contains(bad.contains("page") ? "page.pb.gz" : "no sample type in common") &&
                         said.contains("still shown"),
                     qPrintable(said));
        }
    }

    void compareWithATab()
    {
        Compare c;
        QVERIFY(c.open({c.b, c.a}));
        QVERIFY2(c.t.action("cpu-1.pb.gz"), "Compare With lacks the other tab");
        QVERIFY(c.trigger("cpu-1.pb.gz"));
        QCOMPARE(c.t.window->count(), 2);
        QCOMPARE(c.sides(), QString("cpu-1 -> cpu-2"));
        QVERIFY(!c.t.document(1)->isComparison());
    }

    // Whichever of the two was in front.
    void olderIsBase()
    {
        Compare c;
        const QString older = c.profile("older.pb.gz", "cpu/seconds\nmain 1\n", 1000);
        const QString newer = c.profile("newer.pb.gz", "cpu/seconds\nmain 2\n", 2000);
        const QString timeless = c.profile("timeless.pb.gz", "cpu/seconds\nmain 3\n");
        QVERIFY(c.open({older, newer, timeless}));
        QVERIFY(c.trigger("newer.pb.gz"));
        QCOMPARE(c.sides(), QString("older -> newer"));
        QCOMPARE(c.t.document()->profile()->timeNanos, int64_t(2000));
        // What is read again stays in its place, also after it was swapped by hand.
        QVERIFY(c.trigger("Swap Sides"));
        QVERIFY(c.trigger("Reload"));
        QCOMPARE(c.sides(), QString("newer -> older"));
        QVERIFY(c.trigger("Show Only Current"));
        QVERIFY(c.trigger("timeless.pb.gz"));
        QCOMPARE(c.sides(), QString("timeless -> older")); // nobody knows; what is open stays current
    }

    void titlesTellSidesApart()
    {
        Compare c;
        QVERIFY(QDir(c.t.folder.path()).mkpath("monday") && QDir(c.t.folder.path()).mkpath("tuesday"));
        OpenRequest request;
        request.base.paths = {c.t.copyOf("cpu-1.pb.gz", "monday/cpu.pb.gz")};
        request.path = c.t.copyOf("cpu-2.pb.gz", "tuesday/cpu.pb.gz");
        c.t.window->open(QList<OpenRequest>{request});
        const auto *tabs = c.t.window->findChild<QTabBar *>();
        QVERIFY2(tabs->tabText(0).contains("cpu in tuesday − cpu in monday"), qPrintable(tabs->tabText(0)));
        QVERIFY(c.t.settle());
        request.base.paths = {c.t.copyOf("cpu-1.pb.gz", "a-rather-long-name-of-a-profile.before.pb.gz")};
        request.path = c.t.copyOf("cpu-2.pb.gz", "a-rather-long-name-of-a-profile.after.pb.gz");
        c.t.window->open(QList<OpenRequest>{request});
        const QStringList sides = tabs->tabText(1).split(" − ");
        QVERIFY2(sides.size() == 2 && sides[0].contains("after") && sides[1].contains("before"),
                 qPrintable(tabs->tabText(1)));
        QVERIFY(c.t.settle());
    }

    void tabMenu()
    {
        Compare c;
        QVERIFY(c.open({c.b, c.a}));
        auto *tabs = c.t.window->findChild<QTabBar *>();
        const auto menuOf = [&](int tab) {
            Q_EMIT tabs->customContextMenuRequested(tabs->tabRect(tab).center());
            auto *menu = c.t.window->findChild<QMenu *>("tabMenu");
            return menu;
        };
        QMenu *menu = menuOf(1); // not the one in front
        QVERIFY(menu);
        QAction *with = WindowTest::find(menu->actions(), "cpu-2.pb.gz");
        QVERIFY2(with, "the tab's menu offers no other tab");
        QVERIFY2(!WindowTest::find(menu->actions(), "Swap Sides"), "one profile has no sides");
        with->trigger();
        menu->close();
        delete menu;
        QVERIFY(c.t.settle());
        QCOMPARE(c.sides(1), QString("cpu-1 -> cpu-2"));
        QCOMPARE(c.t.window->currentView(), c.t.view(1));
        menu = menuOf(1);
        QVERIFY(menu);
        WindowTest::find(menu->actions(), "Show Only Base")->trigger();
        delete menu;
        QVERIFY(c.t.settle());
        QCOMPARE(c.sides(1), QString(" -> cpu-1"));
        menu = menuOf(0);
        QVERIFY(menu);
        WindowTest::find(menu->actions(), "Close Tab")->trigger();
        delete menu;
        QCOMPARE(c.t.window->count(), 1);
    }

    void dropOnAnOpenProfile()
    {
        Compare c;
        QVERIFY(c.open({c.b}));
        auto *zones = c.t.window->findChild<DropZones *>();
        QVERIFY(zones && !zones->isVisible());
        Drag drag(*c.t.window, {c.a});
        const QPoint left(200, 500), right(1000, 500);
        QVERIFY(drag.enter(left));
        QVERIFY2(zones->isVisible(), "nothing says what a drop would do");
        QVERIFY2(zones->accessibleName().contains("Compare with cpu-2.pb.gz"),
                 qPrintable(zones->accessibleName()));
        drag.leave();
        QVERIFY(!zones->isVisible());
        QVERIFY(drag.enter(left));
        drag.move(right);
        drag.drop(right);
        QVERIFY(!zones->isVisible());
        QVERIFY(c.t.settle());
        QCOMPARE(c.t.window->count(), 1);
        QCOMPARE(c.sides(), QString("cpu-1 -> cpu-2"));

        QVERIFY(drag.enter(right));
        drag.drop(left);
        QVERIFY(c.t.settle());
        QCOMPARE(c.t.window->count(), 2);
        QVERIFY(!c.t.document(1)->isComparison());
    }

    void dropTwo()
    {
        Compare c;
        Drag drag(*c.t.window, {c.b, c.a});
        QVERIFY(drag.enter({1000, 500}));
        drag.drop({1000, 500});
        QVERIFY(c.t.settle());
        QCOMPARE(c.t.window->count(), 1);
        QCOMPARE(c.sides(), QString("cpu-1 -> cpu-2"));
        // More than two, or one on the start page, can only be opened.
        Drag three(*c.t.window, {c.a, c.b, c.t.sample("heap-1.pb.gz")});
        QVERIFY(three.enter({1000, 500}));
        QVERIFY(!c.t.window->findChild<DropZones *>()->isVisible());
        three.leave();
    }

    void twoFromTheOpenDialog()
    {
        Compare c;
        c.t.action("Open…")->trigger();
        auto *dialog = c.t.window->findChild<QFileDialog *>();
        QVERIFY(dialog);
        Q_EMIT dialog->filesSelected({c.b, c.a});
        dialog->close();
        QVERIFY(c.t.settle());
        QCOMPARE(c.t.window->count(), 2);
        QVERIFY(!c.t.document(0)->isComparison() && !c.t.document(1)->isComparison());
        auto *offer = c.t.window->messages()->findChild<QPushButton *>();
        QVERIFY(offer->isVisible());
        QCOMPARE(offer->text(), QString("Compare cpu-2.pb.gz with cpu-1.pb.gz"));
        offer->click();
        QVERIFY(c.t.settle());
        QVERIFY(!c.t.window->messages()->isVisible());
        QCOMPARE(c.t.window->count(), 2);
        QCOMPARE(c.sides(), QString("cpu-1 -> cpu-2"));
    }

    void barSaysWhatIsCompared()
    {
        Compare c;
        const QString base =
            c.profile("base.pb.gz", "cpu/milliseconds\nmain;work 12000\nmain;rest 1000\n", 1000, 30);
        const QString current =
            c.profile("now.pb.gz", "cpu/milliseconds alloc/bytes\nmain;work 21000 5\n", 2000, 45);
        QVERIFY(c.open({current, base}));
        QVERIFY(c.trigger("base.pb.gz"));
        QVERIFY(c.bar()->isVisible());
        QCOMPARE(c.bar()->sentence(),
                 QString("Base 13s of cpu in 30s, not scaled; current 21s in 45s; difference +8s, +61.54% of "
                         "the base"));
        QVERIFY2(c.status("cpu: base 13s in 2 sample(s), current 21s in 1 sample(s)"),
                 "not in the status bar");
        QVERIFY2(c.bar()->problems().contains("only the current profile has alloc (bytes)"),
                 qPrintable(c.bar()->problems()));
        QVERIFY(c.pick("How the base is scaled", "scaled by duration"));
        QCOMPARE(c.bar()->sentence(),
                 QString("Base 13s of cpu in 30s, scaled ×1.5 by duration to 19.50s; current 21s in 45s; "
                         "difference +1.50s, +7.69% of the base"));
        QVERIFY(c.pick("What percentages of differences are of", "of current"));
        QVERIFY2(c.bar()->sentence().endsWith("+7.14% of current"), qPrintable(c.bar()->sentence()));
        QVERIFY(c.trigger("Of the Difference (-base)"));
        QVERIFY2(c.bar()->sentence().endsWith("+33.33% of all differences"), qPrintable(c.bar()->sentence()));
        QCOMPARE(c.combo("What percentages of differences are of")->currentText(),
                 QString("of the difference (-base)"));

        QVERIFY(c.pick("How the base is scaled", "scaled by a factor"));
        c.t.document()->addFilter(FilterKind::Focus, "rest");
        QVERIFY(c.t.settle());
        QVERIFY2(c.status("cpu: base 1s of 13s, current 0 of 21s"), "not in the status bar");
        c.t.document()->goBack();
        auto *factor = c.bar()->findChild<QDoubleSpinBox *>();
        QVERIFY(factor->isVisible());
        factor->selectAll();
        QTest::keyClicks(factor, "2.5");
        QTest::keyClick(factor, Qt::Key_Return);
        QVERIFY(c.t.settle());
        QVERIFY2(c.bar()->sentence().contains("scaled ×2.5 by hand to 32.50s"),
                 qPrintable(c.bar()->sentence()));
        c.t.document()->goBack();
        QVERIFY(c.t.settle());
        QVERIFY(c.state().scaling.factor != 2.5);

        // A note that was read does not come back with every number.
        QVERIFY(c.button("Close this note")->isVisible());
        c.button("Close this note")->click();
        QVERIFY(c.pick("How the base is scaled", "scaled by total"));
        QVERIFY(!c.button("Close this note")->isVisible());
    }

    void labelsToScaleBy()
    {
        Compare c;
        QVERIFY(c.openBoth());
        QVERIFY2(!c.bar()->labelKeys().isEmpty(), "the samples have labels in both rounds");
        auto *labels = c.combo("Label that the base is scaled by");
        QVERIFY(!labels->isVisible());
        QVERIFY(c.trigger("By a Label"));
        QVERIFY(labels->isVisible());
        QCOMPARE(labels->count(), int(c.bar()->labelKeys().size()));
        QCOMPARE(QString::fromStdString(c.state().scaling.label), c.bar()->labelKeys().first());
        QVERIFY2(c.bar()->sentence().contains("by samples with the label " + c.bar()->labelKeys().first()),
                 qPrintable(c.bar()->sentence()));
        QVERIFY(c.pick("Label that the base is scaled by", c.bar()->labelKeys().last()));
        QCOMPARE(QString::fromStdString(c.state().scaling.label), c.bar()->labelKeys().last());
        QVERIFY(c.t.action("By a Label")->isChecked() && !c.t.action("By Total")->isChecked());
    }

    void barSwitches()
    {
        Compare c;
        QVERIFY(c.openBoth());
        QVERIFY(c.button("Difference")->isChecked());
        QVERIFY2(!c.button("Linked")->isEnabled(), "there are no two halves to link");
        c.button("Side by side")->click();
        QVERIFY(c.state().look == CompareState::Look::SideBySide);
        QVERIFY(c.t.settle());
        QVERIFY(c.t.action("Side by Side")->isChecked() && !c.t.action("Difference")->isChecked());
        QVERIFY(c.button("Linked")->isEnabled() && c.button("Linked")->isChecked());
        c.button("Linked")->click();
        QVERIFY(c.t.settle());
        QVERIFY(!c.state().linked && !c.t.action("Link Both Sides")->isChecked());
        QVERIFY(c.trigger("Hide Noise"));
        QVERIFY(c.state().hideNoise && c.bar()->findChild<QCheckBox *>()->isChecked());
        c.bar()->findChild<QCheckBox *>()->click();
        QVERIFY(!c.state().hideNoise);
        QVERIFY(c.trigger("Difference"));
        QVERIFY(c.trigger("Difference")); // again: it stays chosen
        QVERIFY(c.t.action("Difference")->isChecked() && c.button("Difference")->isChecked());
        // All of it is back and forward, as any view.
        c.t.document()->goBack();
        QVERIFY(c.t.settle());
        QVERIFY(c.button("Side by side")->isChecked());
    }

    // Nothing is cut off and nothing spills over, however narrow.
    void barFits()
    {
        Compare c;
        QVERIFY(c.openBoth());
        QVERIFY(c.trigger("By a Label"));
        for (const int width : {840, 1280, 2000}) {
            c.t.window->resize(width, 800);
            QVERIFY2(QTest::qWaitFor([&] { return c.bar()->width() <= width; }),
                     qPrintable(QString("the window cannot be narrower than %1, of which the bar needs %2")
                                    .arg(c.t.window->minimumSizeHint().width())
                                    .arg(c.bar()->minimumSizeHint().width())));
            QTest::qWait(20);
            for (const QWidget *each : c.bar()->findChildren<QWidget *>()) {
                if (!each->isVisible() || qobject_cast<const QLineEdit *>(each) ||
                    each->parentWidget()->inherits("QAbstractItemView") ||
                    each->parentWidget()->inherits("QComboBox") ||
                    each->inherits("QComboBoxPrivateContainer"))
                    continue;
                const QRect place(each->mapTo(c.bar(), QPoint()), each->size());
                QVERIFY2(c.bar()->rect().contains(place),
                         qPrintable(QString("%1 “%2” sticks out at width %3")
                                        .arg(each->metaObject()->className(), each->accessibleName())
                                        .arg(width)));
            }
            const auto *sentence = c.bar()->findChild<QLabel *>();
            QVERIFY2(sentence->height() >= sentence->heightForWidth(sentence->width()),
                     qPrintable(QString("the sentence is cut off at width %1").arg(width)));
        }
    }

    void infoOfBoth()
    {
        Compare c;
        QVERIFY(c.openBoth());
        c.t.view()->raisePane("info");
        QVERIFY(c.t.settle());
        const auto *page = c.t.view()->pane("info")->findChild<QTextBrowser *>();
        QTRY_VERIFY(page->toPlainText().contains("cpu-1.pb.gz"));
        const QString both = page->toPlainText();
        QVERIFY(both.indexOf("cpu-1.pb.gz") < both.indexOf("cpu-2.pb.gz"));
        const auto info = profileInfo(*c.t.document()->base());
        QVERIFY2(both.contains(QString::fromStdString(info.durationText)), qPrintable(both));
        const auto formats = c.t.view()->pane("info")->exportFormats();
        const QString path = c.t.folder.filePath("info.txt");
        QVERIFY(formats.size() == 1 && formats[0].write(path).ok());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly) && file.readLine().contains("Base"));
        QVERIFY(c.trigger("Show Only Current"));
        QTRY_VERIFY(!page->toPlainText().contains("cpu-1.pb.gz"));
        QVERIFY(page->toPlainText().contains("cpu-2.pb.gz"));
    }

    void keys()
    {
        Compare c;
        QVERIFY(c.openBoth());
        c.t.window->activateWindow();
        const auto press = [&](const char *first, const char *second) {
            QTest::keySequence(c.t.window.get(), QKeySequence(first));
            QTest::keySequence(c.t.window.get(), QKeySequence(second));
            return c.t.settle();
        };
        QVERIFY(press("Ctrl+B", "S"));
        QCOMPARE(c.sides(), QString("cpu-2 -> cpu-1"));
        QVERIFY(press("Ctrl+B", "I"));
        QVERIFY(c.state().look == CompareState::Look::SideBySide);
        QVERIFY(press("Ctrl+B", "2"));
        QCOMPARE(c.sides(), QString(" -> cpu-2"));
    }

    void help()
    {
        Compare c;
        c.t.action("About Comparisons")->trigger();
        auto *page = c.t.window->findChild<ComparisonHelp *>();
        QVERIFY(page && page->isVisible() && !page->isModal());
        const QString text = page->findChild<QTextBrowser *>()->toPlainText();
        for (const char *word :
             {"-diff_base", "-base", "-normalize", "two standard errors", "By a label", "|Δ|"})
            QVERIFY2(text.contains(word), word);
    }
};

QTEST_MAIN(TestCompare)
#include "tst_compare.moc"
