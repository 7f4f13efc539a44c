// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/labels/labelhistogramview.h"

#include "app/panes/comparetext.h"
#include "app/style/difference.h"
#include "app/style/palette.h"
#include "app/style/text.h"

#include <QAccessible>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyleOptionFocusRect>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace proflens {

namespace {

constexpr int leastSlot = 12, widestSlot = 72, mostBars = 64, margin = 8;

} // namespace

LabelHistogramView::LabelHistogramView(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
}

void LabelHistogramView::setKey(const LabelCostsPtr &costs, const LabelKey *key, CompareState::Look look)
{
    const auto chosen = m_key && key && m_key->name == key->name ? range() : std::nullopt;
    const bool same = costs == m_costs && key == m_key && look == m_look;
    m_costs = costs;
    m_key = key;
    m_look = look;
    if (same)
        return;
    layOut();
    m_anchor = m_cursor = -1;
    for (int bar = 0; chosen && bar < int(m_histogram.bars.size()); ++bar) {
        const LabelBar &at = m_histogram.bars[size_t(bar)];
        if (at.isEmpty() || at.least < chosen->first || at.greatest > chosen->second)
            continue;
        m_anchor = m_anchor < 0 ? bar : m_anchor;
        m_cursor = bar;
    }
    setAccessibleName(key ? tr("Histogram of %1").arg(style::displayText(key->name)) : QString());
    setAccessibleDescription(text());
    update();
    Q_EMIT rangeChanged();
}

void LabelHistogramView::layOut()
{
    m_histogram = {};
    if (m_key)
        m_histogram = labelHistogram(m_key->numbers,
                                     size_t(std::clamp((width() - 2 * margin) / leastSlot, 1, mostBars)));
}

QSize LabelHistogramView::sizeHint() const
{
    return {320, fontMetrics().height() * 10};
}

QSize LabelHistogramView::minimumSizeHint() const
{
    return {120, fontMetrics().height() * 4};
}

std::optional<std::pair<int64_t, int64_t>> LabelHistogramView::range() const
{
    if (m_anchor < 0)
        return std::nullopt;
    std::optional<std::pair<int64_t, int64_t>> found;
    for (int bar = std::min(m_anchor, m_cursor); bar <= std::max(m_anchor, m_cursor); ++bar) {
        const LabelBar &at = m_histogram.bars[size_t(bar)];
        if (at.isEmpty())
            continue;
        found = {found ? found->first : at.least, at.greatest};
    }
    return found;
}

void LabelHistogramView::clearRange()
{
    choose(-1, -1);
}

void LabelHistogramView::choose(int anchor, int cursor)
{
    if (anchor == m_anchor && cursor == m_cursor)
        return;
    m_anchor = anchor;
    m_cursor = cursor;
    setAccessibleDescription(text());
    if (QAccessible::isActive()) {
        QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&changed);
    }
    update();
    Q_EMIT rangeChanged();
}

LabelSum LabelHistogramView::sumOf(int first, int last) const
{
    LabelSum sum;
    for (int bar = first; bar <= last; ++bar)
        sum += m_histogram.bars[size_t(bar)].sum;
    return sum;
}

QString LabelHistogramView::sumText(const LabelSum &sum) const
{
    const BothValues values = sum.values();
    if (const auto &comparison = m_costs->comparison())
        return bothText(*comparison, values);
    const Analysis &analysis = *m_costs->analysis();
    return tr("%1 (%2)").arg(QString::fromStdString(analysis.formatAuto(values.current)),
                             QString::fromStdString(analysis.percent(values.current)));
}

// Of bars of which at least one is not empty.
QString LabelHistogramView::numbersText(int first, int last) const
{
    std::optional<int64_t> least;
    int64_t greatest = 0;
    for (int bar = first; bar <= last; ++bar) {
        const LabelBar &at = m_histogram.bars[size_t(bar)];
        if (at.isEmpty())
            continue;
        least = least.value_or(at.least);
        greatest = at.greatest;
    }
    if (!least)
        return tr("none");
    const QString low = style::displayText(m_costs->numberText(*m_key, *least));
    const QString high = style::displayText(m_costs->numberText(*m_key, greatest));
    return low == high ? low : tr("%1 to %2").arg(low, high);
}

QString LabelHistogramView::text() const
{
    if (!m_key || m_histogram.bars.empty())
        return {};
    const QString name = style::displayText(m_key->name);
    const bool all = m_anchor < 0;
    const int first = all ? 0 : std::min(m_anchor, m_cursor);
    const int last = all ? int(m_histogram.bars.size()) - 1 : std::max(m_anchor, m_cursor);
    return tr("%1 %2: %3").arg(name, numbersText(first, last), sumText(sumOf(first, last)));
}

QRect LabelHistogramView::plot() const
{
    const int line = fontMetrics().height();
    QRect area = rect().adjusted(margin, 4, -margin, -line - 6);
    // A few bars are no walls.
    const int most = int(m_histogram.bars.size()) * widestSlot;
    if (area.width() > most)
        area.setWidth(most);
    return area;
}

