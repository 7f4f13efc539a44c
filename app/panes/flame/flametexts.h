// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/flame/flameview.h"

#include <QString>

// What the flame graph says about its frames in words.
namespace proflens::flametexts {

// Costs and shares in one line; of a comparison both values, the difference and what became of it.
QString costs(const FlameData &data, FlameNode node);
// Of neighbours too narrow to be drawn.
QString othersCosts(const FlameData &data, FlameRows rows);

// What the details are about.
struct Details
{
    QString name, file, costs;
};
Details details(const FlameData &data, const FlameSpot &spot);
// All of that, a line each; rich text.
QString toolTip(const FlameData &data, const FlameSpot &spot);
// The names of the frames on a node's path, root first, a line each.
QString path(const FlameData &data, FlameNode node);

// What a search found; nothing for none.
QString found(const FlameData &data, const FlameSearch &search, const ComparedShares &shares);

} // namespace proflens::flametexts
