// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QWidget;

namespace proflens {

class Document;
class Pane;

// One pane of each kind for a document, in the order of the View menu. The only place that names them all.
QList<Pane *> makePanes(Document *document, QWidget *parent);

} // namespace proflens
