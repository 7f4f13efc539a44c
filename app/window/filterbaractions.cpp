// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with the chips of the filter bar.
#include "app/session/document.h"
#include "app/window/codechip.h"
#include "app/window/filterbar.h"
#include "app/window/filterchip.h"
#include "core/select/filtertext.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

#include <algorithm>

namespace proflens {

namespace {

constexpr size_t kindCount = filterNames.size();

Filter filterOf(const FilterChip &chip)
{
    return {chip.kind, chip.pattern.toStdString()};
}

} // namespace

bool FilterBar::has(qsizetype chip) const
{
    return chip >= 0 && chip < m_document->state().chips.size();
}

qsizetype FilterBar::current() const
{
    const qsizetype count = m_document->state().chips.size();
    return m_current >= 0 && m_current < count ? m_current : count - 1;
}

bool FilterBar::hasChipFocus() const
{
    return std::any_of(m_chips.cbegin(), m_chips.cend(),
                       [](const FilterChipWidget *chip) { return chip->hasFocus(); });
}

void FilterBar::change(const std::function<void(QList<FilterChip> &)> &change)
{
    ViewState state = m_document->state();
    change(state.chips);
    m_document->setState(state);
}

void FilterBar::step(qsizetype chip, int by)
{
    const qsizetype to = chip + by;
    if (has(to))
        m_chips[to]->setFocus(Qt::OtherFocusReason);
    else if (to < 0 && m_codeChip->isVisible())
        m_codeChip->setFocus(Qt::OtherFocusReason);
}

void FilterBar::edit(qsizetype chip)
{
    if (has(chip))
        m_chips[chip]->startEdit();
}

void FilterBar::setEnabled(qsizetype chip, bool enabled)
{
    if (has(chip))
        change([&](QList<FilterChip> &chips) { chips[chip].enabled = enabled; });
}

void FilterBar::setKind(qsizetype chip, FilterKind kind)
{
    if (!has(chip))
        return;
    const QString pattern = m_document->state().chips[chip].pattern;
    // Patterns on labels have a syntax of their own.
    if (const QString problem = patternProblem(kind, pattern); !problem.isEmpty()) {
        Q_EMIT statusMessage(
            tr("%1 cannot have this pattern: %2", "kind, reason").arg(filterTitle(kind), problem));
        return;
    }
    change([&](QList<FilterChip> &chips) { chips[chip].kind = kind; });
}

bool FilterBar::isOn(qsizetype chip) const
{
    return has(chip) && m_document->state().chips[chip].enabled;
}

bool FilterBar::hasOpposite(qsizetype chip) const
{
    return has(chip) && oppositeOf(m_document->state().chips[chip].kind);
}

void FilterBar::negate(qsizetype chip)
{
    if (!has(chip))
        return;
    if (const auto kind = oppositeOf(m_document->state().chips[chip].kind))
        setKind(chip, *kind);
}

void FilterBar::move(qsizetype chip, qsizetype to)
{
    if (!has(chip) || !has(to) || chip == to)
        return;
    change([&](QList<FilterChip> &chips) { chips.move(chip, to); });
    m_current = to;
    m_chips[to]->setFocus(Qt::OtherFocusReason);
}

void FilterBar::duplicate(qsizetype chip)
{
    if (!has(chip))
        return;
    change([&](QList<FilterChip> &chips) {
        FilterChip copy = chips[chip];
        chips.insert(chip + 1, copy);
    });
    edit(chip + 1);
}

void FilterBar::remove(qsizetype chip)
{
    if (!has(chip))
        return;
    const bool hadFocus = m_chips[chip]->hasFocus();
    change([&](QList<FilterChip> &chips) { chips.removeAt(chip); });
    if (!hadFocus)
        return;
    if (m_chips.isEmpty())
        startEntry();
    else
        m_chips[std::min(chip, m_chips.size() - 1)]->setFocus(Qt::OtherFocusReason);
}

void FilterBar::copy(const std::vector<Filter> &filters)
{
    const FilterOptions options = filterOptions(filters);
    const QString text = QString::fromStdString(options.text);
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT statusMessage(
        options.isSame
            ? tr("Copied %1").arg(fontMetrics().elidedText(text, Qt::ElideRight, 400))
            : tr("Copied; but command lines have one pattern of each kind, and of several the last counts"));
}

void FilterBar::copyOptions(qsizetype chip)
{
    if (has(chip))
        copy({filterOf(m_document->state().chips[chip])});
}

void FilterBar::copyAllOptions()
{
    const std::vector<Filter> filters = m_document->analysisOptions().filters;
    if (filters.empty())
        Q_EMIT statusMessage(tr("No filter is on, so there is nothing to copy"));
    else
        copy(filters);
}

void FilterBar::switchAll()
{
    change([](QList<FilterChip> &chips) {
        const bool anyOn =
            std::any_of(chips.cbegin(), chips.cend(), [](const FilterChip &chip) { return chip.enabled; });
        for (FilterChip &chip : chips)
            chip.enabled = !anyOn;
    });
}

void FilterBar::changeCode(bool on)
{
    ViewState state = m_document->state();
    state.myCode.on = on;
    const bool hadFocus = m_codeChip->hasFocus();
    m_document->setState(state);
    if (hadFocus && !on)
        startEntry();
}

// The keys in these menus are told in the window's menus, which have the same entries.
void FilterBar::showMenu(qsizetype chip, const QPoint &place)
{
    const FilterChip shown = m_document->state().chips[chip];
    m_current = chip;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString &text, bool enabled, const auto &act) {
        menu->addAction(text, this, act)->setEnabled(enabled);
    };
    add(tr("&Edit"), true, [=, this] { edit(chip); });
    add(shown.enabled ? tr("&Switch Off") : tr("&Switch On"), true,
        [=, this] { setEnabled(chip, !shown.enabled); });
    const auto opposite = oppositeOf(shown.kind);
    add(opposite ? tr("&Negate: %1").arg(filterTitle(*opposite)) : tr("&Negate"), opposite.has_value(),
        [=, this] { negate(chip); });
    QMenu *kinds = menu->addMenu(tr("&Kind"));
    for (size_t i = 0; i < kindCount; ++i) {
        const auto kind = static_cast<FilterKind>(i);
        QAction *action = kinds->addAction(filterTitle(kind), this, [=, this] { setKind(chip, kind); });
        action->setCheckable(true);
        action->setChecked(kind == shown.kind);
        action->setToolTip(filterMeaning(kind));
    }
    kinds->setToolTipsVisible(true);
    menu->addSeparator();
    add(tr("Move &Left"), chip > 0, [=, this] { move(chip, chip - 1); });
    add(tr("Move &Right"), chip + 1 < m_chips.size(), [=, this] { move(chip, chip + 1); });
    add(tr("&Duplicate"), true, [=, this] { duplicate(chip); });
    menu->addSeparator();
    add(tr("Copy &Pattern"), true, [=] { QGuiApplication::clipboard()->setText(shown.pattern); });
    add(tr("&Copy as Command Line Option"), true, [=, this] { copyOptions(chip); });
    add(tr("Copy All as Command Line &Options"), true, [this] { copyAllOptions(); });
    menu->addSeparator();
    add(tr("Re&move"), true, [=, this] { remove(chip); });
    menu->popup(place);
}

void FilterBar::showCodeMenu(const QPoint &place)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&Rules…"), this, &FilterBar::codeRulesWanted);
    QMenu *languages = menu->addMenu(tr("&Language"));
    const auto add = [&](const QString &text, std::optional<Language> language) {
        QAction *action = languages->addAction(text, this, [this, language] {
            ViewState state = m_document->state();
            state.myCode.language = language;
            m_document->setState(state);
        });
        action->setCheckable(true);
        action->setChecked(m_document->state().myCode.language == language);
    };
    add(tr("As guessed: %1").arg(languageText(m_document->guessedLanguage())), std::nullopt);
    languages->addSeparator();
    for (size_t i = 0; i < languageNames.size(); ++i)
        add(languageText(static_cast<Language>(i)), static_cast<Language>(i));
    menu->addAction(tr("&Copy as Command Line Option"), this, [this] {
        if (const auto filter = m_document->codeFilter())
            copy({*filter});
    });
    menu->addSeparator();
    menu->addAction(tr("&Switch Off"), this, [this] { changeCode(false); });
    menu->popup(place);
}

} // namespace proflens
