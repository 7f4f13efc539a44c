// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/filterbar.h"

#include "app/session/document.h"
#include "app/style/icons.h"
#include "app/style/palette.h"
#include "app/window/filterchip.h"
#include "app/window/flowlayout.h"

#include <QComboBox>
#include <QEvent>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace proflens {

namespace {

// In the order in which people want them, not in which they are applied.
constexpr FilterKind offered[] = {
    FilterKind::Focus,    FilterKind::Ignore,    FilterKind::Hide,     FilterKind::Show,
    FilterKind::ShowFrom, FilterKind::PruneFrom, FilterKind::TagFocus, FilterKind::TagIgnore,
    FilterKind::TagShow,  FilterKind::TagHide,
};

} // namespace

FilterBar::FilterBar(Document *document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_kind(new QComboBox(this))
    , m_pattern(new QLineEdit(this))
    , m_add(new QToolButton(this))
    , m_reason(new QLabel(this))
{
    for (const FilterKind kind : offered) {
        m_kind->addItem(filterTitle(kind), static_cast<int>(kind));
        m_kind->setItemData(m_kind->count() - 1, filterMeaning(kind), Qt::ToolTipRole);
    }
    m_kind->setAccessibleName(tr("Kind of filter"));
    m_pattern->setAccessibleName(tr("Pattern of the filter"));
    m_pattern->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_pattern->setClearButtonEnabled(true);
    m_pattern->setMinimumWidth(120);
    m_pattern->setFixedWidth(260);
    // Files that are dropped here are meant for the window.
    m_pattern->setAcceptDrops(false);
    m_pattern->installEventFilter(this);
    m_add->setIcon(style::icon(style::Sign::Add));
    m_add->setAutoRaise(true);
    m_add->setToolTip(tr("Add this filter (Return)"));
    m_add->setAccessibleName(tr("Add this filter"));
    m_reason->setTextFormat(Qt::PlainText);

    auto *flow = new FlowLayout(this);
    flow->setContentsMargins(6, 2, 6, 4);
    flow->setSpacing(6);
    auto *entry = new QWidget(this);
    auto *row = new QHBoxLayout(entry);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_kind);
    row->addWidget(m_pattern);
    row->addWidget(m_add);
    row->addWidget(m_reason);
    flow->addWidget(entry);

    connect(m_pattern, &QLineEdit::textChanged, this, &FilterBar::check);
    connect(m_pattern, &QLineEdit::returnPressed, this, &FilterBar::apply);
    connect(m_add, &QToolButton::clicked, this, &FilterBar::apply);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &FilterBar::check);
    connect(document, &Document::stateChanged, this, &FilterBar::showChips);
    connect(document, &Document::analysisChanged, this, &FilterBar::showEffects);
    check();
    showChips();
}

FilterKind FilterBar::kind() const
{
    return static_cast<FilterKind>(m_kind->currentData().toInt());
}

void FilterBar::startEntry()
{
    m_pattern->setFocus(Qt::ShortcutFocusReason);
    m_pattern->selectAll();
}

void FilterBar::showChips()
{
    const QList<FilterChip> &chips = m_document->state().chips;
    while (m_chips.size() > chips.size()) {
        // Later: it may be the one whose signal led here.
        FilterChipWidget *chip = m_chips.takeLast();
        layout()->removeWidget(chip);
        chip->hide();
        chip->deleteLater();
    }
    while (m_chips.size() < chips.size()) {
        auto *chip = new FilterChipWidget(this);
        const qsizetype i = m_chips.size();
        connect(chip, &FilterChipWidget::toggled, this, [this, i](bool enabled) {
            QList<FilterChip> changed = m_document->state().chips;
            changed[i].enabled = enabled;
            setChips(changed);
        });
        connect(chip, &FilterChipWidget::removed, this, [this, i] {
            QList<FilterChip> changed = m_document->state().chips;
            changed.removeAt(i);
            setChips(changed);
        });
        connect(chip, &FilterChipWidget::editWanted, this, [this, i] { edit(i); });
        layout()->addWidget(chip);
        chip->show();
        m_chips << chip;
    }
    if (m_edited >= chips.size())
        stopEditing();
    for (qsizetype i = 0; i < chips.size(); ++i)
        m_chips[i]->setChip(chips[i]);
    showEffects();
}

void FilterBar::showEffects()
{
    for (FilterChipWidget *chip : std::as_const(m_chips))
        chip->showEffect(m_document->analysis().get());
}

void FilterBar::setChips(const QList<FilterChip> &chips)
{
    stopEditing();
    ViewState state = m_document->state();
    state.chips = chips;
    m_document->setState(state);
}

void FilterBar::edit(qsizetype chip)
{
    const FilterChip edited = m_document->state().chips[chip];
    stopEditing();
    m_edited = chip;
    m_chips[chip]->setEdited(true);
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(edited.kind)));
    m_pattern->setText(edited.pattern);
    startEntry();
}

void FilterBar::stopEditing()
{
    if (m_edited < 0)
        return;
    if (m_edited < m_chips.size())
        m_chips[m_edited]->setEdited(false);
    m_edited = -1;
    m_pattern->clear();
}

void FilterBar::apply()
{
    const QString pattern = m_pattern->text();
    if (pattern.isEmpty() || !m_problem.isEmpty())
        return;
    const FilterKind wanted = kind();
    QList<FilterChip> chips = m_document->state().chips;
    if (m_edited >= 0)
        chips[m_edited] = {wanted, pattern, chips[m_edited].enabled};
    else
        chips.append({wanted, pattern, true});
    m_pattern->clear();
    setChips(chips);
}

void FilterBar::check()
{
    m_problem = m_pattern->text().isEmpty() ? QString() : patternProblem(kind(), m_pattern->text());
    const bool tags = kind() == FilterKind::TagFocus || kind() == FilterKind::TagIgnore;
    m_pattern->setPlaceholderText(tags ? tr("key=value, 1kb:4kb …") : tr("Filter: a regular expression"));
    m_pattern->setToolTip(filterMeaning(kind()) + QLatin1Char('.'));
    m_add->setEnabled(!m_pattern->text().isEmpty() && m_problem.isEmpty());
    m_reason->setVisible(!m_problem.isEmpty());
    m_reason->setText(fontMetrics().elidedText(m_problem, Qt::ElideRight, 480));
    m_reason->setToolTip(m_problem);
    m_pattern->setAccessibleDescription(m_problem);

    QPalette wrong = palette();
    const QColor colour = style::errorText(palette());
    wrong.setColor(QPalette::WindowText, colour);
    m_reason->setPalette(wrong);
    wrong.setColor(QPalette::Text, colour);
    wrong.setColor(QPalette::Base, style::mixed(palette().color(QPalette::Base), colour, 0.08));
    m_pattern->setPalette(m_problem.isEmpty() ? QPalette() : wrong);
    layout()->invalidate();
}

bool FilterBar::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_pattern && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Escape && (m_edited >= 0 || !m_pattern->text().isEmpty())) {
            stopEditing();
            m_pattern->clear();
            return true;
        }
    }
    return QWidget::eventFilter(object, event);
}

void FilterBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && layout())
        check();
}

} // namespace proflens
