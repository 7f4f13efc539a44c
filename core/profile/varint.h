// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace proflens {

// Base-128 numbers as protobuf writes them: seven bits a byte, least significant first, high bit set on all
// but the last.
inline constexpr int maxVarintBytes = 10;

// Writes value at out, which has room for maxVarintBytes, and returns one past the last byte written.
inline uint8_t *writeVarint(uint8_t *out, uint64_t value)
{
    while (value >= 0x80) {
        *out++ = static_cast<uint8_t>(value | 0x80);
        value >>= 7;
    }
    *out++ = static_cast<uint8_t>(value);
    return out;
}

// Reads one number; returns one past its last byte, or nullptr if it runs past end or over ten bytes.
inline const uint8_t *readVarint(const uint8_t *in, const uint8_t *end, uint64_t &value)
{
    uint64_t result = 0;
    for (unsigned shift = 0; shift < 70; shift += 7) {
        if (in == end)
            return nullptr;
        const uint8_t byte = *in++;
        result |= static_cast<uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80) {
            value = result;
            return in;
        }
    }
    return nullptr;
}

// The same for bytes known to be well formed and whole.
inline const uint8_t *readTrustedVarint(const uint8_t *in, uint32_t &value)
{
    uint32_t result = *in & 0x7fU;
    for (unsigned shift = 7; *in++ >= 0x80; shift += 7)
        result |= (*in & 0x7fU) << shift;
    value = result;
    return in;
}

// The number of at most 32 bits whose bytes are the last ones before end: those of well-formed numbers from
// begin on. Moves end to where it begins.
inline uint32_t readTrustedVarintBefore(const uint8_t *begin, const uint8_t *&end)
{
    uint32_t value = *--end;
    while (end != begin && end[-1] >= 0x80)
        value = value << 7 | (*--end & 0x7fU);
    return value;
}

} // namespace proflens
