// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/pane.h"
#include "app/session/latestjob.h"
#include "core/report/comparedinfo.h"

class QTextBrowser;
class QUrl;

namespace proflens {

// What a profile says about itself: file, binary, time, sample types and their totals, mappings, comments,
// counts. Text that can be selected and copied.
class InfoPane : public Pane
{
    Q_OBJECT

public:
    explicit InfoPane(Document *document, QWidget *parent = nullptr);

    QString id() const override { return QStringLiteral("info"); }
    QString title() const override { return tr("Info"); }
    QList<ExportFormat> exportFormats() override;
    QList<KeyHelp> keyHelp() const override;
    bool isIdle() const override { return !m_job.isRunning(); }

protected:
    void showAnalysis() override;
    void changeEvent(QEvent *event) override;
    void updateActions() override;

private:
    void render();
    void openLink(const QUrl &url);

    QTextBrowser *m_text;
    QAction *m_copy, *m_selectAll;
    LatestJob m_job;
    static SideInfo sideOf(const QString &path, const ProfileInfo &info);

    ProfilePtr m_profile, m_base; // what m_info and m_baseInfo are about
    std::optional<ProfileInfo> m_info;
    std::optional<ProfileInfo> m_baseInfo; // nothing without a base
    QStringList m_paths;                   // of the two
};

} // namespace proflens
