// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/highlight.h"

#include <QColor>
#include <QFont>
#include <QPalette>

namespace proflens::style {

// The colour of a piece of source text on palette.base(), light or dark.
QColor syntaxColor(const QPalette &palette, TokenClass token);
// The desktop's fixed font, in the size of the given one.
QFont codeFont(const QFont &like);

} // namespace proflens::style
