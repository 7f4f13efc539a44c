// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "format/profile.pb.h"
#include "witness.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

// Random profiles, written in every way that protobuf and gzip allow and real writers do not use.
namespace proflens::odd {

using Random = std::mt19937;

inline size_t below(Random &r, size_t n)
{
    return static_cast<size_t>(r()) % n;
}

inline void varint(std::string &out, uint64_t value, bool padded = false)
{
    size_t size = 0;
    for (; value >= 0x80; ++size) {
        out += static_cast<char>(value | 0x80);
        value >>= 7;
    }
    if (padded && size < 9) { // longer than need be, though not than ten bytes
        out += static_cast<char>(value | 0x80);
        value = 0;
    }
    out += static_cast<char>(value);
}

inline void bytes(std::string &out, uint64_t field, const std::string &value)
{
    varint(out, field << 3 | 2);
    varint(out, value.size());
    out += value;
}

// A field of a later version of the format.
inline void unknownField(std::string &out, Random &r)
{
    const uint64_t field = 16 + below(r, 1U << 20);
    switch (below(r, 4)) {
    case 0:
        varint(out, field << 3);
        varint(out, r());
        break;
    case 1:
        varint(out, field << 3 | 1);
        out += "12345678";
        break;
    case 2:
        bytes(out, field, std::string(below(r, 3) ? below(r, 50) : below(r, 600'000), 'x'));
        break;
    default:
        varint(out, field << 3 | 5);
        out += "1234";
    }
}

struct Manner
{
    bool sparseIds = false, shuffledSections = false, unknownFields = false, paddedNumbers = false;
    int packing = 0; // 0: always, 1: never, 2: mixed and in pieces
};

// A list of numbers in the manner asked for.
template <typename List>
void numbers(std::string &out, uint64_t field, const List &list, const Manner &manner, Random &r)
{
    for (int at = 0; at < list.size();) {
        const int left = list.size() - at;
        const bool packed = manner.packing == 0 || (manner.packing == 2 && below(r, 2) == 0);
        const int count =
            manner.packing == 0 ? left : 1 + static_cast<int>(below(r, static_cast<size_t>(left)));
        std::string piece;
        for (int i = 0; i < count; ++i, ++at) {
            if (!packed)
                varint(out, field << 3);
            varint(packed ? piece : out, static_cast<uint64_t>(list[at]),
                   manner.paddedNumbers && below(r, 8) == 0);
        }
        if (packed)
            bytes(out, field, piece);
    }
}

inline wire::Profile randomProfile(Random &r, const Manner &manner)
{
    wire::Profile p;
    p.add_string_table("");
    const auto text = [&]() -> int64_t {
        if (below(r, 5) == 0 && p.string_table_size() > 1)
            return static_cast<int64_t>(below(r, static_cast<size_t>(p.string_table_size())));
        std::string value;
        const size_t size = below(r, 20) ? below(r, 12) : below(r, 3000);
        for (size_t i = 0; i < size; ++i)
            value += static_cast<char>(below(r, 3) ? 'a' + below(r, 26) : below(r, 256));
        std::replace(value.begin(), value.end(), '\n', ' ');
        p.add_string_table(value);
        return p.string_table_size() - 1;
    };
    const auto number = [&]() -> int64_t {
        switch (below(r, 4)) {
        case 0:
            return 0;
        case 1:
            return static_cast<int64_t>(below(r, 100));
        case 2:
            return static_cast<int64_t>(static_cast<uint64_t>(r()) << 32 | r());
        default:
            return -static_cast<int64_t>(below(r, 1000));
        }
    };
    uint64_t next = 0;
    const auto newId = [&]() -> uint64_t {
        ++next;
        return manner.sparseIds ? (next * 0x9e3779b97f4a7c15ULL) | 1 : next;
    };
    const size_t types = 1 + below(r, 5);
    for (size_t i = 0; i < types; ++i) {
        auto *type = p.add_sample_type();
        type->set_type(text());
        type->set_unit(text());
    }
    for (size_t i = below(r, 4); i > 0; --i) {
        auto *m = p.add_mapping();
        m->set_id(newId());
        m->set_memory_start(r());
        m->set_memory_limit(r());
        m->set_filename(text());
        m->set_build_id(text());
        m->set_has_functions(below(r, 2));
        m->set_has_inline_frames(below(r, 2));
    }
    if (below(r, 3) == 0) {
        p.add_string_table("[kernel.kallsyms]_stext");
        auto *m = p.add_mapping();
        m->set_id(newId());
        m->set_filename(p.string_table_size() - 1);
    }
    next = 0;
    const size_t functions = 1 + below(r, 30), locations = 1 + below(r, 200);
    for (size_t i = 0; i < functions; ++i) {
        auto *f = p.add_function();
        f->set_id(newId());
        f->set_name(text());
        f->set_system_name(text());
        f->set_filename(text());
        f->set_start_line(number());
    }
    next = 0;
    for (size_t i = 0; i < locations; ++i) {
        auto *l = p.add_location();
        l->set_id(newId());
        l->set_address(below(r, 3) ? r() : 0);
        if (p.mapping_size() && below(r, 4))
            l->set_mapping_id(
                p.mapping(static_cast<int>(below(r, static_cast<size_t>(p.mapping_size())))).id());
        else if (below(r, 10) == 0)
            l->set_mapping_id(987654321); // not there
        for (size_t k = below(r, 4); k > 0; --k) {
            auto *line = l->add_line();
            line->set_function_id(p.function(static_cast<int>(below(r, functions))).id());
            line->set_line(number());
            line->set_column(number());
        }
        l->set_is_folded(below(r, 5) == 0);
    }
    const size_t samples = below(r, 4) ? below(r, 300) : below(r, 6000);
    for (size_t i = 0; i < samples; ++i) {
        auto *s = p.add_sample();
        if (i > 0 && below(r, 3) == 0)
            *s->mutable_location_id() = p.sample(static_cast<int>(below(r, i))).location_id();
        else
            for (size_t k = below(r, 50) ? below(r, 20) : below(r, 5000); k > 0; --k)
                s->add_location_id(p.location(static_cast<int>(below(r, locations))).id());
        for (size_t k = 0; k < types; ++k)
            s->add_value(number());
        if (i > 0 && below(r, 3) == 0) {
            *s->mutable_label() = p.sample(static_cast<int>(below(r, i))).label();
            continue;
        }
        for (size_t k = below(r, 4); k > 0; --k) {
            auto *label = s->add_label();
            label->set_key(text());
            if (below(r, 2))
                label->set_str(text());
            else
                label->set_num(number()), label->set_num_unit(below(r, 2) ? text() : 0);
        }
    }
    p.set_drop_frames(below(r, 2) ? text() : 0);
    p.set_time_nanos(number());
    p.set_duration_nanos(number());
    if (below(r, 2)) {
        p.mutable_period_type()->set_type(text());
        p.mutable_period_type()->set_unit(text());
    }
    p.set_period(number());
    for (size_t k = below(r, 4); k > 0; --k)
        p.add_comment(text());
    p.set_default_sample_type(below(r, 2) ? text() : 0);
    p.set_doc_url(text());
    return p;
}

inline std::string encodeSample(const wire::Sample &sample, const Manner &manner, Random &r)
{
    std::vector<std::string> parts(2);
    numbers(parts[0], 1, sample.location_id(), manner, r);
    numbers(parts[1], 2, sample.value(), manner, r);
    for (const auto &label : sample.label()) {
        std::string one;
        if (manner.paddedNumbers && below(r, 4) == 0) { // fields out of order, and zeros written
            for (const auto &[field, value] : {std::pair<uint64_t, int64_t>{4, label.num_unit()},
                                               {2, label.str()},
                                               {3, label.num()},
                                               {1, label.key()}}) {
                varint(one, field << 3);
                varint(one, static_cast<uint64_t>(value), below(r, 3) == 0);
            }
        } else {
            one = label.SerializeAsString();
        }
        std::string part;
        bytes(part, 3, one);
        parts.push_back(part);
    }
    if (manner.unknownFields && below(r, 5) == 0)
        unknownField(parts.emplace_back(), r);
    std::string out;
    if (manner.packing == 2) { // labels keep their order, and the lists come between them
        const std::string values = parts[1];
        parts.erase(parts.begin() + 1);
        parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(below(r, parts.size() + 1)), values);
    }
    for (const std::string &part : parts)
        out += part;
    return out;
}

// The bytes of a profile; records of one kind stay in their order.
inline std::string encode(const wire::Profile &p, const Manner &manner, Random &r)
{
    std::vector<std::vector<std::string>> sections(7);
    const auto add = [&](size_t section, uint64_t field, const std::string &value) {
        bytes(sections[section].emplace_back(), field, value);
    };
    for (const auto &x : p.sample_type())
        add(0, 1, x.SerializeAsString());
    for (const auto &x : p.sample())
        add(1, 2, encodeSample(x, manner, r));
    for (const auto &x : p.mapping())
        add(2, 3, x.SerializeAsString());
    for (const auto &x : p.location())
        add(3, 4, x.SerializeAsString());
    for (const auto &x : p.function())
        add(4, 5, x.SerializeAsString());
    for (const auto &x : p.string_table())
        add(5, 6, x);
    wire::Profile rest = p;
    rest.clear_sample_type();
    rest.clear_sample();
    rest.clear_mapping();
    rest.clear_location();
    rest.clear_function();
    rest.clear_string_table();
    rest.clear_comment();
    sections[6].push_back(rest.SerializeAsString());
    numbers(sections[6].emplace_back(), 13, p.comment(), manner, r);

    std::string out;
    if (!manner.shuffledSections) {
        for (const auto &section : sections)
            for (const std::string &record : section)
                out += record;
        return out;
    }
    // The next record of some section, again and again.
    std::vector<size_t> at(sections.size());
    for (;;) {
        std::vector<size_t> open;
        for (size_t i = 0; i < sections.size(); ++i)
            if (at[i] < sections[i].size())
                open.push_back(i);
        if (open.empty())
            return out;
        const size_t section = open[below(r, open.size())];
        for (size_t count = 1 + below(r, 40); count > 0 && at[section] < sections[section].size(); --count)
            out += sections[section][at[section]++];
        if (manner.unknownFields && below(r, 10) == 0)
            unknownField(out, r);
    }
}

inline std::string packMembers(const std::string &plain, Random &r)
{
    std::string out;
    for (size_t at = 0; at < plain.size();) {
        const size_t size = std::min(plain.size() - at, 1 + below(r, plain.size()));
        out += witness::deflate(plain.substr(at, size));
        at += size;
    }
    return out;
}

} // namespace proflens::odd
