// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/costtrees.h"

#include "app/panes/costtree.h"
#include "app/panes/sidelabel.h"

#include <QApplication>
#include <QItemSelectionModel>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QSplitter>
#include <QVBoxLayout>

namespace proflens {

using Column = CostColumn;

CostTrees::CostTrees(CostTreeModel *model, const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_whole(makeView(QStringLiteral("whole"), name))
    , m_base(makeView(QStringLiteral("base"), tr("%1, of the base").arg(name)))
    , m_current(makeView(QStringLiteral("current"), tr("%1, of the current side").arg(name)))
    , m_baseLabel(new SideLabel(this))
    , m_currentLabel(new SideLabel(this))
    , m_splitter(new QSplitter(this))
    , m_ownSelection(m_current->selectionModel())
{
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(makeSide(m_base, m_baseLabel));
    m_splitter->addWidget(makeSide(m_current, m_currentLabel));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_whole);
    layout->addWidget(m_splitter);
    m_splitter->hide();
    setFocusProxy(m_whole);
    m_whole->showColumns({Column::Value, Column::Share});
    m_base->showColumns({Column::Base, Column::BaseShare, Column::Mark});
    m_current->showColumns({Column::Current, Column::CurrentShare, Column::Mark});

    // What the person is in is what keys and copies are about.
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, const QWidget *now) {
        if (now == m_base || now == m_current)
            m_inCurrent = now == m_current;
    });
    const auto follow = [this](CostTree *from, CostTree *to) {
        for (const auto bar :
             {&QAbstractScrollArea::verticalScrollBar, &QAbstractScrollArea::horizontalScrollBar}) {
            connect((from->*bar)(), &QScrollBar::valueChanged, this, [this, to, bar](int value) {
                if (m_linked)
                    (to->*bar)()->setValue(value);
            });
        }
        const auto fold = [this, to](const QModelIndex &index, bool open) {
            if (!m_linked || m_folding)
                return;
            const QScopedValueRollback folding(m_folding, true);
            to->setExpanded(index, open);
        };
        connect(from, &QTreeView::expanded, this, [fold](const QModelIndex &index) { fold(index, true); });
        connect(from, &QTreeView::collapsed, this, [fold](const QModelIndex &index) { fold(index, false); });
    };
    follow(m_base, m_current);
    follow(m_current, m_base);
    link(true);
}

CostTree *CostTrees::makeView(const QString &name, const QString &title)
{
    auto *view = new CostTree(m_model, this);
    view->setObjectName(name);
    view->setAccessibleName(title);
    connect(view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &CostTrees::currentChanged);
    connect(view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &CostTrees::selectionChanged);
    connect(view, &CostTree::opened, this, &CostTrees::opened);
    connect(view, &CostTree::rowClicked, this, &CostTrees::rowClicked);
    connect(view, &CostTree::copyRequested, this, &CostTrees::copyRequested);
    connect(view, &CostTree::leftUpwards, this, &CostTrees::leftUpwards);
    connect(view, &CostTree::menuRequested, this, &CostTrees::menuRequested);
    return view;
}

QWidget *CostTrees::makeSide(CostTree *view, SideLabel *label)
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

void CostTrees::setLook(const ComparisonPtr &comparison, const CompareState &state, const QString &baseTitle,
                        const QString &currentTitle)
{
    const bool sides = comparison && state.look == CompareState::Look::SideBySide;
    if (comparison) {
        m_whole->showColumns({Column::Base, Column::Current, Column::Delta, Column::Percent, Column::Mark});
        const auto total = [&](int64_t value) {
            return QString::fromStdString(comparison->current()->formatAuto(value));
        };
        m_baseLabel->setTitle(tr("Base: %1, %2").arg(baseTitle, total(comparison->sum().base)));
        m_currentLabel->setTitle(tr("Current: %1, %2").arg(currentTitle, total(comparison->sum().current)));
    } else {
        m_whole->showColumns({Column::Value, Column::Share});
    }
    for (CostTree *view : views())
        view->fitColumns();
    if (m_sides != sides) {
        const bool focused = hasFocusInside();
        m_sides = sides;
        m_whole->setVisible(!sides);
        m_splitter->setVisible(sides);
        setFocusProxy(view());
        if (focused)
            view()->setFocus(Qt::OtherFocusReason);
    }
    link(state.linked);
}

void CostTrees::link(bool linked)
{
    if (m_linked == linked)
        return;
    m_linked = linked;
    m_current->setSelectionModel(linked ? m_base->selectionModel() : m_ownSelection);
    if (!linked)
        return;
    const QScopedValueRollback folding(m_folding, true);
    foldAlike({});
    m_current->verticalScrollBar()->setValue(m_base->verticalScrollBar()->value());
    m_current->horizontalScrollBar()->setValue(m_base->horizontalScrollBar()->value());
}

// Unfolds of the current side what is unfolded of the base.
void CostTrees::foldAlike(const QModelIndex &parent)
{
    for (int row = 0; row < m_model->rowCount(parent); ++row) {
        const QModelIndex index = m_model->index(row, 0, parent);
        const bool open = m_base->isExpanded(index);
        m_current->setExpanded(index, open);
        // Trees about costs are a few levels deep, however deep the stacks are.
        if (open)
            foldAlike(index);
    }
}

CostTree *CostTrees::view() const
{
    if (!m_sides)
        return m_whole;
    return m_inCurrent ? m_current : m_base;
}

bool CostTrees::hasFocusInside() const
{
    return isAncestorOf(QApplication::focusWidget());
}

void CostTrees::showRow(const QModelIndex &index)
{
    if (!m_sides) {
        m_whole->showRow(index);
        return;
    }
    m_base->showRow(index);
    if (!m_linked)
        m_current->showRow(index);
}

void CostTrees::setEmptyText(const QString &text)
{
    for (CostTree *view : views())
        view->setEmptyText(text);
}

void CostTrees::setDimmed(bool dimmed)
{
    for (CostTree *view : views())
        view->setDimmed(dimmed);
}

void CostTrees::foldAll()
{
    for (CostTree *view : views())
        view->collapseAll();
}

} // namespace proflens
