// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/suggestionmodel.h"

#include "app/style/palette.h"
#include "app/style/text.h"

#include <QApplication>
#include <QPainter>

namespace proflens {

namespace {

constexpr int gap = 8;

QString kindText(NameKind kind)
{
    switch (kind) {
    case NameKind::Function:
        return SuggestionModel::tr("function");
    case NameKind::File:
        return SuggestionModel::tr("file");
    case NameKind::Mapping:
        return SuggestionModel::tr("binary");
    case NameKind::LabelKey:
        return SuggestionModel::tr("label");
    case NameKind::LabelValue:
        return SuggestionModel::tr("value");
    }
    return {};
}

// Right-aligned columns must not move from row to row.
int kindWidth(const QFontMetrics &metrics)
{
    int width = 0;
    for (const NameKind kind :
         {NameKind::Function, NameKind::File, NameKind::Mapping, NameKind::LabelKey, NameKind::LabelValue})
        width = std::max(width, metrics.horizontalAdvance(kindText(kind)));
    return width;
}

} // namespace

void SuggestionModel::setSuggestions(std::vector<Suggestion> suggestions,
                                     const std::function<QString(const NameCost &)> &costText)
{
    beginResetModel();
    m_rows.clear();
    m_rows.reserve(suggestions.size());
    for (Suggestion &each : suggestions) {
        const QString cost = costText(each.cost);
        m_rows.push_back({std::move(each), cost});
    }
    endResetModel();
}

int SuggestionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant SuggestionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[static_cast<size_t>(index.row())];
    const auto text = [&] { return style::displayText(row.suggestion.text); };
    switch (role) {
    case Qt::DisplayRole:
        return text();
    case Qt::ToolTipRole:
        return style::wrappedToolTip(text());
    case Qt::AccessibleTextRole:
        //: A name, what it is, and its cost: "main.main, function, 1.20s".
        return tr("%1, %2, %3").arg(text(), kindText(row.suggestion.kind), row.cost);
    case KindRole:
        return kindText(row.suggestion.kind);
    case CostRole:
        return row.cost;
    case IsPathRole:
        return row.suggestion.kind != NameKind::Function;
    default:
        return {};
    }
}

void SuggestionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                               const QModelIndex &index) const
{
    QStyleOptionViewItem base = option;
    initStyleOption(&base, index);
    base.text.clear();
    const QWidget *widget = option.widget;
    (widget ? widget->style() : QApplication::style())
        ->drawControl(QStyle::CE_ItemViewItem, &base, painter, widget);

    const bool selected = option.state & QStyle::State_Selected;
    const QColor text = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const QColor back = option.palette.color(selected ? QPalette::Highlight : QPalette::Base);
    const QFontMetrics metrics(option.font);
    QRect rect = option.rect.adjusted(gap, 0, -gap, 0);
    const auto draw = [&](const QRect &where, Qt::Alignment alignment, const QString &what) {
        painter->drawText(
            QStyle::visualRect(option.direction, option.rect, where),
            static_cast<int>(QStyle::visualAlignment(option.direction, alignment) | Qt::AlignVCenter) |
                Qt::TextSingleLine,
            what);
    };
    const QString cost = index.data(SuggestionModel::CostRole).toString();
    painter->save();
    painter->setFont(option.font);
    painter->setPen(style::mixed(back, text, 0.65));
    draw(rect, Qt::AlignRight, index.data(SuggestionModel::KindRole).toString());
    rect.setRight(rect.right() - kindWidth(metrics) - gap);
    painter->setPen(text);
    draw(rect, Qt::AlignRight, cost);
    rect.setRight(rect.right() - metrics.horizontalAdvance(cost) - 2 * gap);
    const QString name = index.data(Qt::DisplayRole).toString();
    const bool isPath = index.data(SuggestionModel::IsPathRole).toBool();
    draw(rect, Qt::AlignLeft,
         isPath ? metrics.elidedText(name, Qt::ElideMiddle, rect.width())
                : style::elidedName(name, QFontMetricsF(option.font), rect.width()));
    painter->restore();
}

QSize SuggestionDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const QFontMetrics metrics(option.font);
    return {usualWidth(metrics), metrics.height() + 6};
}

int SuggestionDelegate::usualWidth(const QFontMetrics &metrics)
{
    return 80 * metrics.averageCharWidth();
}

} // namespace proflens
