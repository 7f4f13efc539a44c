// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/top/differencemodel.h"

#include "app/panes/bardelegate.h"
#include "app/panes/comparetext.h"
#include "app/style/text.h"

#include <algorithm>

namespace proflens {

namespace {

using Column = DifferenceColumn;

bool isText(Column column)
{
    return column == Column::Name || column == Column::File || column == Column::Mark;
}

bool isFlat(Column column)
{
    return column >= Column::FlatBase && column <= Column::FlatRatio;
}

bool isDelta(Column column)
{
    return column == Column::FlatDelta || column == Column::CumDelta;
}

// Whether a cell is about a difference rather than about one of the sides.
bool isAboutChange(Column column)
{
    return isDelta(column) || column == Column::FlatPercent || column == Column::FlatRatio ||
           column == Column::CumPercent || column == Column::CumRatio;
}

} // namespace

void DifferenceModel::setComparison(const ComparisonPtr &comparison)
{
    beginResetModel();
    m_table.reset();
    if (comparison) {
        m_table.emplace(comparison);
        m_table->sort(m_sortColumn, m_descending, m_byAmount);
        m_table->hideNoise(m_hideNoise);
        if (m_pattern)
            m_table->search(m_pattern);
    }
    endResetModel();
}

void DifferenceModel::setTitles(const QString &base, const QString &current)
{
    m_baseTitle = base;
    m_currentTitle = current;
}

void DifferenceModel::search(const std::optional<Regex> &pattern)
{
    m_pattern = pattern;
    if (!m_table)
        return;
    beginResetModel();
    m_table->search(pattern);
    endResetModel();
}

void DifferenceModel::hideNoise(bool hide)
{
    if (m_hideNoise == hide)
        return;
    m_hideNoise = hide;
    if (!m_table)
        return;
    beginResetModel();
    m_table->hideNoise(hide);
    endResetModel();
}

int DifferenceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_table ? 0 : int(m_table->size());
}

int DifferenceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : differenceColumnCount;
}

QVariant DifferenceModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_table)
        return {};
    const auto row = size_t(index.row());
    const auto column = Column(index.column());
    const auto values = [&] { return isFlat(column) ? m_table->flat(row) : m_table->cum(row); };
    switch (role) {
    case Qt::DisplayRole:
        if (column == Column::Mark) {
            const bool noise = m_table->isNoise(row);
            switch (m_table->mark(row)) {
            case RowMark::New:
                return noise ? tr("new, noise") : tr("new");
            case RowMark::Gone:
                return noise ? tr("gone, noise") : tr("gone");
            case RowMark::Same:
                return tr("same");
            case RowMark::Changed:
                return noise ? tr("noise") : QString();
            }
        }
        return style::displayText(m_table->text(row, column));
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (isText(column) ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::ToolTipRole:
        return toolTip(row);
    case NameRole:
        return column == Column::Name || column == Column::File;
    case ShareRole: {
        const bool base = column == Column::FlatBase || column == Column::CumBase;
        if (!base && column != Column::FlatCurrent && column != Column::CumCurrent)
            return {};
        // One scale for both sides, so that bars beside each other compare.
        const BothValues total = m_table->comparison()->total();
        const double whole = std::max(std::abs(double(total.base)), std::abs(double(total.current)));
        const double value = double(base ? values().base : values().current);
        return whole == 0 ? 0.0 : value / whole;
    }
    case DeltaRole: {
        if (!isDelta(column))
            return {};
        const uint64_t largest = isFlat(column) ? m_table->largestFlatDelta() : m_table->largestCumDelta();
        return largest == 0 ? 0.0 : double(values().delta()) / double(largest);
    }
    case ChangeRole:
        if (isAboutChange(column))
            return changeNumber(isFlat(column) ? m_table->flatChange(row) : m_table->cumChange(row));
        return {};
    default:
        return {};
    }
}

QString DifferenceModel::toolTip(size_t row) const
{
    const Comparison &comparison = *m_table->comparison();
    QString text = style::displayText(m_table->name(row));
    for (const std::string_view file : m_table->files(row)) {
        if (!file.empty())
            text += u'\n' + style::displayText(file);
    }
    text += u'\n' + tr("Flat: %1").arg(bothText(comparison, m_table->flat(row)));
    text += u'\n' + tr("Cum: %1").arg(bothText(comparison, m_table->cum(row)));
    text += u'\n' + tr("Percentages are of %1").arg(percentOfText(comparison));
    const QString flat = changeSentence(m_table->flatChange(row));
    const QString cum = changeSentence(m_table->cumChange(row));
    if (!flat.isEmpty() && flat == cum) {
        text += u'\n' + flat;
    } else {
        if (!flat.isEmpty())
            text += u'\n' + tr("Flat: %1").arg(flat);
        if (!cum.isEmpty())
            text += u'\n' + tr("Cum: %1").arg(cum);
    }
    return style::wrappedToolTip(text);
}

