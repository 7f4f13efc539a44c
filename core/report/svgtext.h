// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

// Text in pictures that are made without a screen.
namespace proflens::svg {

// visibleText() (core/measure/visibletext.h) for an XML element or attribute.
std::string escaped(std::string_view bytes);

// About how wide UTF-8 text is in a sans serif font of this size (both in the same unit), by the widths that
// Helvetica, Arial and Liberation Sans share.
double textWidth(std::string_view text, double size);

// UTF-8 text cut in its middle to at most this many characters, with "…" for the rest.
std::string elidedMiddle(std::string_view text, size_t most);

// A number with at most two decimals, in the C locale.
std::string number(double value);

} // namespace proflens::svg
