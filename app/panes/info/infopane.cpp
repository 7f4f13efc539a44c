// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/info/infopane.h"

#include "app/panes/info/infohtml.h"
#include "core/format/savefile.h"

#include <QAction>
#include <QDesktopServices>
#include <QEvent>
#include <QFile>
#include <QFileInfo>
#include <QScrollBar>
#include <QTextBrowser>
#include <QUrl>
#include <QVBoxLayout>

namespace proflens {

InfoPane::InfoPane(Document *document, QWidget *parent)
    : Pane(document, parent)
    , m_text(new QTextBrowser(this))
    , m_job(this)
{
    m_text->setOpenLinks(false);
    m_text->setUndoRedoEnabled(false);
    m_text->setAccessibleName(tr("About the profile"));
    m_text->document()->setDocumentMargin(10);
    connect(m_text, &QTextBrowser::anchorClicked, this, &InfoPane::openLink);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_text);
    setFocusProxy(m_text);
    m_copy = addPaneAction(tr("&Copy"), {QKeySequence::Copy}, [this] { m_text->copy(); });
    m_copy->setEnabled(false);
    connect(m_text, &QTextEdit::copyAvailable, m_copy, &QAction::setEnabled);
    m_selectAll =
        addPaneAction(tr("Select &all"), {QKeySequence::SelectAll}, [this] { m_text->selectAll(); });
    updateActions();
}

QList<ExportFormat> InfoPane::exportFormats()
{
    if (!m_info)
        return {};
    return {{tr("Info as text"), QStringLiteral("txt"), tr("Text (*.txt)"), QStringLiteral("I, T"),
             [this](const QString &path) {
                 const QString file = document()->path();
                 const auto bytes = uint64_t(QFileInfo(file).size());
                 return saveFile(QFile::encodeName(path).toStdString(),
                                 infoText(*m_info, file.toStdString(), bytes));
             }}};
}

QList<KeyHelp> InfoPane::keyHelp() const
{
    return {{tr("Tab, Enter"), tr("Go to a link and open it")}};
}

// Nothing here depends on how the profile is looked at.
void InfoPane::showAnalysis()
{
    const ProfilePtr profile = document()->profile();
    if (profile == m_profile)
        return;
    m_profile = profile;
    m_job.run([profile] { return profileInfo(*profile); },
              [this](const ProfileInfo &info) {
                  m_info = info;
                  render();
                  updateActions();
              });
}

void InfoPane::render()
{
    if (!m_info)
        return;
    const QString path = document()->path();
    const int position = m_text->verticalScrollBar()->value();
    m_text->setHtml(infoHtml(*m_info, path, QFileInfo(path).size()));
    m_text->verticalScrollBar()->setValue(position);
}

void InfoPane::updateActions()
{
    m_selectAll->setEnabled(m_info.has_value());
    Pane::updateActions();
}

// A profile may come from anywhere, so its link is opened only on a click and only if it leads to the web.
void InfoPane::openLink(const QUrl &url)
{
    if (isWebLink(url.toString(QUrl::FullyEncoded).toStdString()))
        QDesktopServices::openUrl(url);
}

void InfoPane::changeEvent(QEvent *event)
{
    Pane::changeEvent(event);
    const auto type = event->type();
    if (type == QEvent::LocaleChange || type == QEvent::LanguageChange || type == QEvent::PaletteChange)
        render();
}

} // namespace proflens
