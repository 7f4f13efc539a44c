// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/viewbar.h"

#include "app/panes/elidedcombobox.h"
#include "app/panes/functionmenu.h"
#include "app/session/document.h"
#include "app/style/icons.h"
#include "app/style/text.h"
#include "app/window/groupmenu.h"
#include "app/window/viewtitles.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
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

// Tells of something unusual about values, and takes it back when it is clicked.
QToolButton *undoing(QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(style::icon(style::Sign::Close));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    // The sign stands behind the words, as in a chip.
    button->setLayoutDirection(parent->layoutDirection() == Qt::LeftToRight ? Qt::RightToLeft
                                                                            : Qt::LeftToRight);
    button->hide();
    return button;
}

// Its arrow stands beside its text rather than below; both open the menu.
void openMenuBeside(QToolButton *button)
{
    button->setAutoRaise(true);
    button->setPopupMode(QToolButton::MenuButtonPopup);
    QObject::connect(button, &QToolButton::clicked, button, &QToolButton::showMenu);
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

ViewBar::ViewBar(Document *document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_back(push(style::Sign::Back, tr("Back (Alt+Left)"), this))
    , m_forward(push(style::Sign::Forward, tr("Forward (Alt+Right)"), this))
    , m_type(combo(tr("Sample type"), tr("Sample type (pprof's sample_index)"), 20, this))
    , m_granularity(combo(tr("Granularity: what one row or box is"),
                          tr("Granularity: what one row or box is (pprof's granularity)"), 14, this))
    , m_unit(combo(tr("Unit of values"), tr("Unit of values (pprof's unit)"), 15, this))
    , m_mean(undoing(this))
    , m_divisor(undoing(this))
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
    openMenuBeside(m_groups);
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
    openMenuBeside(m_active);
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
    for (QWidget *widget :
         {static_cast<QWidget *>(m_type), static_cast<QWidget *>(m_granularity),
          static_cast<QWidget *>(m_unit), static_cast<QWidget *>(m_mean), static_cast<QWidget *>(m_divisor),
          static_cast<QWidget *>(m_relative), static_cast<QWidget *>(m_inlined),
          static_cast<QWidget *>(m_myCode), static_cast<QWidget *>(m_groups)}) {
        row->addWidget(widget);
        m_foldable << widget;
    }
    m_foldable.removeOne(m_type);
    m_foldable.removeOne(m_mean);
    m_foldable.removeOne(m_divisor);
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
    connect(m_mean, &QToolButton::clicked, this,
            [this] { change([](ViewState &state) { state.mean = false; }); });
    connect(m_divisor, &QToolButton::clicked, this,
            [this] { change([](ViewState &state) { state.divideBy = 1; }); });
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

void ViewBar::fillUnits()
{
    const QString &shown = m_document->state().unit;
    QList<std::pair<QString, QString>> units = unitsOf(*m_document);
    if (std::none_of(units.begin(), units.end(), [&](const auto &unit) { return unit.first == shown; }))
        units.append({shown, shown});
    // A list that is filled anew is laid out and painted anew, with all that stands beside it.
    bool same = m_unit->count() == units.size();
    for (int i = 0; same && i < m_unit->count(); ++i)
        same = m_unit->itemData(i).toString() == units[i].first;
    if (!same) {
        m_unit->clear();
        for (const auto &[unit, title] : std::as_const(units))
            m_unit->addItem(title, unit);
    }
    select(m_unit, shown);
}

void ViewBar::showState()
{
    const ViewState &state = m_document->state();
    select(m_type, state.sampleIndex);
    select(m_granularity, static_cast<int>(state.granularity));
    fillUnits();
    showGroups();
    showDivisors();
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

void ViewBar::showDivisors()
{
    const QString mean = meanTitle(*m_document);
    m_mean->setVisible(!mean.isEmpty());
    const QString shown = style::displayText(mean.toStdString());
    m_mean->setText(QString(shown).replace(QLatin1Char('&'), QLatin1String("&&")));
    m_mean->setToolTip(tr("Values are means: %1 (Profile > Mean). Click to show sums").arg(shown));
    m_mean->setAccessibleName(tr("Values are means: %1").arg(shown));
    const QString divisor = divisorTitle(*m_document);
    m_divisor->setVisible(!divisor.isEmpty());
    m_divisor->setText(divisor);
    m_divisor->setToolTip(
        tr("All values are divided by %1 (View > Values Per). Click to show them as measured")
            .arg(QLocale::c().toString(m_document->state().divideBy, 'g', 6)));
    m_divisor->setAccessibleName(tr("Values are divided: %1").arg(divisor));
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
    for (const QToolButton *button : {m_mean, m_divisor}) {
        if (!button->isHidden())
            needed += button->sizeHint().width() + spacing;
    }
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
