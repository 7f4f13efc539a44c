// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/tableview.h"

#include "core/analyze/analysis.h"

#include "app/panes/bardelegate.h"
#include "app/style/palette.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QSettings>
#include <QTimer>

#include <algorithm>
#include <cstdlib>

namespace proflens {

namespace {

constexpr int leastNameWidth = 140;
constexpr int goodNameWidth = 240;
constexpr int leastOtherWidth = 90;

} // namespace

TableView::TableView(QWidget *parent)
    : QTableView(parent)
    , m_delegate(new BarDelegate(this))
    , m_saveLater(new QTimer(this))
{
    setItemDelegate(m_delegate);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setEditTriggers(NoEditTriggers);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView *header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this, &TableView::showHeaderMenu);
    m_saveLater->setSingleShot(true);
    m_saveLater->setInterval(300);
    connect(m_saveLater, &QTimer::timeout, this, &TableView::save);
    connect(header, &QHeaderView::sectionResized, this, [this] {
        if (m_distributing)
            return;
        m_userSized = true;
        m_saveLater->start();
    });
    connect(header, &QHeaderView::sectionMoved, m_saveLater, qOverload<>(&QTimer::start));
    connect(header, &QHeaderView::sortIndicatorChanged, m_saveLater, qOverload<>(&QTimer::start));
    useFont();
}

void TableView::useFont()
{
    verticalHeader()->setMinimumSectionSize(0);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
}

void TableView::setColumns(const QStringList &widest, const QList<int> &weights)
{
    m_distributing = true; // nobody sizes anything by hand here
    for (int column = 0; column < m_weights.size(); ++column) {
        if (m_weights[column] < 0 && weights[column] >= 0)
            setColumnHidden(column, false);
    }
    m_widest = widest;
    m_weights = weights;
    hideForeign();
    m_distributing = false;
    distribute();
}

void TableView::hideForeign()
{
    for (int column = 0; column < m_weights.size(); ++column) {
        if (m_weights[column] < 0)
            setColumnHidden(column, true);
    }
}

int TableView::neededWidth(int column) const
{
    const bool hasBars = model()->headerData(column, Qt::Horizontal, DeltaRole).toBool();
    return std::max(fontMetrics().horizontalAdvance(m_widest[column]) + 16 +
                        (hasBars ? BarDelegate::deltaBarWidth : 0),
                    horizontalHeader()->sectionSizeHint(column));
}

void TableView::setWidest(int column, const QString &number)
{
    if (m_widest[column] == number)
        return;
    m_widest[column] = number;
    if (m_weights[column] < 0)
        return;
    if (!m_userSized) {
        distribute();
    } else if (horizontalHeader()->sectionSize(column) < neededWidth(column)) {
        m_distributing = true;
        horizontalHeader()->resizeSection(column, neededWidth(column));
        m_distributing = false;
    }
}

QString widestValue(const Analysis &analysis)
{
    // Sums of labels and stacks may be larger than any function's costs.
    const int64_t largest = std::max(std::abs(analysis.total()), analysis.extent().largest);
    const bool negative = analysis.extent().anyNegative;
    QString text = QString::fromStdString(analysis.format(largest));
    // A smaller value may have the decimals that this one has not.
    if (!text.contains(QLatin1Char('.')))
        text += QStringLiteral(".88");
    return negative ? QLatin1Char('-') + text : text;
}

void TableView::distribute()
{
    if (m_userSized || !model())
        return;
    m_distributing = true;
    QHeaderView *header = horizontalHeader();
    int room = viewport()->width();
    int weight = 0;
    for (int column = 0; column < m_widest.size(); ++column) {
        if (header->isSectionHidden(column))
            continue;
        weight += m_weights[column];
        if (m_weights[column] > 0)
            continue;
        const int width = neededWidth(column);
        header->resizeSection(column, width);
        room -= width;
    }
    // The first name is the one that is read: it has its due before the others get theirs.
    bool first = true;
    for (int column = 0; column < m_widest.size(); ++column) {
        if (m_weights[column] == 0 || header->isSectionHidden(column))
            continue;
        const int share = room * m_weights[column] / weight;
        const int others = weight == m_weights[column] ? 0 : leastOtherWidth;
        const int width = first ? std::max({share, leastNameWidth, std::min(room - others, goodNameWidth)})
                                : std::max(share, leastOtherWidth);
        header->resizeSection(column, width);
        room -= width;
        weight -= m_weights[column];
        first = false;
    }
    m_distributing = false;
}

void TableView::useSettings(QSettings *settings, const QString &key)
{
    m_settings = settings;
    m_key = key;
    const QByteArray state = settings->value(key + QStringLiteral("/header")).toByteArray();
    if (state.isEmpty())
        return;
    m_distributing = true;
    const bool restored = horizontalHeader()->restoreState(state);
    hideForeign();
    m_distributing = false;
    m_userSized = restored && settings->value(key + QStringLiteral("/sized")).toBool();
    distribute();
    updateColumnActions();
    m_saveLater->stop();
}

void TableView::save()
{
    if (!m_settings)
        return;
    m_settings->setValue(m_key + QStringLiteral("/header"), horizontalHeader()->saveState());
    m_settings->setValue(m_key + QStringLiteral("/sized"), m_userSized);
}

void TableView::restoreDefaults()
{
    QHeaderView *header = horizontalHeader();
    for (int column = 0; column < header->count(); ++column) {
        header->setSectionHidden(column, m_weights.value(column) < 0);
        header->moveSection(header->visualIndex(column), column);
    }
    m_userSized = false;
    distribute();
    updateColumnActions();
    m_saveLater->start();
}

