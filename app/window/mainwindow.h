// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMainWindow>
#include <QStringList>

class QSettings;
class QTabWidget;

namespace proflens {

class Document;
class MessageBar;
class ProfileView;

// The window: one tab per open profile.
//
// Tests and other callers drive it with open(), view(i)->raisePane("flame") and
// view(i)->document()->setState(…), and wait until isIdle(): all files read, analysed, and laid out in the
// panes that are visible.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    // The settings outlive the window.
    explicit MainWindow(QSettings *settings, QWidget *parent = nullptr);

    // A tab for each file, the first of them in front. A file that is open already comes to the front.
    void open(const QStringList &paths);
    int count() const;
    // 0 ≤ i < count(), in the order of the tabs.
    ProfileView *view(int i) const;
    // nullptr on the start page.
    ProfileView *currentView() const;
    QList<Document *> documents() const;
    bool isIdle() const;

private:
    void makeMenus();
    void askAndOpen();
    void closeTab(int i);

    QSettings *m_settings;
    MessageBar *m_messages;
    QTabWidget *m_tabs;
};

} // namespace proflens
