// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/graph/graphaccessible.h"

#include "app/panes/graph/graphcanvas.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QPointer>
#include <QWindow>

namespace proflens {

namespace {

class GraphNodeAccessible : public QAccessibleInterface
{
public:
    GraphNodeAccessible(GraphCanvas *canvas, const GraphScenePtr &scene, int node)
        : m_canvas(canvas)
        , m_scene(scene)
        , m_node(node)
    {}

    // A node of an older picture is no longer there.
    bool isValid() const override { return m_canvas && m_canvas->scene() == m_scene; }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return m_canvas ? m_canvas->window()->windowHandle() : nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_canvas); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    void setText(QAccessible::Text, const QString &) override {}
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect box = m_canvas->nodeRect(m_node).toAlignedRect();
        return {m_canvas->viewport()->mapToGlobal(box.topLeft()), box.size()};
    }
    QString text(QAccessible::Text kind) const override
    {
        const GraphDrawing &drawing = m_scene->picture.drawing;
        const auto &node = drawing.nodes[size_t(m_node)];
        if (kind == QAccessible::Name)
            return QString::fromStdString(node.name + ", " + node.costs);
        if (kind != QAccessible::Description)
            return {};
        int callers = 0, callees = 0;
        for (const auto &edge : drawing.edges) {
            callers += int(edge.target) == m_node;
            callees += int(edge.source) == m_node && !drawing.nodes[edge.target].isTag;
        }
        return QCoreApplication::translate("GraphCanvas", "%Ln caller(s)", nullptr, callers) +
               QStringLiteral(", ") +
               QCoreApplication::translate("GraphCanvas", "%Ln callee(s)", nullptr, callees);
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !isValid();
        if (state.invalid)
            return state;
        state.focusable = state.selectable = true;
        state.selected = m_canvas->current() == m_node;
        state.focused = state.selected && m_canvas->hasFocus();
        state.offscreen =
            !m_canvas->viewport()->rect().intersects(m_canvas->nodeRect(m_node).toAlignedRect());
        return state;
    }

private:
    QPointer<GraphCanvas> m_canvas;
    GraphScenePtr m_scene;
    int m_node;
};

class GraphAccessible : public QAccessibleWidget
{
public:
    explicit GraphAccessible(GraphCanvas *canvas)
        : QAccessibleWidget(canvas, QAccessible::List)
    {}
    ~GraphAccessible() override { forget(); }

    int childCount() const override { return int(refreshed().size()); }
    QAccessibleInterface *child(int index) const override
    {
        auto &nodes = refreshed();
        if (index < 0 || size_t(index) >= nodes.size())
            return nullptr;
        if (nodes[size_t(index)] == 0)
            nodes[size_t(index)] =
                QAccessible::registerAccessibleInterface(new GraphNodeAccessible(canvas(), m_scene, index));
        return QAccessible::accessibleInterface(nodes[size_t(index)]);
    }
    int indexOfChild(const QAccessibleInterface *child) const override
    {
        const auto &nodes = refreshed();
        for (size_t i = 0; i < nodes.size(); ++i) {
            if (nodes[i] != 0 && QAccessible::accessibleInterface(nodes[i]) == child)
                return int(i);
        }
        return -1;
    }
    QAccessibleInterface *childAt(int x, int y) const override
    {
        return child(canvas()->nodeAt(canvas()->viewport()->mapFromGlobal(QPoint(x, y))));
    }
    QAccessibleInterface *focusChild() const override { return child(canvas()->current()); }

private:
    GraphCanvas *canvas() const { return static_cast<GraphCanvas *>(widget()); }
    // By node; 0 for those not asked for yet.
    std::vector<QAccessible::Id> &refreshed() const
    {
        if (m_scene != canvas()->scene()) {
            forget();
            m_scene = canvas()->scene();
            m_nodes.assign(m_scene ? m_scene->picture.drawing.nodes.size() : 0, 0);
        }
        return m_nodes;
    }
    void forget() const
    {
        for (const QAccessible::Id id : m_nodes) {
            if (id != 0)
                QAccessible::deleteAccessibleInterface(id);
        }
        m_nodes.clear();
    }

    mutable GraphScenePtr m_scene;
    mutable std::vector<QAccessible::Id> m_nodes;
};

QAccessibleInterface *makeInterface(const QString &, QObject *object)
{
    auto *canvas = qobject_cast<GraphCanvas *>(object);
    return canvas ? new GraphAccessible(canvas) : nullptr;
}

} // namespace

void installGraphAccessibility()
{
    QAccessible::installFactory(makeInterface); // which forgets a factory that it knows already
}

void announceCurrentNode(GraphCanvas *canvas)
{
    if (!QAccessible::isActive() || canvas->current() < 0)
        return;
    QAccessibleEvent event(canvas, QAccessible::Focus);
    event.setChild(canvas->current());
    QAccessible::updateAccessibility(&event);
}

} // namespace proflens
