// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done in the source pane: its actions, menus and dialogs.
#include "app/panes/functionmenu.h"
#include "app/panes/searchline.h"
#include "app/panes/source/editor.h"
#include "app/panes/source/sourcemodel.h"
#include "app/panes/source/sourcenotice.h"
#include "app/panes/source/sourcepane.h"
#include "app/panes/source/sourcesettingsdialog.h"
#include "app/panes/source/sourceview.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QMenu>
#include <QProcess>
#include <QStandardPaths>
#include <QToolButton>
#include <QVBoxLayout>

namespace proflens {

void SourcePane::makeActions()
{
    const auto add = [this](const QString &text, const QKeySequence &keys, void (SourcePane::*slot)()) {
        return addPaneAction(text, {keys}, [this, slot] { (this->*slot)(); });
    };
    const auto keys = [](const QString &text) { return QKeySequence(text); };
    m_nextHot = add(tr("&Next Hot Line"), keys(tr("F8")), &SourcePane::nextHot);
    m_previousHot = add(tr("&Previous Hot Line"), keys(tr("Shift+F8")), &SourcePane::previousHot);
    m_costBelow = add(tr("Next Line with Cost &Below"), keys(tr("Alt+Down")), &SourcePane::costBelow);
    m_costAbove = add(tr("Next Line with Cost A&bove"), keys(tr("Alt+Up")), &SourcePane::costAbove);
    addSeparator();
    // No action of the pane: Ctrl+F comes from the window, which asks the pane that has the focus.
    m_find = new QAction(tr("&Find in File\tCtrl+F"), this);
    connect(m_find, &QAction::triggered, this, &SourcePane::startSearch);
    m_nextMatch = add(tr("Next &Match"), keys(tr("F3")), &SourcePane::nextMatch);
    m_previousMatch = add(tr("Pre&vious Match"), keys(tr("Shift+F3")), &SourcePane::previousMatch);
    m_goToLine = add(tr("&Go to Line…"), keys(tr("Ctrl+J")), &SourcePane::askLine);
    addSeparator();
    m_openEditor = add(tr("Open in &Editor"), keys(tr("F4")), &SourcePane::openEditor);
    m_copyLines = add(tr("&Copy Lines with Costs"), QKeySequence::Copy, &SourcePane::copyLines);
    m_copySource = add(tr("Copy &Source Only"), keys(tr("Ctrl+Shift+C")), &SourcePane::copySource);
    addSeparator();
    m_locate = add(tr("&Locate File…"), keys(tr("Ctrl+Shift+F")), &SourcePane::askLocate);
    m_addFolder = add(tr("&Add Search Folder…"), keys(tr("Ctrl+Shift+D")), &SourcePane::askFolder);
    m_editSettings = add(tr("Source &Files and Editor…"), keys(tr("Ctrl+Shift+E")), &SourcePane::askSettings);
    addSeparator();
    addCursorActions();
    for (QAction *action : {m_nextHot, m_previousHot, m_costBelow, m_costAbove, m_goToLine, m_openEditor,
                            m_copySource, m_locate})
        action->setEnabled(false);
}

void SourcePane::makeLayout()
{
    // What the button and its tool tip say, the action says: Qt takes them over whenever the action changes.
    const auto button = [this](QAction *action, Qt::ArrowType arrow) {
        const QString name = action->text().remove(QLatin1Char('&'));
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        action->setToolTip(keys.isEmpty() ? name : tr("%1 (%2)").arg(name, keys));
        auto *tool = new QToolButton(this);
        tool->setDefaultAction(action);
        tool->setArrowType(arrow);
        tool->setAutoRaise(true);
        tool->setAccessibleName(name);
        return tool;
    };
    m_openEditor->setIconText(tr("Edit"));
    for (QComboBox *combo : {m_files, m_functions}) {
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setMinimumContentsLength(6);
        combo->setMaxVisibleItems(20);
        combo->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        combo->setMinimumWidth(70);
        combo->setEnabled(false);
    }
    m_files->setObjectName(QStringLiteral("files"));
    m_functions->setObjectName(QStringLiteral("functions"));
    m_files->setAccessibleName(tr("Source files of the function"));
    m_functions->setAccessibleName(tr("Functions of the file"));
    m_functions->setPlaceholderText(tr("Functions of this file"));

    auto *more = new QToolButton(this);
    more->setText(QStringLiteral("⋯"));
    more->setAutoRaise(true);
    more->setPopupMode(QToolButton::InstantPopup);
    more->setToolTip(tr("All actions of the source pane"));
    more->setAccessibleName(tr("All actions of the source pane"));
    auto *menu = new QMenu(more);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        fillMenu(menu, m_view->currentRow());
    });
    more->setMenu(menu);

    auto *bar = new QHBoxLayout;
    bar->setSpacing(4);
    bar->addWidget(m_files, 3);
    bar->addWidget(m_functions, 3);
    bar->addWidget(button(m_previousHot, Qt::UpArrow));
    bar->addWidget(button(m_nextHot, Qt::DownArrow));
    bar->addWidget(button(m_openEditor, Qt::NoArrow));
    bar->addWidget(more);

    m_search->setPlaceholder(tr("Find in file (regular expression)"));
    m_search->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(4);
    layout->addLayout(bar);
    layout->addWidget(m_notice);
    layout->addWidget(m_search);
    layout->addWidget(m_view, 1);
    setFocusProxy(m_view);
}