QMenu *TableView::makeColumnMenu(const QString &title, const QString &keys, QWidget *owner)
{
    m_columns = new QMenu(title, owner);
    const auto add = [&](const QString &text) {
        QAction *action = m_columns->addAction(text);
        action->setShortcut(QKeySequence(tr("Ctrl+H, %1").arg(keys[m_columns->actions().size() - 1])));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        return action;
    };
    for (int column = 0; column < model()->columnCount(); ++column) {
        m_columnActions << nullptr;
        if (m_weights.value(column) < 0)
            continue;
        QAction *action = add(model()->headerData(column, Qt::Horizontal).toString().replace(u'\n', u' '));
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this, column] { toggleColumn(column); });
        m_columnActions.last() = action;
    }
    connect(add(tr("&Default columns")), &QAction::triggered, this, &TableView::restoreDefaults);
    m_columns->insertSeparator(m_columns->actions().last());
    updateColumnActions();
    return m_columns;
}

void TableView::updateColumnActions()
{
    const QHeaderView *header = horizontalHeader();
    int shown = 0;
    for (int column = 0; column < m_columnActions.size(); ++column)
        shown += header->isSectionHidden(column) ? 0 : 1;
    for (int column = 0; column < m_columnActions.size(); ++column) {
        if (!m_columnActions[column])
            continue;
        const bool hidden = header->isSectionHidden(column);
        m_columnActions[column]->setChecked(!hidden);
        // The last one stays: a table without columns has no header to bring them back.
        m_columnActions[column]->setEnabled(hidden || shown > 1);
    }
}

void TableView::toggleColumn(int column)
{
    horizontalHeader()->setSectionHidden(column, !horizontalHeader()->isSectionHidden(column));
    distribute();
    updateColumnActions();
    m_saveLater->start();
}

void TableView::showHeaderMenu(const QPoint &position)
{
    if (!m_columns)
        return;
    updateColumnActions();
    m_columns->popup(horizontalHeader()->viewport()->mapToGlobal(position));
}

// Laid out at once: it would be painted before, and again after.
void TableView::reset()
{
    QTableView::reset();
    executeDelayedItemsLayout();
}

void TableView::setEmptyText(const QString &text)
{
    if (m_emptyText == text)
        return;
    m_emptyText = text;
    viewport()->update();
}

void TableView::setDimmed(bool dimmed)
{
    if (m_delegate->isDimmed() == dimmed)
        return;
    m_delegate->setDimmed(dimmed);
    viewport()->update();
}

std::vector<size_t> TableView::selectedRowNumbers() const
{
    std::vector<size_t> rows;
    const QItemSelection selection = selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.push_back(size_t(row));
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

void TableView::showRow(int row)
{
    // The first column that is shown: nothing scrolls to a hidden one.
    int column = 0;
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
        column = horizontalHeader()->logicalIndex(visual);
        if (!isColumnHidden(column))
            break;
    }
    const QModelIndex index = model()->index(row, column);
    // Asked before it becomes current, which alone would bring it to the nearest edge.
    const bool isSeen = viewport()->rect().contains(visualRect(index).center());
    // The row, without moving sideways to the column.
    const int sideways = horizontalScrollBar()->value();
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index, isSeen ? EnsureVisible : PositionAtCenter);
    horizontalScrollBar()->setValue(sideways);
}

void TableView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        Q_EMIT copyRequested();
        return;
    }
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && currentIndex().isValid()) {
        Q_EMIT opened(currentIndex().row());
        return;
    }
    if (event->key() == Qt::Key_Up && event->modifiers() == Qt::NoModifier && currentIndex().row() <= 0) {
        Q_EMIT leftUpwards();
        return;
    }
    if ((event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) &&
        event->modifiers() == Qt::NoModifier) {
        const bool left = event->key() == Qt::Key_Left;
        horizontalScrollBar()->triggerAction(left ? QAbstractSlider::SliderSingleStepSub
                                                  : QAbstractSlider::SliderSingleStepAdd);
        Q_EMIT walkedSideways(left ? -1 : 1);
        return;
    }
    // Home and End mean the first and the last row, since columns are not walked.
    if ((event->key() == Qt::Key_Home || event->key() == Qt::Key_End) && model()->rowCount() > 0 &&
        event->modifiers() == Qt::NoModifier) {
        showRow(event->key() == Qt::Key_Home ? 0 : model()->rowCount() - 1);
        return;
    }
    QTableView::keyPressEvent(event);
}

void TableView::mouseDoubleClickEvent(QMouseEvent *event)
{
    QTableView::mouseDoubleClickEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid() && event->button() == Qt::LeftButton)
        Q_EMIT opened(index.row());
}

void TableView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const QModelIndex index = byMouse ? indexAt(event->pos()) : currentIndex();
    if (!index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    Q_EMIT menuRequested(menu, index.row());
    menu->popup(byMouse ? event->globalPos() : viewport()->mapToGlobal(visualRect(index).bottomLeft()));
}

void TableView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (m_emptyText.isEmpty() || (model() && model()->rowCount() > 0))
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    // In a low table every pixel of height counts: a margin would cut the words.
    painter.drawText(viewport()->rect().adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap,
                     m_emptyText);
}

void TableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    distribute();
}

void TableView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        useFont();
        distribute();
    }
}

} // namespace proflens
