// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/costtree.h"

#include "app/panes/bardelegate.h"
#include "app/style/palette.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>

namespace proflens {

namespace {

constexpr int leastNameWidth = 160;

class CostDelegate : public BarDelegate
{
public:
    using BarDelegate::BarDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {leastNameWidth, option.fontMetrics.height() + 6};
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        BarDelegate::initStyleOption(option, index);
        const auto paint = [option](QPalette::ColorRole role) {
            for (const auto group : {QPalette::Active, QPalette::Inactive})
                option->palette.setColor(group, QPalette::Text, option->palette.color(group, role));
        };
        if (index.data(QuietRole).toBool())
            paint(QPalette::PlaceholderText);
        if (index.data(LinkRole).toBool()) {
            paint(QPalette::Link);
            if (option->state & QStyle::State_MouseOver)
                option->font.setUnderline(true);
        }
        const auto mark = CostMark(index.data(ActiveRole).toInt());
        if (mark == CostMark::None || index.column() != int(CostColumn::Name))
            return;
        option->backgroundBrush =
            style::mixed(option->palette.color(QPalette::Base), style::activeColor(option->palette),
                         mark == CostMark::Is ? 0.25 : 0.1);
        if (mark == CostMark::Is) {
            option->font.setBold(true);
            option->fontMetrics = QFontMetrics(option->font);
        }
    }
};

} // namespace

CostTree::CostTree(CostTreeModel *model, QWidget *parent)
    : QTreeView(parent)
    , m_model(model)
    , m_delegate(new CostDelegate(this))
{
    setModel(model);
    setItemDelegate(m_delegate);
    setTreePosition(int(CostColumn::Name));
    setUniformRowHeights(true);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setAlternatingRowColors(true);
    setAllColumnsShowFocus(true);
    setEditTriggers(NoEditTriggers);
    setExpandsOnDoubleClick(false);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setHorizontalScrollMode(ScrollPerPixel);
    header()->setSectionsMovable(false);
    header()->setStretchLastSection(false);
    header()->setHighlightSections(false);
    header()->setMinimumSectionSize(0);
    connect(model, &QAbstractItemModel::modelReset, this, &CostTree::fitColumns);
}

void CostTree::showColumns(std::initializer_list<CostColumn> columns)
{
    for (int column = 0; column < costColumnCount; ++column) {
        const auto what = CostColumn(column);
        const bool shown =
            what == CostColumn::Name || std::find(columns.begin(), columns.end(), what) != columns.end();
        setColumnHidden(column, !shown);
    }
    distribute();
}

void CostTree::fitColumns()
{
    distribute();
}

void CostTree::distribute()
{
    int room = viewport()->width();
    for (int column = 0; column < int(CostColumn::Name); ++column) {
        if (isColumnHidden(column))
            continue;
        const bool hasBars = m_model->headerData(column, Qt::Horizontal, DeltaRole).toBool();
        const int width = std::max(fontMetrics().horizontalAdvance(m_model->widest(CostColumn(column))) + 16 +
                                       (hasBars ? BarDelegate::deltaBarWidth : 0),
                                   header()->sectionSizeHint(column));
        header()->resizeSection(column, width);
        room -= width;
    }
    header()->resizeSection(int(CostColumn::Name), std::max(room, leastNameWidth));
}

void CostTree::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

void CostTree::setDimmed(bool dimmed)
{
    m_delegate->setDimmed(dimmed);
    viewport()->update();
}

QModelIndexList CostTree::selectedRows() const
{
    QModelIndexList rows = selectionModel()->selectedRows();
    const auto pathOf = [](QModelIndex index) {
        std::vector<int> path;
        for (; index.isValid(); index = index.parent())
            path.insert(path.begin(), index.row());
        return path;
    };
    std::sort(rows.begin(), rows.end(), [&](const QModelIndex &a, const QModelIndex &b) {
        return a.parent() == b.parent() ? a.row() < b.row() : pathOf(a) < pathOf(b);
    });
    return rows;
}

