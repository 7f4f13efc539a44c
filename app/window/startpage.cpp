// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/startpage.h"

#include "app/style/text.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace proflens {

namespace {

// Wide enough for a file name with a date in it.
constexpr int columnWidth = 340;

QLabel *label(const QString &text, double scale, bool bold, QWidget *parent)
{
    auto *made = new QLabel(text, parent);
    QFont font = made->font();
    font.setPointSizeF(font.pointSizeF() * scale);
    font.setBold(bold);
    made->setFont(font);
    return made;
}

} // namespace

StartPage::StartPage(QWidget *parent)
    : QWidget(parent)
    , m_centre(new QWidget(this))
{
    auto *icon = new QLabel(this);
    icon->setPixmap(QIcon(QStringLiteral(":/proflens/icons/proflens.svg")).pixmap(64, 64));
    auto *name = label(tr("Proflens"), 2.0, true, this);
    auto *words = label(tr("See where the time and the memory go."), 1.15, false, this);
    auto *open = new QPushButton(tr("Open profiles…"), this);
    open->setDefault(true);
    open->setMinimumHeight(open->sizeHint().height() * 5 / 4);
    open->setMinimumWidth(180);
    connect(open, &QPushButton::clicked, this, &StartPage::openWanted);
    auto *hint = new QLabel(tr("or drop files anywhere on this window"), this);
    hint->setForegroundRole(QPalette::PlaceholderText);

    auto *head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(icon);
    auto *titles = new QVBoxLayout;
    titles->setSpacing(2);
    titles->addStretch(1);
    titles->addWidget(name);
    titles->addWidget(words);
    titles->addStretch(1);
    head->addLayout(titles, 1);

    auto *opening = new QHBoxLayout;
    opening->setSpacing(12);
    opening->addWidget(open);
    opening->addWidget(hint);
    opening->addStretch(1);

    auto *columns = new QHBoxLayout(m_centre);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(32);
    m_recent = addColumn(tr("Recent"));
    m_samples = addColumn(tr("Samples"));
    columns->addStretch(1);

    auto *middle = new QVBoxLayout;
    middle->setSpacing(24);
    middle->addStretch(2);
    middle->addLayout(head);
    middle->addLayout(opening);
    middle->addWidget(m_centre);
    middle->addStretch(3);
    auto *page = new QHBoxLayout(this);
    page->setContentsMargins(24, 24, 24, 24);
    page->addStretch(1);
    page->addLayout(middle);
    page->addStretch(1);
}

StartPage::Column StartPage::addColumn(const QString &title)
{
    Column column;
    column.box = new QWidget(m_centre);
    column.box->setFixedWidth(columnWidth);
    auto *lines = new QVBoxLayout(column.box);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(4);
    lines->addWidget(label(title, 1.1, true, column.box));
    column.buttons = new QVBoxLayout;
    column.buttons->setSpacing(0);
    lines->addLayout(column.buttons);
    lines->addStretch(1);
    m_centre->layout()->addWidget(column.box);
    column.box->hide();
    return column;
}

void StartPage::fill(const Column &column, const QList<SampleFile> &files)
{
    while (QLayoutItem *item = column.buttons->takeAt(0)) {
        // Later: a button may be what asked for this.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const SampleFile &file : files) {
        auto *button = new QPushButton(column.box);
        button->setFlat(true);
        button->setCursor(Qt::PointingHandCursor);
        const QFontMetrics metrics(button->font());
        // Buttons centre their text: a layout with a label does not.
        auto *row = new QHBoxLayout(button);
        row->setContentsMargins(6, 3, 6, 3);
        auto *text = new QLabel(metrics.elidedText(file.title, Qt::ElideMiddle, columnWidth - 12), button);
        text->setTextFormat(Qt::PlainText);
        text->setForegroundRole(QPalette::Link);
        text->setAttribute(Qt::WA_TransparentForMouseEvents);
        row->addWidget(text);
        button->setMinimumHeight(metrics.height() + 10);
        button->setToolTip(style::wrappedToolTip(QDir::toNativeSeparators(file.path)));
        button->setAccessibleName(tr("Open %1").arg(file.title));
        connect(button, &QPushButton::clicked, this, [this, path = file.path] { Q_EMIT fileWanted(path); });
        column.buttons->addWidget(button);
    }
    column.box->setVisible(!files.isEmpty());
}

void StartPage::setRecent(const QStringList &paths)
{
    QList<SampleFile> files;
    for (const QString &path : paths)
        files.append({path, QFileInfo(path).fileName()});
    fill(m_recent, files);
}

void StartPage::setSamples(const QList<SampleFile> &samples)
{
    fill(m_samples, samples);
}

} // namespace proflens
