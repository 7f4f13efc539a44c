// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/labels/labelsmodel.h"

#include "app/style/text.h"
#include "core/report/labeltext.h"

#include <algorithm>

namespace proflens {

namespace {

// How many values of a key there are before somebody asks for more; then as many again each time.
constexpr int firstValues = 200;

} // namespace

void LabelsModel::setCosts(const LabelCostsPtr &costs, std::vector<ListedLabels> listed)
{
    beginResetModel();
    m_costs = costs;
    m_listed = std::move(listed);
    m_shown.clear();
    uint64_t largest = 0;
    for (const ListedLabels &entry : m_listed) {
        const LabelKey &key = costs->keys()[entry.key];
        const int values = std::min(firstValues, int(entry.values.size()));
        m_shown.push_back({values, size_t(values) < entry.values.size(), entry.lacking});
        for (const uint32_t value : entry.values)
            largest = std::max(largest, magnitudeOf(key.values[value].sum.values().delta()));
        largest = std::max({largest, magnitudeOf(key.total.values().delta()),
                            entry.lacking ? magnitudeOf(key.without.values().delta()) : 0});
    }
    setNumbers(costs ? costs->analysis() : nullptr, costs ? costs->comparison() : nullptr, largest);
    endResetModel();
}

// Which of the keys an index is, or is below.
int LabelsModel::position(const QModelIndex &index) const
{
    return isKey(index) ? index.row() : int(index.internalId()) - 1;
}

const LabelKey *LabelsModel::keyOf(const QModelIndex &index) const
{
    return index.isValid() ? &m_costs->keys()[m_listed[size_t(position(index))].key] : nullptr;
}

const LabelValue *LabelsModel::valueOf(const QModelIndex &index) const
{
    if (!index.isValid() || isKey(index))
        return nullptr;
    const auto at = size_t(position(index));
    if (index.row() >= m_shown[at].values)
        return nullptr;
    return &keyOf(index)->values[m_listed[at].values[size_t(index.row())]];
}

bool LabelsModel::isMore(const QModelIndex &index) const
{
    if (!index.isValid() || isKey(index))
        return false;
    const Shown &shown = m_shown[size_t(position(index))];
    return shown.hasMore && index.row() == shown.values;
}

bool LabelsModel::isWithout(const QModelIndex &index) const
{
    return index.isValid() && !isKey(index) && !valueOf(index) && !isMore(index);
}

void LabelsModel::showMore(const QModelIndex &index)
{
    if (!isMore(index))
        return;
    const QModelIndex above = parent(index);
    Shown &shown = m_shown[size_t(position(index))];
    const auto size = int(m_listed[size_t(position(index))].values.size());
    const int now = int(std::min<qint64>(size, qint64(shown.values) * 2));
    // The row that says so stays where it is, until there are no more.
    beginInsertRows(above, shown.values, now - 1);
    shown.values = now;
    endInsertRows();
    if (now < size)
        return;
    beginRemoveRows(above, now, now);
    shown.hasMore = false;
    endRemoveRows();
}

QModelIndex LabelsModel::indexOfKey(std::string_view name) const
{
    for (size_t i = 0; i < m_listed.size(); ++i) {
        if (m_costs->keys()[m_listed[i].key].name == name)
            return index(int(i), 0);
    }
    return {};
}

const LabelSum *LabelsModel::sumOf(const QModelIndex &index) const
{
    if (isKey(index))
        return &keyOf(index)->total;
    if (const LabelValue *value = valueOf(index))
        return &value->sum;
    return isWithout(index) ? &keyOf(index)->without : nullptr;
}

std::optional<RowCost> LabelsModel::cost(const QModelIndex &index) const
{
    const LabelSum *sum = m_costs && index.isValid() ? sumOf(index) : nullptr;
    if (!sum)
        return std::nullopt;
    const BothValues values = sum->values();
    return RowCost{values, m_costs->change(*sum), values.base != 0, values.current != 0};
}

QModelIndex LabelsModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column < 0 || column >= costColumnCount || row >= rowCount(parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : quintptr(0));
}

QModelIndex LabelsModel::parent(const QModelIndex &index) const
{
    return !index.isValid() || isKey(index) ? QModelIndex() : createIndex(position(index), 0, quintptr(0));
}

int LabelsModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_listed.size());
    if (!isKey(parent) || parent.column() != 0)
        return 0;
    const Shown &shown = m_shown[size_t(parent.row())];
    return shown.values + int(shown.hasMore) + int(shown.hasWithout);
}

// What the name of a key ends with that is none of it.
QString LabelsModel::mark(const QModelIndex &index) const
{
    if (!isKey(index))
        return {};
    const auto listed = int(m_listed[size_t(index.row())].values.size()),
               all = int(keyOf(index)->values.size());
    const QString values = tr("%Ln value(s)", nullptr, all);
    return QStringLiteral("  (") + (listed == all ? values : tr("%L1 of %2").arg(listed).arg(values)) + u')';
}

QString LabelsModel::text(const QModelIndex &index) const
{
    const LabelKey &key = *keyOf(index);
    if (isKey(index))
        return (key.name.empty() ? tr("(no name)") : style::displayText(key.name)) + mark(index);
    if (const LabelValue *value = valueOf(index)) {
        const std::string said = m_costs->text(key, *value);
        return said.empty() ? tr("(empty text)") : style::displayText(said);
    }
    if (isMore(index)) {
        const auto at = size_t(position(index));
        return tr("… %Ln more value(s)", nullptr, int(m_listed[at].values.size()) - m_shown[at].values);
    }
    return style::displayText(withoutText(key));
}

QVariant LabelsModel::nameData(const QModelIndex &index, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return text(index);
    case MarkRole:
        return mark(index);
    case NameRole:
        return isKey(index);
    case BeginRole:
        return true;
    case QuietRole:
        return isWithout(index);
    case LinkRole:
        return valueOf(index) || isMore(index);
    default:
        return {};
    }
}

QString LabelsModel::toolTipText(const QModelIndex &index) const
{
    QString text = this->text(index);
    if (!isKey(index))
        text = style::displayText(keyOf(index)->name) + QStringLiteral(": ") + text;
    if (keyOf(index)->isRepeated && !isWithout(index)) {
        text += u'\n' + tr("Some samples have several values of this key. They count once for each, so that "
                           "shares can add up to more than 100%.");
    }
    const LabelValue *value = valueOf(index);
    if (!value)
        return text;
    if (value->isNumber) {
        const QString unit = style::displayText(keyOf(index)->unit);
        text += u'\n' + (value->least == value->greatest
                             ? tr("Exactly %L1 %2").arg(value->least).arg(unit)
                             : tr("From %L1 to %L2 %3").arg(value->least).arg(value->greatest).arg(unit));
    }
    return text + u'\n' + tr("Click on it for only the samples that have it");
}

} // namespace proflens
