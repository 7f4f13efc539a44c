// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/svgtext.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>

namespace proflens::svg {

namespace {

// Thousandths of the font size, for the characters from space to tilde.
constexpr std::array<uint16_t, 95> helveticaWidths = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584,
};

// The length of the well-formed UTF-8 sequence at the front, and its code point; 0 if there is none.
size_t decodeOne(std::string_view bytes, char32_t &code)
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

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

} // namespace

std::string visibleText(std::string_view bytes)
{
    std::string text;
    text.reserve(bytes.size());
    while (!bytes.empty()) {
        char32_t code = 0;
        const size_t length = decodeOne(bytes, code);
        if (length == 0)
            appendHex(text, "\u2039%02X\u203A", static_cast<unsigned char>(bytes[0]));
        else if (code < 0x20) // U+2400 and on are pictures of the control characters
            text += {'\xE2', '\x90', static_cast<char>(0x80 + code)};
        else if (code == 0x7F)
            text += "\u2421";
        else if (isInvisible(code))
            appendHex(text, "\u2039U+%04X\u203A", code);
        else
            text += bytes.substr(0, length);
        bytes.remove_prefix(length == 0 ? 1 : length);
    }
    return text;
}

std::string escaped(std::string_view bytes)
{
    std::string text;
    for (const char c : visibleText(bytes)) {
        switch (c) {
        case '&':
            text += "&amp;";
            break;
        case '<':
            text += "&lt;";
            break;
        case '>':
            text += "&gt;";
            break;
        case '"':
            text += "&quot;";
            break;
        default:
            text += c;
        }
    }
    return text;
}

double textWidth(std::string_view text, double size)
{
    double width = 0;
    while (!text.empty()) {
        char32_t code = 0;
        const size_t length = decodeOne(text, code);
        if (code >= ' ' && code <= '~')
            width += helveticaWidths[code - ' '];
        else if (code >= 0x1100 && code != 0x2026 && !(code >= 0x2000 && code < 0x2E80))
            width += 1000;                         // mostly ideographs
        else if (!(code >= 0x300 && code < 0x370)) // these stand above the letter before
            width += code == 0x2026 ? 1000 : 640;
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return width * size / 1000;
}

std::string elidedMiddle(std::string_view text, size_t most)
{
    size_t count = 0;
    for (const char c : text)
        count += !isContinuation(c);
    if (count <= most || most < 3)
        return std::string(text);
    // The end of a name says more than its beginning.
    const size_t head = (most - 1) / 3, tail = most - 1 - head;
    size_t headEnd = 0, tailBegin = 0, seen = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        if (isContinuation(text[i]))
            continue;
        if (seen == head)
            headEnd = i;
        if (seen == count - tail)
            tailBegin = i;
        ++seen;
    }
    return std::string(text.substr(0, headEnd)) + "…" + std::string(text.substr(tailBegin));
}

std::string number(double value)
{
    std::array<char, 64> buffer{};
    const double rounded = std::round(value * 100) / 100 + 0.0; // no "-0"
    if (!(std::fabs(rounded) < 1e15))
        return "0";
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), rounded).ptr;
    return {buffer.data(), static_cast<size_t>(end - buffer.data())};
}

} // namespace proflens::svg
