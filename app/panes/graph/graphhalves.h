// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/graph/graphscene.h"

#include <QWidget>

class QFrame;

namespace proflens {

class ElidedLabel;
class GraphCanvas;

// One canvas, or two side by side, the base's at the left, which move as one.
class GraphHalves : public QWidget
{
    Q_OBJECT

public:
    explicit GraphHalves(QWidget *parent = nullptr);

    // The one that is always there: the profile, both sides in one, or the current side.
    GraphCanvas *main() const { return m_main; }
    // Hidden while there is one picture only.
    GraphCanvas *base() const { return m_base; }
    // The one that the keyboard is at.
    GraphCanvas *active() const;

    void setScenes(const GraphScenes &scenes);
    // What stands above two halves.
    void setHeadings(const QString &base, const QString &current);
    // Whether both zoom, scroll and mark as one.
    void setLinked(bool linked);
    bool isSideBySide() const { return m_isSideBySide; }

    // To both.
    void showFunction(const QString &function);
    void setDimmed(bool dimmed);
    void setMessage(const QString &message);

Q_SIGNALS:
    void clicked(int node);
    void walked(int node);
    void opened(int node);
    void hovered(int node, int edge);
    void menuRequested(int node, const QPoint &globalPosition);
    void currentChanged(int node);

private:
    void connectCanvas(GraphCanvas *canvas, GraphCanvas *other);
    bool canFollow() const { return m_linked && m_isSideBySide && !m_following; }

    GraphCanvas *m_main;
    GraphCanvas *m_base;
    QWidget *m_baseHalf;
    QFrame *m_line; // between them
    ElidedLabel *m_mainHeading;
    ElidedLabel *m_baseHeading;
    bool m_isSideBySide = false, m_linked = true;
    bool m_following = false; // one is told what the other did
};

} // namespace proflens
