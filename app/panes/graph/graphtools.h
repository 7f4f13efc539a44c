// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/graph/graphscene.h"

#include <QToolBar>

class QCheckBox;
class QDoubleSpinBox;
class QSettings;
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

    // Of a group of settings.
    static GraphChoice read(const QSettings &settings);
    static void write(QSettings &settings, const GraphChoice &choice);

Q_SIGNALS:
    // Once the controls rest.
    void chosen(const GraphChoice &choice);
    void callTreeToggled(bool callTree);

private:
    QSpinBox *m_nodeCount;
    QDoubleSpinBox *m_nodeFraction;
    QDoubleSpinBox *m_edgeFraction;
    QCheckBox *m_callTree;
    QTimer *m_settle;
};

} // namespace proflens
