// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/filterchip.h"

#include "app/style/icons.h"
#include "app/style/palette.h"
#include "app/style/text.h"
#include "core/analyze/analysis.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QFontDatabase>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QToolButton>

#include <algorithm>

namespace proflens {

namespace {

constexpr int gap = 6;
// A pattern may be thousands of characters long; the tool tip has all of it.
constexpr int widestPattern = 320;

QString translated(const char *text)
{
    return QCoreApplication::translate("FilterChip", text);
}

// Which filter of an analysis a chip is; -1 if none is.
qsizetype filterOf(const Analysis &analysis, const FilterChip &chip)
{
    const auto &filters = analysis.options().filters;
    const Filter wanted{chip.kind, chip.pattern.toStdString()};
    const auto found = std::find(filters.begin(), filters.end(), wanted);
    return found == filters.end() ? -1 : found - filters.begin();
}

QFont patternFont(const QFont &base)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(base.pointSizeF());
    return font;
}

} // namespace

QString filterTitle(FilterKind kind)
{
    switch (kind) {
    case FilterKind::Focus:
        return translated("Focus");
    case FilterKind::Ignore:
        return translated("Ignore");
    case FilterKind::Hide:
        return translated("Hide");
    case FilterKind::Show:
        return translated("Show");
    case FilterKind::ShowFrom:
        return translated("Show from");
    case FilterKind::TagFocus:
        return translated("Tag focus");
    case FilterKind::TagIgnore:
        return translated("Tag ignore");
    case FilterKind::TagShow:
        return translated("Tag show");
    case FilterKind::TagHide:
        return translated("Tag hide");
    case FilterKind::PruneFrom:
        return translated("Prune from");
    }
    return {};
}

QString filterMeaning(FilterKind kind)
{
    switch (kind) {
    case FilterKind::Focus:
        return translated("Keeps only samples with a frame that matches");
    case FilterKind::Ignore:
        return translated("Leaves out samples with a frame that matches");
    case FilterKind::Hide:
        return translated("Leaves out frames that match; their cost goes to their callers");
    case FilterKind::Show:
        return translated("Keeps only frames that match");
    case FilterKind::ShowFrom:
        return translated("Leaves out what calls the first frame that matches, and samples without one");
    case FilterKind::TagFocus:
        return translated("Keeps only samples with a label that matches");
    case FilterKind::TagIgnore:
        return translated("Leaves out samples with a label that matches");
    case FilterKind::TagShow:
        return translated("Keeps only label keys that match");
    case FilterKind::TagHide:
        return translated("Leaves out label keys that match");
    case FilterKind::PruneFrom:
        return translated("Leaves out what the frames that match call; its cost goes to them");
    }
    return {};
}

FilterChipWidget::FilterChipWidget(QWidget *parent)
    : QWidget(parent)
    , m_box(new QCheckBox(this))
    , m_remove(new QToolButton(this))
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_box->setToolTip(tr("Apply this filter"));
    m_box->setFocusPolicy(Qt::NoFocus);
    m_remove->setFocusPolicy(Qt::NoFocus);
    m_remove->setAutoRaise(true);
    m_remove->setIcon(style::icon(style::Sign::Close));
    m_remove->setIconSize({14, 14});
    m_remove->setToolTip(tr("Remove this filter"));
    connect(m_box, &QCheckBox::clicked, this, &FilterChipWidget::toggled);
    connect(m_remove, &QToolButton::clicked, this, &FilterChipWidget::removed);
}

void FilterChipWidget::setChip(const FilterChip &chip)
{
    if (!(chip == m_chip)) {
        m_effect.clear();
        m_effectInWords.clear();
        m_matchedNothing = false;
    }
    m_chip = chip;
    m_box->setChecked(chip.enabled);
    explain();
    updateGeometry();
    update();
}

void FilterChipWidget::setEdited(bool edited)
{
    m_edited = edited;
    update();
}

void FilterChipWidget::showEffect(const Analysis *analysis)
{
    const qsizetype i = analysis && m_chip.enabled ? filterOf(*analysis, m_chip) : -1;
    m_effect.clear();
    m_effectInWords.clear();
    m_matchedNothing = false;
    if (i >= 0 && i < static_cast<qsizetype>(analysis->filterEffects().size())) {
        const FilterEffect &effect = analysis->filterEffects()[static_cast<size_t>(i)];
        const QString amount = QString::fromStdString(analysis->formatAuto(effect.leftOut));
        m_matchedNothing = !effect.matched;
        if (!effect.matched) {
            m_effect = tr("matched nothing");
            m_effectInWords = effect.leftOut == 0 ? tr("It matched nothing.")
                                                  : tr("It matched nothing and left out %1.").arg(amount);
        } else if (effect.leftOut == 0) {
            m_effect = tr("left out nothing");
            m_effectInWords = tr("It matched, and left out no sample.");
        } else {
            // With relative percentages the total is what is left, and a share of it would mislead.
            m_effect = analysis->options().relativePercentages
                           ? QString(QChar(0x2212)) + amount
                           : QString(QChar(0x2212)) +
                                 QString::fromStdString(analysis->percent(effect.leftOut)).trimmed();
            m_effectInWords = tr("It left out %1.").arg(amount);
        }
    }
    explain();
    updateGeometry();
    update();
}

