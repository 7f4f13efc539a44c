// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/flame/flamehalves.h"

#include "app/panes/flame/flameview.h"

#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

#include <climits>

namespace proflens {

FlameHalves::FlameHalves(QWidget *parent)
    : QWidget(parent)
    , m_splitter(new QSplitter(Qt::Vertical, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_splitter);
    m_splitter->setChildrenCollapsible(false);
    for (size_t i = 0; i < 2; ++i) {
        m_parts[i] = new QWidget(m_splitter);
        m_titles[i] = new QLabel(m_parts[i]);
        m_titles[i]->setContentsMargins(6, 2, 6, 2);
        m_titles[i]->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        m_titles[i]->setTextFormat(Qt::PlainText);
        m_titles[i]->hide();
        FlameView *view = m_views[i] = new FlameView(m_parts[i]);
        view->setMinimumHeight(40);
        auto *part = new QVBoxLayout(m_parts[i]);
        part->setContentsMargins(0, 0, 0, 0);
        part->setSpacing(0);
        part->addWidget(m_titles[i]);
        part->addWidget(view, 1);
        m_splitter->addWidget(m_parts[i]);
        m_splitter->setStretchFactor(int(i), 1);
        connect(view, &FlameView::placeChanged, this, [this, view] {
            bringToFront(view);
            follow(view);
        });
        connect(view, &FlameView::pointedChanged, this, [this, view] { followHover(view); });
    }
    m_parts[0]->hide();
    setFocusProxy(m_views[1]);
}

void FlameHalves::bringToFront(const FlameView *view)
{
    const size_t front = view == m_views[1];
    if (!m_split || front == m_front)
        return;
    m_front = front;
    Q_EMIT frontChanged();
}

void FlameHalves::follow(const FlameView *view)
{
    if (m_split && m_linked)
        other(view)->setPlace(view->place());
}

void FlameHalves::followHover(const FlameView *view)
{
    if (!m_split)
        return;
    const auto &spot = view->hoveredSpot();
    if (spot)
        bringToFront(view);
    const bool mark = m_linked && spot && !spot->others;
    other(view)->setLinkedNode(mark ? std::optional(spot->node) : std::nullopt);
}

void FlameHalves::setSplit(bool split)
{
    m_views[0]->setSide(split ? std::optional(ComparedSide::Base) : std::nullopt);
    m_views[1]->setSide(split ? std::optional(ComparedSide::Current) : std::nullopt);
    if (split == m_split)
        return;
    m_split = split;
    m_front = 1;
    m_parts[0]->setVisible(split);
    for (QLabel *title : m_titles)
        title->setVisible(split);
    if (split) {
        // Halves alike, whatever room the hidden one was left with.
        m_splitter->setSizes({INT_MAX / 4, INT_MAX / 4});
        m_views[0]->setPlace(m_views[1]->place());
    }
    for (FlameView *view : m_views)
        view->setLinkedNode({});
    Q_EMIT frontChanged();
}

void FlameHalves::setTitles(const QString &base, const QString &current)
{
    m_titles[0]->setText(base);
    m_titles[1]->setText(current);
    m_titles[0]->setToolTip(base);
    m_titles[1]->setToolTip(current);
}

void FlameHalves::setLinked(bool linked)
{
    if (linked == m_linked)
        return;
    m_linked = linked;
    if (linked)
        follow(front());
    else
        for (FlameView *view : m_views)
            view->setLinkedNode({});
}

void FlameHalves::setBeside(bool beside)
{
    m_splitter->setOrientation(beside ? Qt::Horizontal : Qt::Vertical);
    m_splitter->setSizes({INT_MAX / 4, INT_MAX / 4});
}

void FlameHalves::setData(const FlameDataPtr &data)
{
    // A single profile has no use for the base's view, and need not be kept by it.
    m_views[0]->setData(data && data->compared ? data : nullptr);
    m_views[1]->setData(data);
}

} // namespace proflens
