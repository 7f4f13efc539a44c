// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/pane.h"
#include "app/panes/source/sourcesettings.h"
#include "app/panes/source/sourcesheet.h"
#include "app/session/latestjob.h"
#include "core/source/highlight.h"

#include <memory>
#include <stop_token>
#include <vector>

class QAction;
class QComboBox;
class QMenu;
class QTimer;

namespace proflens {

class SearchLine;
class SourceModel;
class SourceNotice;
class SourceView;

// The source of the active function with its costs: every line of the file, or those that cost something
// where the file is not there.
//
// Finding, reading, costing and colouring are done by workers; what was shown stays until the next is whole,
// and the text is shown before its colours.
class SourcePane : public Pane
{
    Q_OBJECT

public:
    explicit SourcePane(Document *document, QWidget *parent = nullptr);
    ~SourcePane() override;

    QString id() const override { return QStringLiteral("source"); }
    QString title() const override { return tr("Source"); }
    void useSettings(QSettings *settings) override;
    QList<KeyHelp> keyHelp() const override;
    bool startSearch() override;
    bool isIdle() const override;
    QString cursorFunction() const override;

    // The file that is shown is this one: finds it and its neighbours there from now on.
    void locate(const QString &path);
    void addSearchFolder(const QString &folder);

protected:
    void showAnalysis() override;
    void showActive() override;
    void showBusy(bool busy) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void makeActions();
    void makeLayout();

    void ask();
    void start();
    void take(const std::shared_ptr<const SourceSheet> &sheet);
    void colour();
    QString costText(BothValues values) const;
    void showFiles();
    void showFunctions();
    void showNotice();
    static QString namelessText();
    void showWhereElse();
    void showVersionNote();
    QString notFoundText() const;
    void reveal();

    void nextHot() { stepHot(1); }
    void previousHot() { stepHot(-1); }
    void stepHot(int step);
    void costBelow() { stepCost(1); }
    void costAbove() { stepCost(-1); }
    void stepCost(int step);
    void search();
    void nextMatch() { stepMatch(1); }
    void previousMatch() { stepMatch(-1); }
    void stepMatch(int step);
    void askLine();
    void openEditor();
    void copyLines();
    void copySource();
    void askLocate();
    void askFolder();
    void askSettings();
    void openFunction(int row);
    void follow(const QString &function, bool stay);
    void fillMenu(QMenu *menu, int row);
    QString functionAt(int row) const;
    void showStatus();
    void sayStatus(const QString &text);
    QString guessedEditor() const;
    bool hasText() const;

    SourceModel *m_model;
    SourceView *m_view;
    SourceNotice *m_notice;
    SearchLine *m_search;
    QComboBox *m_files;
    QComboBox *m_functions;
    QTimer *m_later;
    QTimer *m_dim;
    QAction *m_nextHot, *m_previousHot, *m_costBelow, *m_costAbove;
    QAction *m_find, *m_nextMatch, *m_previousMatch, *m_goToLine;
    QAction *m_openEditor, *m_copyLines, *m_copySource;
    QAction *m_locate, *m_addFolder, *m_editSettings;

    SourceSettings m_settings;
    LatestJob m_job;
    LatestJob m_colourJob;
    std::stop_source m_stop;
    std::stop_source m_colourStop;
    std::shared_ptr<const SourceSheet> m_sheet;
    std::shared_ptr<const SourceFile> m_coloured; // the text that the colours are of
    std::vector<uint32_t> m_found;                // rows that the search found
    QString m_shownActive;
    std::string m_chosenFile;
    bool m_reveal = true; // the next sheet scrolls to the active function
    // While the active function is being set from here: keep the file, and do not scroll either.
    bool m_keepFile = false;
    bool m_stay = false;
    bool m_statusShown = false;
};

} // namespace proflens
