// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/source/sourcenotice.h"

#include "app/style/palette.h"
#include "app/style/text.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace proflens {

SourceNotice::SourceNotice(QWidget *parent)
    : QWidget(parent)
    , m_text(new QLabel(this))
    , m_locate(new QPushButton(tr("&Locate File…"), this))
    , m_folder(new QPushButton(tr("&Add Search Folder…"), this))
    , m_more(new QToolButton(this))
    , m_tried(new QPlainTextEdit(this))
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::RichText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse |
                                    Qt::LinksAccessibleByKeyboard);
    m_text->setObjectName(QStringLiteral("noticeText"));
    m_locate->setObjectName(QStringLiteral("locate"));
    m_folder->setObjectName(QStringLiteral("addFolder"));
    m_tried->setObjectName(QStringLiteral("tried"));
    m_locate->setToolTip(
        tr("Show where this file is. Other files of the same folder are found from the answer."));
    m_folder->setToolTip(tr("Look for this and all other files below a folder"));
    m_more->setText(tr("What was looked for"));
    m_more->setCheckable(true);
    m_more->setArrowType(Qt::RightArrow);
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setAutoRaise(true);
    m_tried->setReadOnly(true);
    m_tried->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_tried->setAccessibleName(tr("Paths that were looked for"));
    m_tried->setFixedHeight(m_tried->fontMetrics().lineSpacing() * 6 + 12);
    m_tried->hide();

    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_locate);
    buttons->addWidget(m_folder);
    buttons->addWidget(m_more);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->setSpacing(4);
    layout->addWidget(m_text);
    layout->addLayout(buttons);
    layout->addWidget(m_tried);
    setAutoFillBackground(true);
    dress();
    hideAll();

    connect(m_locate, &QPushButton::clicked, this, &SourceNotice::locateRequested);
    connect(m_folder, &QPushButton::clicked, this, &SourceNotice::folderRequested);
    connect(m_text, &QLabel::linkActivated, this, [this](const QString &link) {
        if (const int row = link.toInt(); row >= 0 && row < m_functions.size())
            Q_EMIT functionRequested(m_functions[row]);
    });
    connect(m_more, &QToolButton::toggled, this, [this](bool open) {
        m_more->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        m_tried->setVisible(open);
    });
}

void SourceNotice::dress()
{
    if (m_dressing)
        return;
    m_dressing = true;
    const QPalette plain = QApplication::palette(this);
    QPalette dressed; // of nothing but the background: the rest follows the theme
    dressed.setColor(QPalette::Window,
                     style::mixed(plain.color(QPalette::Window), plain.color(QPalette::Highlight), 0.12));
    setPalette(dressed);
    m_dressing = false;
}

void SourceNotice::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        dress();
}

void SourceNotice::hideAll()
{
    hide();
}

void SourceNotice::showText(const QString &html)
{
    m_text->setText(html);
    m_locate->hide();
    m_folder->hide();
    m_more->hide();
    m_tried->hide();
    show();
}

void SourceNotice::showNote(const QString &text, bool canLocate)
{
    showText(style::wrappedToolTip(text));
    m_locate->setVisible(canLocate);
    m_folder->setVisible(canLocate);
}

void SourceNotice::showLinks(const QString &text, const QList<Links> &groups)
{
    m_functions.clear();
    QString html = style::wrappedPart(text);
    for (const Links &group : groups) {
        QStringList links;
        for (const Link &link : group.links) {
            links << QStringLiteral("<a href=\"%1\">%2</a>")
                         .arg(m_functions.size())
                         .arg(style::wrappedPart(link.text));
            m_functions << link.function;
        }
        html +=
            QStringLiteral("<br/>%1 %2").arg(group.title.toHtmlEscaped(), links.join(QStringLiteral(", ")));
    }
    showText(QStringLiteral("<qt>") + html + QStringLiteral("</qt>"));
}

void SourceNotice::showMissing(const QString &text, const QStringList &tried)
{
    m_text->setText(style::wrappedToolTip(text));
    m_locate->show();
    m_folder->show();
    m_more->setVisible(!tried.isEmpty());
    m_tried->setPlainText(tried.join(QLatin1Char('\n')));
    m_tried->setVisible(m_more->isChecked() && !tried.isEmpty());
    show();
}

} // namespace proflens
