// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/openrequest.h"

#include <QDialog>
#include <QListWidget>

class QCheckBox;
class QPushButton;

namespace proflens {

// The files of one side: files may be dropped on it.
class SideList : public QListWidget
{
    Q_OBJECT

public:
    explicit SideList(QWidget *parent = nullptr);

    QStringList paths() const;
    void setPaths(const QStringList &paths);
    // Those that are not there already.
    void add(const QStringList &paths);
    void removeSelected();

Q_SIGNALS:
    void changed();

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
};

// Asks for the two sides of a comparison: files of either, which are merged where there are several. It does
// not stop the rest of the window.
class CompareDialog : public QDialog
{
    Q_OBJECT

public:
    // Sides may be empty. here: whether there is a tab that may show the comparison.
    CompareDialog(const SideRequest &base, const SideRequest &current, const QString &folder, bool here,
                  QWidget *parent = nullptr);

    SideList *baseList() const { return m_base; }
    SideList *currentList() const { return m_current; }

Q_SIGNALS:
    // newTab: rather than in the tab that is open.
    void compareWanted(const SideRequest &base, const SideRequest &current, bool newTab);
    void folderChosen(const QString &path);

private:
    QWidget *makeSide(SideList *list, const QString &title, const QString &tip);
    void ask(SideList *list);
    void swap();
    void check();
    SideRequest sideOf(const SideList *list) const;

    QList<SideRequest> m_known;
    QString m_folder;
    SideList *m_base;
    SideList *m_current;
    QCheckBox *m_newTab;
    QPushButton *m_compare;
};

} // namespace proflens
