// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/document.h"
#include "core/profile/result.h"

#include <QList>
#include <QString>
#include <QWidget>

#include <functional>

class QAction;
class QKeySequence;
class QSettings;

namespace proflens {

// A way in which a pane can be saved. The window puts it in the Export menu, asks for a path and shows what
// went wrong.
struct ExportFormat
{
    QString name;                                     // as the menu says it: "Flame graph as SVG"
    QString suffix;                                   // of the file, without dot: "svg"
    QString filter;                                   // as file dialogs want it: "SVG images (*.svg)"
    QString keys;                                     // after those for exporting, unlike all others: "F, S"
    std::function<Status(const QString &path)> write; // of what the pane shows now
};

// A key that a pane answers to while it has the focus and that is no action's, for the list of keyboard
// shortcuts.
struct KeyHelp
{
    QString keys; // "Left, Right"
    QString what; // "Walk to the caller or callee"
};

// A view of one document. A pane computes nothing while it is hidden: it notes what it missed and catches up
// when shown.
//
// actions() has all that can be done in the pane, with keys that work while it has the focus, and separators:
// the window makes its Pane menu and its list of keys of them.
class Pane : public QWidget
{
    Q_OBJECT

public:
    explicit Pane(Document *document, QWidget *parent = nullptr);

    // Little: what a pane holds is cut where there is no room, rather than the window made larger.
    QSize minimumSizeHint() const override { return {120, 80}; }

    Document *document() const { return m_document; }
    // The name that layouts and Document::showPane() know it by, such as "flame".
    virtual QString id() const = 0;
    // What menus and dock titles call it.
    virtual QString title() const = 0;

    // Called once, before the pane is first shown. The settings outlive the pane; it keeps what it keeps
    // under a group named id().
    virtual void useSettings(QSettings *) {}
    // Asked for each time the Export menu opens; empty while there is nothing to save.
    virtual QList<ExportFormat> exportFormats() { return {}; }
    virtual QList<KeyHelp> keyHelp() const { return {}; }
    // The function that the pane's cursor is on, as ViewState::active has it; empty if it is on none.
    virtual QString cursorFunction() const { return {}; }
    // Those among actions() that are about cursorFunction(), alike in all panes; empty if the pane has none.
    const QList<QAction *> &cursorActions() const { return m_cursorActions; }
    // Puts the cursor into the pane's search line (Ctrl+F); false if it has none.
    virtual bool startSearch() { return false; }
    // Whether it shows all it has to show: no layout or lookup of its own is under way.
    virtual bool isIdle() const { return true; }
    // While panes are arranged, those that end up behind others are visible for a moment: a pane that is held
    // does not begin to compute. It catches up when it is let go.
    void hold(bool held);

Q_SIGNALS:
    // For the status bar, such as the sum of the selected rows; empty takes it away again.
    void statusMessage(const QString &text);
    // exportFormats() became empty, or has something now.
    void exportsChanged();

protected:
    // A new analysis is there (document()->analysis() is not null). Called only while visible.
    virtual void showAnalysis() = 0;
    // The active function changed. Called only while visible, after showAnalysis() if both changed.
    virtual void showActive() {}
    // A newer analysis is being made: dim what is shown.
    virtual void showBusy(bool) {}

    // For constructors: adds to actions() what can be done with cursorFunction().
    void addCursorActions();
    // Adds an action to actions(), whose keys work while the pane has the focus.
    QAction *addPaneAction(const QString &text, const QList<QKeySequence> &keys,
                           const std::function<void()> &action);
    void addSeparator();
    // Has to be called whenever cursorFunction() or exportFormats() may have changed.
    virtual void updateActions();

    void showEvent(QShowEvent *event) override;

private:
    void catchUp();

    Document *m_document;
    bool m_staleAnalysis = false;
    bool m_staleActive = false;
    bool m_held = false;
    QList<QAction *> m_cursorActions;
    qsizetype m_exports = 0;
};

} // namespace proflens
