// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

#include <cstdint>
#include <string_view>

// The only place where colours are made. Everything is derived from the widget's palette, so that dark and
// light both work.
namespace proflens::style {

bool isDark(const QPalette &palette);

// A stable colour for a package or file: the same name has the same hue in every profile and run. Readable
// under palette.text() in light and dark.
QColor packageColor(const QPalette &palette, uint32_t hash);
// The same for a label that is shown as a frame: greyer than all packages, so that labels are no functions.
QColor labelColor(const QPalette &palette, uint32_t hash);
// A hash that stays the same between runs and machines (FNV-1a of the bytes).
uint32_t stableHash(std::string_view text);
// The package of a function name: "net/http" of "net/http.(*conn).serve", "std" of "std::vec::push",
// "java.util" of "java.util.List.add"; the whole name if it has none.
std::string_view packageOf(std::string_view function);

// How hot a share (0 to 1) is: from the base colour towards red; negative towards green. For fills under
// text.
QColor heatFill(const QPalette &palette, double share);
// The same for lines and borders on the base colour.
QColor heatLine(const QPalette &palette, double share);
// The bar behind a number.
QColor barColor(const QPalette &palette);
// Marks search hits, the active function, and what is hovered.
QColor matchColor(const QPalette &palette);
QColor activeColor(const QPalette &palette);
// For text that says something is wrong.
QColor errorText(const QPalette &palette);
// a mixed with b: weight 0 is a, 1 is b.
QColor mixed(const QColor &a, const QColor &b, double weight);

} // namespace proflens::style