QString DifferenceModel::headerToolTip(Column column) const
{
    const QString percents = m_table ? percentOfText(*m_table->comparison()) : QString();
    const auto total = [&](bool base) {
        if (!m_table)
            return QString();
        const BothValues total = m_table->comparison()->total();
        return QString::fromStdString(
            m_table->comparison()->current()->formatAuto(base ? total.base : total.current));
    };
    switch (column) {
    case Column::Name:
        return tr("The name, as the granularity has it");
    case Column::Mark:
        return tr(
            "New: the base has none of it. Gone: the current side has none of it. Noise: neither flat "
            "nor cum changed by more than two standard errors of their samples. Same: nothing changed.");
    case Column::FlatBase:
        return tr("What was spent in the function itself, in the base: %1").arg(m_baseTitle);
    case Column::FlatCurrent:
        return tr("What was spent in the function itself, in the current side: %1").arg(m_currentTitle);
    case Column::CumBase:
        return tr("What was spent in the function and in all it called, in the base: %1").arg(m_baseTitle);
    case Column::CumCurrent:
        return tr("What was spent in the function and in all it called, in the current side: %1")
            .arg(m_currentTitle);
    case Column::FlatBaseShare:
    case Column::CumBaseShare:
        return tr("As a share of the base's own total, %1").arg(total(true));
    case Column::FlatCurrentShare:
    case Column::CumCurrentShare:
        return tr("As a share of the current side's own total, %1").arg(total(false));
    case Column::FlatDelta:
    case Column::CumDelta:
        return tr("Current minus base. Bars compare the rows: blue to the left is less, red to the right is "
                  "more, grey is noise.");
    case Column::FlatPercent:
    case Column::CumPercent:
        return tr("Δ as a share of %1").arg(percents);
    case Column::FlatRatio:
    case Column::CumRatio:
        return tr("Current divided by base");
    case Column::File:
        return tr("The source file the function is in");
    }
    return {};
}

QVariant DifferenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= differenceColumnCount)
        return {};
    const auto column = Column(section);
    if (role == Qt::InitialSortOrderRole)
        return isText(column) ? Qt::AscendingOrder : Qt::DescendingOrder;
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isText(column) ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole)
        return style::wrappedToolTip(headerToolTip(column));
    if (role == DeltaRole)
        return isDelta(column);
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Column::Name:
        return tr("Function");
    case Column::Mark:
        return tr("Mark\n(cum)");
    case Column::FlatBase:
        return tr("Flat\nbase");
    case Column::FlatBaseShare:
    case Column::FlatCurrentShare:
        return tr("Flat\n%");
    case Column::FlatCurrent:
        return tr("Flat\ncurrent");
    case Column::FlatDelta:
        return tr("Flat\nΔ");
    case Column::FlatPercent:
        return tr("Flat\nΔ%");
    case Column::FlatRatio:
        return tr("Flat\nratio");
    case Column::CumBase:
        return tr("Cum\nbase");
    case Column::CumBaseShare:
    case Column::CumCurrentShare:
        return tr("Cum\n%");
    case Column::CumCurrent:
        return tr("Cum\ncurrent");
    case Column::CumDelta:
        return tr("Cum\nΔ");
    case Column::CumPercent:
        return tr("Cum\nΔ%");
    case Column::CumRatio:
        return tr("Cum\nratio");
    case Column::File:
        return tr("File");
    }
    return {};
}

void DifferenceModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= differenceColumnCount)
        return;
    m_sortColumn = Column(column);
    m_descending = order == Qt::DescendingOrder;
    m_byAmount = std::exchange(m_nextByAmount, false);
    if (m_table) {
        Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
        const QModelIndexList before = persistentIndexList();
        std::vector<FrameId> frames;
        frames.reserve(size_t(before.size()));
        for (const QModelIndex &index : before)
            frames.push_back(m_table->frame(size_t(index.row())));
        m_table->sort(m_sortColumn, m_descending, m_byAmount);
        QModelIndexList after;
        after.reserve(before.size());
        for (qsizetype i = 0; i < before.size(); ++i)
            after.append(index(int(*m_table->rowOf(frames[size_t(i)])), before[i].column()));
        changePersistentIndexList(before, after);
        Q_EMIT layoutChanged({}, VerticalSortHint);
    }
    Q_EMIT sorted();
}

} // namespace proflens
