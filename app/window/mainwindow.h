// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/document.h"
#include "app/style/scheme.h"

#include <QHash>
#include <QList>
#include <QMainWindow>
#include <QStringList>

#include <functional>

class QActionGroup;
class QLabel;
class QMenu;
class QSettings;
class QStackedWidget;
class QTimer;

namespace proflens {

class DropZones;
class MenuList;
class MessageBar;
class ProfileView;
class RecentFiles;
struct MenuEntry;
struct Session;
class StartPage;
class Tabs;

// The window: one tab per open profile, or a start page while none is open.
//
// Tests and tests/look drive it with open(), view(i)->raisePane("flame") and
// view(i)->document()->setState(…), and wait until isIdle(): all files read, analysed, and laid out in the
// panes that are visible.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    // The settings outlive the window.
    explicit MainWindow(QSettings *settings, QWidget *parent = nullptr);
    ~MainWindow() override;

    // A tab for each file, the first of them in front. A file that is open already only comes to the front.
    void open(const QStringList &paths);
    void open(const QList<OpenRequest> &requests);
    int count() const;
    // 0 ≤ i < count(), in the order of the tabs.
    ProfileView *view(int i) const;
    // nullptr on the start page.
    ProfileView *currentView() const;
    QList<Document *> documents() const;
    bool isIdle() const;
    // What went wrong with files that are not open.
    MessageBar *messages() const { return m_messages; }

    void closeTab(int i);
    void setTheme(style::Theme theme);

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    // mainwindowmenus.cpp
    void makeMenus();
    void makeFileMenu();
    void makeGoMenu();
    void makeProfileMenu();
    void makeViewMenu();
    void makeNameMenu(QMenu *menu);
    void makeHelpMenu();
    QAction *addAction(QMenu *menu, const QString &text, const QList<QKeySequence> &keys, const QString &tip,
                       const std::function<void()> &action);
    // The same for an action that needs an open profile.
    QAction *addViewAction(QMenu *menu, const QString &text, const QList<QKeySequence> &keys,
                           const QString &tip, const std::function<void(ProfileView &)> &action);
    // The same for an option that is on or off.
    QAction *addOption(QMenu *menu, const QString &text, const QString &keys, const QString &tip,
                       bool ViewState::*option);
    void updateActions();
    void togglePane(ProfileView &view, const QString &id);
    void showShortcuts();
    void showAbout();

    // mainwindowlists.cpp
    void fillLists();
    void fillRecent();
    void fillSamples(QMenu *menu);
    void fillExport();
    void fillSampleTypes();
    void fillUnits();
    void setUnit(ProfileView &view, const QString &unit);
    void stepUnit(ProfileView &view, int by);
    void fillPane(QMenu *menu);

    // mainwindowlook.cpp
    void makeGroupMenu(QMenu *menu);
    void makeDivisorMenu(QMenu *menu);
    void makeNamedViewMenu(QMenu *menu);
    void updateLookActions();
    void fillNamedViews();
    void saveNamedView(ProfileView &view);
    void renameNamedViewOf(ProfileView &view);
    void removeNamedViewOf(ProfileView &view);
    void tellIfWrong(const Status &status);

    // mainwindowfiles.cpp
    void askAndOpen();
    void askAndSave(ProfileView &view, bool filtered);
    void exportPane(ProfileView &view, const QString &pane, qsizetype format);
    QString lastFolder() const;
    void keepFolder(const QString &path);

    // mainwindowfilters.cpp
    void makeFilterMenu();
    void makeLanguageMenu(QMenu *menu);
    void updateFilterActions();
    void askForCodeRules(const ProfileView &view);

    // mainwindowcompare.cpp
    void makeCompareMenu();
    void makeLookActions(QMenu *menu);
    // An action that needs a comparison; checked says whether it is what is chosen.
    QAction *addCompareAction(QMenu *menu, const QString &text, const QString &key, const QString &tip,
                              const std::function<void(ProfileView &)> &action,
                              const std::function<bool(const CompareState &)> &checked = {});
    void updateCompareActions();
    void fillCompareList();
    QList<MenuEntry> compareEntries(const ProfileView &with);
    void askAndCompare();
    void askForOther(const ProfileView &view);
    void askForSide(ProfileView &view, Document::Side side);
    void compareTabs(const ProfileView &view, const ProfileView &other);
    void compareFiles(const QString &first, const QString &second);
    void offerComparison(const QString &first, const QString &second);
    ProfileView *viewOf(const QString &path) const;
    void showTabMenu(const QPoint &place);
    bool showDropZones(const QStringList &paths);
    void dropToCompare(const QStringList &paths);
    void showComparisonHelp();

    // mainwindowsessions.cpp
    void askAndSaveSession(ProfileView &view);
    void saveSessionOf(ProfileView &view, const QString &path);
    void openSession(const QString &path);
    void openFound(const Session &session, const QString &path);
    void askWhereMissing(const Session &session, const QString &path);
    void warnOfChanges(ProfileView &view, const Session &session);

    // open() without taking messages away.
    void openRequests(const QList<OpenRequest> &requests);
    ProfileView *addTab(const OpenRequest &request);
    void nameTabs();
    void showCurrent();
    void showTitle();
    void showStatus();
    void keepLayout();

    QSettings *m_settings;
    RecentFiles *m_recent;
    MessageBar *m_messages;
    QStackedWidget *m_pages;
    StartPage *m_start;
    Tabs *m_tabs;
    DropZones *m_dropZones;
    QLabel *m_paneMessage;
    QLabel *m_busy;
    QTimer *m_busyLater;
    QTimer *m_statusLater;
    QLabel *m_totals;

    QString m_systemStyle;
    style::Theme m_theme = style::Theme::System;
    QList<QAction *> m_viewActions; // those that need a profile, and no more
    QHash<QString, QAction *> m_paneActions;
    MenuList *m_recentList = nullptr;
    MenuList *m_exportList = nullptr;
    MenuList *m_typeList = nullptr;
    MenuList *m_unitList = nullptr;
    QActionGroup *m_granularities = nullptr;
    QActionGroup *m_names = nullptr;
    QActionGroup *m_themes = nullptr;
    QAction *m_closeTab = nullptr;
    QAction *m_back = nullptr;
    QAction *m_forward = nullptr;
    QAction *m_clearActive = nullptr;
    QAction *m_relative = nullptr;
    QAction *m_inlined = nullptr;
    QAction *m_mean = nullptr;
    QAction *m_cancel = nullptr;
    QAction *m_reload = nullptr;
    QAction *m_removeFilters = nullptr;
    QAction *m_copyFilters = nullptr;
    QAction *m_myCode = nullptr;
    QList<QAction *> m_filterActions; // about one chip, or all
    QActionGroup *m_languages = nullptr;
    QAction *m_compareFiles = nullptr;
    MenuList *m_rootList = nullptr;
    MenuList *m_leafList = nullptr;
    MenuList *m_namedList = nullptr;
    QAction *m_ungroup = nullptr;
    QAction *m_perSecond = nullptr;
    // Options that are on or off, and how states say which.
    QList<std::pair<QAction *, std::function<bool(const ViewState &)>>> m_optionActions;
    MenuList *m_compareList = nullptr;
    QList<std::pair<QAction *, std::function<bool(const CompareState &)>>> m_compareActions;
};

} // namespace proflens
