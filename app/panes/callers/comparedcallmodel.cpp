// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/callers/comparedcallmodel.h"

#include "app/panes/bardelegate.h"
#include "app/panes/comparetext.h"
#include "app/style/text.h"

#include <algorithm>
#include <map>

namespace proflens {

namespace {

using Column = ComparedCallColumn;

} // namespace

ComparedCallModel::ComparedCallModel(Side side, QObject *parent)
    : QAbstractTableModel(parent)
    , m_side(side)
{}

void ComparedCallModel::setTable(ComparedCallTable table)
{
    beginResetModel();
    m_table = std::move(table);
    m_table.sort(m_sortColumn, m_descending, m_byAmount);
    endResetModel();
}

int ComparedCallModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_table.size());
}

int ComparedCallModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : comparedCallColumnCount;
}

QVariant ComparedCallModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const auto row = size_t(index.row());
    const auto column = Column(index.column());
    const BothValues weight = m_table.weight(row);
    switch (role) {
    case Qt::DisplayRole:
        return style::displayText(m_table.text(row, column));
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (column == Column::Name ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::ToolTipRole:
        return toolTip(row);
    case NameRole:
        return column == Column::Name;
    case ShareRole: {
        if (column != Column::Base && column != Column::Current)
            return {};
        // One scale for both sides.
        const BothValues all = m_table.whole();
        const double whole = std::max(std::abs(double(all.base)), std::abs(double(all.current)));
        return whole == 0 ? 0.0 : double(column == Column::Base ? weight.base : weight.current) / whole;
    }
    case DeltaRole:
        if (column != Column::Delta)
            return {};
        return m_table.largestDelta() == 0 ? 0.0 : double(weight.delta()) / double(m_table.largestDelta());
    case ChangeRole:
        if (column == Column::Delta || column == Column::Percent || column == Column::Ratio)
            return changeNumber(m_table.change(row));
        return {};
    default:
        return {};
    }
}

QString ComparedCallModel::toolTip(size_t row) const
{
    const Comparison &comparison = *m_table.comparison();
    const QString weight = bothText(comparison, m_table.weight(row));
    QString text = style::displayText(m_table.name(row)) + u'\n';
    text += m_side == Side::Callers ? tr("Over calls from it: %1").arg(weight)
                                    : tr("Over calls to it: %1").arg(weight);
    text += u'\n' + tr("Percentages are of %1").arg(percentOfText(comparison));
    const QString sentence = changeSentence(m_table.change(row));
    if (!sentence.isEmpty())
        text += u'\n' + sentence;
    return style::wrappedToolTip(text);
}

QVariant ComparedCallModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= comparedCallColumnCount)
        return {};
    const auto column = Column(section);
    const bool isName = column == Column::Name;
    if (role == Qt::InitialSortOrderRole)
        return isName ? Qt::AscendingOrder : Qt::DescendingOrder;
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isName ? Qt::AlignLeft : Qt::AlignRight));
    if (role == DeltaRole)
        return column == Column::Delta;
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const bool title = role == Qt::DisplayRole;
    const auto wrapped = [](const QString &text) { return style::wrappedToolTip(text); };
    switch (column) {
    case Column::Base:
        return title ? tr("Base") : tr("What the base's samples that go over these calls weigh");
    case Column::BaseShare:
        return title ? tr("Base\nshare")
                     : wrapped(tr("As a share of the active function's cum in the base; – where calls of "
                                  "less than nothing leave less than this one has"));
    case Column::Current:
        return title ? tr("Current") : tr("What the current side's samples that go over these calls weigh");
    case Column::CurrentShare:
        return title
                   ? tr("Current\nshare")
                   : wrapped(tr("As a share of the active function's cum in the current side; – where calls "
                                "of less than nothing leave less than this one has"));
    case Column::Delta:
        return title
                   ? tr("Δ")
                   : wrapped(tr("Current minus base. Bars compare the rows: blue to the left is less, red to "
                                "the right is more, grey is noise."));
    case Column::Percent:
        return title ? tr("Δ%")
                     : wrapped(
                           tr("Δ as a share of %1")
                               .arg(m_table.comparison() ? percentOfText(*m_table.comparison()) : QString()));
    case Column::Ratio:
        return title ? tr("Ratio") : tr("Current divided by base");
    case Column::Name:
        return m_side == Side::Callers ? tr("Caller") : tr("Callee");
    }
    return {};
}

void ComparedCallModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= comparedCallColumnCount)
        return;
    m_sortColumn = Column(column);
    m_descending = order == Qt::DescendingOrder;
    m_byAmount = false;
    sortTable();
}

void ComparedCallModel::sortByAmount()
{
    m_sortColumn = Column::Delta;
    m_descending = m_byAmount = true;
    sortTable();
}

void ComparedCallModel::sortTable()
{
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<FrameId> frames;
    for (const QModelIndex &index : before)
        frames.push_back(m_table.frame(size_t(index.row())));
    m_table.sort(m_sortColumn, m_descending, m_byAmount);
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
