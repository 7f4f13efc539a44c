// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/graph/graphhalves.h"

#include "app/panes/graph/elidedlabel.h"
#include "app/panes/graph/graphcanvas.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QScopedValueRollback>
#include <QVBoxLayout>

namespace proflens {

GraphHalves::GraphHalves(QWidget *parent)
    : QWidget(parent)
    , m_main(new GraphCanvas(this))
    , m_base(new GraphCanvas(this))
    , m_baseHalf(new QWidget(this))
    , m_line(new QFrame(this))
    , m_mainHeading(new ElidedLabel(this))
    , m_baseHeading(new ElidedLabel(this))
{
    const auto stacked = [](ElidedLabel *heading, GraphCanvas *canvas) {
        auto *half = new QVBoxLayout;
        half->setContentsMargins(0, 0, 0, 0);
        half->setSpacing(0);
        heading->setContentsMargins(6, 0, 6, 0);
        heading->hide();
        half->addWidget(heading);
        half->addWidget(canvas, 1);
        return half;
    };
    m_line->setFrameShape(QFrame::VLine);
    m_baseHalf->setLayout(stacked(m_baseHeading, m_base));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_baseHalf, 1);
    layout->addWidget(m_line);
    layout->addLayout(stacked(m_mainHeading, m_main), 1);
    m_baseHalf->hide();
    m_line->hide();
    m_baseHeading->show();
    setFocusProxy(m_main);
    connectCanvas(m_main, m_base);
    connectCanvas(m_base, m_main);
}

void GraphHalves::connectCanvas(GraphCanvas *canvas, GraphCanvas *other)
{
    connect(canvas, &GraphCanvas::clicked, this, &GraphHalves::clicked);
    connect(canvas, &GraphCanvas::walked, this, &GraphHalves::walked);
    connect(canvas, &GraphCanvas::opened, this, &GraphHalves::opened);
    connect(canvas, &GraphCanvas::menuRequested, this, &GraphHalves::menuRequested);
    connect(canvas, &GraphCanvas::hovered, this, [this, other](int node, int edge) {
        if (canFollow())
            other->markHovered(node, edge);
        Q_EMIT hovered(node, edge);
    });
    connect(canvas, &GraphCanvas::currentChanged, this, [this, other](int node) {
        if (canFollow())
            other->markCurrent(node);
        Q_EMIT currentChanged(node);
    });
    connect(canvas, &GraphCanvas::viewChanged, this, [this, canvas, other] {
        if (!canFollow())
            return;
        const QScopedValueRollback<bool> following(m_following, true);
        other->setView(canvas->view());
    });
}

GraphCanvas *GraphHalves::active() const
{
    return m_isSideBySide && m_base->hasFocus() ? m_base : m_main;
}

void GraphHalves::setScenes(const GraphScenes &scenes)
{
    m_isSideBySide = scenes.base != nullptr;
    m_baseHalf->setVisible(m_isSideBySide);
    m_line->setVisible(m_isSideBySide);
    m_mainHeading->setVisible(m_isSideBySide);
    {
        const QScopedValueRollback<bool> following(m_following, true);
        m_main->setScene(scenes.main);
        m_base->setScene(scenes.base);
    }
    m_main->setAccessibleName(m_isSideBySide ? tr("Call graph of the current side") : tr("Call graph"));
    m_base->setAccessibleName(tr("Call graph of the base"));
    setLinked(m_linked);
}

void GraphHalves::setHeadings(const QString &base, const QString &current)
{
    m_baseHeading->setText(base);
    m_mainHeading->setText(current);
}

void GraphHalves::setLinked(bool linked)
{
    m_linked = linked;
    if (!canFollow())
        return;
    GraphCanvas *const leader = active();
    GraphCanvas *const follower = leader == m_main ? m_base : m_main;
    const QScopedValueRollback<bool> following(m_following, true);
    follower->setView(leader->view());
    follower->markCurrent(leader->current());
}

void GraphHalves::showFunction(const QString &function)
{
    GraphCanvas *const leader = active();
    GraphCanvas *const other = leader == m_main ? m_base : m_main;
    leader->showFunction(function);
    // One that was let go stays where it is.
    other->showFunction(function, m_linked);
    if (canFollow())
        other->markCurrent(leader->current());
}

void GraphHalves::setDimmed(bool dimmed)
{
    m_main->setDimmed(dimmed);
    m_base->setDimmed(dimmed);
}

void GraphHalves::setMessage(const QString &message)
{
    m_main->setMessage(message);
    m_base->setMessage(message);
}

} // namespace proflens
