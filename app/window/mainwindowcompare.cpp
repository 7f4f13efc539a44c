// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the window that puts two profiles beside each other: menu, dialog, tabs, and what is dropped.
#include "app/window/comparebar.h"
#include "app/window/comparedialog.h"
#include "app/window/comparisonhelp.h"
#include "app/window/dropzones.h"
#include "app/window/filedialogs.h"
#include "app/window/mainwindow.h"
#include "app/window/menulist.h"
#include "app/window/messagebar.h"
#include "app/window/profileview.h"
#include "app/window/tabs.h"

#include <QActionGroup>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>
#include <QTabBar>

namespace proflens {

namespace {

using Look = CompareState::Look;

void changeCompare(ProfileView &view, const std::function<void(CompareState &)> &change)
{
    ViewState state = view.document()->state();
    change(state.compare);
    view.document()->setState(state);
}

QString shortName(const QString &path)
{
    constexpr qsizetype longest = 40;
    QString name = QFileInfo(path).fileName();
    if (name.size() > longest)
        name = name.left(longest / 2) + QChar(0x2026) + name.right(longest / 2);
    return name;
}

} // namespace

QAction *MainWindow::addCompareAction(QMenu *menu, const QString &text, const QString &key,
                                      const QString &tip, const std::function<void(ProfileView &)> &action,
                                      const std::function<bool(const CompareState &)> &checked)
{
    QAction *made = addViewAction(menu, text, {QKeySequence(key)}, tip, [this, action](ProfileView &view) {
        if (view.document()->isComparison())
            action(view);
        updateActions(); // to choose what is chosen already does not undo the choice
    });
    if (checked)
        made->setCheckable(true);
    m_compareActions.append({made, checked});
    return made;
}

void MainWindow::makeCompareMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&Compare"));
    menu->addAction(m_compareFiles);
    m_compareList = new MenuList(menu->addMenu(tr("Compare &With")), tr("No profile is open"));
    addCompareAction(menu, tr("&Swap Sides"), tr("Ctrl+B, S"), tr("The base becomes the current profile"),
                     [](ProfileView &view) { view.document()->swapSides(); });
    addCompareAction(menu, tr("Change &Base…"), tr("Ctrl+B, B"), tr("Compare with another profile"),
                     [this](ProfileView &view) { askForSide(view, Document::Side::Base); });
    addCompareAction(menu, tr("Change &Current…"), tr("Ctrl+B, N"),
                     tr("Compare another profile with the same base"),
                     [this](ProfileView &view) { askForSide(view, Document::Side::Current); });
    addCompareAction(menu, tr("Show &Only Current"), tr("Ctrl+B, 1"), tr("Go on without the base"),
                     [](ProfileView &view) { view.document()->keepOnly(Document::Side::Current); });
    addCompareAction(menu, tr("Show Onl&y Base"), tr("Ctrl+B, 2"), tr("Go on with the base alone"),
                     [](ProfileView &view) { view.document()->keepOnly(Document::Side::Base); });
    menu->addSeparator();
    makeLookActions(menu);
}

