// SPDX-License-Identifier: GPL-3.0-or-later
// The menus of the window. Every action has a place in them and a key.
#include "app/panes/pane.h"
#include "app/session/recentfiles.h"
#include "app/window/mainwindow.h"
#include "app/window/menulist.h"
#include "app/window/paneset.h"
#include "app/window/profileview.h"
#include "app/window/shortcutsdialog.h"
#include "app/window/tabs.h"
#include "app/window/viewtitles.h"

#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QMenuBar>
#include <QMessageBox>

namespace proflens {

namespace {

template <typename Change> void changeState(ProfileView &view, Change &&change)
{
    ViewState state = view.document()->state();
    change(state);
    view.document()->setState(state);
}

} // namespace

QAction *MainWindow::addAction(QMenu *menu, const QString &text, const QList<QKeySequence> &keys,
                               const QString &tip, const std::function<void()> &action)
{
    QAction *made = menu->addAction(text, this, action);
    made->setShortcuts(keys);
    made->setStatusTip(tip);
    return made;
}

QAction *MainWindow::addViewAction(QMenu *menu, const QString &text, const QList<QKeySequence> &keys,
                                   const QString &tip, const std::function<void(ProfileView &)> &action)
{
    QAction *made = addAction(menu, text, keys, tip, [this, action] {
        if (ProfileView *view = currentView(); view && view->document()->profile())
            action(*view);
    });
    m_viewActions << made;
    return made;
}

QAction *MainWindow::addOption(QMenu *menu, const QString &text, const QString &keys, const QString &tip,
                               bool ViewState::*option)
{
    QAction *made = addViewAction(menu, text, {QKeySequence(keys)}, tip, [option](ProfileView &view) {
        changeState(view, [option](ViewState &state) { state.*option = !(state.*option); });
    });
    made->setCheckable(true);
    m_optionActions.append({made, [option](const ViewState &state) { return state.*option; }});
    return made;
}

void MainWindow::makeMenus()
{
    makeFileMenu();
    makeGoMenu();
    makeProfileMenu();
    makeFilterMenu();
    makeCompareMenu();
    QMenu *pane = menuBar()->addMenu(tr("P&ane"));
    connect(pane, &QMenu::aboutToShow, this, [this, pane] { fillPane(pane); });
    makeViewMenu();
    makeHelpMenu();
    // What depends on more is not switched back and forth each time: keys are looked up anew for each.
    QList<QAction *> more = {m_reload, m_cancel, m_back, m_forward, m_clearActive, m_ungroup, m_perSecond};
    more << m_paneActions.values() << m_filterActions << m_removeFilters << m_copyFilters;
    for (const auto &[action, checked] : std::as_const(m_compareActions))
        more << action;
    for (QAction *action : std::as_const(more))
        m_viewActions.removeAll(action);
    updateActions();
}

void MainWindow::makeFileMenu()
{
    QMenu *file = menuBar()->addMenu(tr("&File"));
    addAction(file, tr("&Open…"), {QKeySequence::Open}, tr("Open profiles, each in a tab"),
              [this] { askAndOpen(); });
    QMenu *recent = file->addMenu(tr("Open &Recent"));
    m_recentList = new MenuList(recent, tr("No files were opened yet"));
    connect(m_recent, &RecentFiles::changed, this, &MainWindow::fillRecent);
    fillRecent();
    addAction(file, tr("C&lear Recent Files"), {QKeySequence(tr("Ctrl+Shift+Delete"))},
              tr("Forget which files were opened"), [this] { m_recent->clear(); });
    m_compareFiles = addAction(file, tr("Co&mpare…"), {QKeySequence(tr("Ctrl+B, C"))},
                               tr("Choose two profiles, or several that are merged, and compare them"),
                               [this] { askAndCompare(); });
    m_reload = addAction(file, tr("Re&load"), {QKeySequence(tr("F5")), QKeySequence(tr("Ctrl+R"))},
                         tr("Read the file again and keep the view"), [this] {
                             if (ProfileView *view = currentView(); view && !view->document()->isLoading())
                                 view->document()->reload();
                         });
    m_cancel = addAction(file, tr("Ca&ncel Reading"), {QKeySequence(tr("Ctrl+."))},
                         tr("Stop reading this file"), [this] {
                             if (ProfileView *view = currentView())
                                 view->document()->cancelLoading();
                         });
    file->addSeparator();
    addViewAction(file, tr("&Save Profile As…"), {QKeySequence(tr("Ctrl+Shift+S"))},
                  tr("Save the whole profile as .pb.gz, folded stacks or for speedscope"),
                  [this](ProfileView &view) { askAndSave(view, false); });
    addViewAction(file, tr("Save &Filtered Profile As…"), {QKeySequence(tr("Ctrl+Alt+Shift+S"))},
                  tr("Save what the filters leave as .pb.gz, folded stacks or for speedscope"),
                  [this](ProfileView &view) { askAndSave(view, true); });
    addViewAction(file, tr("Save Sess&ion As…"), {QKeySequence(tr("Ctrl+S"))},
                  tr("Save what is open and how it is looked at, without the profiles themselves"),
                  [this](ProfileView &view) { askAndSaveSession(view); });
    QMenu *exports = file->addMenu(tr("&Export"));
    m_viewActions << exports->menuAction();
    m_exportList = new MenuList(exports, tr("Nothing to export"));
    addViewAction(file, tr("Export This &Pane…"), {QKeySequence(tr("Ctrl+E"))},
                  tr("Save what the pane in front shows"), [this](ProfileView &view) {
                      if (const Pane *pane = view.currentPane())
                          exportPane(view, pane->id(), 0);
                  });
    file->addSeparator();
    m_closeTab = addAction(file, tr("&Close Tab"), {QKeySequence(tr("Ctrl+W"))}, tr("Close this profile"),
                           [this] { closeTab(m_tabs->currentIndex()); });
    addAction(file, tr("&Quit"), {QKeySequence(tr("Ctrl+Q"))}, tr("Close all profiles and end"),
              [this] { this->close(); });
}

void MainWindow::makeGoMenu()
{
    QMenu *go = menuBar()->addMenu(tr("&Go"));
    m_back = addViewAction(go, tr("&Back"), {QKeySequence(tr("Alt+Left"))}, tr("To the view before"),
                           [](ProfileView &view) { view.document()->goBack(); });
    m_forward = addViewAction(go, tr("&Forward"), {QKeySequence(tr("Alt+Right"))}, tr("To the view after"),
                              [](ProfileView &view) { view.document()->goForward(); });
    go->addSeparator();
    addViewAction(go, tr("F&ind in This Pane"), {QKeySequence(tr("Ctrl+F")), QKeySequence(tr("/"))},
                  tr("To the search line of the pane in front"), [](ProfileView &view) {
                      if (Pane *pane = view.currentPane())
                          pane->startSearch();
                  });
    m_clearActive = addViewAction(go, tr("&Clear Active Function"), {QKeySequence(tr("Ctrl+Backspace"))},
                                  tr("Make no function the active one"),
                                  [](ProfileView &view) { view.document()->setActive({}); });
    go->addSeparator();
    addViewAction(go, tr("&Next Tab"), {QKeySequence(tr("Ctrl+PgDown")), QKeySequence(tr("Ctrl+Tab"))},
                  tr("To the next profile"),
                  [this](ProfileView &) { m_tabs->setCurrentIndex((m_tabs->currentIndex() + 1) % count()); });
    addViewAction(
        go, tr("&Previous Tab"), {QKeySequence(tr("Ctrl+PgUp")), QKeySequence(tr("Ctrl+Shift+Tab"))},
        tr("To the profile before"),
        [this](ProfileView &) { m_tabs->setCurrentIndex((m_tabs->currentIndex() + count() - 1) % count()); });
}

void MainWindow::makeProfileMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&Profile"));
    QMenu *types = menu->addMenu(tr("&Sample Type"));
    m_viewActions << types->menuAction();
    m_typeList = new MenuList(types, tr("This profile has no sample types"));
    const auto step = [](ProfileView &view, int by) {
        const int n = static_cast<int>(view.document()->sampleTypes().size());
        if (n > 0)
            view.document()->setState(
                withSampleType(*view.document(), (view.document()->state().sampleIndex + by + n) % n));
    };
    addViewAction(menu, tr("&Next Sample Type"), {QKeySequence(tr("Ctrl+T"))},
                  tr("Measure by the next sample type (pprof's sample_index)"),
                  [step](ProfileView &view) { step(view, 1); });
    addViewAction(menu, tr("&Previous Sample Type"), {QKeySequence(tr("Ctrl+Shift+T"))},
                  tr("Measure by the sample type before"), [step](ProfileView &view) { step(view, -1); });
    m_mean = addViewAction(
        menu, tr("&Mean per First Sample Type"), {QKeySequence(tr("Ctrl+M"))},
        tr("Divide by the first sample type, such as bytes by objects (pprof's mean)"),
        [](ProfileView &view) { changeState(view, [](ViewState &state) { state.mean = !state.mean; }); });
    m_mean->setCheckable(true);
    menu->addSeparator();

