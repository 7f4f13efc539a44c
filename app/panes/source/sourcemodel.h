// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/source/shownline.h"
#include "app/panes/source/sourcesheet.h"
#include "core/source/highlight.h"

#include <QAbstractTableModel>

#include <memory>
#include <optional>
#include <vector>

namespace proflens {

// The first four are the columns of a single profile. Of a comparison Flat and Cum are the current side's.
enum class SourceColumn { Flat, Cum, Line, Text, BaseFlat, BaseCum, DeltaFlat, DeltaCum };
inline constexpr int sourceColumnCount = 4; // of a single profile

// A sheet for Qt's views. Rows are the lines of the file; where the file is missing, the lines that cost
// something, with the names of their functions in place of the text. Lines beyond the end of the file (it has
// changed) follow its own.
class SourceModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    // nullptr: no rows.
    void setSheet(std::shared_ptr<const SourceSheet> sheet);
    void setHighlighting(Highlighting highlighting);
    void setPattern(const std::optional<Regex> &pattern);
    const SourceSheet *sheet() const { return m_sheet.get(); }
    // What a column of the view shows: which there are depends on whether and how profiles are compared.
    SourceColumn column(int section) const { return m_columns[size_t(section)]; }
    // -1 if it is not shown.
    int sectionOf(SourceColumn column) const;
    // Whether a new group of numbers begins with the column.
    bool startsGroup(int section) const;
    // A text as wide as the widest of a column of numbers.
    QString widest(SourceColumn column) const;

    // From 1; 0 if unknown.
    int64_t lineOf(int row) const;
    // -1 if no row has it.
    int rowOf(int64_t line) const;
    // Rows of costs.functions that the line belongs to by samples, or the one that encloses it.
    std::optional<uint32_t> functionOf(int row) const;
    // Whether a function of the profile begins in this row.
    bool startsFunction(int row) const;
    bool isActive(int row) const;
    ShownLine shown(int row) const;
    // What the search finds in the row: where in the shown text, and how long.
    QList<std::pair<qsizetype, qsizetype>> matches(int row, const ShownLine &shown) const;
    // Rows as text: flat, cum, line and source, with tabs between them.
    QString tabbed(const QList<int> &rows) const;
    QString sourceText(const QList<int> &rows) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const SourceLineCost *cost(int row) const;
    // The row of costs.lines; -1 if the line has no costs.
    qsizetype costRow(int row) const;
    QString valueOf(size_t costRow, SourceColumn column) const;
    QString value(int row, SourceColumn column) const;
    void textChanged();
    QString functionNames(const SourceLineCost &cost) const;
    QString toolTip(int row) const;
    std::string_view textOf(int row) const;
    bool hasText(int row) const { return row < m_textRows; }

    std::shared_ptr<const SourceSheet> m_sheet;
    Highlighting m_highlighting;
    std::optional<Regex> m_pattern;
    int m_textRows = 0;                           // rows that the file has
    std::vector<uint32_t> m_beyond;               // rows of costs.lines that follow them
    std::vector<int64_t> m_starts;                // first lines of functions, ascending
    uint64_t m_largestFlat = 0, m_largestCum = 0; // of both sides
    uint64_t m_largestFlatDelta = 0, m_largestCumDelta = 0;
    std::vector<SourceColumn> m_columns = {SourceColumn::Flat, SourceColumn::Cum, SourceColumn::Line,
                                           SourceColumn::Text};
};

} // namespace proflens
