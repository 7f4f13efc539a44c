// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/filterbar.h"

#include "app/session/document.h"
#include "app/style/icons.h"
#include "app/style/palette.h"
#include "app/window/codechip.h"
#include "app/window/filterchip.h"
#include "app/window/filternames.h"
#include "app/window/flowlayout.h"
#include "app/window/patternedit.h"
#include "core/select/filtertext.h"

#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

namespace proflens {

namespace {

// In the order in which people want them, not in which they are applied.
constexpr FilterKind offered[] = {
    FilterKind::Focus,    FilterKind::Ignore,    FilterKind::Hide,     FilterKind::Show,
    FilterKind::ShowFrom, FilterKind::PruneFrom, FilterKind::TagFocus, FilterKind::TagIgnore,
    FilterKind::TagShow,  FilterKind::TagHide,
};

// Rows of chips that are seen at once; the panes want the rest.
constexpr int mostRows = 4;

} // namespace

FilterBar::FilterBar(Document *document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_names(new FilterNames(document, this))
    , m_area(new QScrollArea(this))
    , m_host(new QWidget)
    , m_kind(new QComboBox(m_host))
    , m_pattern(new PatternEdit(m_names, m_host))
    , m_add(new QToolButton(m_host))
    , m_reason(new QLabel(m_host))
    , m_mark(new QWidget(m_host))
    , m_codeChip(new CodeChip(m_host))
{
    for (const FilterKind kind : offered) {
        m_kind->addItem(filterTitle(kind), static_cast<int>(kind));
        m_kind->setItemData(m_kind->count() - 1, filterMeaning(kind), Qt::ToolTipRole);
    }
    m_kind->setAccessibleName(tr("Kind of filter"));
    m_pattern->setAccessibleName(tr("Pattern of the filter"));
    m_pattern->setClearButtonEnabled(true);
    m_pattern->setFixedWidth(260);
    m_add->setIcon(style::icon(style::Sign::Add));
    m_add->setAutoRaise(true);
    m_add->setToolTip(tr("Add this filter (Return)"));
    m_add->setAccessibleName(tr("Add this filter"));
    m_reason->setTextFormat(Qt::PlainText);
    // A long reason is cut rather than the window made wider.
    m_reason->setMinimumWidth(40);
    m_mark->setAutoFillBackground(true);
    m_mark->setBackgroundRole(QPalette::Highlight);
    m_mark->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_mark->hide();

    auto *flow = new FlowLayout(m_host);
    flow->setContentsMargins(6, 2, 6, 4);
    flow->setSpacing(6);
    auto *entry = new QWidget(m_host);
    auto *row = new QHBoxLayout(entry);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_kind);
    row->addWidget(m_pattern);
    row->addWidget(m_add);
    row->addWidget(m_reason);
    flow->addWidget(entry);
    flow->addWidget(m_codeChip);
    m_codeChip->hide();

    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->setWidget(m_host);
    m_area->viewport()->setAutoFillBackground(false);
    m_host->setAutoFillBackground(false);
    m_host->installEventFilter(this);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);

    connect(m_pattern, &QLineEdit::textChanged, this, &FilterBar::showProblem);
    connect(m_pattern, &PatternEdit::accepted, this, &FilterBar::apply);
    connect(m_pattern, &PatternEdit::cancelled, m_pattern, &QLineEdit::clear);
    connect(m_add, &QToolButton::clicked, this, &FilterBar::apply);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        m_pattern->setKind(kind());
        m_pattern->setToolTip(filterMeaning(kind()) + QLatin1Char('.'));
        showProblem();
    });
    connect(m_codeChip, &Chip::toggled, this, &FilterBar::changeCode);
    connect(m_codeChip, &Chip::removed, this, [this] { changeCode(false); });
    connect(m_codeChip, &Chip::editWanted, this, &FilterBar::codeRulesWanted);
    connect(m_codeChip, &Chip::menuWanted, this, &FilterBar::showCodeMenu);
    connect(m_codeChip, &Chip::stepWanted, this, [this](int by) { step(-1, by); });
    connect(document, &Document::stateChanged, this, &FilterBar::showChips);
    connect(document, &Document::loaded, this, &FilterBar::showCodeChip);
    connect(document, &Document::analysisChanged, this, &FilterBar::showEffects);
    m_pattern->setKind(kind());
    m_pattern->setToolTip(filterMeaning(kind()) + QLatin1Char('.'));
    showProblem();
    showChips();
}

