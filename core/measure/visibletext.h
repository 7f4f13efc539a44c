// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace proflens {

// Any bytes as one line of visible, valid UTF-8 that XML can hold, for screens and pictures. Valid UTF-8
// stays; a newline becomes "‹\n›", a tab "‹\t›", other control characters and bytes that are no UTF-8 their
// two hexadecimal digits: "‹1B›"; characters that break or turn lines or take no room become "‹U+202E›".
std::string visibleText(std::string_view bytes);

// Whether visibleText() is the same text, because all of it is printable ASCII.
bool isPlainText(std::string_view bytes);

// The length of the well-formed UTF-8 sequence at the front, and its code point; 0 if there is none.
size_t decodeUtf8(std::string_view bytes, char32_t &code);

} // namespace proflens
