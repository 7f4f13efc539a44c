// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/jsontree.h"

#include "core/format/bytes.h"

#include <bit>
#include <cmath>
#include <new>
#include <nlohmann/json.hpp>
#include <unordered_map>

namespace proflens {

// Takes the events of the parser.
class JsonTree::Builder : public nlohmann::json_sax<nlohmann::json>
{
public:
    Builder(JsonTree &tree, const StopToken &stop)
        : m_tree(tree)
        , m_stop(stop)
        , m_memoryLeft(availableMemory() / 2)
    {}

    bool null() override { return add(Kind::Null); }
    bool boolean(bool value) override { return add(Kind::Boolean, static_cast<uint64_t>(value)); }
    bool number_integer(int64_t value) override { return add(Kind::Integer, static_cast<uint64_t>(value)); }
    bool number_unsigned(uint64_t value) override
    {
        if (value > uint64_t(std::numeric_limits<int64_t>::max()))
            return add(Kind::Float, std::bit_cast<uint64_t>(static_cast<double>(value)));
        return add(Kind::Integer, value);
    }
    bool number_float(double value, const std::string & /*text*/) override
    {
        return add(Kind::Float, std::bit_cast<uint64_t>(value));
    }
    bool string(std::string &value) override { return add(Kind::String, intern(value)); }
    bool binary(nlohmann::json::binary_t & /*value*/) override { return false; }
    bool start_object(size_t /*size*/) override { return open(Kind::Object); }
    bool key(std::string &name) override
    {
        m_name = static_cast<uint32_t>(intern(name));
        return true;
    }
    bool end_object() override { return close(); }
    bool start_array(size_t /*size*/) override { return open(Kind::Array); }
    bool end_array() override { return close(); }
    bool parse_error(size_t position, const std::string & /*token*/,
                     const nlohmann::json::exception & /*why*/) override
    {
        m_errorAt = position;
        return false;
    }

    size_t errorAt() const { return m_errorAt; }

private:
    void charge(size_t bytes)
    {
        if (bytes > m_memoryLeft || m_tree.m_values.size() >= std::numeric_limits<uint32_t>::max() - 1)
            throw std::bad_alloc();
        m_memoryLeft -= bytes;
    }
    uint64_t intern(const std::string &text)
    {
        const auto [it, added] = m_known.try_emplace(text, static_cast<uint32_t>(m_tree.m_strings.size()));
        if (added) {
            charge(192 + 3 * text.size());
            m_tree.m_strings.push_back(text);
        }
        return it->second;
    }
    bool add(Kind kind, uint64_t bits = 0)
    {
        charge(2 * sizeof(Value));
        Value value;
        value.name = m_name;
        value.kind = kind;
        value.bits = bits;
        m_tree.m_values.push_back(value);
        m_tree.m_values.back().end = static_cast<uint32_t>(m_tree.m_values.size());
        return m_tree.m_values.size() % 4096 != 0 || !m_stop.stop_requested();
    }
    bool open(Kind kind)
    {
        m_open.push_back(static_cast<uint32_t>(m_tree.m_values.size()));
        return add(kind);
    }
    bool close()
    {
        m_tree.m_values[m_open.back()].end = static_cast<uint32_t>(m_tree.m_values.size());
        m_open.pop_back();
        return true;
    }

    JsonTree &m_tree;
    const StopToken &m_stop;
    uint64_t m_memoryLeft;
    size_t m_errorAt = 0;
    uint32_t m_name = 0;
    std::vector<uint32_t> m_open; // rows of arrays and objects that have not ended
    std::unordered_map<std::string, uint32_t> m_known;
};

Result<JsonTree> JsonTree::parse(std::string_view text, const StopToken &stop)
{
    JsonTree tree;
    tree.m_strings.emplace_back();
    Builder builder(tree, stop);
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder))
        return Error{"is JSON that is cut short or damaged near byte " + std::to_string(builder.errorAt()) +
                     "; copy or download the file again"};
    return tree;
}

JsonTree::Node JsonTree::member(Node object, std::string_view name) const
{
    Node found;
    if (!isObject(object))
        return found;
    forEach(object, [&](Node node) {
        if (m_strings[m_values[node.row].name] == name)
            found = node;
    });
    return found;
}

size_t JsonTree::count(Node array) const
{
    size_t count = 0;
    forEach(array, [&](Node) { ++count; });
    return count;
}

std::string_view JsonTree::text(Node node) const
{
    if (kind(node) != Kind::String)
        return {};
    return m_strings[static_cast<size_t>(m_values[node.row].bits)];
}

double JsonTree::number(Node node, double otherwise) const
{
    switch (kind(node)) {
    case Kind::Integer:
        return static_cast<double>(static_cast<int64_t>(m_values[node.row].bits));
    case Kind::Float:
        return std::bit_cast<double>(m_values[node.row].bits);
    default:
        return otherwise;
    }
}

int64_t JsonTree::integer(Node node, int64_t otherwise) const
{
    if (kind(node) == Kind::Integer)
        return static_cast<int64_t>(m_values[node.row].bits);
    if (kind(node) != Kind::Float)
        return otherwise;
    const double value = std::bit_cast<double>(m_values[node.row].bits);
    return value == std::floor(value) && std::abs(value) < 0x1p63 ? static_cast<int64_t>(value) : otherwise;
}

} // namespace proflens
