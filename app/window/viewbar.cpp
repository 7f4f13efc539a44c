// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/viewbar.h"

#include "app/panes/elidedcombobox.h"
#include "app/panes/functionmenu.h"
#include "app/session/document.h"
#include "app/style/icons.h"
#include "app/style/text.h"
#include "app/window/groupmenu.h"
#include "core/measure/measure.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QStyle>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace proflens {

namespace {

constexpr Granularity granularities[] = {
    Granularity::Functions, Granularity::FileFunctions, Granularity::Files,
    Granularity::Lines,     Granularity::Addresses,
};

QString translated(const char *text)
{
    return QCoreApplication::translate("ViewBar", text);
}

QComboBox *combo(const QString &name, const QString &tip, int characters, QWidget *parent)
{
    auto *box = new ElidedComboBox(parent);
    box->setAccessibleName(name);
    box->setToolTip(tip);
    // A sample type may have any name; the list itself is as wide as it needs.
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(characters);
    return box;
}

QCheckBox *toggle(const QString &text, const QString &tip, QWidget *parent)
{
    auto *box = new QCheckBox(text, parent);
    box->setToolTip(tip);
    return box;
}

QToolButton *push(style::Sign sign, const QString &tip, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(style::icon(sign));
    button->setAutoRaise(true);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

void select(QComboBox *box, const QVariant &data)
{
    box->setCurrentIndex(box->findData(data));
}

} // namespace

QString granularityTitle(Granularity granularity)
{
    switch (granularity) {
    case Granularity::Functions:
        return translated("Functions");
    case Granularity::FileFunctions:
        return translated("Functions by file");
    case Granularity::Files:
        return translated("Files");
    case Granularity::Lines:
    case Granularity::SourceLines: // not offered
        return translated("Lines");
    case Granularity::Addresses:
        return translated("Addresses");
    }
    return {};
}

QString sampleTypeTitle(const Document &document, int index)
{
    const ValueType &type = document.sampleTypes()[static_cast<size_t>(index)];
    const QString name = QString::fromStdString(type.type);
    const QString unit = QString::fromStdString(type.unit);
    const QString title = unit.isEmpty() || unit == name ? name : translated("%1 (%2)").arg(name, unit);
    const auto &zero = document.zeroTypes();
    return static_cast<size_t>(index) < zero.size() && zero[static_cast<size_t>(index)]
               ? translated("%1: all zero").arg(title)
               : title;
}

QList<std::pair<QString, QString>> unitsOf(const Document &document)
{
    QList<std::pair<QString, QString>> units = {
        {QStringLiteral("minimum"), translated("One unit for all")},
        {QStringLiteral("auto"), translated("Each in its own unit")},
    };
    const int index = document.state().sampleIndex;
    if (!document.profile() || index < 0)
        return units;
    const std::string &unit = document.sampleTypes()[static_cast<size_t>(index)].unit;
    // pprof's names (internal/measurement): they are what -unit takes.
    const QList<QStringList> families = {
        {"ns", "us", "ms", "s", "hrs"},
        {"B", "kB", "MB", "GB", "TB", "PB"},
        {"n*GCU", "u*GCU", "m*GCU", "GCU", "k*GCU", "M*GCU", "G*GCU", "T*GCU", "P*GCU"},
    };
    for (const QStringList &family : families) {
        if (!measure::compatibleUnits(unit, family.last().toStdString()))
            continue;
        for (const QString &name : family)
            units.append({name, name});
    }
    return units;
}

ViewState withSampleType(const Document &document, int index)
{
    ViewState state = document.state();
    const auto &types = document.sampleTypes();
    const auto unit = [&](int i) { return i < 0 ? std::string() : types[static_cast<size_t>(i)].unit; };
    if (!measure::compatibleUnits(unit(state.sampleIndex), unit(index)) &&
        state.unit != QLatin1String("auto"))
        state.unit = QStringLiteral("minimum");
    state.sampleIndex = index;
    return state;
}

ViewBar::ViewBar(Document *document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_back(push(style::Sign::Back, tr("Back (Alt+Left)"), this))
    , m_forward(push(style::Sign::Forward, tr("Forward (Alt+Right)"), this))
    , m_type(combo(tr("Sample type"), tr("Sample type (pprof's sample_index)"), 20, this))
    , m_granularity(combo(tr("Granularity: what one row or box is"),
                          tr("Granularity: what one row or box is (pprof's granularity)"), 14, this))
    , m_unit(combo(tr("Unit of values"), tr("Unit of values (pprof's unit)"), 15, this))
    , m_relative(toggle(tr("Relative %"),
                        tr("Percentages of what the filters leave, not of the whole profile (pprof's "
                           "relative_percentages)"),
                        this))
    , m_inlined(toggle(
          tr("Inlined calls"),
          tr("Show calls that the compiler inlined as frames of their own (without: pprof's noinlines)"),
          this))
    , m_myCode(toggle(tr("Only my code"),
                      tr("Hide the runtime and the standard library; their cost goes to the callers that are "
                         "left (Ctrl+P, M)"),
                      this))
    , m_groups(new QToolButton(this))
    , m_more(new QToolButton(this))
    , m_active(new QToolButton(this))
    , m_clear(push(style::Sign::Close, tr("Clear the active function"), this))
{
    for (const Granularity g : granularities)
        m_granularity->addItem(granularityTitle(g), static_cast<int>(g));
    m_groups->setAutoRaise(true);
    m_groups->setPopupMode(QToolButton::InstantPopup);
    auto *groups = new QMenu(m_groups);
    m_groups->setMenu(groups);
    connect(groups, &QMenu::aboutToShow, this, [this, groups] { fillGroupMenu(groups, m_document); });
    m_more->setAutoRaise(true);
    m_more->setText(QStringLiteral("»"));
    m_more->setToolTip(tr("More ways to look at the profile"));
    m_more->setAccessibleName(m_more->toolTip());
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(new QMenu(m_more));
    m_more->hide();
    connect(m_more->menu(), &QMenu::aboutToShow, this, &ViewBar::fillMore);
    m_active->setAutoRaise(true);
    m_active->setPopupMode(QToolButton::InstantPopup);
    m_active->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_active->setIcon(style::icon(style::Sign::Active));
    m_active->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *menu = new QMenu(m_active);
    m_active->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        addFunctionActions(menu, m_document, m_document->state().active);
    });

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(6, 4, 6, 2);
    row->setSpacing(4);
    row->addWidget(m_back);
    row->addWidget(m_forward);
    row->addSpacing(4);
    for (QWidget *widget : {static_cast<QWidget *>(m_type), static_cast<QWidget *>(m_granularity),
                            static_cast<QWidget *>(m_unit), static_cast<QWidget *>(m_relative),
                            static_cast<QWidget *>(m_inlined), static_cast<QWidget *>(m_myCode),
                            static_cast<QWidget *>(m_groups)}) {
        row->addWidget(widget);
        m_foldable << widget;
    }
    m_foldable.removeOne(m_type);
    row->addWidget(m_more);
    row->addSpacing(4);
    // As wide as its text where there is room: its menu's arrow and the button that clears it stand beside
    // it.
    row->addWidget(m_active, 1);
    row->addWidget(m_clear);
    row->addStretch();
    // The window may be as small as it likes.
    row->setSizeConstraint(QLayout::SetNoConstraint);

