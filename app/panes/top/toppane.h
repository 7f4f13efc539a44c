// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/pane.h"
#include "app/session/latestjob.h"

#include <optional>

class QTimer;

namespace proflens {

class DifferenceView;
class FunctionModel;
class SearchLine;
class TableView;

// The functions of a profile as a table: flat, cum and their shares, sorted and searched. Of two profiles
// that are compared, with their differences.
//
// The current row is the active function, and the other way round. A click makes it so at once; who walks
// with the keys has to stay on a row for a moment, so that back and forward do not fill with rows passed by.
class TopPane : public Pane
{
    Q_OBJECT

public:
    explicit TopPane(Document *document, QWidget *parent = nullptr);

    QString id() const override { return QStringLiteral("top"); }
    QString title() const override { return tr("Top"); }
    void useSettings(QSettings *settings) override;
    QList<ExportFormat> exportFormats() override;
    QList<KeyHelp> keyHelp() const override;
    bool isIdle() const override;
    bool startSearch() override;
    QString cursorFunction() const override;

protected:
    void showAnalysis() override;
    void showActive() override;
    void showBusy(bool busy) override;
    void updateActions() override;

private:
    void makeActions();
    // Whether two profiles are shown, by m_differences rather than m_view.
    bool comparing() const;
    TableView *view() const;
    size_t rowCount() const;
    FrameId frameAt(size_t row) const;
    std::optional<size_t> rowOf(FrameId frame) const;
    void showRow(int row);
    void makeTable();
    void showTable();
    bool isTableCurrent() const;
    void search();
    void showCount();
    void showDifferenceSum(const std::vector<FrameId> &frames);
    void currentChanged();
    void makeCurrentActive();
    void openSource(int row);
    void showSum();
    void copy();
    Status writeCsv(const QString &path) const;
    void fillMenu(QMenu *menu, int row);
    QString functionAt(int row) const;
    std::vector<FrameId> selectedFrames() const;
    void select(const std::vector<FrameId> &frames);

    FunctionModel *m_model;
    TableView *m_view;
    DifferenceView *m_differences;
    SearchLine *m_search;
    QAction *m_copyRows, *m_selectAll;
    QAction *m_columns; // of m_view
    QTimer *m_settle;
    QTimer *m_dim;
    LatestJob m_tableJob, m_sumJob;
    bool m_following = false; // the selection is being set to what is active
};

} // namespace proflens