    QMenu *granularities = menu->addMenu(tr("&Granularity"));
    m_granularities = new QActionGroup(this);
    const std::pair<Granularity, QString> keys[] = {
        {Granularity::Functions, tr("Ctrl+G, F")}, {Granularity::FileFunctions, tr("Ctrl+G, B")},
        {Granularity::Files, tr("Ctrl+G, I")},     {Granularity::Lines, tr("Ctrl+G, L")},
        {Granularity::Addresses, tr("Ctrl+G, A")},
    };
    for (const auto &[granularity, key] : keys) {
        QAction *action =
            addViewAction(granularities, granularityTitle(granularity), {QKeySequence(key)}, {},
                          [granularity = granularity](ProfileView &view) {
                              changeState(view, [&](ViewState &state) { state.granularity = granularity; });
                          });
        action->setCheckable(true);
        action->setData(static_cast<int>(granularity));
        m_granularities->addAction(action);
    }
    granularities->addSeparator();
    addOption(
        granularities, tr("&Columns of Lines"), tr("Ctrl+G, C"),
        tr("Tell calls on one line apart by their column, where lines are told apart (pprof's showcolumns)"),
        &ViewState::showColumns);
    QMenu *units = menu->addMenu(tr("&Unit"));
    m_viewActions << units->menuAction();
    m_unitList = new MenuList(units, tr("No profile is open"));
    addViewAction(menu, tr("Next U&nit"), {QKeySequence(tr("F7"))},
                  tr("Show values in the next unit (pprof's unit)"),
                  [this](ProfileView &view) { stepUnit(view, 1); });
    addViewAction(menu, tr("Previous Uni&t"), {QKeySequence(tr("Shift+F7"))},
                  tr("Show values in the unit before"), [this](ProfileView &view) { stepUnit(view, -1); });
    m_relative = addViewAction(menu, tr("&Relative Percentages"), {QKeySequence(tr("Ctrl+Shift+P"))},
                               tr("Percentages of what the filters leave, not of the whole profile (pprof's "
                                  "relative_percentages)"),
                               [](ProfileView &view) {
                                   changeState(view, [](ViewState &state) {
                                       state.relativePercentages = !state.relativePercentages;
                                   });
                               });
    m_relative->setCheckable(true);
    m_inlined = addViewAction(
        menu, tr("&Inlined Calls"), {QKeySequence(tr("Ctrl+Shift+N"))},
        tr("Show calls that the compiler inlined as frames of their own (without: pprof's noinlines)"),
        [](ProfileView &view) {
            changeState(view, [](ViewState &state) { state.noInlines = !state.noInlines; });
        });
    m_inlined->setCheckable(true);
    addOption(
        menu, tr("Leave Out &Negative Values"), tr("Ctrl+Shift+M"),
        tr("Tables and graphs without what costs less than nothing, in differences (pprof's drop_negative)"),
        &ViewState::dropNegative);
}

