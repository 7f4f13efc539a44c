// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/top/functionmodel.h"

#include "app/panes/bardelegate.h"
#include "app/style/text.h"

namespace proflens {

namespace {

bool isText(FunctionColumn column)
{
    return column == FunctionColumn::Name || column == FunctionColumn::File;
}

} // namespace

std::function<FunctionTable()> FunctionModel::maker(const AnalysisPtr &analysis) const
{
    return [analysis, column = m_sortColumn, descending = m_descending, pattern = m_pattern] {
        return FunctionTable(analysis, column, descending, pattern);
    };
}

void FunctionModel::setTable(std::optional<FunctionTable> table)
{
    beginResetModel();
    m_table = std::move(table);
    if (m_table && (m_table->sortColumn() != m_sortColumn || m_table->isDescending() != m_descending))
        m_table->sort(m_sortColumn, m_descending);
    if (m_table && m_table->pattern() != (m_pattern ? m_pattern->pattern() : std::string()))
        m_table->search(m_pattern);
    endResetModel();
}

void FunctionModel::showAs(const AnalysisPtr &analysis)
{
    m_table->showAs(analysis);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, functionColumnCount - 1));
}

void FunctionModel::search(const std::optional<Regex> &pattern)
{
    m_pattern = pattern;
    if (!m_table)
        return;
    beginResetModel();
    m_table->search(pattern);
    endResetModel();
}

int FunctionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_table ? 0 : int(m_table->size());
}

int FunctionModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : functionColumnCount;
}

QVariant FunctionModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_table)
        return {};
    const auto row = size_t(index.row());
    const auto column = FunctionColumn(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return style::displayText(m_table->text(row, column));
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (isText(column) ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::ToolTipRole:
        return toolTip(row);
    case NameRole:
        return isText(column);
    case MarkRole:
        return column == FunctionColumn::Name ? style::displayText(m_table->inlineMark(row)) : QString();
    case ShareRole: {
        if (column != FunctionColumn::Flat && column != FunctionColumn::Cum)
            return {};
        const int64_t total = m_table->analysis()->total();
        const int64_t value = column == FunctionColumn::Flat ? m_table->flat(row) : m_table->cum(row);
        return total == 0 ? 0.0 : double(value) / double(total);
    }
    default:
        return {};
    }
}

QString FunctionModel::toolTip(size_t row) const
{
    const Analysis &analysis = *m_table->analysis();
    const auto cost = [&](int64_t value) {
        return tr("%1 (%2)").arg(QString::fromStdString(analysis.formatAuto(value)),
                                 QString::fromStdString(analysis.percent(value)));
    };
    QString text = style::displayText(m_table->name(row));
    if (analysis.inlining(m_table->frame(row)) == Inlining::Whole)
        text += u'\n' + tr("inlined into all its callers");
    else if (analysis.inlining(m_table->frame(row)) == Inlining::Partial)
        text += u'\n' + tr("inlined into some of its callers");
    for (std::string_view file : m_table->files(row)) {
        if (!file.empty())
            text += u'\n' + style::displayText(file);
    }
    text += u'\n' + tr("flat %1, cum %2").arg(cost(m_table->flat(row)), cost(m_table->cum(row)));
    return style::wrappedToolTip(text);
}

QVariant FunctionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= functionColumnCount)
        return {};
    const auto column = FunctionColumn(section);
    if (role == Qt::InitialSortOrderRole)
        return isText(column) ? Qt::AscendingOrder : Qt::DescendingOrder;
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isText(column) ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const bool title = role == Qt::DisplayRole;
    switch (column) {
    case FunctionColumn::Flat:
        return title ? tr("Flat") : tr("What was spent in the function itself");
    case FunctionColumn::FlatPercent:
        return title ? tr("Flat%") : tr("Flat as a share of the total");
    case FunctionColumn::SumPercent:
        return title ? tr("Sum%") : tr("The flat shares of all rows down to this one, added up");
    case FunctionColumn::Cum:
        return title ? tr("Cum") : tr("What was spent in the function and in all it called");
    case FunctionColumn::CumPercent:
        return title ? tr("Cum%") : tr("Cum as a share of the total");
    case FunctionColumn::Name:
        return title ? tr("Function") : tr("The name, as the granularity has it");
    case FunctionColumn::File:
        return title ? tr("File") : tr("The source file the function is in");
    }
    return {};
}

void FunctionModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= functionColumnCount)
        return;
    m_sortColumn = FunctionColumn(column);
    m_descending = order == Qt::DescendingOrder;
    if (!m_table)
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<FrameId> frames;
    frames.reserve(size_t(before.size()));
    for (const QModelIndex &index : before)
        frames.push_back(m_table->frame(size_t(index.row())));
    m_table->sort(m_sortColumn, m_descending);
    QModelIndexList after;
    after.reserve(before.size());
    for (qsizetype i = 0; i < before.size(); ++i)
        after.append(index(int(*m_table->rowOf(frames[size_t(i)])), before[i].column()));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

} // namespace proflens
