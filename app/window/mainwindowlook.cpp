// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the View menu about how a profile is looked at: labels as frames, what values are divided by,
// and named views.
#include "app/session/namedviewstate.h"
#include "app/window/groupmenu.h"
#include "app/window/mainwindow.h"
#include "app/window/menulist.h"
#include "app/window/messagebar.h"
#include "app/window/profileview.h"
#include "app/window/viewtitles.h"

#include <QInputDialog>
#include <QMenu>

namespace proflens {

namespace {

void divideBy(ProfileView &view, double divisor)
{
    ViewState state = view.document()->state();
    state.divideBy = divisor;
    view.document()->setState(state);
}

void askForDivisor(ProfileView &view)
{
    auto *dialog = new QInputDialog(&view);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(MainWindow::tr("Values per"));
    dialog->setLabelText(
        MainWindow::tr("Divide all values by (a number of requests or iterations, for example):"));
    dialog->setInputMode(QInputDialog::DoubleInput);
    dialog->setDoubleDecimals(6);
    dialog->setDoubleRange(1e-6, 1e15);
    dialog->setDoubleValue(view.document()->state().divideBy);
    QObject::connect(dialog, &QInputDialog::doubleValueSelected, &view,
                     [&view](double divisor) { divideBy(view, divisor); });
    dialog->open();
}

// The file as it is now; it is small.
struct NamedFile
{
    QString path;
    Result<std::vector<NamedView>> views = std::vector<NamedView>();
};

NamedFile readNamed()
{
    const auto path = namedViewsPath();
    if (!path)
        return {{}, path.error()};
    return {QString::fromStdString(*path), readNamedViews(*path)};
}

} // namespace

void MainWindow::makeGroupMenu(QMenu *menu)
{
    m_viewActions << menu->menuAction();
    const QString none = tr("The samples have no labels");
    m_rootList = new MenuList(menu->addMenu(tr("At the &Root, as Callers")), none);
    m_leafList = new MenuList(menu->addMenu(tr("At the &Leaf, as Callees")), none);
    m_ungroup =
        addViewAction(menu, tr("&Nothing"), {QKeySequence(tr("Ctrl+Y, 0"))}, tr("Show no labels as frames"),
                      [](ProfileView &view) { clearGroups(view.document()); });
}

void MainWindow::makeDivisorMenu(QMenu *menu)
{
    m_viewActions << menu->menuAction();
    const auto add = [&](const QString &text, const QString &keys, const QString &tip,
                         const std::function<void(ProfileView &)> &run,
                         const std::function<bool(const ViewState &)> &isSo) {
        QAction *action = addViewAction(menu, text, {QKeySequence(keys)}, tip, run);
        action->setCheckable(true);
        m_optionActions.append({action, isSo});
        return action;
    };
    add(
        tr("&Profile: as Measured"), tr("Ctrl+/, 1"), tr("Values are not divided"),
        [](ProfileView &view) { divideBy(view, 1); },
        [](const ViewState &state) { return state.divideBy == 1; });
    m_perSecond = add(
        tr("&Second"), tr("Ctrl+/, S"),
        tr("Divide by how long the profile took, where it says so (pprof's divide_by)"),
        [](ProfileView &view) {
            if (const double seconds = secondsOf(*view.document()); seconds > 0)
                divideBy(view, seconds);
        },
        [this](const ViewState &state) {
            const ProfileView *view = currentView();
            return state.divideBy != 1 && view && state.divideBy == secondsOf(*view->document());
        });
    add(
        tr("&Number…"), tr("Ctrl+/, N"),
        tr("Divide by a number of requests or iterations (pprof's divide_by)"),
        [](ProfileView &view) { askForDivisor(view); },
        [this](const ViewState &state) {
            const ProfileView *view = currentView();
            return state.divideBy != 1 && !(view && state.divideBy == secondsOf(*view->document()));
        });
}

void MainWindow::makeNamedViewMenu(QMenu *menu)
{
    m_viewActions << menu->menuAction();
    m_namedList = new MenuList(menu, tr("No profile is open"));
    // The file is pprof's, too.
    connect(menu, &QMenu::aboutToShow, this, &MainWindow::fillNamedViews);
}

void MainWindow::updateLookActions()
{
    ProfileView *view = currentView();
    Document *document = view && view->document()->profile() ? view->document() : nullptr;
    const ViewState state = document ? document->state() : ViewState();
    for (const auto &[action, isSo] : std::as_const(m_optionActions))
        action->setChecked(document && isSo(state));
    m_rootList->setEntries(document ? groupEntries(document, LabelPlace::Root) : QList<MenuEntry>());
    m_leafList->setEntries(document ? groupEntries(document, LabelPlace::Leaf) : QList<MenuEntry>());
    m_ungroup->setEnabled(!state.tagRoot.isEmpty() || !state.tagLeaf.isEmpty());
    m_perSecond->setEnabled(document && secondsOf(*document) > 0);
    fillNamedViews();
}

void MainWindow::fillNamedViews()
{
    QList<MenuEntry> entries;
    ProfileView *view = currentView();
    if (view && view->document()->profile()) {
        const auto withView = [this](void (MainWindow::*run)(ProfileView &)) {
            return [this, run] {
                if (ProfileView *current = currentView())
                    (this->*run)(*current);
            };
        };
        const auto apply = [this](const NamedView &named) {
            return [this, named] {
                if (ProfileView *current = currentView())
                    current->document()->setState(withNamedView(current->document()->state(), named));
            };
        };
        const ViewState &state = view->document()->state();
        const NamedFile file = readNamed();
        const bool some = file.views.ok() && !file.views.value().empty();
        entries.append({tr("Save This View As…"),
                        QKeySequence(tr("Ctrl+Alt+V, S")),
                        tr("Keep filters and options under a name, for pprof's web pages, too"),
                        {},
                        withView(&MainWindow::saveNamedView)});
        if (some) {
            entries.append({tr("Rename…"),
                            QKeySequence(tr("Ctrl+Alt+V, R")),
                            tr("Give a kept view another name"),
                            {},
                            withView(&MainWindow::renameNamedViewOf)});
            entries.append({tr("Delete…"),
                            QKeySequence(tr("Ctrl+Alt+V, D")),
                            tr("Forget a kept view"),
                            {},
                            withView(&MainWindow::removeNamedViewOf)});
        }
        const NamedView standard;
        entries.append({tr("Default"), QKeySequence(tr("Ctrl+Shift+V, 0")),
                        tr("No filters, and all options as at first"),
                        withNamedView(state, standard) == state, apply(standard), true});
        if (!file.views.ok()) {
            entries.append({tr("Why Kept Views Are Not Listed"),
                            QKeySequence(tr("Ctrl+Shift+V, 1")),
                            {},
                            {},
                            [this, wrong = file.views.error()] { tellIfWrong(wrong); }});
        }
        const std::vector<NamedView> none;
        qsizetype number = 0;
        for (const NamedView &named : some ? file.views.value() : none) {
            entries.append({QString::fromStdString(named.name),
                            listKeys(tr("Ctrl+Shift+V"), number++),
                            {},
                            withNamedView(state, named) == state,
                            apply(named)});
        }
    }
    m_namedList->setEntries(entries);
}

void MainWindow::tellIfWrong(const Status &status)
{
    ProfileView *view = currentView();
    if (!status.ok() && view)
        view->messages()->addError(QString::fromStdString(status.error().message));
    fillNamedViews();
}

void MainWindow::saveNamedView(ProfileView &view)
{
    auto *dialog = new QInputDialog(&view);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save view"));
    dialog->setLabelText(
        tr("Keep filters and options under this name (a view of the same name is replaced):"));
    connect(dialog, &QInputDialog::textValueSelected, &view, [this, &view](const QString &name) {
        const NamedFile file = readNamed();
        if (!file.views.ok()) {
            tellIfWrong(file.views.error());
            return;
        }
        // What a window does not know of a view stays as it was.
        ReportOptions others;
        for (const NamedView &each : file.views.value()) {
            if (each.name == name.toStdString())
                others = each.options;
        }
        tellIfWrong(proflens::saveNamedView(file.path.toStdString(),
                                            namedView(name, view.document()->state(), others)));
    });
    dialog->open();
}

// Asks for one of the kept views, and calls what is to be done with it.
static void chooseNamed(ProfileView &view, const QString &title, const QString &question,
                        const std::function<void(const QString &name)> &use)
{
    const NamedFile file = readNamed();
    if (!file.views.ok())
        return;
    QStringList names;
    QString current;
    for (const NamedView &each : file.views.value()) {
        names << QString::fromStdString(each.name);
        if (withNamedView(view.document()->state(), each) == view.document()->state())
            current = names.last();
    }
    auto *dialog = new QInputDialog(&view);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setLabelText(question);
    dialog->setComboBoxItems(names);
    dialog->setTextValue(current.isEmpty() ? names.value(0) : current);
    QObject::connect(dialog, &QInputDialog::textValueSelected, &view, use);
    dialog->open();
}

void MainWindow::renameNamedViewOf(ProfileView &view)
{
    chooseNamed(view, tr("Rename view"), tr("The view to rename:"), [this, &view](const QString &from) {
        auto *dialog = new QInputDialog(&view);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setWindowTitle(tr("Rename view"));
        dialog->setLabelText(tr("The new name of “%1”:").arg(from));
        dialog->setTextValue(from);
        connect(dialog, &QInputDialog::textValueSelected, this, [this, from](const QString &to) {
            tellIfWrong(
                renameNamedView(readNamed().path.toStdString(), from.toStdString(), to.toStdString()));
        });
        dialog->open();
    });
}

void MainWindow::removeNamedViewOf(ProfileView &view)
{
    chooseNamed(view, tr("Delete view"), tr("The view to delete:"), [this](const QString &name) {
        tellIfWrong(removeNamedView(readNamed().path.toStdString(), name.toStdString()));
    });
}

} // namespace proflens
