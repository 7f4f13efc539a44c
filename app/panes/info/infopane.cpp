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

namespace {

struct Infos
{
    ProfileInfo current;
    std::optional<ProfileInfo> base;
};

} // namespace

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
                 const SideInfo side = sideOf(m_paths[0], *m_info);
                 return saveFile(QFile::encodeName(path).toStdString(),
                                 m_baseInfo ? comparedInfoText(sideOf(m_paths[1], *m_baseInfo), side)
                                            : infoText(side.info, side.path, side.bytes));
             }}};
}

QList<KeyHelp> InfoPane::keyHelp() const
{
    return {{tr("Tab, Enter"), tr("Go to a link and open it")}};
}

// Nothing here depends on how the profile is looked at.
void InfoPane::showAnalysis()
{
    const ProfilePtr profile = document()->profile(), base = document()->base();
    if (profile == m_profile && base == m_base)
        return;
    m_profile = profile;
    m_base = base;
    const OpenRequest &request = document()->request();
    const QStringList paths = {request.path, request.base.paths.value(0)};
    m_job.run(
        [profile, base] {
            Infos infos;
            infos.current = profileInfo(*profile);
            if (base)
                infos.base = profileInfo(*base);
            return infos;
        },
        [this, paths](const Infos &infos) {
            m_paths = paths;
            m_info = infos.current;
            m_baseInfo = infos.base;
            render();
            updateActions();
        });
}

SideInfo InfoPane::sideOf(const QString &path, const ProfileInfo &info)
{
    return {info, path.toStdString(), uint64_t(QFileInfo(path).size())};
}

void InfoPane::render()
{
    if (!m_info)
        return;
    const int position = m_text->verticalScrollBar()->value();
    if (m_baseInfo)
        m_text->setHtml(comparedInfoHtml(sideOf(m_paths[1], *m_baseInfo), sideOf(m_paths[0], *m_info)));
    else
        m_text->setHtml(infoHtml(*m_info, m_paths[0], QFileInfo(m_paths[0]).size()));
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
