// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/source/shownline.h"
#include "app/panes/source/sourcesheet.h"
#include "core/source/highlight.h"

#include <QAbstractTableModel>

#include <memory>
#include <optional>

namespace proflens {

enum class SourceColumn { Flat, Cum, Line, Text };
inline constexpr int sourceColumnCount = 4;

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
    QString value(int row, SourceColumn column) const;
    QString functionNames(const SourceLineCost &cost) const;
    QString toolTip(int row) const;
    std::string_view textOf(int row) const;
    bool hasText(int row) const { return row < m_textRows; }

    std::shared_ptr<const SourceSheet> m_sheet;
    Highlighting m_highlighting;
    std::optional<Regex> m_pattern;
    int m_textRows = 0;             // rows that the file has
    std::vector<uint32_t> m_beyond; // rows of costs.lines that follow them
    std::vector<int64_t> m_starts;  // first lines of functions, ascending
    uint64_t m_largestFlat = 0, m_largestCum = 0;
};

} // namespace proflens
