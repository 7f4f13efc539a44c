// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/differencetable.h"

#include <QAbstractTableModel>

#include <optional>

namespace proflens {

// A DifferenceTable for Qt's views; several may show columns of it. It formats what is asked for and keeps
// persistent rows through sorting.
class DifferenceModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    // nullptr: no rows. Sorting, search pattern and hiding of noise stay.
    void setComparison(const ComparisonPtr &comparison);
    // What tool tips call the sides.
    void setTitles(const QString &base, const QString &current);
    void search(const std::optional<Regex> &pattern);
    void hideNoise(bool hide);
    // Nothing until there is a comparison.
    const std::optional<DifferenceTable> &table() const { return m_table; }

    // Views sort by their headers, and that is by sign; the next sort() after this one is by amount.
    void sortNextByAmount() { m_nextByAmount = true; }
    DifferenceColumn sortColumn() const { return m_sortColumn; }
    Qt::SortOrder sortOrder() const { return m_descending ? Qt::DescendingOrder : Qt::AscendingOrder; }
    bool isByAmount() const { return m_byAmount; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

Q_SIGNALS:
    void sorted();

private:
    QString toolTip(size_t row) const;
    QString headerToolTip(DifferenceColumn column) const;

    std::optional<DifferenceTable> m_table;
    std::optional<Regex> m_pattern;
    QString m_baseTitle, m_currentTitle;
    DifferenceColumn m_sortColumn = DifferenceColumn::FlatDelta;
    bool m_descending = true;
    bool m_byAmount = true;
    bool m_nextByAmount = false;
    bool m_hideNoise = false;
};

} // namespace proflens
