// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/costtreemodel.h"
#include "core/analyze/labelcosts.h"

#include <optional>
#include <vector>

namespace proflens {

// LabelCosts for Qt's trees: keys, and below each its values, of which long lists come in pieces: a last row
// says how many more there are.
class LabelsModel : public CostTreeModel
{
    Q_OBJECT

public:
    using CostTreeModel::CostTreeModel;

    // nullptr: nothing is listed.
    void setCosts(const LabelCostsPtr &costs, std::vector<ListedLabels> listed);
    const LabelCostsPtr &costs() const { return m_costs; }
    const std::vector<ListedLabels> &listed() const { return m_listed; }

    // The key that an index is about; nullptr for none.
    const LabelKey *keyOf(const QModelIndex &index) const;
    // nullptr if it is about a key as a whole, or about what lacks it.
    const LabelValue *valueOf(const QModelIndex &index) const;
    // Whether it is about the samples that lack the key.
    bool isWithout(const QModelIndex &index) const;
    static bool isKey(const QModelIndex &index) { return index.isValid() && index.internalId() == 0; }
    bool isMore(const QModelIndex &index) const;
    void showMore(const QModelIndex &index);
    // Where a key stands; invalid if it is not listed.
    QModelIndex indexOfKey(std::string_view name) const;

    std::optional<RowCost> cost(const QModelIndex &index) const override;
    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    using QObject::parent;
    int rowCount(const QModelIndex &parent = {}) const override;

protected:
    QVariant nameData(const QModelIndex &index, int role) const override;
    QString toolTipText(const QModelIndex &index) const override;
    QString nameTitle() const override { return tr("Label"); }

private:
    // A key's values that are there so far, and what stands below them.
    struct Shown
    {
        int values = 0;
        bool hasMore = false;
        bool hasWithout = false;
    };
    int position(const QModelIndex &index) const;
    const LabelSum *sumOf(const QModelIndex &index) const;
    QString text(const QModelIndex &index) const;
    QString mark(const QModelIndex &index) const;

    LabelCostsPtr m_costs;
    std::vector<ListedLabels> m_listed;
    std::vector<Shown> m_shown;
};

} // namespace proflens
