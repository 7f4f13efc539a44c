// SPDX-License-Identifier: GPL-3.0-or-later
// The menus that list what there is: files, ways of exporting, sample types, units, what a pane can do.
#include "app/panes/pane.h"
#include "app/session/recentfiles.h"
#include "app/window/mainwindow.h"
#include "app/window/menulist.h"
#include "app/window/profileview.h"
#include "app/window/samples.h"
#include "app/window/viewtitles.h"

#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QMenu>

namespace proflens {

void MainWindow::fillLists()
{
    fillExport();
    fillSampleTypes();
    fillUnits();
}

void MainWindow::fillRecent()
{
    QList<MenuEntry> entries;
    for (const QString &path : m_recent->list()) {
        const QString shown = QDir::toNativeSeparators(path);
        entries.append(
            {shown, listKeys(tr("Ctrl+Shift+O"), entries.size()), shown, {}, [this, path] { open({path}); }});
    }
    m_recentList->setEntries(entries);
}

void MainWindow::fillSamples(QMenu *menu)
{
    QList<MenuEntry> entries;
    for (const SampleFile &sample : findSamples(QApplication::applicationDirPath())) {
        entries.append({sample.title,
                        listKeys(tr("Ctrl+D"), entries.size()),
                        sample.path,
                        {},
                        [this, path = sample.path] { open({path}); }});
    }
    (new MenuList(menu, tr("No samples were installed")))->setEntries(entries);
}

void MainWindow::fillExport()
{
    QList<MenuEntry> entries;
    ProfileView *view = currentView();
    for (Pane *pane : view ? view->panes() : QList<Pane *>()) {
        const QList<ExportFormat> formats = pane->exportFormats();
        for (qsizetype i = 0; i < formats.size(); ++i) {
            entries.append({tr("%1…", "way of exporting").arg(formats[i].name),
                            QKeySequence(tr("Ctrl+Shift+X, %1").arg(formats[i].keys)),
                            {},
                            {},
                            [this, id = pane->id(), i] {
                                if (ProfileView *current = currentView())
                                    exportPane(*current, id, i);
                            },
                            i == 0 && !entries.isEmpty()});
        }
    }
    m_exportList->setEntries(entries);
}

void MainWindow::fillSampleTypes()
{
    QList<MenuEntry> entries;
    const ProfileView *view = currentView();
    const Document *document = view ? view->document() : nullptr;
    const int count = document && document->profile() ? static_cast<int>(document->sampleTypes().size()) : 0;
    for (int i = 0; i < count; ++i) {
        // The others are reached with the keys for the next and the previous one.
        const QKeySequence keys = i < 9 ? QKeySequence(tr("Alt+%1").arg(i + 1)) : QKeySequence();
        entries.append(
            {sampleTypeTitle(*document, i), keys, {}, document->state().sampleIndex == i, [this, i] {
                 if (ProfileView *current = currentView())
                     current->document()->setState(withSampleType(*current->document(), i));
             }});
    }
    m_typeList->setEntries(entries);
}

void MainWindow::setUnit(ProfileView &view, const QString &unit)
{
    ViewState state = view.document()->state();
    state.unit = unit;
    view.document()->setState(state);
}

void MainWindow::fillUnits()
{
    QList<MenuEntry> entries;
    const ProfileView *view = currentView();
    if (view && view->document()->profile()) {
        for (const auto &[unit, title] : unitsOf(*view->document())) {
            entries.append({title,
                            listKeys(tr("Ctrl+N"), entries.size()),
                            {},
                            view->document()->state().unit == unit,
                            [this, unit = unit] {
                                if (ProfileView *current = currentView())
                                    setUnit(*current, unit);
                            }});
        }
    }
    m_unitList->setEntries(entries);
}

void MainWindow::stepUnit(ProfileView &view, int by)
{
    const QList<std::pair<QString, QString>> units = unitsOf(*view.document());
    qsizetype now = 0;
    for (qsizetype i = 0; i < units.size(); ++i) {
        if (units[i].first == view.document()->state().unit)
            now = i;
    }
    setUnit(view, units[(now + by + units.size()) % units.size()].first);
}

void MainWindow::fillPane(QMenu *menu)
{
    menu->clear();
    const ProfileView *view = currentView();
    const Pane *pane = view && view->document()->profile() ? view->currentPane() : nullptr;
    if (pane)
        menu->addSection(view->dock(pane->id())->windowTitle());
    // They work without this menu: they are the pane's own.
    if (pane && !pane->actions().isEmpty()) {
        menu->addActions(pane->actions());
        return;
    }
    QAction *nothing =
        menu->addAction(pane ? tr("This pane has no actions of its own") : tr("No pane is open"));
    nothing->setEnabled(false);
    nothing->setProperty(withoutKeyReason, QStringLiteral("says that there is nothing"));
}

} // namespace proflens
