// SPDX-License-Identifier: GPL-3.0-or-later
// FlamePane: what can be done in it, as actions and as a menu.
#include "app/panes/flame/flamecomparebar.h"
#include "app/panes/flame/flamehalves.h"
#include "app/panes/flame/flamepane.h"
#include "app/panes/flame/flametexts.h"
#include "app/panes/functionmenu.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QSettings>

namespace proflens {

QAction *FlamePane::addTipped(const QString &text, const QString &tip, const QKeySequence &key)
{
    auto *action = new QAction(text, this);
    action->setToolTip(key.isEmpty() ? tip : tr("%1 (%2)").arg(tip, key.toString(QKeySequence::NativeText)));
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    return action;
}

void FlamePane::makeActions()
{
    m_fromCallers = addTipped(tr("From &Callers"),
                              tr("Begin with the functions that cost, and grow their callers"), tr("I"));
    m_fromCallers->setCheckable(true);
    connect(m_fromCallers, &QAction::toggled, this, [this](bool on) {
        if (m_settings)
            m_settings->setValue(QStringLiteral("flame/fromCallers"), on);
        if (document()->analysis())
            build();
    });
    m_flip = addTipped(tr("Root at the &Bottom"), tr("Draw callees above their callers"), tr("B"));
    m_flip->setCheckable(true);
    connect(m_flip, &QAction::toggled, this, [this](bool on) {
        if (m_settings)
            m_settings->setValue(QStringLiteral("flame/rootAtBottom"), on);
        for (FlameView *view : m_halves->views())
            view->setFlipped(on);
    });
    addActions(m_compareBar->viewActions());
    connect(m_compareBar->beside(), &QAction::toggled, m_halves, &FlameHalves::setBeside);
    connect(m_compareBar->beside(), &QAction::triggered, this, [this](bool on) {
        m_beside = on;
        if (m_settings)
            m_settings->setValue(besideKey, on);
    });
    addSeparator();
    makeZoomActions();
    addSeparator();
    m_nextHit = addTipped(tr("&Next Match"), tr("Go to the next frame that matches"), tr("F3"));
    m_previousHit =
        addTipped(tr("&Previous Match"), tr("Go to the previous frame that matches"), tr("Shift+F3"));
    connect(m_nextHit, &QAction::triggered, this, [this] { goToHit(true); });
    connect(m_previousHit, &QAction::triggered, this, [this] { goToHit(false); });
    m_nextHit->setEnabled(false);
    m_previousHit->setEnabled(false);
    addSeparator();
    makeCursorActions();
    m_compareBar->show(nullptr);
}

void FlamePane::makeZoomActions()
{
    m_zoomHere = addTipped(tr("&Zoom Here"), tr("Fill the window with this frame"), tr("Z"));
    connect(m_zoomHere, &QAction::triggered, this, [this] {
        if (front()->data() && front()->current())
            front()->zoomTo(*front()->current());
    });
    m_zoomIn = addPaneAction(tr("Zoom &In a Bit"), {QKeySequence(tr("+")), QKeySequence(tr("="))},
                             [this] { front()->zoomBy(keyZoom); });
    m_zoomBack = addPaneAction(tr("Zoom Out a B&it"), {QKeySequence(tr("-"))},
                               [this] { front()->zoomBy(1 / keyZoom); });
    m_zoomOut = addTipped(tr("Zoom &Out"), tr("Zoom out to the next wider caller"), tr("Backspace"));
    connect(m_zoomOut, &QAction::triggered, this, [this] { front()->zoomOut(); });
    m_zoomWhole = addTipped(tr("Show &All"), tr("Zoom out to the whole"), tr("0"));
    connect(m_zoomWhole, &QAction::triggered, this, [this] { front()->zoomToWhole(); });
    for (QAction *action : {m_zoomBack, m_zoomOut, m_zoomWhole})
        action->setEnabled(false);
}

void FlamePane::makeCursorActions()
{
    addCursorActions();
    // For the frame that the keyboard is at, or that was clicked last.
    const auto here = [this](const auto &act) {
        return [this, act] {
            if (front()->data() && front()->current())
                act(*front()->current());
        };
    };
    m_copyPath = addPaneAction(tr("Copy Pa&th"), {QKeySequence(tr("Ctrl+Shift+C"))},
                               here([this](FlameNode node) { copyPath(node); }));
    m_copyCosts = addPaneAction(tr("Copy C&osts"), {QKeySequence::Copy},
                                here([this](FlameNode node) { copyCosts(node); }));
}

void FlamePane::updateActions()
{
    const bool drawn = m_view->data() && !m_view->data()->tree.isEmpty();
    const bool here = drawn && front()->current();
    m_zoomIn->setEnabled(drawn);
    m_zoomHere->setEnabled(here);
    m_copyPath->setEnabled(here);
    m_copyCosts->setEnabled(here);
    Pane::updateActions();
}

QString FlamePane::cursorFunction() const
{
    const FlameDataPtr &data = m_view->data();
    const std::optional<FlameNode> &node = front()->current();
    return data && node && node->depth > 0 ? functionName(data->frames(), data->tree.element(*node).frame())
                                           : QString();
}

QList<KeyHelp> FlamePane::keyHelp() const
{
    return {
        {tr("Arrow keys"), tr("Walk to the caller, the widest callee, or the frames beside")},
        {tr("Enter"), tr("Zoom to the frame and make it active")},
        {tr("Escape"), tr("Show all")},
        {tr("Wheel"), tr("Zoom in or out")},
        {tr("Shift+wheel, Page Up, Page Down"), tr("Scroll")},
        {tr("Click"), tr("Zoom to the frame and make it active")},
        {tr("Double-click"), tr("Show the source")},
    };
}

void FlamePane::copyPath(FlameNode node)
{
    QGuiApplication::clipboard()->setText(flametexts::path(*m_view->data(), node));
}

void FlamePane::copyCosts(FlameNode node)
{
    const FlameDataPtr &data = m_view->data();
    const QString name =
        node.depth > 0 ? functionName(data->frames(), data->tree.element(node).frame()) : tr("all");
    QGuiApplication::clipboard()->setText(name + QLatin1Char('\n') + flametexts::costs(*data, node));
}

void FlamePane::showMenu(const FlameSpot &spot, QPoint globalPosition)
{
    const FlameDataPtr data = m_view->data();
    QMenu menu(this);
    if (spot.others) {
        menu.addAction(tr("&Zoom Here"), this, [this, spot] { front()->zoomTo(spot.node, *spot.others); });
        menu.addAction(tr("Copy C&osts"), this, [spot, data] {
            QGuiApplication::clipboard()->setText(flametexts::othersCosts(*data, *spot.others));
        });
    } else {
        menu.addAction(m_zoomHere->text(), m_zoomHere->shortcut(), this,
                       [this, spot] { front()->zoomTo(spot.node); });
    }
    menu.addAction(m_zoomOut);
    menu.addAction(m_zoomWhole);
    if (!spot.others && spot.node.depth > 0) {
        menu.addSeparator();
        addFunctionActions(&menu, document(),
                           functionName(data->frames(), data->tree.element(spot.node).frame()));
        menu.addAction(tr("Copy Pa&th"), m_copyPath->shortcut(), this, [this, spot] { copyPath(spot.node); });
        menu.addAction(tr("Copy C&osts"), m_copyCosts->shortcut(), this,
                       [this, spot] { copyCosts(spot.node); });
    }
    menu.addSeparator();
    menu.addAction(m_fromCallers);
    menu.addAction(m_flip);
    if (data->compared) {
        menu.addSeparator();
        menu.addActions(m_compareBar->viewActions());
    }
    menu.exec(globalPosition);
}

} // namespace proflens
