// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/utf16.h"

namespace proflens {

namespace {

void append(std::string &out, uint32_t point)
{
    const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80 | (point >> shift & 0x3f)); };
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xc0 | point >> 6);
        tail(0);
    } else if (point < 0x10000) {
        out += static_cast<char>(0xe0 | point >> 12);
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xf0 | point >> 18);
        tail(12);
        tail(6);
        tail(0);
    }
}

} // namespace

std::optional<std::string> fromUtf16(std::span<const uint8_t> bytes)
{
    if (bytes.size() < 2)
        return {};
    const bool little = bytes[0] == 0xff && bytes[1] == 0xfe;
    if (!little && !(bytes[0] == 0xfe && bytes[1] == 0xff))
        return {};
    const auto unit = [&](size_t at) {
        return static_cast<uint32_t>(little ? bytes[at] | bytes[at + 1] << 8
                                            : bytes[at] << 8 | bytes[at + 1]);
    };
    std::string text;
    text.reserve(bytes.size() / 2);
    for (size_t at = 2; at + 1 < bytes.size(); at += 2) {
        uint32_t point = unit(at);
        if (point >= 0xd800 && point < 0xe000) {
            const uint32_t low = point < 0xdc00 && at + 3 < bytes.size() ? unit(at + 2) : 0;
            if (low >= 0xdc00 && low < 0xe000) {
                point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
                at += 2;
            } else {
                point = 0xfffd;
            }
        }
        append(text, point);
    }
    return text;
}

} // namespace proflens
