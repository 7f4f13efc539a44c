// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/groupmenu.h"

#include "app/session/document.h"
#include "app/style/text.h"

#include <QCoreApplication>
#include <QMenu>

namespace proflens {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("GroupMenu", text);
}

QStringList &keysAt(ViewState &state, LabelPlace place)
{
    return place == LabelPlace::Root ? state.tagRoot : state.tagLeaf;
}

QString menuText(const QString &text)
{
    return QString(text).replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

QString groupText(const QStringList &root, const QStringList &leaf)
{
    QStringList parts = root;
    if (!root.isEmpty() || !leaf.isEmpty())
        parts << QStringLiteral("…");
    parts << leaf;
    for (QString &part : parts)
        part = style::displayText(part.toStdString());
    return parts.join(QStringLiteral(" › "));
}

QList<MenuEntry> groupEntries(Document *document, LabelPlace place)
{
    ViewState state = document->state();
    const QStringList chosen = keysAt(state, place);
    QStringList keys;
    for (const std::string &key : document->labelKeys())
        keys << QString::fromStdString(key);
    for (const QString &key : chosen) {
        if (!keys.contains(key))
            keys << key;
    }
    const QString first = place == LabelPlace::Root ? translated("Ctrl+Y") : translated("Ctrl+Shift+Y");
    QList<MenuEntry> entries;
    for (const QString &key : std::as_const(keys)) {
        const qsizetype at = chosen.indexOf(key);
        QString text = style::displayText(key.toStdString());
        if (at >= 0 && chosen.size() > 1)
            //: A label that is grouped by: its place among others, and its key.
            text = translated("%1. %2").arg(at + 1).arg(text);
        entries.append({text, listKeys(first, entries.size()),
                        place == LabelPlace::Root
                            ? translated("Each value becomes a caller of all (pprof's tagroot)")
                            : translated("Each value becomes a callee of all (pprof's tagleaf)"),
                        at >= 0, [document, place, key] {
                            ViewState changed = document->state();
                            QStringList &there = keysAt(changed, place);
                            if (!there.removeOne(key))
                                there << key;
                            document->setState(changed);
                        }});
    }
    return entries;
}

void clearGroups(Document *document)
{
    ViewState state = document->state();
    state.tagRoot.clear();
    state.tagLeaf.clear();
    document->setState(state);
}

void fillGroupMenu(QMenu *menu, Document *document)
{
    menu->clear();
    const auto add = [&](const QString &title, LabelPlace place) {
        menu->addSection(title);
        for (const MenuEntry &entry : groupEntries(document, place)) {
            QAction *action = menu->addAction(menuText(entry.text));
            action->setCheckable(true);
            action->setChecked(entry.checked.value_or(false));
            action->setStatusTip(entry.tip);
            QObject::connect(action, &QAction::triggered, document, entry.run);
        }
    };
    add(translated("At the root, as callers"), LabelPlace::Root);
    add(translated("At the leaf, as callees"), LabelPlace::Leaf);
    menu->addSeparator();
    const ViewState &state = document->state();
    QAction *nothing = menu->addAction(translated("Group by Nothing"));
    nothing->setEnabled(!state.tagRoot.isEmpty() || !state.tagLeaf.isEmpty());
    QObject::connect(nothing, &QAction::triggered, document, [document] { clearGroups(document); });
}

} // namespace proflens
