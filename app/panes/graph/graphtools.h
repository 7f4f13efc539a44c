// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/graph/graphscene.h"

#include <QToolBar>

class QCheckBox;
class QDoubleSpinBox;
class QSpinBox;
class QTimer;

namespace proflens {

// The controls that say how much of a graph is shown.
class GraphTools : public QToolBar
{
    Q_OBJECT

public:
    explicit GraphTools(QWidget *parent = nullptr);

    void showChoice(const GraphChoice &choice);
    // Whether a change is about to be told.
    bool isSettling() const;

    void setCallTree(bool callTree);
    void setTrim(bool trim);
    // Puts the cursor into a control.
    enum class Control { NodeCount, NodeFraction, EdgeFraction };
    void edit(Control control);

Q_SIGNALS:
    // Once the controls rest.
    void chosen(const GraphChoice &choice);
    void callTreeToggled(bool callTree);
    void trimToggled(bool trim);

private:
    void showAll(const GraphChoice &choice);

    GraphChoice m_shown;
    QSpinBox *m_nodeCount;
    QDoubleSpinBox *m_nodeFraction;
    QDoubleSpinBox *m_edgeFraction;
    QCheckBox *m_trim;
    QCheckBox *m_callTree;
    QTimer *m_settle;
};

} // namespace proflens
