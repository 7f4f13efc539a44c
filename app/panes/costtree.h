// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/costtreemodel.h"

#include <QMenu>
#include <QTreeView>

#include <initializer_list>

namespace proflens {

class BarDelegate;

// A tree about costs as panes show it: numbers on the left, of which none is ever cut short, and the tree of
// names in what room they leave. Whole rows are selected, and an empty tree says why it is empty.
class CostTree : public QTreeView
{
    Q_OBJECT

public:
    explicit CostTree(CostTreeModel *model, QWidget *parent = nullptr);

    // Which columns are seen; the name always is.
    void showColumns(std::initializer_list<CostColumn> columns);
    // Once the model has other numbers.
    void fitColumns();
    // What stands in the middle while there are no rows.
    void setEmptyText(const QString &text);
    void setDimmed(bool dimmed);
    // The selected rows, from top to bottom, in their first column.
    QModelIndexList selectedRows() const;
    // Makes a row current, selects it alone and scrolls to it.
    void showRow(const QModelIndex &index);
    void toggle(const QModelIndex &index) { setExpanded(index.siblingAtColumn(0), !isOpen(index)); }
    bool isOpen(const QModelIndex &index) const { return isExpanded(index.siblingAtColumn(0)); }

    void keyboardSearch(const QString &) override {}

Q_SIGNALS:
    // A row was double-clicked, or Enter pressed on it.
    void opened(const QModelIndex &index);
    // A row was clicked; onText: on what LinkRole is about.
    void rowClicked(const QModelIndex &index, bool onText);
    void copyRequested();
    // Up was pressed on the first row.
    void leftUpwards();
    // A context menu for the current row is about to be shown.
    void menuRequested(QMenu *menu, const QModelIndex &index);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
    void initViewItemOption(QStyleOptionViewItem *option) const override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    bool isOnText(const QPoint &position, const QModelIndex &index) const;
    void distribute();

    CostTreeModel *m_model;
    BarDelegate *m_delegate;
    QString m_emptyText;
    QPersistentModelIndex m_pressed;
    mutable bool m_onHighlight = false; // while the sign of a fold on a selected row is drawn
};

} // namespace proflens
