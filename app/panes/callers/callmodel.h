// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/calltable.h"

#include <QAbstractTableModel>

namespace proflens {

// A CallTable for Qt's views.
class CallModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Side { Callers, Callees };
    explicit CallModel(Side side, QObject *parent = nullptr);

    // The sorting stays.
    void setTable(CallTable table);
    const CallTable &table() const { return m_table; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    QString toolTip(size_t row) const;

    Side m_side;
    CallTable m_table;
    CallColumn m_sortColumn = CallColumn::Weight;
    bool m_descending = true;
};

} // namespace proflens
