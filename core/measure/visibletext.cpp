// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/visibletext.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace proflens {

namespace {

// Characters that would break the line, turn its direction or take no room, and those that XML forbids.
bool isInvisible(char32_t code)
{
    return (code >= 0x80 && code < 0xA0) || code == 0xAD || code == 0x61C ||
           (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || code == 0xFFFE || code == 0xFFFF;
}

void appendHex(std::string &text, const char *format, uint32_t value)
{
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), format, value);
    text += buffer.data();
}

// Unicode has pictures of them, which next to no font draws.
void appendControl(std::string &text, char32_t code)
{
    switch (code) {
    case '\n':
        text += "\u2039\\n\u203A";
        break;
    case '\t':
        text += "\u2039\\t\u203A";
        break;
    case '\r':
        text += "\u2039\\r\u203A";
        break;
    default:
        appendHex(text, "\u2039%02X\u203A", code);
    }
}

} // namespace

size_t decodeUtf8(std::string_view bytes, char32_t &code)
{
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned char first = byte(0);
    const size_t length = first < 0x80   ? 1
                          : first < 0xC2 ? 0
                          : first < 0xE0 ? 2
                          : first < 0xF0 ? 3
                          : first < 0xF5 ? 4
                                         : 0;
    if (length == 0 || length > bytes.size())
        return 0;
    code = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80)
            return 0;
        code = code << 6 | (byte(i) & 0x3FU);
    }
    constexpr std::array<char32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return code < least[length] || code > 0x10FFFF || surrogate ? 0 : length;
}

bool isPlainText(std::string_view bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

std::string visibleText(std::string_view bytes)
{
    if (isPlainText(bytes))
        return std::string(bytes);
    std::string text;
    text.reserve(bytes.size());
    while (!bytes.empty()) {
        char32_t code = 0;
        const size_t length = decodeUtf8(bytes, code);
        if (length == 0)
            appendHex(text, "\u2039%02X\u203A", static_cast<unsigned char>(bytes[0]));
        else if (code < 0x20 || code == 0x7F)
            appendControl(text, code);
        else if (isInvisible(code))
            appendHex(text, "\u2039U+%04X\u203A", code);
        else
            text += bytes.substr(0, length);
        bytes.remove_prefix(length == 0 ? 1 : length);
    }
    return text;
}

} // namespace proflens
