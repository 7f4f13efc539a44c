// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

// Small signs drawn in the colours of the palette of the moment, so that they follow dark and light by
// themselves, and are sharp on every screen.
namespace proflens::style {

// Lock is open where its button is not checked.
enum class Sign { Close, Add, Warning, Note, Back, Forward, Active, Swap, Lock };

QIcon icon(Sign sign);

} // namespace proflens::style
