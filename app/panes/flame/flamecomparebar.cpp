// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/flame/flamecomparebar.h"

#include "app/style/difference.h"
#include "app/style/icons.h"
#include "core/report/flameshade.h"

#include <QAction>
#include <QActionGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

#include <array>

namespace proflens {

namespace {

constexpr std::array widths = {ComparedWidth::Larger, ComparedWidth::Current, ComparedWidth::Base,
                               ComparedWidth::Difference};

} // namespace

FlameCompareBar::FlameCompareBar(Document *document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
{
    makeActions();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(4, 0, 4, 2);
    row->setSpacing(4);

    m_widthPart = new QWidget(this);
    auto *widthRow = new QHBoxLayout(m_widthPart);
    widthRow->setContentsMargins(2, 0, 0, 0);
    widthRow->setSpacing(4);
    auto *label = new QLabel(tr("Width:"), m_widthPart);
    m_width = new QComboBox(m_widthPart);
    m_width->setAccessibleName(tr("Width of frames"));
    m_width->setToolTip(tr("What the width of frames stands for (W: the next one)"));
    for (const QAction *action : m_widths->actions())
        m_width->addItem(action->iconText());
    label->setBuddy(m_width);
    widthRow->addWidget(label);
    widthRow->addWidget(m_width);
    row->addWidget(m_widthPart);
    connect(m_width, &QComboBox::activated, this,
            [this](int index) { m_widths->actions().at(index)->trigger(); });

    for (QAction *action : {m_self, m_relative, m_linked, m_beside}) {
        auto *button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        if (!action->icon().isNull())
            button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setAccessibleName(QString(action->text()).remove('&'));
        m_buttons << button;
        row->addWidget(button);
    }
    row->addSpacing(8);
    m_legend = new style::DifferenceLegend(this);
    row->addWidget(m_legend);
    row->addStretch(1);
    hide();
}

void FlameCompareBar::makeActions()
{
    const auto add = [this](const QString &text, const QString &shortText, const QString &tip,
                            const QKeySequence &key) {
        auto *action = new QAction(text, this);
        action->setIconText(shortText);
        action->setToolTip(key.isEmpty() ? tip
                                         : tr("%1 (%2)").arg(tip, key.toString(QKeySequence::NativeText)));
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        return action;
    };
    m_widths = new QActionGroup(this);
    const auto width = [&](const QString &text, const QString &shortText, const QString &tip,
                           const QKeySequence &key) {
        QAction *action = add(text, shortText, tip, key);
        action->setCheckable(true);
        m_widths->addAction(action);
        const ComparedWidth value = widths[size_t(m_widths->actions().size() - 1)];
        connect(action, &QAction::triggered, this,
                [this, value] { change([value](CompareState &state) { state.width = value; }); });
    };
    width(tr("Width by the &Larger of Both"), tr("Larger of both"),
          tr("Frames are as wide as the larger of their values"), tr("D, L"));
    width(tr("Width by &Current"), tr("Current"), tr("Frames are as wide as their current value"),
          tr("D, C"));
    width(tr("Width by B&ase"), tr("Base"), tr("Frames are as wide as their value in the base"), tr("D, B"));
    width(tr("Width by |&Δ|"), tr("|Δ|"),
          tr("Frames are as wide as the differences of the stacks in them; what stayed takes no room"),
          tr("D, D"));
    m_nextWidth = add(tr("Next &Width"), tr("Next width"), tr("Draw frames by another width"), tr("W"));
    connect(m_nextWidth, &QAction::triggered, this, [this] {
        change([](CompareState &state) { state.width = widths[(size_t(state.width) + 1) % widths.size()]; });
    });
    m_self = add(tr("Colour Frames Al&one"), tr("Frame alone"),
                 tr("Colour by the difference of the frame alone, without what it calls"), tr("A"));
    m_self->setCheckable(true);
    connect(m_self, &QAction::triggered, this,
            [this](bool on) { change([on](CompareState &state) { state.colorSelf = on; }); });
    m_relative = add(tr("Colour by &Ratio"), tr("Ratio"),
                     tr("Colour by how many times as much it is, rather than by the share of the largest "
                        "difference"),
                     tr("R"));
    m_relative->setCheckable(true);
    connect(m_relative, &QAction::triggered, this,
            [this](bool on) { change([on](CompareState &state) { state.colorRelative = on; }); });
    m_linked = add(tr("&Lock Both Sides Together"), tr("Linked"),
                   tr("Zoom, scroll and select in both sides at once"), tr("L"));
    m_linked->setIcon(style::icon(style::Sign::Lock));
    m_linked->setCheckable(true);
    connect(m_linked, &QAction::triggered, this,
            [this](bool on) { change([on](CompareState &state) { state.linked = on; }); });
    m_beside = add(tr("Sides &Next to Each Other"), tr("Next to each other"),
                   tr("Show the current side to the right of the base rather than below it"), tr("T"));
    m_beside->setCheckable(true);
}

QList<QAction *> FlameCompareBar::viewActions() const
{
    return m_widths->actions() + QList<QAction *>{m_nextWidth, m_self, m_relative, m_linked, m_beside};
}

template <typename Change> void FlameCompareBar::change(Change &&change)
{
    ViewState state = m_document->state();
    change(state.compare);
    m_document->setState(state);
}

void FlameCompareBar::setShown(QAction *action, bool shown)
{
    action->setVisible(shown);
    action->setEnabled(shown);
}

void FlameCompareBar::show(const FlameDataPtr &data)
{
    const CompareState &state = m_document->state().compare;
    const bool compares = m_document->comparison() != nullptr;
    const bool halves = compares && state.look == CompareState::Look::SideBySide;
    const bool difference = compares && !halves;
    setVisible(compares);
    for (QAction *action : m_widths->actions())
        setShown(action, difference);
    for (QAction *action : {m_nextWidth, m_self, m_relative})
        setShown(action, difference);
    for (QAction *action : {m_linked, m_beside})
        setShown(action, halves);
    m_widthPart->setVisible(difference);
    m_legend->setVisible(compares);
    if (halves) {
        style::DifferenceScale patterns;
        patterns.noise = false;
        patterns.same = patterns.range = false;
        m_legend->setScale(patterns);
    }
    for (QToolButton *button : std::as_const(m_buttons))
        button->setVisible(button->defaultAction()->isVisible());
    m_widths->actions().at(int(state.width))->setChecked(true);
    m_width->setCurrentIndex(int(state.width));
    m_self->setChecked(state.colorSelf);
    m_relative->setChecked(state.colorRelative);
    m_linked->setChecked(state.linked);
    if (!difference || !data || !data->compared)
        return;
    // Where callers grow from callees, all of a stack's value is the leaf's own.
    m_self->setEnabled(!data->inverted);
    const FlameColoring coloring{state.colorSelf, state.colorRelative};
    const FlameScale scale = scaleOf(*data->compared, coloring);
    const bool self = coloring.self && !data->inverted;
    const QString of = coloring.relative ? (self ? tr("Ratio, frames alone:") : tr("Ratio:"))
                                         : (self ? tr("Δ, frames alone:") : tr("Δ with what is called:"));
    m_legend->setScale({QString::fromStdString(scale.least), QString::fromStdString(scale.most), of, true,
                        data->comparison()->hasCounts()});
}

} // namespace proflens
