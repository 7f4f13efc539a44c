// SPDX-License-Identifier: GPL-3.0-or-later
// The menu of filters, and what is one's own code.
#include "app/session/document.h"
#include "app/window/codechip.h"
#include "app/window/coderulesdialog.h"
#include "app/window/filterbar.h"
#include "app/window/mainwindow.h"
#include "app/window/profileview.h"

#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>

namespace proflens {

namespace {

template <typename Change> void changeState(ProfileView &view, Change &&change)
{
    ViewState state = view.document()->state();
    change(state);
    view.document()->setState(state);
}

} // namespace

void MainWindow::makeFilterMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("Fi&lter"));
    addViewAction(menu, tr("&Add Filter"), {QKeySequence(tr("Ctrl+Shift+L"))},
                  tr("To the line where filters are written"),
                  [](ProfileView &view) { view.filters()->startEntry(); });
    m_myCode = addViewAction(
        menu, tr("Only &My Code"), {QKeySequence(tr("Ctrl+P, M"))},
        tr("Hide the runtime and the standard library; their cost goes to the callers that are left"),
        [](ProfileView &view) {
            changeState(view, [](ViewState &state) { state.myCode.on = !state.myCode.on; });
        });
    m_myCode->setCheckable(true);
    addViewAction(menu, tr("R&ules of My Code…"), {QKeySequence(tr("Ctrl+P, R"))},
                  tr("See and change what is not one's own code"),
                  [this](ProfileView &view) { askForCodeRules(view); });
    makeLanguageMenu(menu->addMenu(tr("Lan&guage of My Code")));
    menu->addSeparator();

    // What is done with one filter: the one that has the focus or had it last.
    const auto add = [&](const QString &text, const QString &key, const QString &tip,
                         const std::function<void(FilterBar &, qsizetype)> &act) {
        QAction *action = addViewAction(menu, text, {QKeySequence(key)}, tip, [act](ProfileView &view) {
            act(*view.filters(), view.filters()->current());
        });
        m_filterActions << action;
        return action;
    };
    add(tr("&Next Filter"), tr("Ctrl+P, N"), tr("To the chip behind the one that had the focus last"),
        [](FilterBar &bar, qsizetype chip) { bar.step(bar.hasChipFocus() ? chip : chip - 1, 1); });
    add(tr("&Previous Filter"), tr("Ctrl+P, P"), tr("To the chip before the one that had the focus last"),
        [](FilterBar &bar, qsizetype chip) { bar.step(bar.hasChipFocus() ? chip : chip + 1, -1); });
    add(tr("&Edit Filter"), tr("Ctrl+P, E"), tr("Change the pattern of this filter in its place"),
        [](FilterBar &bar, qsizetype chip) { bar.edit(chip); });
    add(tr("&Switch Filter On or Off"), tr("Ctrl+P, S"), tr("Keep this filter, but do not apply it"),
        [](FilterBar &bar, qsizetype chip) { bar.setEnabled(chip, !bar.isOn(chip)); });
    add(tr("Negate F&ilter"), tr("Ctrl+P, I"), tr("Focus becomes Ignore, Hide becomes Show, and back"),
        [](FilterBar &bar, qsizetype chip) { bar.negate(chip); });
    add(tr("Move Filter &Left"), tr("Ctrl+P, Left"),
        tr("Each filter says what it leaves out after those before it"),
        [](FilterBar &bar, qsizetype chip) { bar.move(chip, chip - 1); });
    add(tr("Move Filter &Right"), tr("Ctrl+P, Right"),
        tr("Each filter says what it leaves out after those before it"),
        [](FilterBar &bar, qsizetype chip) { bar.move(chip, chip + 1); });
    add(tr("&Duplicate Filter"), tr("Ctrl+P, D"), tr("The same once more, to be changed"),
        [](FilterBar &bar, qsizetype chip) { bar.duplicate(chip); });
    add(tr("&Copy Filter as Command Line Option"), tr("Ctrl+P, C"),
        tr("For pprof and for Proflens in a shell"),
        [](FilterBar &bar, qsizetype chip) { bar.copyOptions(chip); });
    add(tr("Remo&ve Filter"), tr("Ctrl+P, Delete"), tr("Take this filter away"),
        [](FilterBar &bar, qsizetype chip) { bar.remove(chip); });
    menu->addSeparator();
    m_filterActions << addViewAction(menu, tr("Switch All &On or Off"), {QKeySequence(tr("Ctrl+P, A"))},
                                     tr("Show the whole profile for a moment"),
                                     [](ProfileView &view) { view.filters()->switchAll(); });
    m_copyFilters =
        addViewAction(menu, tr("Copy All as Command Line Op&tions"), {QKeySequence(tr("Ctrl+P, O"))},
                      tr("For pprof and for Proflens in a shell"),
                      [](ProfileView &view) { view.filters()->copyAllOptions(); });
    m_removeFilters =
        addViewAction(menu, tr("Remove All &Filters"), {QKeySequence(tr("Ctrl+Shift+Backspace"))},
                      tr("Show the whole profile again"), [](ProfileView &view) {
                          changeState(view, [](ViewState &state) {
                              state.chips.clear();
                              state.myCode.on = false;
                          });
                      });
}

void MainWindow::makeLanguageMenu(QMenu *menu)
{
    m_languages = new QActionGroup(this);
    const auto add = [&](const QString &text, const QString &key, std::optional<Language> language) {
        QAction *action = addViewAction(menu, text, {QKeySequence(key)}, {}, [language](ProfileView &view) {
            changeState(view, [&](ViewState &state) { state.myCode.language = language; });
        });
        action->setCheckable(true);
        action->setData(language ? static_cast<int>(*language) : -1);
        m_languages->addAction(action);
    };
    add(tr("As &Guessed"), tr("Ctrl+P, L, 0"), std::nullopt);
    menu->addSeparator();
    for (size_t i = 0; i < languageNames.size(); ++i) {
        const auto language = static_cast<Language>(i);
        add(languageText(language), QStringLiteral("Ctrl+P, L, %1").arg(i + 1), language);
    }
}

void MainWindow::updateFilterActions()
{
    ProfileView *view = currentView();
    const Document *document = view ? view->document() : nullptr;
    const bool there = document && document->profile();
    const ViewState state = document ? document->state() : ViewState();
    for (QAction *action : std::as_const(m_filterActions))
        action->setEnabled(there && !state.chips.isEmpty());
    m_removeFilters->setEnabled(there && (!state.chips.isEmpty() || state.myCode.on));
    m_copyFilters->setEnabled(m_removeFilters->isEnabled());
    m_myCode->setChecked(state.myCode.on);
    const QList<QAction *> languages = m_languages->actions();
    for (QAction *action : languages)
        action->setChecked(action->data().toInt() ==
                           (state.myCode.language ? static_cast<int>(*state.myCode.language) : -1));
    languages.first()->setText(there ? tr("As &Guessed: %1").arg(languageText(document->guessedLanguage()))
                                     : tr("As &Guessed"));
}

void MainWindow::askForCodeRules(const ProfileView &view)
{
    const Document *document = view.document();
    auto *dialog = new CodeRulesDialog(
        document->codeRules(), document->language(),
        document->isComparison() ? document->joined()->profile : document->profile(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        dialog->rules().write(*m_settings);
        for (int i = 0; i < count(); ++i)
            this->view(i)->document()->setCodeRules(dialog->rules());
    });
    dialog->open();
}

} // namespace proflens
