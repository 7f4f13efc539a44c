// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

#include <functional>
#include <optional>

class QAction;
class QMenu;

namespace proflens {

// An entry of a menu that lists what there is.
struct MenuEntry
{
    QString text; // as it is: & has no meaning
    QKeySequence keys;
    QString tip;
    std::optional<bool> checked; // nothing: cannot be checked
    std::function<void()> run;
    bool separated = false; // from the entry before
};

// A property of actions that have no key, which says why.
inline constexpr char withoutKeyReason[] = "withoutKeyReason";

// A menu that lists what there is, such as the files that were opened last. It is kept up to date rather than
// filled when it opens, as its keys must work before.
class MenuList : public QObject
{
    Q_OBJECT

public:
    // nothing: what a menu without entries says.
    MenuList(QMenu *menu, const QString &nothing);

    // Entries of the same texts and keys keep their actions.
    void setEntries(const QList<MenuEntry> &entries);

private:
    void fill();
    void update();

    QMenu *m_menu;
    QString m_nothing;
    QList<MenuEntry> m_entries;
    QList<QAction *> m_actions; // by entry
};

// The keys of the i-th entry, 0 ≤ i: the first ones of a two-stroke sequence, then 1 to 9 and A to Z. None
// for those beyond.
QKeySequence listKeys(const QString &first, qsizetype i);

} // namespace proflens
