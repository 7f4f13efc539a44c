// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/functiontable.h"

#include <QAbstractTableModel>

#include <optional>

namespace proflens {

// A FunctionTable for Qt's views: it formats what is asked for and keeps persistent rows through sorting.
class FunctionModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    // nullptr: no rows. Sorting and search pattern stay.
    void setAnalysis(const AnalysisPtr &analysis);
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
