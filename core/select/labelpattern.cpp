// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/labelpattern.h"

#include "core/measure/measure.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace proflens {

namespace {

// The length of the well-formed UTF-8 sequence at the front of bytes; 0 if there is none.
size_t sequenceLength(std::string_view bytes)
{
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned char first = byte(0);
    const size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length == 0 || length > bytes.size() || first > 0xF4)
        return 0;
    for (size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80)
            return 0;
    }
    const bool overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
    const bool outside = (first == 0xED && byte(1) > 0x9F) || (first == 0xF4 && byte(1) > 0x8F);
    return overlong || outside ? 0 : length;
}

// Whether a filter can name the key before "=".
bool isNameable(std::string_view key)
{
    if (key.empty() || key.find('=') != std::string_view::npos)
        return false;
    while (!key.empty()) { // filters are texts, and so UTF-8
        const size_t length = sequenceLength(key);
        if (length == 0)
            return false;
        key.remove_prefix(length);
    }
    return true;
}

// A text inside a regular expression. hidden: characters that a filter would take for its own.
std::string quoted(std::string_view text, std::string_view hidden)
{
    std::string out;
    while (!text.empty()) {
        const size_t length = sequenceLength(text);
        const char c = text[0];
        if (length == 0) {
            out += "\\C"; // any one byte: expressions are UTF-8, and this one is not
        } else if (length == 1 && (static_cast<unsigned char>(c) < 0x20 || c == 0x7F ||
                                   hidden.find(c) != std::string_view::npos)) {
            char code[8];
            std::snprintf(code, sizeof code, "\\x%02X", static_cast<unsigned>(c));
            out += code;
        } else {
            if (std::string_view("\\.+*?()|[]{}^$").find(c) != std::string_view::npos)
                out += '\\';
            out += text.substr(0, length);
        }
        text.remove_prefix(std::max<size_t>(length, 1));
    }
    return out;
}

bool isLetters(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

// A number as filters read it, in a unit that loses nothing: "4kB", "1500us", "7". Nothing where filters do
// not know the unit by the name that they give it themselves (n*GCU).
std::optional<std::string> amount(int64_t number, std::string_view unit)
{
    const measure::Scaled nice = measure::scale(number, unit, "auto");
    if (!nice.unit.empty() && isLetters(nice.unit) && nice.value == std::round(nice.value) &&
        std::abs(nice.value) < 0x1p53) {
        const auto whole = static_cast<int64_t>(nice.value);
        if (measure::scale(whole, nice.unit, nice.unit).value ==
            measure::scale(number, unit, nice.unit).value)
            return std::to_string(whole) + nice.unit;
    }
    const measure::Scaled own = measure::scale(number, unit, unit);
    if (measure::scale(number, unit, own.unit).unit != own.unit)
        return std::nullopt;
    // The short name of the unit, where it has one; what is no unit at all is compared without one.
    return std::to_string(number) + (isLetters(own.unit) ? own.unit : std::string());
}

} // namespace

std::optional<std::string> labelTextPattern(std::string_view key, std::span<const std::string_view> texts)
{
    if (texts.empty())
        return std::nullopt;
    const bool named = isNameable(key);
    // Commas part expressions, and the first "=" ends the key.
    const std::string_view hidden = named ? "," : ",=";
    std::string any = quoted(texts.front(), hidden);
    for (const std::string_view text : texts.subspan(1))
        any += '|' + quoted(text, hidden);
    if (texts.size() > 1)
        any = '(' + any + ')';
    return named ? std::string(key) + "=^" + any + '$' : '^' + quoted(key, hidden) + ':' + any + '$';
}

std::optional<std::string> labelRangePattern(std::string_view key, int64_t least, int64_t greatest,
                                             std::string_view unit)
{
    if (!isNameable(key))
        return std::nullopt;
    const auto low = amount(least, unit), high = amount(greatest, unit);
    if (!low || !high)
        return std::nullopt;
    return std::string(key) + '=' + (least == greatest ? *low : *low + ':' + *high);
}

std::optional<std::string> anyTextPattern(std::string_view key)
{
    if (isNameable(key))
        return std::string(key) + "=.*";
    return '^' + quoted(key, ",=") + ':';
}

std::optional<std::string> anyNumberPattern(std::string_view key, int64_t least, std::string_view unit)
{
    const auto low = amount(least, unit);
    if (!isNameable(key) || !low)
        return std::nullopt;
    return std::string(key) + '=' + *low + ':';
}

} // namespace proflens
