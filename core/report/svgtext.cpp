// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/svgtext.h"

#include "core/measure/visibletext.h"

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

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

} // namespace

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
        const size_t length = decodeUtf8(text, code);
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
