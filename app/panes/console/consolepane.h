// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/console/consolejob.h"
#include "app/panes/pane.h"
#include "app/session/latestjob.h"
#include "core/shell/history.h"

#include <QStringList>

#include <memory>
#include <stop_token>

class QLabel;

namespace proflens {

class ConsoleInput;
class ConsoleView;
class SearchLine;

// pprof's shell (core/shell/) in the window. Its options are those of the view: what is typed here changes
// all panes, and what is changed elsewhere is what "o" lists. Options that a view lacks are kept here. Names
// in the reports that it prints lead to the functions.
class ConsolePane : public Pane
{
    Q_OBJECT

public:
    // history: the file that lines are kept in; empty: none.
    explicit ConsolePane(Document *document, QWidget *parent = nullptr,
                         const std::string &history = ShellHistory::defaultPath());
    ~ConsolePane() override;

    QString id() const override { return QStringLiteral("console"); }
    QString title() const override { return tr("Console"); }
    QList<ExportFormat> exportFormats() override;
    QList<KeyHelp> keyHelp() const override;
    QString cursorFunction() const override;
    bool startSearch() override;
    bool isIdle() const override;

    // As if the line was typed.
    void enter(const QString &line);

protected:
    void showAnalysis() override;
    void showEvent(QShowEvent *event) override;

private:
    void makeActions();
    void answer(const QString &line);
    void take(const ReportOptions &before);
    void print(const ShellReport &report);
    void openWindow(const ShellReport &report);
    void finish(const QList<ConsoleLine> &lines);
    void stop();
    void say(const QString &text, ConsoleLine::Kind kind);
    ReportOptions options() const;
    void search();
    void showRunning();

    ConsoleView *m_view;
    ConsoleInput *m_input;
    QLabel *m_prompt;
    SearchLine *m_search;
    ShellHistory m_history;
    ReportOptions m_own; // with the options that a view lacks
    ProfilePtr m_profile;
    std::shared_ptr<const ShellVocabulary> m_names;
    QStringList m_waiting; // typed while a report is being printed
    QAction *m_stopAction = nullptr, *m_copyAction = nullptr;
    LatestJob m_job, m_namesJob;
    std::stop_source m_stop;
    bool m_saidForgets = false, m_greeted = false;
};

} // namespace proflens