QRect LabelHistogramView::slotRect(int bar) const
{
    const QRect area = plot();
    const auto count = qint64(m_histogram.bars.size());
    const int from = area.left() + int(area.width() * qint64(bar) / count);
    const int to = area.left() + int(area.width() * qint64(bar + 1) / count);
    return {from, area.top(), to - from, area.height()};
}

// The bar at, or nearest to, a place; -1 if there are none.
int LabelHistogramView::barAt(int x) const
{
    const auto count = int(m_histogram.bars.size());
    if (count == 0)
        return -1;
    const QRect area = plot();
    return std::clamp(int(qint64(x - area.left()) * count / std::max(1, area.width())), 0, count - 1);
}

void LabelHistogramView::paintBars(QPainter &painter, const QRect &area) const
{
    const bool compared = m_costs->comparison() != nullptr;
    const bool sides = compared && m_look == CompareState::Look::SideBySide;
    const auto shown = [&](const LabelBar &bar) {
        const BothValues values = bar.sum.values();
        return std::pair(double(sides      ? values.base
                                : compared ? values.delta()
                                           : values.current),
                         double(sides ? values.current : 0));
    };
    double highest = 0, lowest = 0;
    for (const LabelBar &bar : m_histogram.bars) {
        const auto [a, b] = shown(bar);
        highest = std::max({highest, a, b});
        lowest = std::min({lowest, a, b});
    }
    const double span = highest - lowest;
    const double zero = span == 0 ? area.bottom() : area.top() + area.height() * highest / span;
    const auto fill = [&](QRectF slot, double value, const QBrush &brush) {
        if (value == 0 || span == 0)
            return;
        // What is not 0 shows, however small.
        const double height = std::max(1.0, std::fabs(value) / span * area.height());
        painter.fillRect(QRectF(slot.left(), value > 0 ? zero - height : zero, slot.width(), height), brush);
    };
    const QColor strong =
        style::mixed(palette().color(QPalette::Base), palette().color(QPalette::Highlight), 0.7);
    const QColor pale = style::mixed(palette().color(QPalette::Base), palette().color(QPalette::Text), 0.35);
    for (int i = 0; i < int(m_histogram.bars.size()); ++i) {
        const LabelBar &bar = m_histogram.bars[size_t(i)];
        const QRect slot = slotRect(i);
        const int gap = slot.width() > 6 ? std::max(1, slot.width() / 8) : 0;
        const QRectF room = QRectF(slot).adjusted(gap, 0, -gap, 0);
        const auto [a, b] = shown(bar);
        if (sides) {
            const QRectF left(room.left(), room.top(), room.width() / 2, room.height());
            fill(left, a, pale);
            fill(left.translated(room.width() / 2, 0), b, strong);
        } else if (compared) {
            const Change change = m_costs->change(bar.sum);
            fill(room, a, style::differenceLine(palette(), change, 1));
            if (style::hasPattern(change))
                fill(room, a, style::differencePattern(palette(), change, devicePixelRatioF()));
        } else {
            fill(room, a, strong);
        }
    }
    painter.fillRect(QRectF(area.left(), zero, area.width(), 1),
                     style::mixed(palette().color(QPalette::Base), palette().color(QPalette::Text), 0.5));
    if (sides)
        paintLegend(painter, {{tr("base"), pale}, {tr("current"), strong}});
}

// Which bar is which, in a corner.
void LabelHistogramView::paintLegend(QPainter &painter, const QList<std::pair<QString, QColor>> &parts) const
{
    const int size = fontMetrics().height() * 2 / 3;
    int x = margin;
    painter.setPen(palette().color(QPalette::Text));
    for (const auto &[text, color] : parts) {
        painter.fillRect(x, 4 + (fontMetrics().height() - size) / 2, size, size, color);
        x += size + 4;
        painter.drawText(x, 4 + fontMetrics().ascent(), text);
        x += fontMetrics().horizontalAdvance(text) + 12;
    }
}

