// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/loadprogress.h"

#include "app/session/document.h"

#include <QFontMetrics>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

namespace proflens {

namespace {

// Steps of the bar; bytes themselves may not fit into an int.
constexpr int barSteps = 1000;

} // namespace

LoadProgress::LoadProgress(Document *document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_name(new QLabel(this))
    , m_bytes(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    m_name->setTextFormat(Qt::PlainText);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Reading progress"));
    m_cancel->setAccessibleName(tr("Cancel reading"));

    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(10, 6, 10, 6);
    grid->setColumnStretch(0, 1);
    grid->addWidget(m_name, 0, 0);
    grid->addWidget(m_bytes, 0, 1, Qt::AlignRight);
    grid->addWidget(m_bar, 1, 0, 1, 2);
    grid->addWidget(m_cancel, 0, 2, 2, 1, Qt::AlignVCenter);

    connect(document, &Document::loadProgress, this, &LoadProgress::showProgress);
    connect(m_cancel, &QPushButton::clicked, this, &LoadProgress::cancelled);
}

void LoadProgress::showProgress(qint64 done, qint64 total)
{
    const QFontMetrics metrics(m_name->font());
    const QString name = m_document->title();
    m_name->setText(tr("Reading %1", "a file")
                        .arg(metrics.elidedText(name, Qt::ElideMiddle, metrics.averageCharWidth() * 60)));
    m_name->setToolTip(m_document->path());
    const QLocale locale;
    if (total <= 0) {
        m_bar->setRange(0, 0);
        m_bytes->clear();
        return;
    }
    m_bar->setRange(0, barSteps);
    m_bar->setValue(static_cast<int>(static_cast<double>(done) / static_cast<double>(total) * barSteps));
    m_bytes->setText(
        tr("%1 of %2", "bytes read").arg(locale.formattedDataSize(done), locale.formattedDataSize(total)));
}

} // namespace proflens
