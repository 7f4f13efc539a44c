// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/costtreemodel.h"

#include "app/panes/comparetext.h"
#include "app/panes/tableview.h"
#include "app/style/text.h"
#include "core/analyze/differencetable.h"

#include <algorithm>

namespace proflens {

namespace {

using Column = CostColumn;

bool isOfBase(Column column)
{
    return column == Column::Base || column == Column::BaseShare;
}

bool isOfChange(Column column)
{
    return column == Column::Delta || column == Column::Percent || column == Column::Ratio;
}

// The column that a name is in is read from its beginning; numbers end at the same place.
Qt::Alignment alignmentOf(Column column)
{
    return Qt::AlignVCenter |
           (column == Column::Name || column == Column::Mark ? Qt::AlignLeft : Qt::AlignRight);
}

} // namespace

void CostTreeModel::setNumbers(const AnalysisPtr &analysis, const ComparisonPtr &comparison,
                               uint64_t largestDelta)
{
    m_analysis = analysis;
    m_comparison = comparison;
    m_largestDelta = largestDelta;
}

int CostTreeModel::columnCount(const QModelIndex &) const
{
    return costColumnCount;
}

QVariant CostTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_analysis)
        return {};
    const auto column = Column(index.column());
    switch (role) {
    case Qt::TextAlignmentRole:
        return int(alignmentOf(column));
    case Qt::ToolTipRole:
        return toolTip(index);
    case ActiveRole:
    case QuietRole:
        return nameData(index, role);
    default:
        break;
    }
    if (column == Column::Name)
        return nameData(index, role);
    // Views ask for columns that they hide, too.
    if (!m_comparison && column != Column::Value && column != Column::Share)
        return {};
    const auto known = cost(index);
    return known ? cell(*known, column, role) : QVariant();
}

QVariant CostTreeModel::cell(const RowCost &cost, Column column, int role) const
{
    const bool ofBase = isOfBase(column);
    const int64_t value = ofBase ? cost.values.base : cost.values.current;
    const bool isThere = ofBase ? cost.inBase : cost.inCurrent;
    const int64_t delta = cost.values.delta();
    const auto text = [](const std::string &said) { return QString::fromStdString(said); };
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case Column::Value:
            return text(m_analysis->formatListed(value));
        case Column::Share:
            return text(m_analysis->percent(value));
        case Column::Base:
        case Column::Current:
            return isThere ? text(m_comparison->formatListed(value)) : text(std::string(noValue));
        case Column::BaseShare:
        case Column::CurrentShare:
            return isThere ? text((ofBase ? m_comparison->base() : m_comparison->current())->percent(value))
                           : QString();
        case Column::Delta:
            return text(m_comparison->formatSeenDelta(delta));
        case Column::Percent:
            return text(m_comparison->percent(delta));
        case Column::Ratio:
            return text(Comparison::ratio(cost.values));
        case Column::Mark:
            switch (cost.change.kind) {
            case Change::Kind::New:
                return cost.change.noise ? tr("new, noise") : tr("new");
            case Change::Kind::Gone:
                return cost.change.noise ? tr("gone, noise") : tr("gone");
            case Change::Kind::Same:
                return tr("same");
            case Change::Kind::Grew:
            case Change::Kind::Shrank:
                return cost.change.noise ? tr("noise") : QString();
            }
            return {};
        case Column::Name:
            return {};
        }
        return {};
    case ShareRole: {
        if (column != Column::Value && column != Column::Base && column != Column::Current)
            return {};
        // One scale for both sides, so that bars beside each other compare.
        const double whole = m_comparison ? std::max(std::abs(double(m_comparison->total().base)),
                                                     std::abs(double(m_comparison->total().current)))
                                          : double(m_analysis->total());
        return whole == 0 ? 0.0 : double(value) / whole;
    }
    case DeltaRole:
        if (column != Column::Delta)
            return {};
        return m_largestDelta == 0 ? 0.0 : double(delta) / double(m_largestDelta);
    case ChangeRole:
        return isOfChange(column) ? QVariant(changeNumber(cost.change)) : QVariant();
    default:
        return {};
    }
}