QList<KeyHelp> SourcePane::keyHelp() const
{
    return {{tr("Enter"), tr("Make the function of the line active")}};
}

QString SourcePane::functionAt(int row) const
{
    const auto function = row >= 0 && m_sheet ? m_model->functionOf(row) : std::nullopt;
    return function ? QString::fromStdString(m_sheet->costs.functions[*function].name) : QString();
}

QString SourcePane::cursorFunction() const
{
    return functionAt(m_view->currentRow());
}

void SourcePane::fillMenu(QMenu *menu, int row)
{
    if (const QString function = functionAt(row); !function.isEmpty()) {
        // A menu that stays is about the line that the cursor is on, and so are the pane's own actions.
        if (row == m_view->currentRow())
            menu->addActions(cursorActions());
        else
            addFunctionActions(menu, document(), function);
        menu->addSeparator();
    }
    const auto separate = [menu] { menu->addSeparator(); };
    menu->addActions({m_nextHot, m_previousHot, m_costBelow, m_costAbove});
    separate();
    menu->addActions({m_find, m_nextMatch, m_previousMatch, m_goToLine});
    separate();
    menu->addActions({m_openEditor, m_copyLines, m_copySource});
    separate();
    menu->addActions({m_locate, m_addFolder, m_editSettings});
}

void SourcePane::askLine()
{
    if (!hasText())
        return;
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Go to Line"));
    dialog->setLabelText(tr("Line:"));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setIntRange(1, std::max(1, int(m_sheet->text->lineCount())));
    dialog->setIntValue(m_view->currentRow() + 1);
    connect(dialog, &QInputDialog::intValueSelected, this,
            [this](int line) { m_view->showRow(m_model->rowOf(line)); });
    dialog->open();
}

QString SourcePane::guessedEditor() const
{
    return guessEditor([](const char *name) { return qEnvironmentVariable(name); },
                       [](const QString &program) { return QStandardPaths::findExecutable(program); });
}

void SourcePane::openEditor()
{
    if (!hasText())
        return;
    const QString set = m_settings.editor();
    const int row = m_view->currentRow();
    const QStringList words =
        editorCommand(set.isEmpty() ? guessedEditor() : set, QString::fromStdString(m_sheet->text->path()),
                      row < 0 ? 1 : m_model->lineOf(row));
    if (words.isEmpty()) {
        Q_EMIT statusMessage(tr("No editor is known. Set one under Source Files and Editor."));
        askSettings();
    } else if (!QProcess::startDetached(words[0], words.mid(1))) {
        Q_EMIT statusMessage(
            tr("%1 cannot be started. Set another editor under Source Files and Editor.").arg(words[0]));
    }
}

void SourcePane::copyLines()
{
    if (m_sheet)
        QGuiApplication::clipboard()->setText(m_model->tabbed(m_view->selectedRowNumbers()));
}

void SourcePane::copySource()
{
    if (hasText())
        QGuiApplication::clipboard()->setText(m_model->sourceText(m_view->selectedRowNumbers()));
}

void SourcePane::askLocate()
{
    if (!m_sheet || m_sheet->costs.file.empty())
        return;
    const QString name = QString::fromStdString(std::string(baseName(m_sheet->costs.file)));
    auto *dialog = new QFileDialog(this, tr("Locate %1").arg(name));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({name, tr("All files (*)")});
    if (!document()->path().isEmpty())
        dialog->setDirectory(QFileInfo(document()->path()).absolutePath());
    connect(dialog, &QFileDialog::fileSelected, this, &SourcePane::locate);
    dialog->open();
}

void SourcePane::locate(const QString &path)
{
    if (!m_sheet || m_sheet->costs.file.empty() || path.isEmpty())
        return;
    if (const auto mapping = learnMapping(m_sheet->costs.file, path.toStdString())) {
        m_settings.addMapping(*mapping);
        Q_EMIT statusMessage(tr("Learned: %1 is %2")
                                 .arg(mapping->from.empty() ? tr("(names without a folder)")
                                                            : QString::fromStdString(mapping->from),
                                      QString::fromStdString(mapping->to)));
    }
    ask();
}

void SourcePane::askFolder()
{
    auto *dialog = new QFileDialog(this, tr("Add Search Folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &SourcePane::addSearchFolder);
    dialog->open();
}

void SourcePane::addSearchFolder(const QString &folder)
{
    if (folder.isEmpty())
        return;
    m_settings.setSearchFolders(m_settings.searchFolders() << folder);
    ask();
}

void SourcePane::askSettings()
{
    auto *dialog = new SourceSettingsDialog(&m_settings, guessedEditor(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, &SourcePane::ask);
    dialog->open();
}

} // namespace proflens
