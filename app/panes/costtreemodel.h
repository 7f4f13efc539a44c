// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/bardelegate.h"
#include "core/analyze/comparison.h"

#include <QAbstractItemModel>

#include <optional>

namespace proflens {

// The columns of trees about costs. Of one profile: value, share, name; the others are those of two, of which
// each view shows what it is about.
enum class CostColumn {
    Value,
    Share,
    Base,
    BaseShare,
    Current,
    CurrentShare,
    Delta,
    Percent,
    Ratio,
    Mark,
    Name,
};
inline constexpr int costColumnCount = 11;

// What models of trees tell beside TableRole.
enum CostRole {
    // What the row has to do with the active function, as a CostMark.
    ActiveRole = Qt::UserRole + 40,
    // Whether the row says something about others, and is less than they are.
    QuietRole,
    // Whether a click on the text does something.
    LinkRole,
};

enum class CostMark { None, Contains, Is };

// What a row costs. Of one profile, what counts is current.
struct RowCost
{
    BothValues values;
    Change change;
    bool inBase = true, inCurrent = true; // whether a side has it at all
};

// A tree whose rows have costs, of one profile or of two that are compared: all but the tree itself.
class CostTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    using QAbstractItemModel::QAbstractItemModel;

    // Of two profiles, the current side; nullptr while there is nothing.
    const AnalysisPtr &analysis() const { return m_analysis; }
    const ComparisonPtr &comparison() const { return m_comparison; }
    // What a row costs; nothing for rows that say something else.
    virtual std::optional<RowCost> cost(const QModelIndex &index) const = 0;
    // A text at least as wide as any of a column of numbers or words; empty for names.
    QString widest(CostColumn column) const;

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    // The Name column: display, NameRole, MarkRole, BeginRole, ActiveRole, QuietRole, LinkRole.
    virtual QVariant nameData(const QModelIndex &index, int role) const = 0;
    // What tool tips say before the numbers: the name in full.
    virtual QString toolTipText(const QModelIndex &index) const = 0;
    virtual QString nameTitle() const = 0;

    // Before the rows change, for what numbers are of.
    void setNumbers(const AnalysisPtr &analysis, const ComparisonPtr &comparison, uint64_t largestDelta);

private:
    QVariant cell(const RowCost &cost, CostColumn column, int role) const;
    QString toolTip(const QModelIndex &index) const;
    QString headerToolTip(CostColumn column) const;

    AnalysisPtr m_analysis;
    ComparisonPtr m_comparison;
    uint64_t m_largestDelta = 0;
};

} // namespace proflens
