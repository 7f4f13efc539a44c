// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/functiontable.h"

#include <QAbstractTableModel>

#include <functional>
#include <optional>

namespace proflens {

// A FunctionTable for Qt's views: it formats what is asked for and keeps persistent rows through sorting.
class FunctionModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    // Makes the table of an analysis as this one is sorted and searched now. For any thread.
    std::function<FunctionTable()> maker(const AnalysisPtr &analysis) const;
    // Takes a table that was made so, and does again what was sorted or searched since then. Nothing: no
    // rows. Sorting and search pattern stay.
    void setTable(std::optional<FunctionTable> table);
    // Shows the same numbers as another analysis does: FunctionTable::hasNumbersOf() must hold.
    void showAs(const AnalysisPtr &analysis);
    void search(const std::optional<Regex> &pattern);
    // Nothing until there is an analysis.
    const std::optional<FunctionTable> &table() const { return m_table; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    QString toolTip(size_t row) const;

    std::optional<FunctionTable> m_table;
    std::optional<Regex> m_pattern;
    FunctionColumn m_sortColumn = FunctionColumn::Flat;
    bool m_descending = true;
};

} // namespace proflens
