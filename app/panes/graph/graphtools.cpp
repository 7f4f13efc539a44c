// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/graph/graphtools.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTimer>

#include <cmath>

namespace proflens {

namespace {

constexpr int controlsRestMs = 300;

} // namespace

GraphTools::GraphTools(QWidget *parent)
    : QToolBar(parent)
    , m_nodeCount(new QSpinBox(this))
    , m_trim(new QCheckBox(tr("Tri&m"), this))
    , m_callTree(new QCheckBox(tr("Call t&ree"), this))
    , m_settle(new QTimer(this))
{
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    const auto add = [this](const QString &text, QWidget *control, const QString &tip) {
        auto *label = new QLabel(text, this);
        label->setBuddy(control);
        label->setContentsMargins(6, 0, 4, 0);
        label->setToolTip(tip);
        control->setToolTip(tip);
        addWidget(label);
        addWidget(control);
    };
    m_trim->setToolTip(
        tr("Leave out what is small, as the next three say; without it all functions are shown, up "
           "to %L1 (pprof's trim)")
            .arg(mostNodes));
    m_trim->setContentsMargins(6, 0, 0, 0);
    addWidget(m_trim);
    m_nodeCount->setRange(0, mostNodes);
    //: In place of a number of functions.
    m_nodeCount->setSpecialValueText(tr("all"));
    m_nodeCount->setGroupSeparatorShown(true);
    add(tr("&Up to"), m_nodeCount,
        tr("How many functions to show at most, the most telling ones; 0 shows all (pprof's nodecount)"));
    const auto fraction = [this] {
        auto *box = new QDoubleSpinBox(this);
        box->setRange(0, 100);
        box->setDecimals(2);
        box->setSuffix(tr(" %"));
        box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
        return box;
    };
    m_nodeFraction = fraction();
    add(tr("functions &with at least"), m_nodeFraction,
        tr("Leave out functions whose cum is below this share of the total (pprof's nodefraction)"));
    m_edgeFraction = fraction();
    add(tr("Ca&lls with at least"), m_edgeFraction,
        tr("Leave out calls that weigh less than this share of the total (pprof's edgefraction)"));
    m_callTree->setToolTip(tr("One node for each path of calls, instead of one for each function "
                              "(pprof's call_tree)"));
    auto *gap = new QWidget(this);
    gap->setFixedWidth(10);
    addWidget(gap);
    addWidget(m_callTree);
    showAll(m_shown);
    connect(m_nodeCount, &QSpinBox::valueChanged, m_settle, qOverload<>(&QTimer::start));
    for (QDoubleSpinBox *box : {m_nodeFraction, m_edgeFraction})
        connect(box, &QDoubleSpinBox::valueChanged, m_settle, qOverload<>(&QTimer::start));
    connect(m_callTree, &QCheckBox::toggled, m_settle, qOverload<>(&QTimer::start));
    connect(m_callTree, &QCheckBox::toggled, this, &GraphTools::callTreeToggled);
    connect(m_trim, &QCheckBox::toggled, m_settle, qOverload<>(&QTimer::start));
    connect(m_trim, &QCheckBox::toggled, this, &GraphTools::trimToggled);
    for (QWidget *box : {static_cast<QWidget *>(m_nodeCount), static_cast<QWidget *>(m_nodeFraction),
                         static_cast<QWidget *>(m_edgeFraction)})
        connect(m_trim, &QCheckBox::toggled, box, &QWidget::setEnabled);
    m_settle->setSingleShot(true);
    m_settle->setInterval(controlsRestMs);
    connect(m_settle, &QTimer::timeout, this, [this] {
        // What the boxes round is no change.
        GraphChoice choice = m_shown;
        choice.trim = m_trim->isChecked();
        choice.callTree = m_callTree->isChecked();
        if (m_nodeCount->value() != (m_shown.nodeCount < 0 ? usualNodes : m_shown.nodeCount))
            choice.nodeCount = m_nodeCount->value();
        const auto take = [](const QDoubleSpinBox *box, double &fraction) {
            if (std::abs(box->value() / 100 - fraction) > 0.00005)
                fraction = box->value() / 100;
        };
        take(m_nodeFraction, choice.nodeFraction);
        take(m_edgeFraction, choice.edgeFraction);
        Q_EMIT chosen(choice);
    });
}

void GraphTools::showChoice(const GraphChoice &choice)
{
    if (choice == m_shown)
        return; // what is being typed stays
    m_settle->stop();
    m_shown = choice;
    showAll(choice);
}

void GraphTools::showAll(const GraphChoice &choice)
{
    const QSignalBlocker blockers[] = {QSignalBlocker(m_nodeCount), QSignalBlocker(m_nodeFraction),
                                       QSignalBlocker(m_edgeFraction), QSignalBlocker(m_callTree),
                                       QSignalBlocker(m_trim)};
    m_trim->setChecked(choice.trim);
    for (QWidget *box : {static_cast<QWidget *>(m_nodeCount), static_cast<QWidget *>(m_nodeFraction),
                         static_cast<QWidget *>(m_edgeFraction)})
        box->setEnabled(choice.trim);
    m_nodeCount->setValue(choice.nodeCount < 0 ? usualNodes : choice.nodeCount);
    m_nodeFraction->setValue(choice.nodeFraction * 100);
    m_edgeFraction->setValue(choice.edgeFraction * 100);
    m_callTree->setChecked(choice.callTree);
}

bool GraphTools::isSettling() const
{
    return m_settle->isActive();
}

void GraphTools::setCallTree(bool callTree)
{
    m_callTree->setChecked(callTree);
}

void GraphTools::setTrim(bool trim)
{
    m_trim->setChecked(trim);
}

void GraphTools::edit(Control control)
{
    QAbstractSpinBox *box = control == Control::NodeCount      ? static_cast<QAbstractSpinBox *>(m_nodeCount)
                            : control == Control::NodeFraction ? m_nodeFraction
                                                               : m_edgeFraction;
    box->setFocus(Qt::ShortcutFocusReason);
    box->selectAll();
}

} // namespace proflens