    connect(m_back, &QToolButton::clicked, document, &Document::goBack);
    connect(m_forward, &QToolButton::clicked, document, &Document::goForward);
    connect(m_clear, &QToolButton::clicked, document, [document] { document->setActive({}); });
    connect(m_type, &QComboBox::activated, this,
            [this](int index) { m_document->setState(withSampleType(*m_document, index)); });
    connect(m_granularity, &QComboBox::activated, this, [this] {
        change([this](ViewState &state) {
            state.granularity = static_cast<Granularity>(m_granularity->currentData().toInt());
        });
    });
    connect(m_unit, &QComboBox::activated, this,
            [this] { change([this](ViewState &state) { state.unit = m_unit->currentData().toString(); }); });
    connect(m_relative, &QCheckBox::clicked, this,
            [this](bool on) { change([on](ViewState &state) { state.relativePercentages = on; }); });
    connect(m_inlined, &QCheckBox::clicked, this,
            [this](bool on) { change([on](ViewState &state) { state.noInlines = !on; }); });
    connect(m_myCode, &QCheckBox::clicked, this,
            [this](bool on) { change([on](ViewState &state) { state.myCode.on = on; }); });
    connect(document, &Document::loaded, this, &ViewBar::fill);
    connect(document, &Document::stateChanged, this, &ViewBar::showState);
    showState();
}

template <typename Change> void ViewBar::change(Change &&change)
{
    ViewState state = m_document->state();
    change(state);
    m_document->setState(state);
}

void ViewBar::fill()
{
    m_type->clear();
    const auto &types = m_document->sampleTypes();
    for (int i = 0; i < static_cast<int>(types.size()); ++i) {
        m_type->addItem(sampleTypeTitle(*m_document, i), i);
        m_type->setItemData(i, sampleTypeTitle(*m_document, i), Qt::ToolTipRole);
    }
    showState();
}

void ViewBar::showState()
{
    const ViewState &state = m_document->state();
    select(m_type, state.sampleIndex);
    select(m_granularity, static_cast<int>(state.granularity));
    m_unit->clear();
    for (const auto &[unit, title] : unitsOf(*m_document))
        m_unit->addItem(title, unit);
    if (m_unit->findData(state.unit) < 0)
        m_unit->addItem(state.unit, state.unit);
    select(m_unit, state.unit);
    showGroups();
    m_relative->setChecked(state.relativePercentages);
    m_inlined->setChecked(!state.noInlines);
    m_myCode->setChecked(state.myCode.on);
    m_back->setEnabled(m_document->canGoBack());
    m_forward->setEnabled(m_document->canGoForward());
    fold();
    showActive();
}

