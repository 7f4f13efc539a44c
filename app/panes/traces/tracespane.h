// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/pane.h"
#include "app/session/latestjob.h"
#include "core/analyze/tracetable.h"

#include <optional>
#include <stop_token>
#include <vector>

class QCheckBox;
class QComboBox;
class QModelIndex;
class QTimer;

namespace proflens {

class CostTrees;
class SearchLine;
class TracesModel;

// The distinct stacks of a profile, the costliest first, each with its frames and labels to unfold. Of two
// profiles that are compared, with what each is worth in either.
class TracesPane : public Pane
{
    Q_OBJECT

public:
    explicit TracesPane(Document *document, QWidget *parent = nullptr);
    ~TracesPane() override;

    QString id() const override { return QStringLiteral("traces"); }
    QString title() const override { return tr("Traces"); }
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
    TraceQuery query() const;
    void setLook();
    void list();
    void take(const TraceTablePtr &table, std::vector<uint32_t> rows);
    void showCount();
    void showSum();
    void open(const QModelIndex &index);
    void click(const QModelIndex &index, bool onText);
    void setRootFirst(bool rootFirst);
    // The selected stacks, in their order.
    std::vector<uint32_t> selectedStacks() const;
    void copy();
    void copyStacks(const std::vector<uint32_t> &rows);
    Status write(const QString &path, bool asTable) const;

    TracesModel *m_model;
    CostTrees *m_trees;
    SearchLine *m_search;
    QComboBox *m_order;
    QCheckBox *m_direction;
    QAction *m_rootFirst, *m_copyRows, *m_copyAll, *m_selectAll, *m_fold, *m_unfold;
    QTimer *m_dim;
    QSettings *m_settings = nullptr;
    LatestJob m_job, m_activeJob;
    std::stop_source m_stop;
    // What is shown or about to be: nothing else need be gathered anew.
    AnalysisPtr m_analysis;
    ComparisonPtr m_comparison;
    std::optional<uint32_t> m_current; // the stack to go back to once the list is there
};

} // namespace proflens
