// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/menulist.h"

#include <QMenu>

#include <algorithm>

namespace proflens {

namespace {

QString menuText(QString text)
{
    // A menu as wide as the screen helps nobody.
    constexpr qsizetype longest = 80;
    if (text.size() > longest)
        text = text.left(longest / 2) + QChar(0x2026) + text.right(longest / 2);
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

MenuList::MenuList(QMenu *menu, const QString &nothing)
    : QObject(menu)
    , m_menu(menu)
    , m_nothing(nothing)
{
    fill();
}

void MenuList::setEntries(const QList<MenuEntry> &entries)
{
    const bool same = std::equal(entries.begin(), entries.end(), m_entries.begin(), m_entries.end(),
                                 [](const MenuEntry &a, const MenuEntry &b) {
                                     return a.text == b.text && a.keys == b.keys && a.tip == b.tip &&
                                            a.separated == b.separated &&
                                            a.checked.has_value() == b.checked.has_value();
                                 });
    m_entries = entries;
    if (!same)
        fill();
    update();
}

void MenuList::fill()
{
    // Later: one of them may be what led here.
    const QList<QAction *> before = m_menu->actions();
    for (QAction *action : before) {
        m_menu->removeAction(action);
        action->deleteLater();
    }
    m_actions.clear();
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        const MenuEntry &entry = m_entries[i];
        if (entry.separated)
            m_menu->addSeparator();
        QAction *action = m_menu->addAction(menuText(entry.text));
        action->setShortcut(entry.keys);
        action->setStatusTip(entry.tip);
        action->setCheckable(entry.checked.has_value());
        if (entry.keys.isEmpty())
            action->setProperty(withoutKeyReason, QStringLiteral("far down a long list"));
        connect(action, &QAction::triggered, this, [this, i] {
            const std::function<void()> run = m_entries[i].run; // the entries may change meanwhile
            run();
            // To choose what is chosen already does not undo the choice.
            update();
        });
        m_actions << action;
    }
    if (m_entries.isEmpty()) {
        QAction *action = m_menu->addAction(m_nothing);
        action->setEnabled(false);
        action->setProperty(withoutKeyReason, QStringLiteral("says that there is nothing"));
    }
}

void MenuList::update()
{
    for (qsizetype i = 0; i < m_actions.size(); ++i) {
        if (m_entries[i].checked)
            m_actions[i]->setChecked(*m_entries[i].checked);
    }
}

QKeySequence listKeys(const QString &first, qsizetype i)
{
    static const QString second = QStringLiteral("123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return i < second.size() ? QKeySequence(first + QStringLiteral(", ") + second[i]) : QKeySequence();
}

} // namespace proflens