void ViewBar::showActive()
{
    const QString &active = m_document->state().active;
    m_clear->setVisible(!active.isEmpty());
    m_active->setEnabled(!active.isEmpty());
    // The button's own margins, and the arrow that tells of its menu.
    const int margins = 3 * fontMetrics().averageCharWidth() + m_active->iconSize().width() +
                        style()->pixelMetric(QStyle::PM_MenuButtonIndicator);
    const QFontMetricsF metrics(m_active->font());
    const auto fit = [&](const QString &text) {
        m_active->setMaximumWidth(margins + static_cast<int>(std::ceil(metrics.horizontalAdvance(text))));
        layout()->activate();
    };
    if (active.isEmpty()) {
        m_active->setText(tr("No active function"));
        m_active->setToolTip(tr("Click a function in any pane to make it active in all of them"));
        m_active->setAccessibleName(m_active->text());
        fit(m_active->text());
        return;
    }
    const QByteArray name = active.toUtf8();
    const QString shown = style::displayText({name.constData(), static_cast<size_t>(name.size())});
    fit(shown);
    QString elided = style::elidedName(shown, metrics, std::max(20, m_active->width() - margins));
    m_active->setText(elided.replace(QLatin1Char('&'), QLatin1String("&&")));
    m_active->setToolTip(style::wrappedToolTip(tr("Active function: %1").arg(shown)));
    m_active->setAccessibleName(tr("Active function: %1").arg(shown));
}

void ViewBar::showGroups()
{
    const ViewState &state = m_document->state();
    const bool any = !state.tagRoot.isEmpty() || !state.tagLeaf.isEmpty();
    const bool possible = any || !m_document->labelKeys().empty();
    m_groups->setEnabled(possible);
    const QString groups = groupText(state.tagRoot, state.tagLeaf);
    constexpr int widest = 24; // characters
    const QString shown =
        fontMetrics().elidedText(groups, Qt::ElideMiddle, widest * fontMetrics().averageCharWidth());
    QString text = any ? tr("By %1").arg(shown) : tr("Group by…");
    m_groups->setText(text.replace(QLatin1Char('&'), QLatin1String("&&")));
    const QString what =
        possible
            ? tr("Show labels as frames at the root or the leaf of every stack (pprof's tagroot and tagleaf)")
            : tr("The samples of this profile have no labels to group by");
    m_groups->setToolTip(style::wrappedToolTip(any ? groups + QLatin1Char('\n') + what : what));
    m_groups->setAccessibleName(any ? tr("Grouped by %1").arg(groups) : tr("Group by labels"));
}

QSize ViewBar::minimumSizeHint() const
{
    return {m_back->sizeHint().width() * 6, sizeHint().height()};
}

// Puts as many controls into the bar as fit; the others are in a menu.
void ViewBar::fold()
{
    const int spacing = layout()->spacing();
    const QMargins margins = layout()->contentsMargins();
    const int room = width() - margins.left() - margins.right() - 8;
    // A word of the active function should be seen, too.
    const int activeRoom = 16 * fontMetrics().averageCharWidth();
    int needed = activeRoom;
    for (const QWidget *widget : {static_cast<QWidget *>(m_back), static_cast<QWidget *>(m_forward),
                                  static_cast<QWidget *>(m_type), static_cast<QWidget *>(m_clear)})
        needed += widget->sizeHint().width() + spacing;
    int all = needed;
    for (const QWidget *widget : std::as_const(m_foldable))
        all += widget->sizeHint().width() + spacing;
    const bool fits = all <= room;
    if (!fits)
        needed += m_more->sizeHint().width() + spacing;
    bool full = false;
    for (QWidget *widget : std::as_const(m_foldable)) {
        needed += widget->sizeHint().width() + spacing;
        full = full || (!fits && needed > room);
        widget->setVisible(!full);
    }
    m_more->setVisible(!fits);
}

void ViewBar::fillMore()
{
    QMenu *menu = m_more->menu();
    menu->clear();
    qDeleteAll(menu->findChildren<QMenu *>(Qt::FindDirectChildrenOnly));
    for (QWidget *widget : std::as_const(m_foldable)) {
        if (!widget->isHidden())
            continue;
        if (auto *box = qobject_cast<QCheckBox *>(widget)) {
            QAction *action = menu->addAction(box->text());
            action->setToolTip(box->toolTip());
            action->setCheckable(true);
            action->setChecked(box->isChecked());
            connect(action, &QAction::triggered, box, &QCheckBox::click);
        } else if (auto *list = qobject_cast<QComboBox *>(widget)) {
            QMenu *choices = menu->addMenu(list->accessibleName());
            for (int i = 0; i < list->count(); ++i) {
                QAction *action = choices->addAction(list->itemText(i));
                action->setCheckable(true);
                action->setChecked(list->currentIndex() == i);
                connect(action, &QAction::triggered, list, [list, i] {
                    list->setCurrentIndex(i);
                    Q_EMIT list->activated(i);
                });
            }
        } else if (auto *button = qobject_cast<QToolButton *>(widget); button && button->menu()) {
            QAction *action = menu->addMenu(button->menu());
            action->setText(button->text());
            action->setEnabled(button->isEnabled());
        }
    }
}

void ViewBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fold();
    // After the layout has moved the button.
    layout()->activate();
    showActive();
}

} // namespace proflens
