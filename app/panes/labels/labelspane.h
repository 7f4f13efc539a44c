// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/pane.h"
#include "app/session/latestjob.h"
#include "core/analyze/labelcosts.h"

#include <stop_token>
#include <string>
#include <utility>
#include <vector>

class QComboBox;
class QLabel;
class QModelIndex;
class QPushButton;
class QSplitter;
class QTimer;

namespace proflens {

class CostTrees;
class LabelHistogramView;
class LabelsModel;
class SearchLine;

// The labels of the samples: keys and their values with what these cost, and the numbers of a key as a
// histogram. Whatever is pointed at can become a filter. Of two profiles that are compared, with what each is
// worth in either.
class LabelsPane : public Pane
{
    Q_OBJECT

public:
    explicit LabelsPane(Document *document, QWidget *parent = nullptr);
    ~LabelsPane() override;

    QString id() const override { return QStringLiteral("labels"); }
    QString title() const override { return tr("Labels"); }
    void useSettings(QSettings *settings) override;
    QList<ExportFormat> exportFormats() override;
    QList<KeyHelp> keyHelp() const override;
    bool isIdle() const override;
    bool startSearch() override;

protected:
    void showAnalysis() override;
    void showBusy(bool busy) override;
    void updateActions() override;

private:
    using Chips = std::vector<std::pair<FilterKind, std::string>>;

    void makeActions();
    QWidget *makeHistogram();
    void fillOrders(bool compared);
    LabelQuery query() const;
    void setLook();
    void list();
    void take(const LabelCostsPtr &costs, std::vector<ListedLabels> listed);
    void unfold(const std::vector<std::string> &open, bool more);
    void showCount();
    void showHistogram();
    void showRange();
    void open(const QModelIndex &index);
    void addChips(const Chips &chips);
    // What leaves only, or leaves out, the samples that rows are about; empty if no filter can say so.
    Chips chipsFor(const QModelIndexList &rows, bool ignore) const;
    Chips rangeChips(bool ignore) const;
    Chips keyChips(FilterKind kind) const;
    QModelIndexList selected() const;
    // The keys of the selected rows, each once, from top to bottom.
    std::vector<std::string_view> selectedKeys() const;
    void group(QStringList ViewState::*where);
    void copy();
    std::vector<ListedLabels> selectedLabels() const;

    LabelsModel *m_model;
    CostTrees *m_trees;
    SearchLine *m_search;
    QComboBox *m_order;
    QSplitter *m_splitter;
    QWidget *m_histogramBox;
    LabelHistogramView *m_histogram;
    QLabel *m_range;
    QPushButton *m_focusButton, *m_ignoreButton;
    QAction *m_focus, *m_ignore, *m_showKey, *m_hideKey, *m_focusRange, *m_ignoreRange;
    QAction *m_groupRoot, *m_groupLeaf, *m_ungroup;
    QAction *m_copyRows, *m_selectAll, *m_fold;
    QTimer *m_dim;
    QSettings *m_settings = nullptr;
    LatestJob m_job;
    std::stop_source m_stop;
    // What is shown or about to be: nothing else need be gathered anew.
    AnalysisPtr m_analysis;
    ComparisonPtr m_comparison;
};

} // namespace proflens