void MainWindow::makeViewMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&View"));
    int number = 0;
    for (const PaneKind &kind : paneKinds()) {
        const QString keys = kind.keys.isEmpty() ? QStringLiteral("Ctrl+%1").arg(++number) : kind.keys;
        QAction *action = addViewAction(menu, kind.title, {QKeySequence(keys)},
                                        tr("Show this pane, or close it if it is in front"),
                                        [this, id = kind.id](ProfileView &view) { togglePane(view, id); });
        action->setCheckable(true);
        m_paneActions.insert(kind.id, action);
    }
    // Docks are closed by their own buttons, too.
    connect(menu, &QMenu::aboutToShow, this, &MainWindow::updateActions);
    menu->addSeparator();
    addViewAction(menu, tr("Restore &Default Layout"), {QKeySequence(tr("Ctrl+Alt+0"))},
                  tr("All panes where they were at first"),
                  [](ProfileView &view) { view.restoreDefaultLayout(); });
    menu->addSeparator();
    makeGroupMenu(menu->addMenu(tr("&Group By")));
    makeDivisorMenu(menu->addMenu(tr("&Values Per")));
    addOption(menu, tr("&Frames That the Profile Drops"), tr("Ctrl+Shift+A"),
              tr("Show the frames that the profile asks to leave out (pprof's all_frames)"),
              &ViewState::allFrames);
    makeNamedViewMenu(menu->addMenu(tr("&Named Views")));
    makeNameMenu(menu->addMenu(tr("C++ and Rust &Names")));
    menu->addSeparator();
    QMenu *themes = menu->addMenu(tr("&Theme"));
    m_themes = new QActionGroup(this);
    const struct
    {
        style::Theme theme;
        QString title;
        QString key;
    } choices[] = {
        {style::Theme::System, tr("As the &System"), tr("Ctrl+K, S")},
        {style::Theme::Light, tr("&Light"), tr("Ctrl+K, L")},
        {style::Theme::Dark, tr("&Dark"), tr("Ctrl+K, D")},
    };
    for (const auto &choice : choices) {
        QAction *action = addAction(themes, choice.title, {QKeySequence(choice.key)}, {},
                                    [this, theme = choice.theme] { setTheme(theme); });
        action->setCheckable(true);
        m_themes->addAction(action);
    }
}

