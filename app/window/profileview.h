// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/document.h"

#include <QHash>
#include <QList>
#include <QPointer>
#include <QWidget>

class QDockWidget;
class QMainWindow;
class QSettings;
class QStackedWidget;

namespace proflens {

class CompareBar;
class FilterBar;
class LoadProgress;
class MessageBar;
class Pane;
class ViewBar;

// One tab of the window: a document, the bar that says how it is looked at, and its panes in docks. While the
// document is first read, the tab shows how far that is.
class ProfileView : public QWidget
{
    Q_OBJECT

public:
    // Makes the document. The settings outlive the view.
    explicit ProfileView(QSettings *settings, QWidget *parent = nullptr);
    ~ProfileView() override;

    Document *document() const { return m_document; }
    const QList<Pane *> &panes() const { return m_panes; }
    // nullptr if there is none of that id.
    Pane *pane(const QString &id) const;
    QDockWidget *dock(const QString &id) const { return m_docks.value(id); }
    // Whether a pane has anything to show: some are about comparisons only.
    bool hasUse(const QString &id) const;
    // Shows a pane if it was closed and brings it in front of those it is tabbed with.
    void raisePane(const QString &id);
    // The pane that has the focus or had it last; the first visible one if none ever had.
    Pane *currentPane() const;
    MessageBar *messages() const { return m_messages; }
    FilterBar *filters() const { return m_filters; }
    CompareBar *compareBar() const { return m_compare; }

    // Nothing is being read or analysed, and no visible pane is at work.
    bool isIdle() const;

    void restoreDefaultLayout();
    QByteArray layoutState() const;
    // False if the bytes are of another version of the layout or damaged; the layout stays as it is.
    bool restoreLayout(const QByteArray &state);

Q_SIGNALS:
    // The first reading was cancelled or failed: there is nothing to show. The message is empty if cancelled.
    void closeRequested(const QString &message);
    // What the status bar or the menus say about the document is out of date.
    void statusChanged();
    void statusMessage(const QString &text);
    void codeRulesWanted();

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void makeDocks();
    void placeDocks();
    void sizeDocks();
    void sizeWhenSeen();
    bool offerType();
    void offerAddresses();
    bool offersAddresses() const;
    static QString addressesOffer();
    void parkFloating();
    void showProfile();
    void showWarnings();
    void showCompared();
    void loadFailed(const QString &message);

    Document *m_document;
    QList<Pane *> m_panes;
    QHash<QString, QDockWidget *> m_docks;
    QPointer<Pane> m_current;
    QWidget *m_bars;
    ViewBar *m_viewBar;
    FilterBar *m_filters;
    CompareBar *m_compare;
    MessageBar *m_messages;
    int m_offeredFrom = -1;          // the sample type that another one was offered for, while that is said
    bool m_addressesSettled = false; // to look at addresses was taken or refused, and is not offered again
    bool m_saysFilterError = false;
    bool m_isCompared = false; // whether panes about comparisons are there
    LoadProgress *m_reloading;
    QStackedWidget *m_pages;
    QMainWindow *m_dockArea;
    // The default sizes are shares of a size that is only known when the view is shown.
    bool m_sizesWanted = true;
    // Floating docks are windows of their own: those that went away with their tab and come back with it.
    QList<QPointer<QDockWidget>> m_parked;
};

} // namespace proflens