void CostTree::showRow(const QModelIndex &index)
{
    const int sideways = horizontalScrollBar()->value();
    const bool isSeen =
        viewport()->rect().contains(visualRect(index.siblingAtColumn(int(CostColumn::Name))).center());
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index, isSeen ? EnsureVisible : PositionAtCenter);
    horizontalScrollBar()->setValue(sideways);
}

void CostTree::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        Q_EMIT copyRequested();
        return;
    }
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && currentIndex().isValid()) {
        Q_EMIT opened(currentIndex());
        return;
    }
    if (event->key() == Qt::Key_Up && event->modifiers() == Qt::NoModifier &&
        (!currentIndex().isValid() || !indexAbove(currentIndex()).isValid())) {
        Q_EMIT leftUpwards();
        return;
    }
    QTreeView::keyPressEvent(event);
}

// Whether a position is on the text of a name, rather than beside it.
bool CostTree::isOnText(const QPoint &position, const QModelIndex &index) const
{
    if (index.column() != int(CostColumn::Name) || !index.data(LinkRole).toBool())
        return false;
    const QRect rect = visualRect(index);
    const int width = fontMetrics().horizontalAdvance(index.data().toString().left(2000)) + 10;
    return position.x() >= rect.left() && position.x() <= rect.left() + width;
}

void CostTree::mousePressEvent(QMouseEvent *event)
{
    m_pressed = indexAt(event->position().toPoint());
    QTreeView::mousePressEvent(event);
}

void CostTree::mouseReleaseEvent(QMouseEvent *event)
{
    QTreeView::mouseReleaseEvent(event);
    const QPoint position = event->position().toPoint();
    const QModelIndex index = indexAt(position);
    // Who selects several rows follows none of them, and a click on the sign of a fold is not on its row.
    if (event->button() != Qt::LeftButton || event->modifiers() != Qt::NoModifier || !index.isValid() ||
        index != m_pressed || !visualRect(index).contains(position))
        return;
    Q_EMIT rowClicked(index, isOnText(position, index));
}

void CostTree::mouseMoveEvent(QMouseEvent *event)
{
    QTreeView::mouseMoveEvent(event);
    const QPoint position = event->position().toPoint();
    const QModelIndex index = indexAt(position);
    if (index.isValid() && isOnText(position, index))
        viewport()->setCursor(Qt::PointingHandCursor);
    else
        viewport()->unsetCursor();
}

void CostTree::mouseDoubleClickEvent(QMouseEvent *event)
{
    QTreeView::mouseDoubleClickEvent(event);
    const QPoint position = event->position().toPoint();
    const QModelIndex index = indexAt(position);
    if (index.isValid() && event->button() == Qt::LeftButton && visualRect(index).contains(position))
        Q_EMIT opened(index);
}

void CostTree::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const QModelIndex index = byMouse ? indexAt(event->pos()) : currentIndex();
    if (!index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    Q_EMIT menuRequested(menu, index);
    const QRect row = visualRect(index.siblingAtColumn(int(CostColumn::Name)));
    menu->popup(byMouse ? event->globalPos() : viewport()->mapToGlobal(row.bottomLeft()));
}

void CostTree::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    const QScopedValueRollback highlight(m_onHighlight, selectionModel()->isSelected(index));
    QTreeView::drawBranches(painter, rect, index);
}

// Styles draw the signs of folds as text of windows, which is not seen on rows that are selected.
void CostTree::initViewItemOption(QStyleOptionViewItem *option) const
{
    QTreeView::initViewItemOption(option);
    if (!m_onHighlight)
        return;
    for (const auto group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled})
        option->palette.setColor(group, QPalette::WindowText,
                                 option->palette.color(group, QPalette::HighlightedText));
}

void CostTree::paintEvent(QPaintEvent *event)
{
    QTreeView::paintEvent(event);
    if (m_emptyText.isEmpty() || m_model->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect().adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap,
                     m_emptyText);
}

void CostTree::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    distribute();
}

void CostTree::changeEvent(QEvent *event)
{
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        distribute();
}

} // namespace proflens
