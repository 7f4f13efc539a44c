// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of the callers pane: those of one profile, and those of two.
#include "app/panes/callers/callerspane.h"

#include "app/panes/comparetext.h"
#include "app/panes/tableview.h"
#include "app/style/text.h"

#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>

#include <array>

namespace proflens {

void CallersPane::makeViews(Half &half, QWidget *box)
{
    Half *self = &half;
    const auto make = [&](QAbstractItemModel *model, const QString &name) {
        auto *view = new TableView(box);
        view->setObjectName(name + (half.callers ? QStringLiteral("callers") : QStringLiteral("callees")));
        view->setAccessibleName(half.callers ? tr("Callers") : tr("Callees"));
        view->setModel(model);
        view->setMinimumHeight(view->fontMetrics().height() * 3);
        connect(view, &TableView::opened, this, [this, self](int row) { walk(*self, row); });
        connect(view, &TableView::copyRequested, this, [this, self] { copy(*self); });
        connect(view, &TableView::menuRequested, this,
                [this, self](QMenu *menu, int row) { fillMenu(*self, menu, row); });
        connect(view, &TableView::walkedSideways, this, [this](int direction) {
            TableView *to = direction < 0 ? m_callers.view : m_callees.view;
            to->setFocus(Qt::OtherFocusReason);
            if (!to->currentIndex().isValid() && to->model()->rowCount() > 0)
                to->showRow(0);
        });
        return view;
    };
    half.single = make(half.model, {});
    half.single->setSortingEnabled(true);
    half.single->sortByColumn(int(CallColumn::Weight), Qt::DescendingOrder);
    const QString share = QStringLiteral("0.00088%");
    half.single->setColumns({QStringLiteral("-1234.56MB"), share, share, {}}, {0, 0, 0, 1});

    const QStringList widest = {{}, {}, share, {}, share, {}, {}, {}};
    half.difference = make(half.compared, QStringLiteral("difference-"));
    half.difference->setColumns(widest, {1, 0, -1, 0, -1, 0, 0, 0});
    half.sides = make(half.compared, QStringLiteral("sides-"));
    half.sides->setColumns(widest, {1, 0, 0, 0, 0, -1, -1, -1});
    for (TableView *view : {half.difference, half.sides}) {
        // The indicator is set before sorting is, since the model's first order is by amount.
        view->horizontalHeader()->setSortIndicator(int(ComparedCallColumn::Delta), Qt::DescendingOrder);
        view->horizontalHeader()->setSectionsClickable(true);
        view->horizontalHeader()->setSortIndicatorShown(true);
        TableView *other = view == half.difference ? half.sides : half.difference;
        connect(view->horizontalHeader(), &QHeaderView::sortIndicatorChanged, half.compared,
                [model = half.compared, other](int column, Qt::SortOrder order) {
                    const QSignalBlocker blocker(other->horizontalHeader());
                    other->horizontalHeader()->setSortIndicator(column, order);
                    model->sort(column, order);
                });
    }
}

// Whether what is to be shown has been computed.
bool CallersPane::hasTables() const
{
    return m_shown && (m_comparing ? m_callers.compared->table().comparison() != nullptr
                                   : m_callers.model->table().analysis() != nullptr);
}

bool CallersPane::hasSamples(FrameId frame) const
{
    if (const ComparisonPtr comparison = document()->comparison())
        return comparison->base()->costs().seen[frame.row] || comparison->current()->costs().seen[frame.row];
    return document()->analysis()->costs().seen[frame.row] != 0;
}

void CallersPane::useViews()
{
    const bool sides = document()->state().compare.look == CompareState::Look::SideBySide;
    m_comparing = document()->comparison() != nullptr;
    const int index = !m_comparing ? 0 : sides ? 2 : 1;
    for (Half *half : {&m_callers, &m_callees}) {
        const std::array views = {half->single, half->difference, half->sides};
        TableView *before = half->view;
        half->view = views[size_t(index)];
        if (before == half->view)
            continue;
        const bool focused = before->hasFocus();
        for (TableView *view : views)
            view->setVisible(view == half->view);
        half->title->setBuddy(half->view);
        if (focused)
            half->view->setFocus(Qt::OtherFocusReason);
        for (QAction *columns : half->columns)
            removeAction(columns);
    }
    setFocusProxy(m_callers.view);
    for (const Half *half : {&m_callers, &m_callees})
        addAction(half->columns[index]);
}

void CallersPane::showCompared(const ComparisonPtr &comparison, const ComparedNeighbors &calls)
{
    if (document()->comparison() != comparison)
        return; // a newer one is under way
    for (const Half *half : {&m_callers, &m_callees}) {
        half->compared->setTable(
            ComparedCallTable(comparison, half->callers ? calls.callers : calls.callees, calls.cum));
        // A number is never cut short, though what it is changes with the function.
        for (const auto &[column, least] : {std::pair(ComparedCallColumn::Percent, "+88.88%"),
                                            std::pair(ComparedCallColumn::Ratio, "×88.88")}) {
            QString widest = QString::fromUtf8(least);
            for (size_t row = 0; row < half->compared->table().size(); ++row) {
                const QString text = QString::fromStdString(half->compared->table().text(row, column));
                if (text.size() > widest.size())
                    widest = text;
            }
            half->difference->setWidest(int(column), widest);
        }
    }
    m_costs->setText(
        tr("flat: %1\ncum: %2").arg(bothText(*comparison, calls.flat), bothText(*comparison, calls.cum)));
    QStringList sentences = {tr("Percentages are of %1").arg(percentOfText(*comparison))};
    if (const QString sentence = changeSentence(calls.cumChange); !sentence.isEmpty())
        sentences << sentence;
    m_costs->setToolTip(style::wrappedToolTip(sentences.join(u'\n')));
    const auto part = [&](BothValues both) {
        return both == BothValues() ? QString() : bothText(*comparison, both);
    };
    showNotes({calls.callers.empty() ? QString() : part(calls.uncalled), part(calls.selfCalls),
               part(calls.recursive)});
    showTables();
}

} // namespace proflens
