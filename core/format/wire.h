// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/varint.h"

#include <cstdint>
#include <cstring>

// The wire form of protobuf: a message is a row of fields, each a tag (number and wire type) and what follows
// it.
namespace proflens::wire {

enum class Type : uint8_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

struct Field
{
    uint64_t number = 0;
    Type type = Type::Varint;
    uint64_t value = 0;            // the number; of Bytes, their length
    const uint8_t *data = nullptr; // of Bytes: where they begin
};

enum class Read : uint8_t {
    Whole, // the field and all it holds
    Head,  // a Bytes field whose length is known, but not all bytes are here
    Short, // the bytes end before the field says how long it is
    Bad    // no field begins like that
};

// Reads the field that begins at in and moves in past it (only when Whole).
inline Read readField(const uint8_t *&in, const uint8_t *end, Field &field)
{
    const auto number = [end](const uint8_t *&at, uint64_t &value) {
        const uint8_t *next = readVarint(at, end, value);
        if (!next)
            return end - at < maxVarintBytes ? Read::Short : Read::Bad;
        at = next;
        return Read::Whole;
    };
    const uint8_t *at = in;
    uint64_t tag = 0;
    if (const Read r = number(at, tag); r != Read::Whole)
        return r;
    field.number = tag >> 3;
    field.type = static_cast<Type>(tag & 7);
    if (field.number == 0)
        return Read::Bad;
    switch (field.type) {
    case Type::Varint:
        if (const Read r = number(at, field.value); r != Read::Whole)
            return r;
        break;
    case Type::Fixed64:
    case Type::Fixed32: {
        const int width = field.type == Type::Fixed64 ? 8 : 4;
        if (end - at < width)
            return Read::Short;
        at += width; // no field of a profile has a fixed width, so nobody asks for the value
        break;
    }
    case Type::Bytes:
        if (const Read r = number(at, field.value); r != Read::Whole)
            return r;
        field.data = at;
        if (field.value > static_cast<uint64_t>(end - at))
            return Read::Head;
        at += field.value;
        break;
    default: // groups are not used since proto3
        return Read::Bad;
    }
    in = at;
    return Read::Whole;
}

// Calls f(field) for every field of a whole message; f says whether to go on. False if f said no or the bytes
// are no message.
template <typename F> bool forEachField(const uint8_t *in, const uint8_t *end, F &&f)
{
    Field field;
    while (in != end) {
        if (readField(in, end, field) != Read::Whole || !f(field))
            return false;
    }
    return true;
}

// Calls f(number) for every number of a repeated field, which may come packed or one by one.
template <typename F> bool forEachNumber(const Field &field, F &&f)
{
    if (field.type == Type::Varint) {
        f(field.value);
        return true;
    }
    if (field.type != Type::Bytes)
        return false;
    for (const uint8_t *in = field.data, *end = in + field.value; in != end;) {
        uint64_t value = 0;
        in = readVarint(in, end, value);
        if (!in)
            return false;
        f(value);
    }
    return true;
}

} // namespace proflens::wire
