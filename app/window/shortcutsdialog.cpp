// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/shortcutsdialog.h"

#include "app/panes/pane.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace proflens {

namespace {

QString plain(QString text)
{
    return text.replace(QLatin1String("&&"), QString(QChar(0)))
        .remove(QLatin1Char('&'))
        .replace(QChar(0), QLatin1Char('&'));
}

QString keysOf(const QAction *action)
{
    QStringList keys;
    for (const QKeySequence &sequence : action->shortcuts())
        keys << sequence.toString(QKeySequence::NativeText);
    return keys.join(QLatin1String(",  "));
}

// Menus in menus become "Theme: Dark".
void listActions(QTreeWidgetItem *group, const QList<QAction *> &actions, const QString &before = {},
                 const QList<QAction *> &but = {})
{
    for (QAction *action : actions) {
        if (action->isSeparator() || but.contains(action))
            continue;
        const QString text = before + plain(action->text());
        if (action->menu())
            listActions(group, action->menu()->actions(), text + QLatin1String(": "), but);
        else if (!action->shortcuts().isEmpty())
            new QTreeWidgetItem(group, {text, keysOf(action)});
    }
}

void filter(QTreeWidget *tree, const QString &wanted)
{
    for (int g = 0; g < tree->topLevelItemCount(); ++g) {
        QTreeWidgetItem *group = tree->topLevelItem(g);
        int shown = 0;
        for (int i = 0; i < group->childCount(); ++i) {
            QTreeWidgetItem *item = group->child(i);
            const bool fits = item->text(0).contains(wanted, Qt::CaseInsensitive) ||
                              item->text(1).contains(wanted, Qt::CaseInsensitive);
            item->setHidden(!fits);
            shown += fits;
        }
        group->setHidden(shown == 0);
    }
}

} // namespace

ShortcutsDialog::ShortcutsDialog(const QMenuBar *menus, const QList<Pane *> &panes, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(620, 680);

    auto *search = new QLineEdit(this);
    search->setPlaceholderText(tr("Search actions and keys"));
    search->setAccessibleName(search->placeholderText());
    search->setClearButtonEnabled(true);
    auto *tree = new QTreeWidget(this);
    tree->setHeaderLabels({tr("Action"), tr("Keys")});
    tree->setAccessibleName(tr("Keyboard shortcuts"));
    tree->setRootIsDecorated(false);
    tree->setAlternatingRowColors(true);
    tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    tree->header()->setStretchLastSection(false);

    const auto group = [tree](const QString &title) {
        auto *item = new QTreeWidgetItem(tree, {title});
        QFont font = item->font(0);
        font.setBold(true);
        item->setFont(0, font);
        return item;
    };
    QList<QAction *> ofPanes;
    for (const Pane *pane : panes)
        ofPanes << pane->actions();
    for (const QAction *menu : menus->actions()) {
        if (menu->menu())
            listActions(group(plain(menu->text())), menu->menu()->actions(), {}, ofPanes);
    }
    // Alike in all panes, and so listed once.
    for (const Pane *pane : panes) {
        if (!pane->cursorActions().isEmpty()) {
            listActions(group(tr("For the function under the cursor, in any pane")), pane->cursorActions());
            break;
        }
    }
    for (const Pane *pane : panes) {
        QTreeWidgetItem *item = group(tr("In the pane “%1”").arg(pane->title()));
        listActions(item, pane->actions(), {}, pane->cursorActions());
        for (const KeyHelp &key : pane->keyHelp())
            new QTreeWidgetItem(item, {key.what, key.keys});
    }
    for (int i = tree->topLevelItemCount() - 1; i >= 0; --i) {
        if (tree->topLevelItem(i)->childCount() == 0)
            delete tree->takeTopLevelItem(i); // the menu of the pane in front, which is listed below
    }
    tree->expandAll();
    connect(search, &QLineEdit::textChanged, tree, [tree](const QString &text) { filter(tree, text); });

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->addWidget(search);
    column->addWidget(tree, 1);
    column->addWidget(buttons);
}

} // namespace proflens
