// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/menulist.h"

#include <QString>
#include <QStringList>

class QMenu;

namespace proflens {

class Document;

// Where a label stands on the stacks of its samples.
enum class LabelPlace { Root, Leaf };

// Labels as frames in words, from the root to the leaf: "endpoint › … › size".
QString groupText(const QStringList &root, const QStringList &leaf);
// The keys that labels can be grouped by at a place, the chosen ones checked and, where there are several,
// numbered. Keys that no sample has are there only while they are chosen. To choose one adds it to the
// others.
QList<MenuEntry> groupEntries(Document *document, LabelPlace place);
// The same for both places, in a menu that is open once.
void fillGroupMenu(QMenu *menu, Document *document);
// Groups by nothing.
void clearGroups(Document *document);

} // namespace proflens