QString CostTreeModel::toolTip(const QModelIndex &index) const
{
    QString text = toolTipText(index);
    if (const auto known = cost(index)) {
        if (m_comparison) {
            text += u'\n' + bothText(*m_comparison, known->values);
            text += u'\n' + tr("Percentages are of %1").arg(percentOfText(*m_comparison));
            if (const QString sentence = changeSentence(known->change); !sentence.isEmpty())
                text += u'\n' + sentence;
        } else {
            text += u'\n' +
                    tr("%1 (%2)").arg(QString::fromStdString(m_analysis->formatAuto(known->values.current)),
                                      QString::fromStdString(m_analysis->percent(known->values.current)));
        }
    }
    return style::wrappedToolTip(text);
}

QVariant CostTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= costColumnCount)
        return {};
    const auto column = Column(section);
    if (role == Qt::TextAlignmentRole)
        return int(alignmentOf(column));
    if (role == DeltaRole)
        return column == Column::Delta;
    if (role == Qt::ToolTipRole)
        return style::wrappedToolTip(headerToolTip(column));
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Column::Value:
        return tr("Value");
    case Column::Share:
    case Column::BaseShare:
    case Column::CurrentShare:
        return tr("Share");
    case Column::Base:
        return tr("Base");
    case Column::Current:
        return tr("Current");
    case Column::Delta:
        return tr("Δ");
    case Column::Percent:
        return tr("Δ%");
    case Column::Ratio:
        return tr("Ratio");
    case Column::Mark:
        return tr("Mark");
    case Column::Name:
        return nameTitle();
    }
    return {};
}

QString CostTreeModel::headerToolTip(Column column) const
{
    switch (column) {
    case Column::Value:
        return tr("What its samples weigh");
    case Column::Share:
        return tr("As a share of the total");
    case Column::Base:
        return tr("What its samples weigh in the base");
    case Column::BaseShare:
        return tr("As a share of the base's total");
    case Column::Current:
        return tr("What its samples weigh in the current side");
    case Column::CurrentShare:
        return tr("As a share of the current side's total");
    case Column::Delta:
        return tr(
            "Current minus base. Bars compare the rows: blue to the left is less, red to the right is more, "
            "grey is noise.");
    case Column::Percent:
        return tr("Δ as a share of %1").arg(m_comparison ? percentOfText(*m_comparison) : QString());
    case Column::Ratio:
        return tr("Current divided by base");
    case Column::Mark:
        return tr(
            "New: the base has none of it. Gone: the current side has none of it. Noise: it changed by no "
            "more than two standard errors of its samples. Same: nothing changed.");
    case Column::Name:
        return nameTitle();
    }
    return {};
}

QString CostTreeModel::widest(Column column) const
{
    if (!m_analysis)
        return {};
    QString value = widestValue(*m_analysis);
    if (m_comparison) {
        const QString base = widestValue(*m_comparison->base());
        value = base.size() > value.size() ? base : value;
    }
    // What is too small for the unit of the total is shown in one that suits it.
    const QString inOwnUnit = QStringLiteral("8888.88ms");
    value = inOwnUnit.size() > value.size() ? inOwnUnit : value;
    const QString share = QStringLiteral("0.00088%");
    switch (column) {
    case Column::Value:
    case Column::Base:
    case Column::Current:
        return value;
    case Column::Share:
    case Column::BaseShare:
    case Column::CurrentShare:
        return share;
    case Column::Delta:
        return u'+' + value;
    case Column::Percent:
        return QStringLiteral("+88888.88%");
    case Column::Ratio:
        return QStringLiteral("×888.88");
    case Column::Mark:
        return tr("gone, noise");
    case Column::Name:
        return {};
    }
    return {};
}

} // namespace proflens
