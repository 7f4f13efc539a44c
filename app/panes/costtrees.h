// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/viewstate.h"

#include <QList>
#include <QMenu>
#include <QModelIndex>
#include <QWidget>

class QItemSelectionModel;
class QSplitter;

namespace proflens {

class CostTree;
class CostTreeModel;
class SideLabel;

// A tree about costs in all ways of looking: of one profile, of the differences of two, or of both sides
// beside each other. All show one model, so that rows are the same in the same order; the two sides scroll,
// select and unfold as one unless they are let go.
class CostTrees : public QWidget
{
    Q_OBJECT

public:
    // name: what screen readers call the tree: "Stacks by cost".
    CostTrees(CostTreeModel *model, const QString &name, QWidget *parent = nullptr);

    // After the model has its numbers. comparison may be nullptr: then there is one profile.
    void setLook(const ComparisonPtr &comparison, const CompareState &state, const QString &baseTitle,
                 const QString &currentTitle);

    // The tree that the person is in.
    CostTree *view() const;
    QList<CostTree *> views() const { return {m_whole, m_base, m_current}; }
    bool hasFocusInside() const;
    // As CostTree, in all trees that are seen.
    void showRow(const QModelIndex &index);
    void setEmptyText(const QString &text);
    void setDimmed(bool dimmed);
    void foldAll();

Q_SIGNALS:
    void currentChanged();
    void selectionChanged();
    // As CostTree.
    void opened(const QModelIndex &index);
    void rowClicked(const QModelIndex &index, bool onText);
    void copyRequested();
    void leftUpwards();
    void menuRequested(QMenu *menu, const QModelIndex &index);

private:
    CostTree *makeView(const QString &name, const QString &title);
    QWidget *makeSide(CostTree *view, SideLabel *label);
    void link(bool linked);
    void foldAlike(const QModelIndex &parent);

    CostTreeModel *m_model;
    CostTree *m_whole, *m_base, *m_current;
    SideLabel *m_baseLabel, *m_currentLabel;
    QSplitter *m_splitter;
    QItemSelectionModel *m_ownSelection; // of m_current while it is let go
    bool m_sides = false;
    bool m_linked = false;
    bool m_inCurrent = false; // which side the person is in
    bool m_folding = false;
};

} // namespace proflens
