// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QStringList>
#include <QTableView>

#include <vector>

class QAction;
class QMenu;
class QSettings;
class QTimer;

namespace proflens {

class Analysis;

class BarDelegate;

// A table about functions as all panes show it: whole rows are selected, columns are sorted by their headers
// and chosen in the header's context menu, widths are kept, and an empty table says why it is empty.
//
// Columns of names share the width that the others leave, until the person resizes one.
class TableView : public QTableView
{
    Q_OBJECT

public:
    explicit TableView(QWidget *parent = nullptr);

    // After setModel(). widest: a text as wide as the column's widest number, empty for a column of names;
    // weights: how names share the rest; 0 for numbers, and -1 for what this view of the model never shows.
    void setColumns(const QStringList &widest, const QList<int> &weights);
    // Makes the column as wide as this number needs, whatever width was kept: a number is never cut short.
    void setWidest(int column, const QString &number);
    // Keeps widths, order, visibility and sorting under the key. The settings outlive the view.
    void useSettings(QSettings *settings, const QString &key);
    // After setColumns(): a menu of the columns, which is the header's context menu as well, with keys that
    // work where its action is among a widget's actions. keys: what is pressed after Ctrl+H, a character for
    // each column that this view shows and one for the default columns. The owner deletes it, and outlives
    // the view.
    QMenu *makeColumnMenu(const QString &title, const QString &keys, QWidget *owner);
    // What stands in the middle while there are no rows.
    void setEmptyText(const QString &text);
    void setDimmed(bool dimmed);

    void reset() override;

    // Rows of the selection, ascending.
    std::vector<size_t> selectedRowNumbers() const;
    // Makes a row current, selects it alone and scrolls to it.
    void showRow(int row);

Q_SIGNALS:
    // A row was double-clicked, or Enter pressed on it.
    void opened(int row);
    // The person asks to copy the selected rows.
    void copyRequested();
    // Up was pressed on the first row.
    void leftUpwards();
    // Left (-1) or Right (1) was pressed.
    void walkedSideways(int direction);
    // A context menu for the current row is about to be shown.
    void menuRequested(QMenu *menu, int row);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void showHeaderMenu(const QPoint &position);
    void updateColumnActions();
    void toggleColumn(int column);
    void useFont();
    void distribute();
    void restoreDefaults();
    void hideForeign();
    void save();

    BarDelegate *m_delegate;
    QTimer *m_saveLater;
    int neededWidth(int column) const;

    QStringList m_widest;
    QList<int> m_weights;
    QPointer<QMenu> m_columns;
    QList<QAction *> m_columnActions; // by logical column; nullptr for what is never shown
    QSettings *m_settings = nullptr;
    QString m_key;
    QString m_emptyText;
    bool m_userSized = false;
    bool m_distributing = false;
};

// A text at least as wide as any value that a table of this analysis shows.
QString widestValue(const Analysis &analysis);

} // namespace proflens
