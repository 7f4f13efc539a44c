// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/document.h"

#include <QWidget>

namespace proflens {

// A view of one document. A pane computes nothing while it is hidden: it notes what it missed and catches up
// when shown.
class Pane : public QWidget
{
    Q_OBJECT

public:
    explicit Pane(Document *document, QWidget *parent = nullptr);

    Document *document() const { return m_document; }
    // The name that layouts and Document::showPane() know it by, such as "flame".
    virtual QString id() const = 0;
    // What menus and dock titles call it.
    virtual QString title() const = 0;

protected:
    // A new analysis is there (document()->analysis() is not null). Called only while visible.
    virtual void showAnalysis() = 0;
    // The active function changed. Called only while visible, after showAnalysis() if both changed.
    virtual void showActive() {}
    // A newer analysis is being made: dim what is shown.
    virtual void showBusy(bool) {}

    void showEvent(QShowEvent *event) override;

private:
    void catchUp();

    Document *m_document;
    bool m_staleAnalysis = false;
    bool m_staleActive = false;
};

} // namespace proflens
