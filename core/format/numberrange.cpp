// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/numberrange.h"

#include "core/profile/parallel.h"
#include "core/profile/varint.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>

namespace proflens {

namespace {

// The digits to base 128 of the largest number, most significant first.
using Digits = std::array<uint8_t, maxVarintBytes>;

// Whether the byte at each place in [begin, end), with the length - 1 before it, is not the end of a number
// above `most`, and no 0. A byte that goes on after length - 1 others that do is above any digit. One loop
// without branches, which compilers turn into comparisons of many bytes at a time.
template <size_t length> bool areWithin(const uint8_t *begin, const uint8_t *end, const Digits &most)
{
    uint8_t wrong = 0;
    for (const uint8_t *at = begin; at != end; ++at) {
        uint8_t above = 0, same = 1, goesOn = 1;
        for (size_t i = 0; i < length; ++i) {
            const uint8_t byte = at[-static_cast<ptrdiff_t>(i)];
            const uint8_t digit = i == 0 ? byte : byte & 0x7f;
            above = static_cast<uint8_t>(above | (same & (digit > most[i])));
            same = static_cast<uint8_t>(same & (digit == most[i]));
            if (i > 0)
                goesOn = static_cast<uint8_t>(goesOn & (byte >> 7));
        }
        wrong = static_cast<uint8_t>(wrong | (above & goesOn) | (*at == 0));
    }
    return !wrong;
}

bool areWithin(size_t length, const uint8_t *begin, const uint8_t *end, const Digits &most)
{
    switch (length) {
    case 1:
        return areWithin<1>(begin, end, most);
    case 2:
        return areWithin<2>(begin, end, most);
    case 3:
        return areWithin<3>(begin, end, most);
    case 4:
        return areWithin<4>(begin, end, most);
    default:
        return areWithin<5>(begin, end, most);
    }
}

} // namespace

bool areNumbersWithin(std::span<const uint8_t> bytes, uint32_t most)
{
    uint8_t written[maxVarintBytes];
    const auto length = static_cast<size_t>(writeVarint(written, most) - written);
    Digits digits{};
    for (size_t i = 0; i < length; ++i)
        digits[i] = written[length - 1 - i] & 0x7f;

    // No number of that length ends before these.
    const size_t first = std::min(length - 1, bytes.size());
    if (std::find(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(first), 0) !=
        bytes.begin() + static_cast<ptrdiff_t>(first))
        return false;
    std::atomic<bool> good = true;
    constexpr size_t pieceSize = 1U << 18;
    inParallel(bytes.size() - first, pieceSize, [&](size_t begin, size_t end) {
        if (good && !areWithin(length, bytes.data() + first + begin, bytes.data() + first + end, digits))
            good = false;
    });
    return good;
}

} // namespace proflens