FilterKind FilterBar::kind() const
{
    return static_cast<FilterKind>(m_kind->currentData().toInt());
}

QString FilterBar::problem() const
{
    return m_pattern->problem();
}

void FilterBar::startEntry()
{
    m_area->ensureWidgetVisible(m_pattern, 0, 0);
    m_pattern->setFocus(Qt::ShortcutFocusReason);
    m_pattern->selectAll();
}

FilterChipWidget *FilterBar::addChip()
{
    auto *chip = new FilterChipWidget(m_names, m_host);
    const qsizetype i = m_chips.size();
    connect(chip, &Chip::toggled, this, [this, i](bool on) { setEnabled(i, on); });
    connect(chip, &Chip::removed, this, [this, i] { remove(i); });
    connect(chip, &Chip::editWanted, this, [this, i] { edit(i); });
    connect(chip, &Chip::stepWanted, this, [this, i](int by) { step(i, by); });
    connect(chip, &Chip::menuWanted, this, [this, i](const QPoint &place) { showMenu(i, place); });
    connect(chip, &FilterChipWidget::edited, this, [this, i](const QString &pattern) {
        change([&](QList<FilterChip> &chips) { chips[i].pattern = pattern; });
    });
    connect(chip, &FilterChipWidget::moveWanted, this, [this, i](int by) { move(i, i + by); });
    connect(chip, &FilterChipWidget::dragged, this,
            [this](const QPoint &position) { markPlace(placeAt(position)); });
    connect(chip, &FilterChipWidget::dragCancelled, this, [this] { markPlace(-1); });
    connect(chip, &FilterChipWidget::dropped, this, [this, i](const QPoint &position) {
        markPlace(-1);
        const qsizetype place = placeAt(position);
        // Its own place is free then.
        move(i, place > i ? place - 1 : place);
    });
    chip->installEventFilter(this);
    m_host->layout()->addWidget(chip);
    chip->show();
    m_chips << chip;
    return chip;
}

void FilterBar::showChips()
{
    const QList<FilterChip> &chips = m_document->state().chips;
    while (m_chips.size() > chips.size()) {
        // Later: it may be the one whose signal led here.
        FilterChipWidget *chip = m_chips.takeLast();
        chip->stopEdit();
        chip->disconnect(this);
        m_host->layout()->removeWidget(chip);
        chip->hide();
        chip->deleteLater();
    }
    while (m_chips.size() < chips.size())
        addChip();
    for (qsizetype i = 0; i < chips.size(); ++i)
        m_chips[i]->setChip(chips[i]);
    showCodeChip();
    showEffects();
}

void FilterBar::showCodeChip()
{
    const MyCode &myCode = m_document->state().myCode;
    const bool shown = myCode.on && m_document->profile();
    if (shown) {
        m_codeChip->setLanguage(m_document->language(), !myCode.language,
                                m_document->codeFilter().has_value());
    } else {
        m_codeChip->showEffect({});
    }
    m_codeChip->setVisible(shown);
    m_host->layout()->invalidate();
}

