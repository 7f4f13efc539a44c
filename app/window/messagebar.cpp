// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/messagebar.h"

#include "app/style/icons.h"
#include "app/style/palette.h"
#include "app/style/text.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace proflens {

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_label(new QLabel(this))
    , m_button(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setFrameShape(QFrame::NoFrame);
    setAutoFillBackground(true);
    setAccessibleName(tr("Message"));
    m_label->setWordWrap(true);
    // What it says may hold a file name with anything in it.
    m_label->setTextFormat(Qt::PlainText);
    m_label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_label->setFocusPolicy(Qt::ClickFocus);
    m_close->setAutoRaise(true);
    m_close->setIcon(style::icon(style::Sign::Close));
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(m_close->toolTip());
    connect(m_close, &QToolButton::clicked, this, [this] {
        Q_EMIT closing();
        clear();
    });
    m_button->hide();
    connect(m_button, &QPushButton::clicked, this, [this] {
        // What it does may say something of its own here.
        const std::function<void()> accept = m_accept;
        clear();
        if (accept)
            accept();
    });

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(10, 6, 6, 6);
    row->setSpacing(8);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_label, 1);
    row->addWidget(m_button, 0, Qt::AlignTop);
    row->addWidget(m_close, 0, Qt::AlignTop);
    hide();
}

void MessageBar::showError(const QString &text)
{
    show(text, true);
}

void MessageBar::addError(const QString &text)
{
    QStringList errors = m_errors.isEmpty() && m_error && !m_text.isEmpty() ? QStringList{m_text} : m_errors;
    errors << text;
    // A hundred files that cannot be read must not fill the window.
    constexpr qsizetype most = 5;
    const qsizetype more = qMax<qsizetype>(0, errors.size() - most);
    QStringList lines = errors.mid(more);
    if (more > 0)
        lines.prepend(tr("%n more message(s) before these; all are in the tool tip", nullptr, int(more)));
    show(lines.join(QLatin1Char('\n')), true);
    m_errors = errors;
    constexpr qsizetype mostInTip = 40;
    m_label->setToolTip(
        more > 0 ? style::wrappedToolTip(
                       errors.mid(qMax<qsizetype>(0, errors.size() - mostInTip)).join(QLatin1Char('\n')))
                 : QString());
}

void MessageBar::showNote(const QString &text)
{
    show(text, false);
}

void MessageBar::showOffer(const QString &text, const QString &button, const std::function<void()> &accept)
{
    show(text, false);
    m_accept = accept;
    m_button->setText(QString(button).replace(QLatin1Char('&'), QLatin1String("&&")));
    m_button->show();
}

void MessageBar::show(const QString &text, bool error)
{
    m_accept = nullptr;
    m_button->hide();
    m_errors.clear();
    m_label->setToolTip({});
    m_text = text;
    m_error = error;
    m_label->setText(text);
    paintText();
    setVisible(!text.isEmpty());
    if (!text.isEmpty()) {
        setAccessibleDescription(text);
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

void MessageBar::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    // Not PaletteChange: paintText() causes it.
    if (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::StyleChange)
        paintText();
}

void MessageBar::paintText()
{
    const QPalette above = parentWidget() ? parentWidget()->palette() : palette();
    QPalette own = above;
    const QColor accent = m_error ? style::errorText(above) : above.color(QPalette::Highlight);
    own.setColor(QPalette::Window, style::mixed(above.color(QPalette::Window), accent, 0.12));
    setPalette(own);
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
    m_icon->setPixmap(style::icon(m_error ? style::Sign::Warning : style::Sign::Note).pixmap(size, size));
}

} // namespace proflens
