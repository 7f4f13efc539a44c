// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/graph/graphtools.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSettings>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTimer>

#include <algorithm>

namespace proflens {

namespace {

constexpr int controlsRestMs = 300;
constexpr int mostNodes = 5000;

} // namespace

GraphTools::GraphTools(QWidget *parent)
    : QToolBar(parent)
    , m_nodeCount(new QSpinBox(this))
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
    m_nodeCount->setRange(1, mostNodes);
    m_nodeCount->setGroupSeparatorShown(true);
    add(tr("&Up to"), m_nodeCount, tr("How many functions to show at most, the most telling ones"));
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
        tr("Leave out functions whose cum is below this share of the total"));
    m_edgeFraction = fraction();
    add(tr("Ca&lls with at least"), m_edgeFraction,
        tr("Leave out calls that weigh less than this share of the total"));
    m_callTree->setToolTip(tr("One node for each path of calls, instead of one for each function"));
    auto *gap = new QWidget(this);
    gap->setFixedWidth(10);
    addWidget(gap);
    addWidget(m_callTree);
    connect(m_nodeCount, &QSpinBox::valueChanged, m_settle, qOverload<>(&QTimer::start));
    for (QDoubleSpinBox *box : {m_nodeFraction, m_edgeFraction})
        connect(box, &QDoubleSpinBox::valueChanged, m_settle, qOverload<>(&QTimer::start));
    connect(m_callTree, &QCheckBox::toggled, m_settle, qOverload<>(&QTimer::start));
    connect(m_callTree, &QCheckBox::toggled, this, &GraphTools::callTreeToggled);
    m_settle->setSingleShot(true);
    m_settle->setInterval(controlsRestMs);
    connect(m_settle, &QTimer::timeout, this, [this] {
        Q_EMIT chosen({m_nodeCount->value(), m_nodeFraction->value() / 100, m_edgeFraction->value() / 100,
                       m_callTree->isChecked()});
    });
}

void GraphTools::showChoice(const GraphChoice &choice)
{
    const QSignalBlocker blockers[] = {QSignalBlocker(m_nodeCount), QSignalBlocker(m_nodeFraction),
                                       QSignalBlocker(m_edgeFraction), QSignalBlocker(m_callTree)};
    m_nodeCount->setValue(choice.nodeCount);
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

GraphChoice GraphTools::read(const QSettings &settings)
{
    GraphChoice choice;
    const auto fraction = [&](const QString &key, double standard) {
        return std::clamp(settings.value(key, standard).toDouble(), 0.0, 1.0);
    };
    choice.nodeCount =
        std::clamp(settings.value(QStringLiteral("nodes"), choice.nodeCount).toInt(), 1, mostNodes);
    choice.nodeFraction = fraction(QStringLiteral("nodeFraction"), choice.nodeFraction);
    choice.edgeFraction = fraction(QStringLiteral("edgeFraction"), choice.edgeFraction);
    choice.callTree = settings.value(QStringLiteral("callTree"), choice.callTree).toBool();
    return choice;
}

void GraphTools::write(QSettings &settings, const GraphChoice &choice)
{
    settings.setValue(QStringLiteral("nodes"), choice.nodeCount);
    settings.setValue(QStringLiteral("nodeFraction"), choice.nodeFraction);
    settings.setValue(QStringLiteral("edgeFraction"), choice.edgeFraction);
    settings.setValue(QStringLiteral("callTree"), choice.callTree);
}

} // namespace proflens
