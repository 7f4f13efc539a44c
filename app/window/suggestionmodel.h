// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/namecosts.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

#include <functional>
#include <vector>

namespace proflens {

// What completes a pattern, as a list: the name, what it is, what it costs.
class SuggestionModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { KindRole = Qt::UserRole, CostRole, IsPathRole };

    using QAbstractListModel::QAbstractListModel;

    void setSuggestions(std::vector<Suggestion> suggestions,
                        const std::function<QString(const NameCost &)> &costText);
    const Suggestion &suggestion(int row) const { return m_rows[static_cast<size_t>(row)].suggestion; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Row
    {
        Suggestion suggestion;
        QString cost;
    };
    std::vector<Row> m_rows;
};

// Paints such a row: the name on the left, cut so that its end stays; on the right its cost and, dimmer, what
// it is.
class SuggestionDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    // Wide enough for most names, whatever they are.
    static int usualWidth(const QFontMetrics &metrics);
};

} // namespace proflens