void FilterBar::showEffects()
{
    const AnalysisPtr &analysis = m_document->analysis();
    // The analysis may be older than the chips.
    const bool isOfThese = analysis && analysis->options().filters == m_document->analysisOptions().filters;
    size_t row = 0;
    const auto effect = [&](bool applies) -> EffectText {
        if (!isOfThese || !applies)
            return {};
        const ComparisonPtr &comparison = m_document->comparison();
        const size_t mine = row++;
        return comparison ? effectText(*comparison, mine) : effectText(*analysis, mine);
    };
    if (!isOfThese && m_document->isBusy())
        return; // what they did before stays until it is known what they do now
    m_codeChip->showEffect(effect(m_document->codeFilter().has_value()));
    const QList<FilterChip> &chips = m_document->state().chips;
    for (qsizetype i = 0; i < chips.size(); ++i)
        m_chips[i]->showEffect(effect(chips[i].enabled && !chips[i].pattern.isEmpty()));
}

void FilterBar::apply()
{
    if (m_pattern->text().isEmpty() || !problem().isEmpty())
        return;
    const FilterChip added{kind(), m_pattern->text(), true};
    m_pattern->clear();
    change([&](QList<FilterChip> &chips) { chips.append(added); });
}

void FilterBar::showProblem()
{
    const QString &problem = m_pattern->problem();
    m_add->setEnabled(!m_pattern->text().isEmpty() && problem.isEmpty());
    m_reason->setVisible(!problem.isEmpty());
    m_reason->setText(fontMetrics().elidedText(problem, Qt::ElideRight, 480));
    m_reason->setToolTip(problem);
    QPalette wrong = palette();
    wrong.setColor(QPalette::WindowText, style::errorText(palette()));
    m_reason->setPalette(wrong);
    m_host->layout()->invalidate();
}

qsizetype FilterBar::placeAt(const QPoint &position) const
{
    // Chips stand in rows: the first one that begins behind the position, in its row or below it.
    const bool mirrored = isRightToLeft();
    for (qsizetype i = 0; i < m_chips.size(); ++i) {
        const QRect chip = m_chips[i]->geometry();
        if (position.y() < chip.top())
            return i;
        const bool before = mirrored ? position.x() > chip.center().x() : position.x() < chip.center().x();
        if (position.y() <= chip.bottom() && before)
            return i;
    }
    return m_chips.size();
}

void FilterBar::markPlace(qsizetype place)
{
    m_mark->setVisible(place >= 0 && !m_chips.isEmpty());
    if (m_mark->isHidden())
        return;
    const bool behindLast = place >= m_chips.size();
    const QRect chip = m_chips[behindLast ? m_chips.size() - 1 : place]->geometry();
    const bool right = behindLast != isRightToLeft();
    m_mark->setGeometry(right ? chip.right() + 2 : chip.left() - 4, chip.top(), 3, chip.height());
    m_mark->raise();
}

int FilterBar::heightForWidth(int width) const
{
    const int wanted = m_host->layout()->heightForWidth(width);
    const int row = m_pattern->sizeHint().height() + 10;
    // In a low window, panes need the room more.
    const int rows = std::clamp(window()->height() / 220, 1, mostRows);
    return std::min(wanted, rows * row);
}

// No layout holds the area: the height for a width would be the layout's, and scroll areas have none.
void FilterBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_area->setGeometry(rect());
}

QSize FilterBar::sizeHint() const
{
    const int width = m_host->sizeHint().width();
    return {width, heightForWidth(width)};
}

QSize FilterBar::minimumSizeHint() const
{
    const int row = m_pattern->sizeHint().height() + 10;
    return {m_host->minimumSizeHint().width(), std::min(m_host->minimumSizeHint().height(), row)};
}

bool FilterBar::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_host && event->type() == QEvent::LayoutRequest)
        updateGeometry();
    if (event->type() == QEvent::FocusIn) {
        for (qsizetype i = 0; i < m_chips.size(); ++i) {
            if (m_chips[i] == object) {
                m_current = i;
                // Chips that are new have no place before the layout is done.
                QTimer::singleShot(0, m_chips[i], [area = m_area, chip = m_chips[i]] {
                    area->ensureWidgetVisible(chip, 0, 4);
                });
            }
        }
    }
    return QWidget::eventFilter(object, event);
}

void FilterBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_host->layout())
        showProblem();
}

} // namespace proflens
