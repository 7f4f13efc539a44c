// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/pane.h"
#include "app/session/latestjob.h"
#include "core/report/summary.h"

#include <QUrl>

#include <memory>
#include <stop_token>

class QAction;
class QTextBrowser;
class QTimer;

namespace proflens {

// What changed between base and current, in words, most important first; every function in it is a link. Also
// where functions that were renamed are paired. Has nothing to show without a base.
class SummaryPane : public Pane
{
    Q_OBJECT

public:
    explicit SummaryPane(Document *document, QWidget *parent = nullptr);
    ~SummaryPane() override;

    QString id() const override { return QStringLiteral("summary"); }
    QString title() const override { return tr("Summary"); }
    QList<ExportFormat> exportFormats() override;
    QList<KeyHelp> keyHelp() const override;
    QString cursorFunction() const override;
    bool isIdle() const override { return !m_job.isRunning(); }

    // What is shown; nullptr while there is nothing.
    const std::shared_ptr<const Summary> &summary() const { return m_summary; }

protected:
    void showAnalysis() override;
    void showBusy(bool busy) override;
    void updateActions() override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void render();
    std::string pageTitle() const;
    void write();
    void setLineWidth();
    bool isNarrow() const;
    void setDimmed(bool dimmed);
    void follow(const QUrl &url);
    void showMenu(const QPoint &position);
    void copyAll();
    // The function of a link; empty if it is none.
    QString functionOf(const QUrl &url) const;
    FrameId frameOf(const QUrl &url) const;
    void pair(FrameId gone, FrameId added);
    void unpair(size_t index);
    // preset: chosen in the dialog at first; invalid for none.
    void pairByHand(FrameId preset = {});

    QTextBrowser *m_text;
    QTimer *m_dim;
    QAction *m_copyAll = nullptr;
    QAction *m_byHand = nullptr;
    LatestJob m_job;
    std::stop_source m_stop;
    ComparisonPtr m_comparison; // what m_summary is, or will be, about
    std::shared_ptr<const Summary> m_summary;
    bool m_wasNarrow = false;
    bool m_allRenames = false;
};

} // namespace proflens
