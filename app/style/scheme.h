// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QApplication;

namespace proflens::style {

enum class Scheme { Light, Dark };

// Gives the program Qt's own style in a light or dark palette, whatever the desktop has chosen.
void useScheme(QApplication &application, Scheme scheme);

} // namespace proflens::style
