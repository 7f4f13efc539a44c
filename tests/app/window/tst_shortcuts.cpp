// SPDX-License-Identifier: GPL-3.0-or-later
// Every action has a menu entry and a key, no key means two things at once, and the list of keys has them
// all.
#include "tests/app/window/windowtest.h"

#include "app/panes/pane.h"
#include "app/panes/tableview.h"
#include "app/window/menulist.h"
#include "app/window/shortcutsdialog.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QShortcut>
#include <QTreeWidget>

using namespace proflens;

namespace {

constexpr int single = -1; // in place of a CompareState::Look

void looks()
{
    QTest::addColumn<int>("look");
    QTest::addRow("one profile") << single;
    QTest::addRow("difference") << int(CompareState::Look::Difference);
    QTest::addRow("side by side") << int(CompareState::Look::SideBySide);
}

struct Keys
{
    WindowTest t;

    bool open()
    {
        t.window->activateWindow();
        t.window->open({t.sample("heap-1.pb.gz")});
        return t.settle() && QTest::qWaitForWindowActive(t.window.get());
    }
    // The same with a base, in one of the ways to look at both.
    bool open(int look)
    {
        if (!open())
            return false;
        if (look == single)
            return true;
        t.document()->compareWith({{t.sample("heap-2.pb.gz")}, {}});
        if (!QTest::qWaitFor([&] { return t.document()->comparison() != nullptr; }, 30000))
            return false;
        ViewState state = t.document()->state();
        state.compare.look = static_cast<CompareState::Look>(look);
        t.document()->setState(state);
        return t.settle();
    }
    QStringList panes() const
    {
        QStringList ids{"flame", "top", "graph", "source", "callers", "info"};
        if (t.document()->isComparison())
            ids << "summary";
        return ids;
    }
    // Brings a pane in front and waits until it shows what it has.
    Pane *front(const QString &id)
    {
        t.view()->raisePane(id);
        Pane *pane = t.view()->pane(id);
        const bool seen = QTest::qWaitFor([&] { return pane->isVisible() && t.window->isIdle(); }, 30000);
        return seen && t.view()->currentPane() == pane ? pane : nullptr;
    }
    void press(const QString &keys) { QTest::keySequence(focus(), QKeySequence(keys)); }
    QWidget *focus() const
    {
        return QApplication::focusWidget() ? QApplication::focusWidget() : t.window.get();
    }
    QString firstFunction()
    {
        auto *table = t.view()->pane("top")->findChild<TableView *>();
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Home);
        return t.view()->pane("top")->cursorFunction();
    }
};

// All entries of the menus, filled as if they were opened.
void collect(const QList<QAction *> &actions, QList<QAction *> &all)
{
    for (QAction *action : actions) {
        if (action->isSeparator())
            continue;
        if (!action->menu()) {
            all << action;
            continue;
        }
        Q_EMIT action->menu()->aboutToShow();
        collect(action->menu()->actions(), all);
    }
}

// The widgets in which an action's keys work, as Qt sees it: those it was added to, or whose menus have it.
void collectScopes(const QAction *action, QList<const QWidget *> &scopes)
{
    for (const QObject *object : action->associatedObjects()) {
        if (const auto *menu = qobject_cast<const QMenu *>(object))
            collectScopes(menu->menuAction(), scopes);
        else if (const auto *widget = qobject_cast<const QWidget *>(object))
            scopes << widget;
    }
}

struct Bound
{
    QKeySequence keys;
    QString text;
    bool everywhere = false; // in the window
    QList<const QWidget *> scopes;

    bool overlaps(const Bound &other) const
    {
        if (everywhere || other.everywhere)
            return true;
        for (const QWidget *a : scopes) {
            for (const QWidget *b : other.scopes) {
                if (a == b || a->isAncestorOf(b) || b->isAncestorOf(a))
                    return true;
            }
        }
        return false;
    }
};

QList<Bound> allKeys(const QWidget *window)
{
    QList<Bound> bound;
    for (const QAction *action : window->findChildren<QAction *>()) {
        QList<const QWidget *> scopes;
        collectScopes(action, scopes);
        if (scopes.isEmpty())
            continue; // of a menu that only the mouse opens
        for (const QKeySequence &keys : action->shortcuts())
            bound.append({keys, action->text(), action->shortcutContext() == Qt::WindowShortcut, scopes});
    }
    for (const QShortcut *shortcut : window->findChildren<QShortcut *>()) {
        bound.append({shortcut->key(),
                      "a shortcut",
                      shortcut->context() == Qt::WindowShortcut,
                      {qobject_cast<const QWidget *>(shortcut->parent())}});
    }
    return bound;
}

} // namespace