void MainWindow::makeLookActions(QMenu *menu)
{
    const auto addLook = [&](const QString &text, const QString &key, const QString &tip, Look look) {
        addCompareAction(
            menu, text, key, tip,
            [look](ProfileView &view) {
                changeCompare(view, [look](CompareState &compare) { compare.look = look; });
            },
            [look](const CompareState &compare) { return compare.look == look; });
    };
    addLook(tr("&Difference"), tr("Ctrl+B, D"), tr("One picture of what changed"), Look::Difference);
    addLook(tr("S&ide by Side"), tr("Ctrl+B, I"), tr("Base and current beside each other, on one scale"),
            Look::SideBySide);
    addCompareAction(
        menu, tr("&Link Both Sides"), tr("Ctrl+B, L"), tr("Both sides scroll, zoom and select as one"),
        [](ProfileView &view) {
            changeCompare(view, [](CompareState &compare) { compare.linked = !compare.linked; });
        },
        [](const CompareState &compare) { return compare.linked; });
    addCompareAction(
        menu, tr("&Hide Noise"), tr("Ctrl+B, H"), tr("Leave out what sampling alone explains"),
        [](ProfileView &view) {
            changeCompare(view, [](CompareState &compare) { compare.hideNoise = !compare.hideNoise; });
        },
        [](const CompareState &compare) { return compare.hideNoise; });

    QMenu *scaling = menu->addMenu(tr("Sc&ale the Base"));
    const struct
    {
        ScaleBy by;
        QString text, key, tip;
    } ways[] = {
        {ScaleBy::None, tr("&Not Scaled"), tr("Ctrl+B, X, N"), tr("As it was measured")},
        {ScaleBy::Duration, tr("By &Duration"), tr("Ctrl+B, X, D"),
         tr("As if it had taken as long as the current profile")},
        {ScaleBy::Total, tr("By &Total"), tr("Ctrl+B, X, T"),
         tr("As if both had the same total (pprof's normalize)")},
        {ScaleBy::Label, tr("By a &Label"), tr("Ctrl+B, X, L"),
         tr("As if both had as many samples with a label")},
        {ScaleBy::Factor, tr("By a &Factor"), tr("Ctrl+B, X, F"), tr("Multiplied with a number of your own")},
    };
    for (const auto &way : ways) {
        addCompareAction(
            scaling, way.text, way.key, way.tip,
            [by = way.by](ProfileView &view) { view.compareBar()->scaleBy(by); },
            [by = way.by](const CompareState &compare) { return compare.scaling.by == by; });
    }
    QMenu *percentages = menu->addMenu(tr("&Percentages"));
    const struct
    {
        PercentOf of;
        QString text, key, tip;
    } wholes[] = {
        {PercentOf::Base, tr("Of the &Base (-diff_base)"), tr("Ctrl+B, P, B"), tr("Of the base's total")},
        {PercentOf::Difference, tr("Of the &Difference (-base)"), tr("Ctrl+B, P, D"),
         tr("Of the sum of all differences without their signs")},
        {PercentOf::Current, tr("Of &Current"), tr("Ctrl+B, P, C"), tr("Of the current profile's total")},
    };
    for (const auto &whole : wholes) {
        addCompareAction(
            percentages, whole.text, whole.key, whole.tip,
            [of = whole.of](ProfileView &view) {
                changeCompare(view, [of](CompareState &compare) { compare.percentOf = of; });
            },
            [of = whole.of](const CompareState &compare) { return compare.percentOf == of; });
    }
}

void MainWindow::updateCompareActions()
{
    const ProfileView *view = currentView();
    const bool there = view && view->document()->isComparison();
    const CompareState compare = there ? view->document()->state().compare : CompareState();
    for (const auto &[action, checked] : std::as_const(m_compareActions)) {
        action->setEnabled(there);
        if (checked)
            action->setChecked(there && checked(compare));
    }
    fillCompareList();
}

QList<MenuEntry> MainWindow::compareEntries(const ProfileView &with)
{
    QList<MenuEntry> entries;
    const QPointer<const ProfileView> target(&with);
    for (int i = 0; i < count(); ++i) {
        const QPointer<ProfileView> other(view(i));
        if (other == target || !other->document()->profile())
            continue;
        entries.append({other->document()->title(),
                        listKeys(tr("Ctrl+Shift+B"), entries.size()),
                        tr("Put this tab's profile beside the one in front"),
                        {},
                        [this, target, other] {
                            if (target && other)
                                compareTabs(*target, *other);
                        }});
    }
    const bool separated = !entries.isEmpty();
    entries.append({tr("A File…"),
                    QKeySequence(tr("Ctrl+B, F")),
                    tr("Put another profile beside this one"),
                    {},
                    [this, target] {
                        if (target)
                            askForOther(*target);
                    },
                    separated});
    return entries;
}

void MainWindow::fillCompareList()
{
    const ProfileView *view = currentView();
    if (view && !view->document()->profile())
        view = nullptr;
    m_compareList->setEntries(view ? compareEntries(*view) : QList<MenuEntry>());
}

void MainWindow::askAndCompare()
{
    const ProfileView *view = currentView();
    const bool here = view && view->document()->profile();
    const OpenRequest open = here ? view->document()->request() : OpenRequest();
    auto *dialog =
        new CompareDialog(open.base, here ? open.current() : SideRequest(), lastFolder(), here, this);
    connect(dialog, &CompareDialog::folderChosen, this, &MainWindow::keepFolder);
    const QPointer<const ProfileView> target(view);
    connect(dialog, &CompareDialog::compareWanted, this,
            [this, target](const SideRequest &base, const SideRequest &current, bool newTab) {
                if (target && !newTab) {
                    target->document()->setSides(current, base);
                    return;
                }
                OpenRequest request;
                request.setCurrent(current);
                request.base = base;
                openRequests({request});
            });
    dialog->open();
}

