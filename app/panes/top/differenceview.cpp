// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/top/differenceview.h"

#include "app/panes/sidelabel.h"
#include "app/panes/tableview.h"
#include "app/panes/top/differencemodel.h"

#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QScrollBar>
#include <QSettings>
#include <QSignalBlocker>
#include <QSplitter>
#include <QVBoxLayout>

namespace proflens {

namespace {

using Column = DifferenceColumn;
using Columns = std::initializer_list<Column>;

// Weights for TableView::setColumns(): names share the rest, and what is not listed is never shown.
QList<int> weightsOf(Columns columns)
{
    QList<int> weights(differenceColumnCount, -1);
    for (const Column column : columns)
        weights[int(column)] = column == Column::Name ? 3 : column == Column::File ? 1 : 0;
    return weights;
}

} // namespace

DifferenceView::DifferenceView(QWidget *parent)
    : QWidget(parent)
    , m_model(new DifferenceModel(this))
    , m_difference(makeView(QStringLiteral("difference")))
    , m_base(makeView(QStringLiteral("base")))
    , m_current(makeView(QStringLiteral("current")))
    , m_baseLabel(new SideLabel(this))
    , m_currentLabel(new SideLabel(this))
    , m_splitter(new QSplitter(this))
    , m_order(new QComboBox(this))
    , m_ownSelection(m_current->selectionModel())
{
    m_difference->setAccessibleName(tr("Functions by difference"));
    m_base->setAccessibleName(tr("Functions of the base"));
    m_current->setAccessibleName(tr("Functions of the current side"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(makeSide(m_base, m_baseLabel));
    m_splitter->addWidget(makeSide(m_current, m_currentLabel));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_difference);
    layout->addWidget(m_splitter);
    m_splitter->hide();
    setFocusProxy(m_difference);

    const QStringList texts(differenceColumnCount, QString());
    m_difference->setColumns(
        texts,
        weightsOf({Column::Name, Column::Mark, Column::FlatBase, Column::FlatCurrent, Column::FlatDelta,
                   Column::FlatPercent, Column::FlatRatio, Column::CumBase, Column::CumCurrent,
                   Column::CumDelta, Column::CumPercent, Column::CumRatio, Column::File}));
    m_base->setColumns(texts, weightsOf({Column::Name, Column::Mark, Column::FlatBase, Column::FlatBaseShare,
                                         Column::CumBase, Column::CumBaseShare, Column::File}));
    m_current->setColumns(
        texts, weightsOf({Column::Name, Column::Mark, Column::FlatCurrent, Column::FlatCurrentShare,
                          Column::CumCurrent, Column::CumCurrentShare, Column::File}));
    const auto menu = [this](TableView *view, const QString &title, const char *keys) {
        m_columns << view->makeColumnMenu(title, QString::fromLatin1(keys), this)->menuAction();
    };
    menu(m_difference, tr("&Columns"), "ABCDEFGHIJKLM0");
    menu(m_base, tr("&Columns of the base"), "12345670");
    menu(m_current, tr("C&olumns of the current side"), "ABCDEFGH");
    fillOrders();
    connect(m_model, &DifferenceModel::sorted, this, &DifferenceView::showOrder);
    useOrder(0);

    // What the person is in is what keys, sums and copies are about.
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, const QWidget *now) {
        if (now == m_base || now == m_current)
            m_inCurrent = now == m_current;
    });
    const auto follow = [this](QScrollBar *from, QScrollBar *to) {
        connect(from, &QScrollBar::valueChanged, this, [this, to](int value) {
            if (m_linked)
                to->setValue(value);
        });
    };
    follow(m_base->verticalScrollBar(), m_current->verticalScrollBar());
    follow(m_current->verticalScrollBar(), m_base->verticalScrollBar());
    follow(m_base->horizontalScrollBar(), m_current->horizontalScrollBar());
    follow(m_current->horizontalScrollBar(), m_base->horizontalScrollBar());
    link(true);
}

TableView *DifferenceView::makeView(const QString &name)
{
    auto *view = new TableView(this);
    view->setObjectName(name);
    view->setModel(m_model);
    view->setSortingEnabled(true);
    connect(view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &DifferenceView::currentRowChanged);
    connect(view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &DifferenceView::selectionChanged);
    connect(view, &QTableView::clicked, this, &DifferenceView::clicked);
    connect(view, &TableView::opened, this, &DifferenceView::opened);
    connect(view, &TableView::copyRequested, this, &DifferenceView::copyRequested);
    connect(view, &TableView::leftUpwards, this, &DifferenceView::leftUpwards);
    connect(view, &TableView::menuRequested, this, &DifferenceView::menuRequested);
    return view;
}

QWidget *DifferenceView::makeSide(TableView *view, SideLabel *label)
{
    auto *side = new QWidget(this);
    label->setBuddy(view);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins({});
    layout->setSpacing(2);
    layout->addWidget(label);
    layout->addWidget(view);
    return side;
}

// Headers sort by sign, for what grew or shrank most; what changed most either way is a choice of its own.
void DifferenceView::fillOrders()
{
    m_order->setObjectName(QStringLiteral("order"));
    m_order->setAccessibleName(tr("Order of the rows"));
    m_order->setToolTip(tr("Order of the rows; a click on a header sorts by any other column"));
    m_order->setPlaceholderText(tr("By column"));
    m_order->addItem(tr("Flat: largest change first"));
    m_order->addItem(tr("Flat: grew most first"));
    m_order->addItem(tr("Flat: shrank most first"));
    m_order->addItem(tr("Cum: largest change first"));
    m_order->addItem(tr("Cum: grew most first"));
    m_order->addItem(tr("Cum: shrank most first"));
    connect(m_order, &QComboBox::activated, this, &DifferenceView::useOrder);
}