void FilterChipWidget::explain()
{
    const QString name =
        tr("%1: %2", "kind and pattern of a filter").arg(filterTitle(m_chip.kind), m_chip.pattern);
    QString text = name + QLatin1Char('\n') + filterMeaning(m_chip.kind) + QLatin1Char('.');
    if (!m_effectInWords.isEmpty())
        text += QLatin1Char('\n') + m_effectInWords;
    if (!m_chip.enabled)
        text += QLatin1Char('\n') + tr("Switched off.");
    setToolTip(style::wrappedToolTip(text));
    setAccessibleName(name);
    setAccessibleDescription(text);
    m_box->setAccessibleName(tr("Apply the filter %1").arg(name));
    m_remove->setAccessibleName(tr("Remove the filter %1").arg(name));
}

QSize FilterChipWidget::sizeHint() const
{
    const QFontMetrics metrics(font());
    const QFontMetrics patternMetrics(patternFont(font()));
    int width = m_box->sizeHint().width() + 3 * gap + m_remove->sizeHint().width() +
                metrics.horizontalAdvance(filterTitle(m_chip.kind)) + gap +
                std::min(widestPattern, patternMetrics.horizontalAdvance(m_chip.pattern) + 2);
    if (!m_effect.isEmpty())
        width += 2 * gap + metrics.horizontalAdvance(m_effect);
    return {width, std::max(m_box->sizeHint().height(), metrics.height()) + 8};
}

QSize FilterChipWidget::minimumSizeHint() const
{
    return {80, sizeHint().height()};
}

void FilterChipWidget::resizeEvent(QResizeEvent *)
{
    const QSize box = m_box->sizeHint();
    const QSize button(height() - 4, height() - 4);
    const auto place = [this](const QRect &rect) {
        return QStyle::visualRect(layoutDirection(), QRect(QPoint(), size()), rect);
    };
    m_box->setGeometry(place({QPoint(gap, (height() - box.height()) / 2), box}));
    m_remove->setGeometry(place({QPoint(width() - button.width() - 2, 2), button}));
}

void FilterChipWidget::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPalette &p = palette();
    const QColor accent = m_matchedNothing ? style::errorText(p) : p.color(QPalette::Highlight);
    const QColor window = p.color(QPalette::Window);
    const bool strong = hasFocus() || m_edited;
    QPen border(style::mixed(window, accent, strong ? 1 : m_chip.enabled ? 0.5 : 0.2), strong ? 2 : 1);
    if (!m_chip.enabled)
        border.setStyle(Qt::DashLine);
    painter.setPen(border);
    painter.setBrush(style::mixed(window, accent, m_chip.enabled ? 0.14 : 0.03));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 5, 5);

    const QColor text = m_chip.enabled ? p.color(QPalette::WindowText)
                                       : style::mixed(window, p.color(QPalette::WindowText), 0.65);
    QRect left(m_box->sizeHint().width() + 2 * gap, 0, 0, height());
    const int end = width() - m_remove->width() - gap;
    const auto draw = [&](const QRect &where, const QString &what) {
        painter.drawText(
            QStyle::visualRect(layoutDirection(), rect(), where),
            static_cast<int>(Qt::AlignVCenter | (isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft)) |
                Qt::TextSingleLine,
            what);
    };
    const QString title = filterTitle(m_chip.kind);
    const int effectWidth = m_effect.isEmpty() ? 0 : fontMetrics().horizontalAdvance(m_effect) + 2 * gap;
    painter.setPen(style::mixed(window, text, 0.75));
    left.setWidth(fontMetrics().horizontalAdvance(title));
    draw(left, title);
    const QFont fixed = patternFont(font());
    const int from = left.right() + 1 + gap;
    const QRect pattern(from, 0, std::max(0, end - effectWidth - from), height());
    painter.setFont(fixed);
    painter.setPen(text);
    draw(pattern, QFontMetrics(fixed).elidedText(m_chip.pattern, Qt::ElideMiddle, pattern.width()));
    if (effectWidth == 0)
        return;
    painter.setFont(font());
    painter.setPen(m_matchedNothing ? style::errorText(p) : style::mixed(window, text, 0.75));
    draw(QRect(end - effectWidth + 2 * gap - gap, 0, effectWidth - gap, height()), m_effect);
}

void FilterChipWidget::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        Q_EMIT editWanted();
}

void FilterChipWidget::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Space:
        Q_EMIT toggled(!m_chip.enabled);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_F2:
        Q_EMIT editWanted();
        return;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        Q_EMIT removed();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace proflens