void MainWindow::askForOther(const ProfileView &view)
{
    QFileDialog *dialog = openDialog(this, tr("Compare %1 with").arg(view.document()->title()), lastFolder());
    const QPointer<const ProfileView> target(&view);
    connect(dialog, &QFileDialog::filesSelected, this, [this, target](const QStringList &paths) {
        if (paths.isEmpty() || !target)
            return;
        keepFolder(paths.first());
        target->document()->setSides(target->document()->request().current(), {paths, {}}, true);
    });
    dialog->open();
}

void MainWindow::askForSide(ProfileView &view, Document::Side side)
{
    const bool isBase = side == Document::Side::Base;
    QFileDialog *dialog =
        openDialog(this, isBase ? tr("Change the base") : tr("Change the current profile"), lastFolder());
    const QPointer<ProfileView> target(&view);
    connect(dialog, &QFileDialog::filesSelected, this, [this, target, isBase](const QStringList &paths) {
        if (paths.isEmpty() || !target)
            return;
        keepFolder(paths.first());
        Document *document = target->document();
        const SideRequest chosen{paths, {}};
        document->setSides(isBase ? document->request().current() : chosen,
                           isBase ? chosen : document->request().base);
    });
    dialog->open();
}

void MainWindow::compareTabs(const ProfileView &view, const ProfileView &other)
{
    view.document()->setSides(view.document()->request().current(), other.document()->request().current(),
                              true, other.document()->profile());
    m_tabs->setCurrentIndex(m_tabs->indexOf(&view));
}

ProfileView *MainWindow::viewOf(const QString &path) const
{
    for (int i = 0; i < count(); ++i) {
        const Document *document = view(i)->document();
        const SideRequest shown = document->request().current();
        if (document->profile() && !document->isComparison() && shown.paths == QStringList(path))
            return view(i);
    }
    return nullptr;
}

void MainWindow::compareFiles(const QString &first, const QString &second)
{
    const ProfileView *a = viewOf(first), *b = viewOf(second);
    if (a && b) {
        compareTabs(*a, *b);
        return;
    }
    if (const ProfileView *open = a ? a : b) {
        open->document()->setSides(open->document()->request().current(), {{a ? second : first}, {}}, true);
        m_tabs->setCurrentIndex(m_tabs->indexOf(open));
        return;
    }
    OpenRequest request;
    request.path = second;
    request.base.paths = {first};
    request.olderIsBase = true;
    openRequests({request});
}

void MainWindow::offerComparison(const QString &first, const QString &second)
{
    m_messages->showOffer(tr("Two profiles were opened, each in its tab."),
                          tr("Compare %1 with %2").arg(shortName(first), shortName(second)),
                          [this, first, second] { compareFiles(first, second); });
}

void MainWindow::showTabMenu(const QPoint &place)
{
    const int tab = m_tabs->tabBar()->tabAt(place);
    if (tab < 0)
        return;
    const QPointer<ProfileView> target(view(tab));
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("tabMenu"));
    if (target->document()->profile()) {
        QMenu *with = menu->addMenu(tr("Compare &With"));
        QList<MenuEntry> entries = compareEntries(*target);
        for (MenuEntry &entry : entries)
            entry.keys = {}; // they belong to the tab in front
        (new MenuList(with, {}))->setEntries(entries);
    }
    if (target->document()->isComparison()) {
        menu->addAction(tr("&Swap Sides"), target->document(), &Document::swapSides);
        menu->addAction(tr("Show &Only Current"), target->document(),
                        [target] { target->document()->keepOnly(Document::Side::Current); });
        menu->addAction(tr("Show Onl&y Base"), target->document(),
                        [target] { target->document()->keepOnly(Document::Side::Base); });
    }
    menu->addSeparator();
    menu->addAction(tr("&Close Tab"), this, [this, target] {
        if (target)
            closeTab(m_tabs->indexOf(target));
    });
    menu->popup(m_tabs->tabBar()->mapToGlobal(place));
}

bool MainWindow::showDropZones(const QStringList &paths)
{
    const ProfileView *view = currentView();
    const bool isOpen = view && view->document()->profile();
    if (paths.size() == 2)
        m_dropZones->appear(tr("Open each in a tab"), tr("Compare the two with each other"));
    else if (paths.size() == 1 && isOpen)
        m_dropZones->appear(tr("Open in a new tab"), tr("Compare with %1").arg(view->document()->title()));
    else
        return false;
    return true;
}

void MainWindow::dropToCompare(const QStringList &paths)
{
    if (paths.size() == 2) {
        compareFiles(paths[0], paths[1]);
        return;
    }
    if (const ProfileView *view = currentView())
        view->document()->setSides(view->document()->request().current(), {paths, {}}, true);
}

void MainWindow::showComparisonHelp()
{
    (new ComparisonHelp(this))->show();
}

} // namespace proflens
