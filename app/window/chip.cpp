// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/chip.h"

#include "app/style/icons.h"
#include "app/style/palette.h"
#include "app/style/text.h"

#include <QCheckBox>
#include <QContextMenuEvent>
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
constexpr int widestText = 320;

} // namespace

Chip::Chip(QWidget *parent)
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
    connect(m_box, &QCheckBox::clicked, this, &Chip::toggled);
    connect(m_remove, &QToolButton::clicked, this, &Chip::removed);
}

void Chip::say(const QString &title, const QString &text, bool isName, const QString &meaning, bool on)
{
    m_title = title;
    m_text = text;
    m_isName = isName;
    m_meaning = meaning;
    m_on = on;
    m_box->setChecked(on);
    explain();
    updateGeometry();
    update();
}

void Chip::showEffect(const EffectText &effect)
{
    if (effect == m_effect)
        return;
    m_effect = effect;
    explain();
    updateGeometry();
    update();
}

void Chip::explain()
{
    const QString name = tr("%1: %2", "kind and pattern of a filter").arg(m_title, m_text);
    QString text = name + QLatin1Char('\n') + m_meaning;
    if (!m_effect.sentence.isEmpty())
        text += QLatin1Char('\n') + m_effect.sentence;
    if (!m_on)
        text += QLatin1Char('\n') + tr("Switched off.");
    setToolTip(style::wrappedToolTip(text));
    setAccessibleName(name);
    setAccessibleDescription(text);
    m_box->setAccessibleName(tr("Apply the filter %1").arg(name));
    m_remove->setAccessibleName(tr("Remove the filter %1").arg(name));
}

QFont Chip::textFont() const
{
    if (!m_isName)
        return font();
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(font().pointSizeF());
    return fixed;
}

void Chip::setReplaced(int width)
{
    m_replacedWidth = width;
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const
{
    const QFontMetrics metrics(font());
    int width = m_box->sizeHint().width() + 3 * gap + m_remove->sizeHint().width() +
                metrics.horizontalAdvance(m_title) + gap;
    if (m_replacedWidth >= 0) {
        width += m_replacedWidth;
    } else {
        width += std::min(widestText, QFontMetrics(textFont()).horizontalAdvance(m_text) + 2);
        if (!m_effect.brief.isEmpty())
            width += 2 * gap + metrics.horizontalAdvance(m_effect.brief);
    }
    return {width, std::max(m_box->sizeHint().height(), metrics.height()) + 8};
}

QSize Chip::minimumSizeHint() const
{
    return {80, sizeHint().height()};
}

void Chip::layOut()
{
    const QSize box = m_box->sizeHint();
    const QSize button(height() - 4, height() - 4);
    const auto place = [this](const QRect &rect) {
        return QStyle::visualRect(layoutDirection(), QRect(QPoint(), size()), rect);
    };
    m_box->setGeometry(place({QPoint(gap, (height() - box.height()) / 2), box}));
    m_remove->setGeometry(place({QPoint(width() - button.width() - 2, 2), button}));
}

void Chip::resizeEvent(QResizeEvent *)
{
    layOut();
}

QRect Chip::contentRect() const
{
    const int from = m_box->sizeHint().width() + 2 * gap + fontMetrics().horizontalAdvance(m_title) + gap;
    const int to = width() - m_remove->width() - gap;
    return {from, 0, std::max(0, to - from), height()};
}

void Chip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPalette &p = palette();
    const QColor accent = m_effect.matchedNothing ? style::errorText(p) : p.color(QPalette::Highlight);
    const QColor window = p.color(QPalette::Window);
    const bool strong = hasFocus() || m_replacedWidth >= 0;
    QPen border(style::mixed(window, accent, strong ? 1 : m_on ? 0.5 : 0.2), strong ? 2 : 1);
    if (!m_on)
        border.setStyle(Qt::DashLine);
    painter.setPen(border);
    painter.setBrush(style::mixed(window, accent, m_on ? 0.14 : 0.03));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 5, 5);

    const QColor text =
        m_on ? p.color(QPalette::WindowText) : style::mixed(window, p.color(QPalette::WindowText), 0.65);
    const auto draw = [&](const QRect &where, const QString &what) {
        painter.drawText(
            QStyle::visualRect(layoutDirection(), rect(), where),
            static_cast<int>(Qt::AlignVCenter | (isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft)) |
                Qt::TextSingleLine,
            what);
    };
    const QRect content = contentRect();
    painter.setPen(style::mixed(window, text, 0.75));
    const int left = m_box->sizeHint().width() + 2 * gap;
    draw({left, 0, content.left() - left, height()}, m_title);
    if (m_replacedWidth >= 0)
        return;
    // What it did is cut only once nothing is left of its text.
    const int wanted =
        m_effect.brief.isEmpty() ? 0 : fontMetrics().horizontalAdvance(m_effect.brief) + 2 * gap;
    const int least = std::min(30, QFontMetrics(this->textFont()).horizontalAdvance(m_text) + 1);
    const int effectWidth = std::min(wanted, std::max(0, content.width() - least));
    const QRect names = content.adjusted(0, 0, -effectWidth, 0);
    const QFont textFont = this->textFont();
    painter.setFont(textFont);
    painter.setPen(text);
    draw(names, QFontMetrics(textFont).elidedText(m_text, Qt::ElideMiddle, names.width()));
    if (effectWidth == 0)
        return;
    painter.setFont(font());
    painter.setPen(m_effect.matchedNothing ? style::errorText(p) : style::mixed(window, text, 0.75));
    const QRect effect(names.right() + 1 + gap, 0, effectWidth - gap, height());
    draw(effect, fontMetrics().elidedText(m_effect.brief, Qt::ElideRight, effect.width()));
}

void Chip::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        Q_EMIT editWanted();
}

void Chip::keyPressEvent(QKeyEvent *event)
{
    if (event->modifiers() & ~Qt::KeypadModifier) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Space:
        Q_EMIT toggled(!m_on);
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
    case Qt::Key_Left:
    case Qt::Key_Right:
        Q_EMIT stepWanted((event->key() == Qt::Key_Right) == isRightToLeft() ? -1 : 1);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void Chip::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    Q_EMIT menuWanted(byMouse ? event->globalPos() : mapToGlobal(rect().bottomLeft()));
}

void Chip::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void Chip::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

} // namespace proflens