void MainWindow::makeNameMenu(QMenu *menu)
{
    m_viewActions << menu->menuAction();
    m_names = new QActionGroup(this);
    const struct
    {
        const char *words; // as nameWords() has them
        QString title, key, tip;
    } choices[] = {
        {"demangle=default", tr("Demangled Where &Needed"), tr("Ctrl+K, N"),
         tr("Linker symbols are shown in short; all other names as the file has them")},
        {"none", tr("As in the &File"), tr("Ctrl+K, F"), tr("Nothing is demangled")},
        {"force", tr("&Short: Cache::get"), tr("Ctrl+K, H"),
         tr("Without the arguments of functions and templates")},
        {"demangle=templates", tr("With &Templates: Cache<int>::get"), tr("Ctrl+K, T"),
         tr("Without the arguments of functions")},
        {"demangle=full", tr("F&ull: Cache<int>::get(int)"), tr("Ctrl+K, U"),
         tr("With the arguments of functions and templates")},
        {"demangle=none", tr("&Linker Symbols: _ZN5CacheIiE3getEi"), tr("Ctrl+K, Y"),
         tr("The names that the linker knows, where the file has them")},
    };
    for (const auto &choice : choices) {
        QAction *action = addViewAction(menu, choice.title, {QKeySequence(choice.key)}, choice.tip,
                                        [names = parseNameWords(choice.words).options](ProfileView &view) {
                                            changeState(view, [&](ViewState &state) { state.names = names; });
                                        });
        action->setCheckable(true);
        action->setData(QLatin1String(choice.words));
        m_names->addAction(action);
    }
}