void DifferenceView::useOrder(int index)
{
    if (index % 3 == 0)
        m_model->sortNextByAmount();
    m_model->sort(int(index < 3 ? Column::FlatDelta : Column::CumDelta),
                  index % 3 == 2 ? Qt::AscendingOrder : Qt::DescendingOrder);
}

// After sorting, by whatever: all headers and the box say how.
void DifferenceView::showOrder()
{
    const Column column = m_model->sortColumn();
    for (TableView *view : views()) {
        QHeaderView *header = view->horizontalHeader();
        const QSignalBlocker blocker(header);
        header->setSortIndicator(int(column), m_model->sortOrder());
        header->viewport()->update();
    }
    int index = -1;
    if (column == Column::FlatDelta || column == Column::CumDelta) {
        const bool descending = m_model->sortOrder() == Qt::DescendingOrder;
        if (!m_model->isByAmount() || descending)
            index = (column == Column::FlatDelta ? 0 : 3) + (m_model->isByAmount() ? 0 : descending ? 1 : 2);
    }
    m_order->setCurrentIndex(index);
    if (m_settings) {
        m_settings->setValue(m_key + QStringLiteral("/column"), int(column));
        m_settings->setValue(m_key + QStringLiteral("/descending"),
                             m_model->sortOrder() == Qt::DescendingOrder);
        m_settings->setValue(m_key + QStringLiteral("/byAmount"), m_model->isByAmount());
    }
}

void DifferenceView::useSettings(QSettings *settings, const QString &key)
{
    const auto keep = [&](TableView *view) { view->useSettings(settings, key + u'/' + view->objectName()); };
    keep(m_difference);
    keep(m_base);
    keep(m_current);
    // What each header keeps of the order is less than there is to it.
    const int column = settings->value(key + QStringLiteral("/column"), int(Column::FlatDelta)).toInt();
    const bool descending = settings->value(key + QStringLiteral("/descending"), true).toBool();
    if (settings->value(key + QStringLiteral("/byAmount"), true).toBool())
        m_model->sortNextByAmount();
    m_model->sort(column, descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    m_settings = settings;
    m_key = key;
}

void DifferenceView::setComparison(const ComparisonPtr &comparison, const CompareState &state,
                                   const QString &baseTitle, const QString &currentTitle)
{
    m_model->hideNoise(state.hideNoise);
    m_model->setTitles(baseTitle, currentTitle);
    if (!comparison || !m_model->table() || m_model->table()->comparison() != comparison)
        m_model->setComparison(comparison);
    if (!comparison)
        return;
    const auto total = [&](int64_t value) {
        return QString::fromStdString(comparison->current()->formatAuto(value));
    };
    m_baseLabel->setTitle(tr("Base: %1, %2").arg(baseTitle, total(comparison->sum().base)));
    m_currentLabel->setTitle(tr("Current: %1, %2").arg(currentTitle, total(comparison->sum().current)));
    fitColumns();
    if (m_look != state.look) {
        const bool focused = isAncestorOf(QApplication::focusWidget());
        m_look = state.look;
        m_difference->setVisible(m_look == CompareState::Look::Difference);
        m_splitter->setVisible(m_look == CompareState::Look::SideBySide);
        setFocusProxy(view());
        if (focused)
            view()->setFocus(Qt::OtherFocusReason);
    }
    link(state.linked);
}

void DifferenceView::fitColumns()
{
    for (TableView *view : views()) {
        for (int column = 0; column < differenceColumnCount; ++column) {
            const std::string widest = m_model->table()->widest(Column(column));
            if (!widest.empty())
                view->setWidest(column, QString::fromStdString(widest));
        }
    }
}

void DifferenceView::link(bool linked)
{
    if (m_linked == linked)
        return;
    m_linked = linked;
    m_current->setSelectionModel(linked ? m_base->selectionModel() : m_ownSelection);
    if (linked) {
        m_current->verticalScrollBar()->setValue(m_base->verticalScrollBar()->value());
        m_current->horizontalScrollBar()->setValue(m_base->horizontalScrollBar()->value());
    }
}

QList<QAction *> DifferenceView::columnMenus() const
{
    return m_look == CompareState::Look::Difference ? m_columns.mid(0, 1) : m_columns.mid(1);
}

TableView *DifferenceView::view() const
{
    if (m_look == CompareState::Look::Difference)
        return m_difference;
    return m_inCurrent ? m_current : m_base;
}

void DifferenceView::showRow(int row)
{
    if (m_look == CompareState::Look::Difference) {
        m_difference->showRow(row);
        return;
    }
    m_base->showRow(row);
    if (!m_linked)
        m_current->showRow(row);
}

void DifferenceView::clearSelection()
{
    for (TableView *view : views())
        view->clearSelection();
}

void DifferenceView::setEmptyText(const QString &text)
{
    for (TableView *view : views())
        view->setEmptyText(text);
}

void DifferenceView::setDimmed(bool dimmed)
{
    for (TableView *view : views())
        view->setDimmed(dimmed);
}

} // namespace proflens
