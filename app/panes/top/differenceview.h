// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/viewstate.h"

#include <QList>
#include <QMenu>
#include <QWidget>

#include <vector>

class QComboBox;
class QItemSelectionModel;
class QSettings;
class QSplitter;

namespace proflens {

class DifferenceModel;
class SideLabel;
class TableView;

// The functions of two profiles: one table of differences, or one table for each side beside each other. All
// of them show one model, so that rows are the same in the same order; the two sides scroll and select as one
// unless they are let go.
class DifferenceView : public QWidget
{
    Q_OBJECT

public:
    explicit DifferenceView(QWidget *parent = nullptr);

    void useSettings(QSettings *settings, const QString &key);
    void setComparison(const ComparisonPtr &comparison, const CompareState &state, const QString &baseTitle,
                       const QString &currentTitle);
    // Frees what it shows.
    void clear() { setComparison(nullptr, {}, {}, {}); }

    DifferenceModel *model() const { return m_model; }
    // The table that the person is in.
    TableView *view() const;
    QList<TableView *> views() const { return {m_difference, m_base, m_current}; }
    // The column menus of the tables that are seen, and of all.
    QList<QAction *> columnMenus() const;
    QList<QAction *> allColumnMenus() const { return m_columns; }
    // Stands elsewhere, beside the search.
    QComboBox *orderBox() const { return m_order; }
    // As TableView, in all tables that are seen.
    void showRow(int row);
    void clearSelection();
    void setEmptyText(const QString &text);
    void setDimmed(bool dimmed);

Q_SIGNALS:
    void currentRowChanged();
    void selectionChanged();
    void clicked();
    // As TableView.
    void opened(int row);
    void copyRequested();
    void leftUpwards();
    void menuRequested(QMenu *menu, int row);

private:
    TableView *makeView(const QString &name);
    QWidget *makeSide(TableView *view, SideLabel *label);
    void fillOrders();
    void useOrder(int index);
    void showOrder();
    void fitColumns();
    void link(bool linked);

    DifferenceModel *m_model;
    TableView *m_difference, *m_base, *m_current;
    SideLabel *m_baseLabel, *m_currentLabel;
    QSplitter *m_splitter;
    QComboBox *m_order;
    QList<QAction *> m_columns;          // menus: of m_difference, m_base, m_current
    QItemSelectionModel *m_ownSelection; // of m_current while it is let go
    QSettings *m_settings = nullptr;
    QString m_key;
    CompareState::Look m_look = CompareState::Look::Difference;
    bool m_linked = false;
    bool m_inCurrent = false; // which side the person is in
};

} // namespace proflens
