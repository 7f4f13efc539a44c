// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/searchline.h"

#include "app/style/palette.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTimer>

#include <algorithm>

namespace proflens {

SearchLine::SearchLine(QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_label(new QLabel(this))
    , m_timer(new QTimer(this))
{
    m_edit->setClearButtonEnabled(true);
    m_edit->installEventFilter(this);
    m_label->setTextFormat(Qt::PlainText);
    m_label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_edit, 3);
    layout->addWidget(m_label, 2);
    setFocusProxy(m_edit);
    m_timer->setSingleShot(true);
    m_timer->setInterval(0);
    connect(m_timer, &QTimer::timeout, this, &SearchLine::compile);
    connect(m_edit, &QLineEdit::textChanged, m_timer, qOverload<>(&QTimer::start));
}

QString SearchLine::text() const
{
    return m_edit->text();
}

void SearchLine::setText(const QString &text)
{
    m_edit->setText(text);
}

void SearchLine::setPlaceholder(const QString &text)
{
    m_edit->setPlaceholderText(text);
    m_edit->setAccessibleName(text);
}

void SearchLine::setSummary(const QString &text)
{
    m_summary = text;
    showState();
}

void SearchLine::setCost(qint64 milliseconds)
{
    constexpr qint64 unnoticed = 15, longest = 400;
    m_timer->setInterval(milliseconds < unnoticed ? 0 : int(std::min(milliseconds * 2, longest)));
}

bool SearchLine::isPending() const
{
    return m_timer->isActive();
}

void SearchLine::start()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void SearchLine::compile()
{
    const QString text = m_edit->text();
    if (text.isEmpty()) {
        m_pattern.reset();
        m_error.clear();
    } else {
        const auto regex = Regex::compile(text.toStdString());
        m_error = regex ? QString() : QString::fromStdString(regex.error().message);
        if (!regex) {
            showState();
            return;
        }
        m_pattern = *regex;
    }
    showState();
    Q_EMIT searched();
}

void SearchLine::showState()
{
    const bool wrong = !m_error.isEmpty();
    const QColor color = style::errorText(palette());
    QPalette text = palette();
    if (wrong)
        text.setColor(QPalette::Text, color);
    m_edit->setPalette(text);
    QPalette label = palette();
    if (wrong)
        label.setColor(QPalette::WindowText, color);
    m_label->setPalette(label);
    const QString said = wrong ? tr("Not a regular expression: %1").arg(m_error) : m_summary;
    m_label->setText(said);
    m_label->setToolTip(wrong ? said : QString());
    m_edit->setAccessibleDescription(said);
}

bool SearchLine::eventFilter(QObject *object, QEvent *event)
{
    if (object != m_edit || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(object, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Escape:
        if (m_edit->text().isEmpty())
            return false;
        m_edit->clear();
        return true;
    case Qt::Key_Down:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_timer->isActive()) {
            m_timer->stop();
            compile();
        }
        Q_EMIT left();
        return true;
    default:
        return false;
    }
}

void SearchLine::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    // Light may have become dark.
    if (event->type() == QEvent::PaletteChange)
        showState();
}

} // namespace proflens
