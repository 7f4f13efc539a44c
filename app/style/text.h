// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string_view>

class QFontMetricsF;

// How names and paths of a profile become text on the screen.
namespace proflens::style {

// visibleText() (core/measure/visibletext.h): any bytes as one line of text.
QString displayText(std::string_view bytes);

// A name or path cut to a width in pixels so that its useful end stays: arguments of a function go first,
// then what stands in front ("…server.(*conn).serve", "…Map<…>::insert(…)").
QString elidedName(const QString &name, const QFontMetricsF &metrics, double width);

// Rich text for tool tips: escaped, wrapped even where a name has no spaces, cut in the middle beyond 4,000
// characters. Several lines may be joined with '\n'.
QString wrappedToolTip(const QString &text);

// The same as a part of other rich text: no more than escaped, with places to break.
QString wrappedPart(const QString &text);

} // namespace proflens::style
