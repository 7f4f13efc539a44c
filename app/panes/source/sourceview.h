// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMenu>
#include <QTableView>

namespace proflens {

class SourceDelegate;
class SourceModel;

// The table of a source file's lines. Any number of lines: only what is visible is asked for and painted.
class SourceView : public QTableView
{
    Q_OBJECT

public:
    explicit SourceView(SourceModel *model, QWidget *parent = nullptr);

    // After the model has a new sheet: as wide as the longest line.
    void fitColumns();
    void setDimmed(bool dimmed);
    // What stands in the middle while there are no rows.
    void setEmptyText(const QString &text);
    QString emptyText() const { return m_emptyText; }
    // Makes a row current, selects it alone, and brings it to the middle unless it can be seen already.
    void showRow(int row);
    // -1 if there is none.
    int currentRow() const;
    QList<int> selectedRowNumbers() const;

Q_SIGNALS:
    // A row was double-clicked, or Enter pressed on it.
    void opened(int row);
    // A context menu for a row (or -1: none) is about to be shown.
    void menuRequested(QMenu *menu, int row);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void useFont();

    SourceModel *m_model;
    SourceDelegate *m_delegate;
    QString m_emptyText;
};

} // namespace proflens