void MainWindow::makeHelpMenu()
{
    QMenu *help = menuBar()->addMenu(tr("&Help"));
    QMenu *samples = help->addMenu(tr("Open &Sample"));
    fillSamples(samples);
    addAction(help, tr("&Keyboard Shortcuts"), {QKeySequence(tr("F1")), QKeySequence(tr("?"))},
              tr("All actions and their keys"), [this] { showShortcuts(); });
    addAction(help, tr("About &Comparisons"), {QKeySequence(tr("Ctrl+F1"))},
              tr("What the numbers and colours of a comparison mean"), [this] { showComparisonHelp(); });
    addAction(help, tr("&About Proflens"), {QKeySequence(tr("Shift+F1"))}, {}, [this] { showAbout(); });
}

void MainWindow::updateActions()
{
    ProfileView *view = currentView();
    const Document *document = view ? view->document() : nullptr;
    const bool there = document && document->profile();
    for (QAction *action : std::as_const(m_viewActions))
        action->setEnabled(there);
    m_closeTab->setEnabled(view);
    const ViewState state = document ? document->state() : ViewState();
    fillLists();
    m_reload->setEnabled(there && !document->isLoading());
    m_cancel->setEnabled(document && document->isLoading());
    m_back->setEnabled(there && document->canGoBack());
    m_forward->setEnabled(there && document->canGoForward());
    m_clearActive->setEnabled(there && !state.active.isEmpty());
    m_relative->setChecked(state.relativePercentages);
    m_inlined->setChecked(!state.noInlines);
    m_mean->setChecked(state.mean);
    for (QAction *action : m_granularities->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(state.granularity));
    for (QAction *action : m_names->actions())
        action->setChecked(action->data().toString().toStdString() == nameWords(state.names));
    for (auto i = m_paneActions.cbegin(); i != m_paneActions.cend(); ++i) {
        const QDockWidget *dock = view ? view->dock(i.key()) : nullptr;
        i.value()->setChecked(dock && !dock->isHidden());
        i.value()->setEnabled(there && dock && view->hasUse(i.key()));
    }
    m_themes->actions().at(static_cast<int>(m_theme))->setChecked(true);
    updateFilterActions();
    updateLookActions();
    updateCompareActions();
}

void MainWindow::togglePane(ProfileView &view, const QString &id)
{
    QDockWidget *dock = view.dock(id);
    if (!dock)
        return;
    // A pane behind others is wanted in front, not closed.
    if (dock->isHidden() || !view.pane(id)->isVisible())
        view.raisePane(id);
    else
        dock->close();
    updateActions();
}

void MainWindow::showShortcuts()
{
    const ProfileView *view = currentView();
    auto *dialog = new ShortcutsDialog(menuBar(), view ? view->panes() : QList<Pane *>(), this);
    dialog->show();
}

void MainWindow::showAbout()
{
    QMessageBox box(this);
    box.setWindowTitle(tr("About Proflens"));
    box.setIconPixmap(QIcon(QStringLiteral(":/proflens/icons/proflens.svg")).pixmap(64, 64));
    box.setText(tr("Proflens %1").arg(QApplication::applicationVersion()));
    box.setInformativeText(
        tr("An explorer for pprof profiles. It computes what pprof computes, with the same "
           "numbers.\n\nFree software under the GNU General Public License, version 3 or later. "
           "It comes without any warranty."));
    box.exec();
}

} // namespace proflens
