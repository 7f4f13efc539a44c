// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/callers/callmodel.h"
#include "app/panes/callers/comparedcallmodel.h"
#include "app/panes/pane.h"
#include "app/session/latestjob.h"

class QLabel;
class QPushButton;
class QSplitter;
class QTimer;

namespace proflens {

class TableView;

// Who calls the active function and whom it calls, with what goes over each call. Opening a row walks on to
// that function. Of two profiles that are compared, with what goes over each call in either.
class CallersPane : public Pane
{
    Q_OBJECT

public:
    explicit CallersPane(Document *document, QWidget *parent = nullptr);

    QString id() const override { return QStringLiteral("callers"); }
    QString title() const override { return tr("Callers and callees"); }
    void useSettings(QSettings *settings) override;
    QList<ExportFormat> exportFormats() override;
    QList<KeyHelp> keyHelp() const override;
    bool isIdle() const override { return !m_job.isRunning(); }
    QString cursorFunction() const override;

protected:
    void showAnalysis() override;
    void showActive() override;
    void showBusy(bool busy) override;
    void updateActions() override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    struct Half
    {
        CallModel *model = nullptr;
        ComparedCallModel *compared = nullptr;
        // Of one profile, of the differences of two, and of the sides of two; view is the one that is seen.
        TableView *single = nullptr, *difference = nullptr, *sides = nullptr;
        TableView *view = nullptr;
        QList<QAction *> columns; // menus, by view
        QLabel *title = nullptr;
        bool callers = false;
    };
    const Half &focused() const;
    void makeActions();
    QWidget *makeHalf(Half &half, CallModel::Side side);
    void makeViews(Half &half, QWidget *box);
    // Brings the views to the front that suit the document.
    void useViews();
    bool hasTables() const;
    bool hasSamples(FrameId frame) const;
    QWidget *makeMiddle();
    void showCalls(const AnalysisPtr &analysis, const Neighbors &calls);
    void showCompared(const ComparisonPtr &comparison, const ComparedNeighbors &calls);
    void showTables();
    void showNothing(const QString &reason);
    void showName();
    // What a note says of a part of the function's samples; empty where there are none.
    struct NoteParts
    {
        QString uncalled, selfCalls, recursive;
    };
    void showNotes(const NoteParts &parts);
    void shareWidth(const QString &name);
    void fitNotes();
    void shareHeight();
    void showMiddle();
    void walk(const Half &half, int row);
    void fillMenu(const Half &half, QMenu *menu, int row);
    void copy(const Half &half);
    QString functionAt(const Half &half, int row) const;
    QString costliest() const;
    Status writeCsv(const QString &path) const;

    Half m_callers, m_callees;
    QSplitter *m_splitter;
    QLabel *m_name;
    QLabel *m_costs;
    QLabel *m_notes;
    QPushButton *m_start;
    QAction *m_copyRows, *m_selectAll;
    QTimer *m_dim;
    LatestJob m_job;
    bool m_comparing = false; // whether two profiles are shown
    bool m_shown = false;     // whether a function is shown
    bool m_userSized = false; // the person has moved the splitter
    bool m_low = false;       // there is room for few rows
    QList<int> m_shared;      // the sizes that were given last
};

} // namespace proflens
