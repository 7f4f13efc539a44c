// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>

class QMenuBar;

namespace proflens {

class Pane;

// All actions of the menus with their keys, and the keys of each pane. It stays open beside the work.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT

public:
    ShortcutsDialog(const QMenuBar *menus, const QList<Pane *> &panes, QWidget *parent = nullptr);
};

} // namespace proflens
