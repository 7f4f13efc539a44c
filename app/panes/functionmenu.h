// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QMenu;

namespace proflens {

class Document;

// Adds what can be done with a function, in every pane alike: make active, focus, ignore, hide, show only,
// show from, copy name, open source. function: as ViewState::active has it.
void addFunctionActions(QMenu *menu, Document *document, const QString &function);

} // namespace proflens
