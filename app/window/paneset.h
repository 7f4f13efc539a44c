// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

class QWidget;

namespace proflens {

class Document;
class Pane;

// A kind of pane, as menus and docks call it. The id is Pane::id().
struct PaneKind
{
    QString id;
    QString title;
    bool onlyCompared = false; // not there unless the document has a base
    QString keys = {};         // that show it; empty: Ctrl and its number among those without
};

// All kinds, in the order of the View menu and of its shortcuts.
QList<PaneKind> paneKinds();

// One pane of each kind for a document, in the same order. This file alone names them all.
QList<Pane *> makePanes(Document *document, QWidget *parent);

} // namespace proflens
