// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <functional>

class QAction;
class QMenu;
class QObject;

namespace proflens {

class Document;

// What can be done with a function, in every pane alike: make active, open source, show callers, filter by
// it, copy its name. With the keys that a pane answers to, and separators. The parent has them, and they ask
// for the function, as ViewState::active has it, when they are triggered; an empty one does nothing.
QList<QAction *> makeFunctionActions(QObject *parent, Document *document,
                                     const std::function<QString()> &function);

// Adds the same for one function to a menu that is shown once.
void addFunctionActions(QMenu *menu, Document *document, const QString &function);

} // namespace proflens
