// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/select/coderules.h"

#include <QAbstractTableModel>
#include <QPalette>
#include <QString>

#include <vector>

namespace proflens {

// The rules of one language as a table that can be edited: what each hides, with a check box that switches it
// on; its pattern; how many functions of a profile it matches.
class CodeRulesModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { AboutColumn, PatternColumn, CountColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setRules(const CodeRules &rules);
    const CodeRules &rules() const { return m_rules; }
    // By rule, beginning with the first; negative: unknown.
    void setCounts(const std::vector<int> &counts);
    // Behind the last one, with an empty pattern.
    void addRule();
    void removeRule(int row);
    // What is wrong with the first pattern that is wrong; empty if none is.
    QString problem() const;
    void setPalette(const QPalette &palette) { m_palette = palette; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    // A person changed a rule, added or removed one.
    void edited();

private:
    CodeRules m_rules;
    std::vector<int> m_counts;
    QPalette m_palette;
};

} // namespace proflens
