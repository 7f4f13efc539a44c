// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/coderulesmodel.h"

#include "app/session/viewstate.h"
#include "app/style/palette.h"
#include "app/style/text.h"

#include <QFontDatabase>
#include <QLocale>

namespace proflens {

namespace {

QString problemOf(const CodeRule &rule)
{
    return patternProblem(FilterKind::Hide, QString::fromStdString(rule.pattern));
}

} // namespace

void CodeRulesModel::setRules(const CodeRules &rules)
{
    beginResetModel();
    m_rules = rules;
    m_counts.clear();
    endResetModel();
}

void CodeRulesModel::setCounts(const std::vector<int> &counts)
{
    m_counts = counts;
    if (!m_rules.empty())
        Q_EMIT dataChanged(index(0, CountColumn), index(rowCount() - 1, CountColumn));
}

void CodeRulesModel::addRule()
{
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_rules.push_back({{}, tr("a rule of one's own").toStdString(), true});
    endInsertRows();
    Q_EMIT edited();
}

void CodeRulesModel::removeRule(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    beginRemoveRows({}, row, row);
    m_rules.erase(m_rules.begin() + row);
    if (static_cast<size_t>(row) < m_counts.size())
        m_counts.erase(m_counts.begin() + row);
    endRemoveRows();
    Q_EMIT edited();
}

QString CodeRulesModel::problem() const
{
    for (const CodeRule &rule : m_rules) {
        const QString problem = problemOf(rule);
        if (!problem.isEmpty())
            return tr("%1: %2", "pattern, reason").arg(QString::fromStdString(rule.pattern), problem);
    }
    return {};
}

int CodeRulesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rules.size());
}

int CodeRulesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QVariant CodeRulesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = static_cast<size_t>(index.row());
    const CodeRule &rule = m_rules[row];
    const QString pattern = QString::fromStdString(rule.pattern);
    switch (index.column()) {
    case AboutColumn:
        if (role == Qt::CheckStateRole)
            return rule.enabled ? Qt::Checked : Qt::Unchecked;
        if (role == Qt::DisplayRole || role == Qt::EditRole)
            return QString::fromStdString(rule.about);
        return {};
    case PatternColumn: {
        if (role == Qt::EditRole || role == Qt::DisplayRole)
            return pattern;
        if (role == Qt::FontRole)
            return QFontDatabase::systemFont(QFontDatabase::FixedFont);
        const QString problem = problemOf(rule);
        if (role == Qt::ToolTipRole)
            return style::wrappedToolTip(problem.isEmpty() ? pattern : pattern + QLatin1Char('\n') + problem);
        if (role == Qt::ForegroundRole && !problem.isEmpty())
            return style::errorText(m_palette);
        return {};
    }
    case CountColumn: {
        const int count = row < m_counts.size() ? m_counts[row] : -1;
        if (role == Qt::DisplayRole)
            return count < 0 ? QString() : QLocale().toString(count);
        if (role == Qt::TextAlignmentRole)
            return QVariant(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    }
    default:
        return {};
    }
}

bool CodeRulesModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const auto row = static_cast<size_t>(index.row());
    CodeRule &rule = m_rules[row];
    if (index.column() == AboutColumn && role == Qt::CheckStateRole)
        rule.enabled = value.toInt() == Qt::Checked;
    else if (index.column() == AboutColumn && role == Qt::EditRole)
        rule.about = value.toString().toStdString();
    else if (index.column() == PatternColumn && role == Qt::EditRole)
        rule.pattern = value.toString().toStdString();
    else
        return false;
    if (index.column() == PatternColumn && row < m_counts.size())
        m_counts[row] = -1;
    Q_EMIT dataChanged(this->index(index.row(), 0), this->index(index.row(), ColumnCount - 1));
    Q_EMIT edited();
    return true;
}

QVariant CodeRulesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (section == CountColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::ToolTipRole && section == CountColumn)
        return tr("How many functions of this profile the rule hides");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case AboutColumn:
        return tr("Hides");
    case PatternColumn:
        return tr("Functions, files and binaries that match");
    case CountColumn:
        return tr("Functions");
    default:
        return {};
    }
}

Qt::ItemFlags CodeRulesModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (!index.isValid())
        return flags;
    if (index.column() != CountColumn)
        flags |= Qt::ItemIsEditable;
    if (index.column() == AboutColumn)
        flags |= Qt::ItemIsUserCheckable;
    return flags | Qt::ItemNeverHasChildren;
}

} // namespace proflens