QList<LabelHistogramView::AxisText> LabelHistogramView::axisTexts() const
{
    const QRect area = plot();
    const auto number = [&](int64_t at) { return style::displayText(m_costs->numberText(*m_key, at)); };
    const auto count = int(m_histogram.bars.size());
    const int top = area.bottom() + 4, height = fontMetrics().height();
    // A number of its own stands below the middle of its bar, the first one of several below the left edge;
    // so the last number of all has an edge, too.
    const bool edges = !m_histogram.isExact;
    QList<AxisText> texts;
    const auto add = [&](int x, int64_t at) {
        const QString text = number(at);
        const int width = fontMetrics().horizontalAdvance(text) + 2;
        const int left = std::clamp(x - width / 2, 2, std::max(2, this->width() - width - 2));
        texts.append({QRect(left, top, width, height), text});
    };
    for (int i = 0; i < count; ++i) {
        const QRect slot = slotRect(i);
        add(edges ? slot.left() : slot.center().x(), m_histogram.bars[size_t(i)].low);
    }
    if (edges)
        add(slotRect(count - 1).right(), m_histogram.bars.back().isEmpty()
                                             ? m_histogram.bars.back().low
                                             : m_histogram.bars.back().greatest);
    int widest = 0;
    for (const AxisText &text : texts)
        widest = std::max(widest, text.rect.width());
    const auto step = qsizetype(std::ceil(double(widest + 8) * count / std::max(1, area.width())));
    // As many numbers as have room, the first and the last among them.
    QList<AxisText> shown;
    for (qsizetype i = 0; i + 1 < texts.size(); i += std::max<qsizetype>(1, step)) {
        if (shown.isEmpty() || texts[i].text != shown.last().text)
            shown.append(texts[i]);
    }
    while (!shown.isEmpty() && shown.size() > 1 && shown.last().rect.right() + 8 >= texts.last().rect.left())
        shown.removeLast();
    if (shown.isEmpty() || shown.last().rect.right() + 8 < texts.last().rect.left())
        shown.append(texts.last());
    return shown;
}

void LabelHistogramView::paintAxis(QPainter &painter) const
{
    painter.setPen(palette().color(QPalette::Text));
    for (const AxisText &text : axisTexts())
        painter.drawText(text.rect, Qt::AlignCenter | Qt::TextSingleLine, text.text);
}

void LabelHistogramView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (!m_key || m_histogram.bars.empty())
        return;
    const QRect area = plot();
    if (m_anchor >= 0) {
        const QRect from = slotRect(std::min(m_anchor, m_cursor)),
                    to = slotRect(std::max(m_anchor, m_cursor));
        const QRect chosen(from.left(), rect().top(), to.right() - from.left() + 1, area.bottom() + 2);
        painter.fillRect(chosen,
                         style::mixed(palette().color(QPalette::Base), style::activeColor(palette()), 0.2));
        painter.setPen(style::activeColor(palette()));
        painter.drawLine(chosen.topLeft(), chosen.bottomLeft());
        painter.drawLine(chosen.topRight(), chosen.bottomRight());
    }
    paintBars(painter, area);
    paintAxis(painter);
    if (hasFocus()) {
        QStyleOptionFocusRect focus;
        focus.initFrom(this);
        focus.rect = m_cursor >= 0 ? slotRect(m_cursor) : rect().adjusted(1, 1, -1, -1);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, &painter, this);
    }
}

void LabelHistogramView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const auto chosen = range();
    const size_t before = m_histogram.bars.size();
    layOut();
    if (m_histogram.bars.size() == before)
        return;
    // What was chosen becomes the bars that hold it.
    m_anchor = m_cursor = -1;
    for (int bar = 0; chosen && bar < int(m_histogram.bars.size()); ++bar) {
        const LabelBar &at = m_histogram.bars[size_t(bar)];
        if (at.isEmpty() || at.greatest < chosen->first || at.least > chosen->second)
            continue;
        m_anchor = m_anchor < 0 ? bar : m_anchor;
        m_cursor = bar;
    }
    Q_EMIT rangeChanged();
}

void LabelHistogramView::mousePressEvent(QMouseEvent *event)
{
    const int bar = barAt(int(event->position().x()));
    if (event->button() != Qt::LeftButton || bar < 0)
        return;
    if (event->modifiers() & Qt::ShiftModifier && m_anchor >= 0)
        choose(m_anchor, bar);
    else
        choose(bar, bar);
}

void LabelHistogramView::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton && m_anchor >= 0)
        choose(m_anchor, barAt(int(event->position().x())));
}

void LabelHistogramView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && range())
        Q_EMIT rangeOpened();
}

void LabelHistogramView::contextMenuEvent(QContextMenuEvent *event)
{
    Q_EMIT menuRequested(event->globalPos());
}

void LabelHistogramView::keyPressEvent(QKeyEvent *event)
{
    const auto last = int(m_histogram.bars.size()) - 1;
    const bool extends = event->modifiers() & Qt::ShiftModifier;
    const auto go = [&](int bar) {
        const int to = std::clamp(bar, 0, last);
        choose(extends && m_anchor >= 0 ? m_anchor : to, to);
    };
    if (last < 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        go(m_cursor < 0 ? last : m_cursor - 1);
        break;
    case Qt::Key_Right:
        go(m_cursor + 1);
        break;
    case Qt::Key_Home:
        go(0);
        break;
    case Qt::Key_End:
        go(last);
        break;
    case Qt::Key_Escape:
        clearRange();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (range())
            Q_EMIT rangeOpened();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void LabelHistogramView::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void LabelHistogramView::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

bool LabelHistogramView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && m_key && !m_histogram.bars.empty()) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int bar = barAt(help->pos().x());
        QToolTip::showText(
            help->globalPos(),
            style::wrappedToolTip(tr("%1: %2").arg(numbersText(bar, bar), sumText(sumOf(bar, bar)))), this,
            slotRect(bar));
        return true;
    }
    return QWidget::event(event);
}

} // namespace proflens
