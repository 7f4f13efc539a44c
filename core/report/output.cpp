// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/output.h"

#include <charconv>

namespace proflens {

namespace {

// Length of the UTF-8 sequence at text[at], or 1 if it is not well formed.
size_t sequenceLength(std::string_view text, size_t at)
{
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at);
    const size_t length = lead < 0x80                   ? 1
                          : lead >= 0xc2 && lead < 0xe0 ? 2
                          : lead >= 0xe0 && lead < 0xf0 ? 3
                          : lead >= 0xf0 && lead < 0xf5 ? 4
                                                        : 1;
    if (length == 1 || at + length > text.size())
        return 1;
    for (size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xc0) != 0x80)
            return 1;
    }
    // Overlong forms, surrogates and what lies beyond U+10FFFF.
    if ((lead == 0xe0 && byte(at + 1) < 0xa0) || (lead == 0xed && byte(at + 1) > 0x9f) ||
        (lead == 0xf0 && byte(at + 1) < 0x90) || (lead == 0xf4 && byte(at + 1) > 0x8f))
        return 1;
    return length;
}

} // namespace

size_t codePoints(std::string_view text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.size(); at += sequenceLength(text, at))
        ++count;
    return count;
}

std::string padLeft(std::string_view text, size_t width)
{
    const size_t points = codePoints(text);
    std::string padded(points < width ? width - points : 0, ' ');
    padded += text;
    return padded;
}

std::string hex(uint64_t value)
{
    char text[18] = "0x";
    const auto end = std::to_chars(text + 2, text + sizeof text, value, 16).ptr;
    return {text, end};
}

} // namespace proflens
