// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/callers/callmodel.h"

#include "app/panes/bardelegate.h"
#include "app/style/text.h"

#include <map>

#include <cmath>

namespace proflens {

CallModel::CallModel(Side side, QObject *parent)
    : QAbstractTableModel(parent)
    , m_side(side)
{}

void CallModel::setTable(CallTable table)
{
    beginResetModel();
    m_table = std::move(table);
    m_table.sort(m_sortColumn, m_descending);
    endResetModel();
}

int CallModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_table.size());
}

int CallModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : callColumnCount;
}

QVariant CallModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const auto row = size_t(index.row());
    const auto column = CallColumn(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return column == CallColumn::Name && m_table.inlined(row)
                   ? tr("%1 (inline)").arg(style::displayText(m_table.name(row)))
                   : style::displayText(m_table.text(row, column));
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (column == CallColumn::Name ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::ToolTipRole:
        return toolTip(row);
    case NameRole:
        return column == CallColumn::Name;
    case MarkRole:
        return column == CallColumn::Name ? style::displayText(m_table.inlineMark(row)) : QString();
    case ShareRole:
        if (column != CallColumn::Weight)
            return {};
        // The bar has the sign of the value, as the number has.
        return m_table.whole() == 0 ? 0.0 : double(m_table.weight(row)) / std::fabs(double(m_table.whole()));
    default:
        return {};
    }
}

QString CallModel::toolTip(size_t row) const
{
    const QString weight = QString::fromStdString(m_table.analysis()->formatAuto(m_table.weight(row)));
    QString text = style::displayText(m_table.name(row)) + u'\n';
    text += m_side == Side::Callers ? tr("%1 over calls from it").arg(weight)
                                    : tr("%1 over calls to it").arg(weight);
    if (m_table.inlined(row))
        text += u'\n' + tr("All these calls were inlined by the compiler");
    return style::wrappedToolTip(text);
}

QVariant CallModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= callColumnCount)
        return {};
    const auto column = CallColumn(section);
    const bool isName = column == CallColumn::Name;
    if (role == Qt::InitialSortOrderRole)
        return isName ? Qt::AscendingOrder : Qt::DescendingOrder;
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isName ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const bool title = role == Qt::DisplayRole;
    switch (column) {
    case CallColumn::Weight:
        return title ? tr("Weight") : tr("What the samples that go over these calls weigh");
    case CallColumn::Share:
        return title ? tr("Share") : tr("The weight as a share of the active function's cum");
    case CallColumn::TotalShare:
        return title ? tr("Of total") : tr("The weight as a share of the total");
    case CallColumn::Name:
        return m_side == Side::Callers ? tr("Caller") : tr("Callee");
    }
    return {};
}

void CallModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= callColumnCount)
        return;
    m_sortColumn = CallColumn(column);
    m_descending = order == Qt::DescendingOrder;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<FrameId> frames;
    for (const QModelIndex &index : before)
        frames.push_back(m_table.frame(size_t(index.row())));
    m_table.sort(m_sortColumn, m_descending);
    std::map<FrameId, int> rows;
    for (int row = 0; row < rowCount(); ++row)
        rows[m_table.frame(size_t(row))] = row;
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i)
        after.append(index(rows[frames[size_t(i)]], before[i].column()));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

} // namespace proflens
