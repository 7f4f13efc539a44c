// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparedcalls.h"

#include <QAbstractTableModel>

namespace proflens {

// A ComparedCallTable for Qt's views.
class ComparedCallModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Side { Callers, Callees };
    explicit ComparedCallModel(Side side, QObject *parent = nullptr);

    // The sorting stays.
    void setTable(ComparedCallTable table);
    const ComparedCallTable &table() const { return m_table; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    // The largest change either way first, as in the beginning.
    void sortByAmount();
    // By a header, and so by sign: what grew most or shrank most is first. The first order is by amount.
    void sort(int column, Qt::SortOrder order) override;

private:
    void sortTable();
    QString toolTip(size_t row) const;

    Side m_side;
    ComparedCallTable m_table;
    ComparedCallColumn m_sortColumn = ComparedCallColumn::Delta;
    bool m_descending = true;
    bool m_byAmount = true;
};

} // namespace proflens
