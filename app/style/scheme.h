// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>

class QApplication;
class QString;

namespace proflens::style {

enum class Scheme { Light, Dark };
// What a person chooses.
enum class Theme { System, Light, Dark };

QPalette schemePalette(Scheme scheme);
// The name of the application's style, as QStyleFactory has it.
QString styleName(const QApplication &application);
// Gives the program Qt's own style in a light or dark palette, whatever the desktop has chosen.
void useScheme(QApplication &application, Scheme scheme);
// The same for a choice. System: as the desktop has it, or our own light where it has no wish. systemStyle:
// the name of the style that the program started with.
void useTheme(QApplication &application, Theme theme, const QString &systemStyle);

} // namespace proflens::style