class TestShortcuts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyActionHasAKey_data() { looks(); }
    void everyActionHasAKey()
    {
        QFETCH(int, look);
        Keys k;
        QVERIFY(k.open(look));
        k.firstFunction();
        k.press("Ctrl+I, A");
        QStringList problems;
        QSet<const QAction *> inMenus;
        for (const QString &id : k.panes()) {
            QVERIFY2(k.front(id), qPrintable(id));
            QList<QAction *> all;
            collect(k.t.window->menuBar()->actions(), all);
            QVERIFY(all.size() > 60);
            for (const QAction *action : std::as_const(all)) {
                inMenus << action;
                if (action->shortcut().isEmpty() && action->property(withoutKeyReason).toString().isEmpty())
                    problems << id + ": no key for " + action->text();
                if (action->text().isEmpty())
                    problems << id + ": an entry without a text";
            }
            const Pane *pane = k.t.view()->pane(id);
            for (const QAction *action : pane->findChildren<QAction *>()) {
                QList<const QWidget *> scopes; // none: of what is not shown now
                collectScopes(action, scopes);
                if (!action->shortcut().isEmpty() && !scopes.isEmpty() && !inMenus.contains(action))
                    problems << id + ": no menu has " + action->text();
            }
            if (id != "info" && pane->cursorActions().isEmpty())
                problems << id + ": nothing can be done with its functions";
        }
        problems.removeDuplicates();
        QVERIFY2(problems.isEmpty(), qPrintable("\n" + problems.join('\n')));
    }

    void noKeyMeansTwoThings_data() { looks(); }
    void noKeyMeansTwoThings()
    {
        QFETCH(int, look);
        Keys k;
        QVERIFY(k.open(look));
        k.firstFunction();
        k.press("Ctrl+I, A");
        for (const QString &id : k.panes())
            QVERIFY2(k.front(id), qPrintable(id));
        QList<QAction *> all;
        collect(k.t.window->menuBar()->actions(), all);
        const QList<Bound> bound = allKeys(k.t.window.get());
        QVERIFY(bound.size() > 100);
        QStringList problems;
        for (qsizetype i = 0; i < bound.size(); ++i) {
            for (qsizetype j = i + 1; j < bound.size(); ++j) {
                const QString a = bound[i].keys.toString(), b = bound[j].keys.toString();
                // Nor may a key begin the sequence of another one, which would never come to its end.
                const bool clash = a == b || a.startsWith(b + ", ") || b.startsWith(a + ", ");
                if (clash && bound[i].overlaps(bound[j]))
                    problems << a + " of " + bound[i].text + " and " + b + " of " + bound[j].text;
            }
        }
        QVERIFY2(problems.isEmpty(), qPrintable("\n" + problems.join('\n')));
    }

    void listHasThemAll()
    {
        Keys k;
        QVERIFY(k.open());
        k.press("F1");
        auto *dialog = k.t.window->findChild<ShortcutsDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        auto *tree = dialog->findChild<QTreeWidget *>();
        QSet<QString> listed;
        for (int g = 0; g < tree->topLevelItemCount(); ++g) {
            for (int i = 0; i < tree->topLevelItem(g)->childCount(); ++i)
                listed << tree->topLevelItem(g)->child(i)->text(1);
        }
        QStringList missing;
        for (const QString &id : k.panes()) {
            QList<QAction *> all;
            collect(k.t.view()->pane(id)->actions(), all);
            for (const QAction *action : std::as_const(all)) {
                QStringList keys;
                for (const QKeySequence &each : action->shortcuts())
                    keys << each.toString(QKeySequence::NativeText);
                if (!listed.contains(keys.join(",  ")))
                    missing << id + ": " + action->text();
            }
        }
        QVERIFY2(missing.isEmpty(), qPrintable("\n" + missing.join('\n')));
        QVERIFY2(listed.contains("Alt+1") && listed.contains("Ctrl+N, 1") &&
                     listed.contains("Ctrl+Shift+O, 1"),
                 "the list lacks what menus list");
        dialog->close();
    }

    // None of these menus was ever opened.
    void listsAnswerUnopened()
    {
        Keys k;
        QVERIFY(k.open());
        const auto types = static_cast<int>(k.t.document()->profile()->sampleTypes.size());
        QVERIFY(types >= 2);
        k.press("Alt+2");
        QCOMPARE(k.t.document()->state().sampleIndex, 1);
        k.press("Alt+1");
        QCOMPARE(k.t.document()->state().sampleIndex, 0);
        k.press(QString("Alt+%1").arg(types));
        QVERIFY(k.t.settle());
        QCOMPARE(k.t.document()->state().sampleIndex, types - 1);

        QCOMPARE(k.t.document()->state().unit, QString("minimum"));
        k.press("Ctrl+N, 2");
        QCOMPARE(k.t.document()->state().unit, QString("auto"));
        k.press("F7");
        QCOMPARE(k.t.document()->state().unit, QString("B"));
        k.press("Shift+F7");
        k.press("Shift+F7");
        QCOMPARE(k.t.document()->state().unit, QString("minimum"));
        k.press("Shift+F7");
        QCOMPARE(k.t.document()->state().unit, QString("PB"));

        k.t.window->open({k.t.sample("cpu-1.pb.gz")});
        QVERIFY(k.t.settle());
        k.t.window->closeTab(1);
        k.t.window->closeTab(0);
        QCOMPARE(k.t.window->count(), 0);
        k.press("Ctrl+Shift+O, 2");
        QVERIFY(k.t.settle());
        QCOMPARE(k.t.window->count(), 1);
        QCOMPARE(k.t.document()->title(), QString("heap-1.pb.gz"));
    }

    void checksFollow()
    {
        Keys k;
        QVERIFY(k.open());
        const auto checked = [&](const QString &menu) {
            QStringList texts;
            for (const QAction *action : k.t.action(menu)->menu()->actions()) {
                if (action->isChecked())
                    texts << action->shortcut().toString();
            }
            return texts.join(' ');
        };
        k.press("Alt+2");
        QTRY_COMPARE(checked("Sample Type"), QString("Alt+2"));
        k.press("Alt+2"); // again: it stays chosen
        QVERIFY(k.t.settle());
        QCOMPARE(checked("Sample Type"), QString("Alt+2"));
        k.press("F7");
        QTRY_COMPARE(checked("Unit"), QString("Ctrl+N, 2"));
    }

    void functionsUnderTheCursor()
    {
        Keys k;
        QVERIFY(k.open());
        QVERIFY(k.front("top"));
        const QString function = k.firstFunction();
        QVERIFY(!function.isEmpty());
        k.press("Ctrl+I, N");
        QCOMPARE(QGuiApplication::clipboard()->text(), function);
        k.press("Ctrl+I, I");
        QVERIFY(k.t.settle());
        QCOMPARE(k.t.document()->state().chips.size(), 1);
        QVERIFY(k.t.document()->state().chips[0].kind == FilterKind::Ignore);
        const QString next = k.firstFunction();
        QVERIFY(!next.isEmpty() && next != function);
        k.press("Ctrl+I, C");
        QVERIFY(k.t.settle());
        QCOMPARE(k.t.document()->state().active, next);
        QCOMPARE(k.t.view()->currentPane()->id(), QString("callers"));
        // The callers' pane is about the active function until a row is walked to.
        k.press("Ctrl+I, F");
        QVERIFY(k.t.settle());
        QCOMPARE(k.t.document()->state().chips.size(), 2);
        QVERIFY(k.t.document()->state().chips[1].kind == FilterKind::Focus);
        for (const char *id : {"flame", "graph", "source"}) {
            k.front(id);
            QVERIFY2(k.t.view()->currentPane()->cursorActions().size() > 5, id);
        }
    }

    void nothingUnderTheCursor()
    {
        Keys k;
        QVERIFY(k.open());
        Pane *callers = k.front("callers");
        QVERIFY(callers && callers->cursorFunction().isEmpty());
        for (const QAction *action : callers->cursorActions())
            QVERIFY2(action->isSeparator() || !action->isEnabled(), qPrintable(action->text()));
        const QString function = k.firstFunction();
        QVERIFY(!function.isEmpty());
        k.t.document()->setActive(function);
        QTRY_COMPARE(callers->cursorFunction(), function);
        QVERIFY(callers->cursorActions().first()->isEnabled());
    }

    void typingIsNotDisturbed()
    {
        Keys k;
        QVERIFY(k.open());
        for (const char *id : {"flame", "top"}) {
            Pane *pane = k.front(id);
            QVERIFY(pane && pane->startSearch());
            auto *line = qobject_cast<QLineEdit *>(QApplication::focusWidget());
            QVERIFY(line);
            for (const char c : QByteArray("ibz0+-tf/?="))
                QTest::keyClick(line, c);
            QCOMPARE(line->text(), QString("ibz0+-tf/?="));
        }
    }

    void columns()
    {
        Keys k;
        QVERIFY(k.open());
        QVERIFY(k.front("top"));
        auto *header = k.t.view()->pane("top")->findChild<TableView *>()->horizontalHeader();
        k.press("Ctrl+H, 3");
        QVERIFY(header->isSectionHidden(2) && header->hiddenSectionCount() == 1);
        k.press("Ctrl+H, 4");
        k.press("Ctrl+H, 3");
        QVERIFY(!header->isSectionHidden(2) && header->isSectionHidden(3));
        k.press("Ctrl+H, 0");
        QCOMPARE(header->hiddenSectionCount(), 0);
        for (int column = 1; column < header->count(); ++column)
            k.press(QString("Ctrl+H, %1").arg(column));
        k.press(QString("Ctrl+H, %1").arg(header->count()));
        QVERIFY2(!header->isSectionHidden(header->count() - 1), "no column is left");
        k.press("Ctrl+H, 0");

        QVERIFY(k.front("callers"));
        const Pane *pane = k.t.view()->pane("callers");
        k.press("Ctrl+H, 6");
        QCOMPARE(pane->findChild<TableView *>("callers")->horizontalHeader()->hiddenSectionCount(), 0);
        QVERIFY(pane->findChild<TableView *>("callees")->horizontalHeader()->isSectionHidden(1));
    }

    void exports()
    {
        Keys k;
        QVERIFY(k.open());
        const auto asked = [&](const QString &keys) {
            k.press(keys);
            auto *dialog = k.t.window->findChild<QFileDialog *>();
            if (!dialog)
                return QString("no dialog");
            const QString title = dialog->windowTitle();
            delete dialog;
            k.t.window->activateWindow();
            (void)QTest::qWaitForWindowActive(k.t.window.get());
            return title;
        };
        QCOMPARE(asked("Ctrl+Shift+X, F, P"), QString("Flame graph as PDF"));
        QCOMPARE(asked("Ctrl+Shift+X, T, C"), QString("Top table as CSV"));
        // The others have nothing yet, as they were never seen.
        QCOMPARE(asked("Ctrl+Shift+X, I, T"), QString("no dialog"));
        QVERIFY(k.front("info"));
        QCOMPARE(asked("Ctrl+Shift+X, I, T"), QString("Info as text"));
    }

    void longLists()
    {
        QCOMPARE(listKeys("Ctrl+N", 0), QKeySequence("Ctrl+N, 1"));
        QCOMPARE(listKeys("Ctrl+N", 9), QKeySequence("Ctrl+N, A"));
        QVERIFY(listKeys("Ctrl+N", 35).isEmpty());
        QMenu menu;
        MenuList list(&menu, "nothing");
        QCOMPARE(menu.actions().size(), 1);
        QVERIFY(!menu.actions()[0]->isEnabled());
        QString chosen;
        const auto entry = [&](const QString &text) {
            return MenuEntry{text, {}, {}, {}, [&chosen, text] { chosen = text; }};
        };
        list.setEntries({entry("a&b"), entry("c")});
        QCOMPARE(menu.actions().size(), 2);
        QCOMPARE(menu.actions()[0]->text(), QString("a&&b"));
        QAction *second = menu.actions()[1];
        list.setEntries({entry("a&b"), entry("c")});
        QCOMPARE(menu.actions()[1], second);
        second->trigger();
        QCOMPARE(chosen, QString("c"));
        // An entry may change the list that it is in.
        MenuEntry changing = entry("d");
        changing.run = [&] { list.setEntries({}); };
        list.setEntries({changing});
        menu.actions()[0]->trigger();
        QVERIFY(!menu.actions()[0]->isEnabled());
    }
};

QTEST_MAIN(TestShortcuts)
#include "tst_shortcuts.moc"
