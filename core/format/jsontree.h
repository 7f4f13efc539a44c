// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/result.h"
#include "core/profile/stop.h"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// A whole JSON text as one table, in its own order: 24 bytes a value, each string once. Profiles are JSON
// of many millions of values, nested as deeply as their stacks, so there are no objects and no recursion.
class JsonTree
{
public:
    enum class Kind : uint8_t { Null, Boolean, Integer, Float, String, Array, Object };

    // A value; invalid where there is none. All questions to an invalid one have the answers of null.
    struct Node
    {
        uint32_t row = std::numeric_limits<uint32_t>::max();
        explicit operator bool() const { return row != std::numeric_limits<uint32_t>::max(); }
    };

    // Errors say at which byte, and leave the name of the file to the caller. Throws std::bad_alloc when it
    // needs more memory than there is.
    static Result<JsonTree> parse(std::string_view text, const StopToken &stop = {});

    Node root() const { return {0}; }
    Kind kind(Node node) const { return node ? m_values[node.row].kind : Kind::Null; }
    bool isArray(Node node) const { return kind(node) == Kind::Array; }
    bool isObject(Node node) const { return kind(node) == Kind::Object; }
    bool isNumber(Node node) const { return kind(node) == Kind::Integer || kind(node) == Kind::Float; }

    // The member of an object with that name; the last one, should there be several.
    Node member(Node object, std::string_view name) const;
    // Calls f(Node) for the elements of an array or the members of an object, in order.
    template <typename F> void forEach(Node parent, F &&f) const
    {
        if (!isArray(parent) && !isObject(parent))
            return;
        const uint32_t end = m_values[parent.row].end;
        for (uint32_t row = parent.row + 1; row < end; row = m_values[row].end)
            f(Node{row});
    }
    // How many elements an array has; counts them.
    size_t count(Node array) const;

    std::string_view text(Node node) const;               // "" if it is no string
    double number(Node node, double otherwise = 0) const; // of an integer, too
    // Of a float that is a whole number, too.
    int64_t integer(Node node, int64_t otherwise = 0) const;

private:
    struct Value
    {
        uint32_t name = 0; // of a member
        uint32_t end = 0;  // the row behind it and all that is inside
        uint64_t bits = 0; // an integer, a double, or a row of m_strings
        Kind kind = Kind::Null;
    };
    class Builder;

    std::vector<Value> m_values;
    std::vector<std::string> m_strings;
};

} // namespace proflens
