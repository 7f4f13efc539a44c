// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "format/profile.pb.h"

#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

// Profiles as plain vectors, and what pprof's definitions make of them, one sample after the other: what the
// engine is compared with (tests/core/analyze/tst_oracle.cpp). It is slow, and nothing here calls the engine.
namespace proflens::plain {

struct Function
{
    std::string name, systemName, file;
    int64_t startLine = 0;
    auto operator<=>(const Function &) const = default;
};

struct Line
{
    int function = 0; // a row
    int64_t line = 0, column = 0;
    auto operator<=>(const Line &) const = default;
};

struct Mapping
{
    uint64_t start = 0, limit = 0, offset = 0;
    std::string file, buildId;
};

struct Location
{
    uint64_t address = 0;
    int mapping = -1; // a row; -1: unknown
    bool folded = false;
    std::vector<Line> lines; // innermost inlined call first
};

struct Label
{
    std::string key, text, unit;
    int64_t number = 0;
    bool isNumber = false;
    auto operator<=>(const Label &) const = default;
};

struct Sample
{
    std::vector<int> stack; // rows of locations, leaf first
    std::vector<int64_t> values;
    std::vector<Label> labels;
};

struct Profile
{
    std::vector<std::pair<std::string, std::string>> types; // name and unit
    std::string defaultType, dropFrames, keepFrames;
    std::vector<Mapping> mappings;
    std::vector<Function> functions;
    std::vector<Location> locations;
    std::vector<Sample> samples;
};

// Sums wrap around, as in Go.
inline int64_t plus(int64_t a, int64_t b)
{
    return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}
inline int64_t negative(int64_t a)
{
    return static_cast<int64_t>(uint64_t(0) - static_cast<uint64_t>(a));
}
inline int64_t quotient(int64_t a, int64_t b)
{
    return b == 0 ? a : b == -1 ? negative(a) : a / b;
}

// What a file means. Ids that are not there stand for nothing: such a line or mapping is none; samples must
// not have such locations, but for the id 0.
inline Profile decoded(const wire::Profile &p)
{
    Profile out;
    const auto text = [&](int64_t index) { return p.string_table(static_cast<int>(index)); };
    const auto rowsOf = [](const auto &records) {
        std::map<uint64_t, int> rows;
        for (const auto &record : records)
            rows.emplace(record.id(), static_cast<int>(rows.size()));
        return rows;
    };
    const auto mappings = rowsOf(p.mapping()), functions = rowsOf(p.function()),
               locations = rowsOf(p.location());
    for (const auto &type : p.sample_type())
        out.types.emplace_back(text(type.type()), text(type.unit()));
    out.defaultType = text(p.default_sample_type());
    out.dropFrames = text(p.drop_frames());
    out.keepFrames = text(p.keep_frames());
    for (const auto &m : p.mapping())
        out.mappings.push_back(
            {m.memory_start(), m.memory_limit(), m.file_offset(), text(m.filename()), text(m.build_id())});
    for (const auto &f : p.function())
        out.functions.push_back({text(f.name()), text(f.system_name()), text(f.filename()), f.start_line()});
    for (const auto &l : p.location()) {
        Location &location = out.locations.emplace_back();
        location.address = l.address();
        location.folded = l.is_folded();
        if (mappings.contains(l.mapping_id()))
            location.mapping = mappings.at(l.mapping_id());
        for (const auto &line : l.line()) {
            if (functions.contains(line.function_id()))
                location.lines.push_back({functions.at(line.function_id()), line.line(), line.column()});
        }
    }
    if (out.mappings.empty()) { // then there is one of which nothing is known
        out.mappings.emplace_back();
        for (Location &location : out.locations)
            location.mapping = 0;
    }
    for (const auto &s : p.sample()) {
        Sample &sample = out.samples.emplace_back();
        for (const uint64_t id : s.location_id()) {
            if (locations.contains(id))
                sample.stack.push_back(locations.at(id));
        }
        sample.values.assign(s.value().begin(), s.value().end());
        for (const auto &l : s.label()) {
            if (l.str() != 0)
                sample.labels.push_back({text(l.key()), text(l.str()), {}, 0, false});
            else if (l.num() != 0 || l.num_unit() != 0)
                sample.labels.push_back({text(l.key()), {}, text(l.num_unit()), l.num(), true});
        }
    }
    return out;
}

// How many of the smallest unit of its family a unit is, for the units that random profiles and filters have.
struct Unit
{
    enum Family { Unknown, Memory, Time } family = Unknown;
    int64_t factor = 1;
};
inline Unit unitOf(std::string name)
{
    for (char &c : name)
        c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    if (name.size() > 2 && name.ends_with('s'))
        name.pop_back();
    static const std::map<std::string, Unit> known = {{"b", {Unit::Memory, 1}},
                                                      {"byte", {Unit::Memory, 1}},
                                                      {"kb", {Unit::Memory, 1024}},
                                                      {"kilobyte", {Unit::Memory, 1024}},
                                                      {"mb", {Unit::Memory, 1024 * 1024}},
                                                      {"ns", {Unit::Time, 1}},
                                                      {"nanosecond", {Unit::Time, 1}},
                                                      {"us", {Unit::Time, 1000}},
                                                      {"microsecond", {Unit::Time, 1000}},
                                                      {"ms", {Unit::Time, 1000000}},
                                                      {"millisecond", {Unit::Time, 1000000}},
                                                      {"s", {Unit::Time, 1000000000}},
                                                      {"second", {Unit::Time, 1000000000}}};
    const auto found = known.find(name);
    return found == known.end() ? Unit{} : found->second;
}

// Half away from zero; what does not fit becomes the smallest number.
inline int64_t multiplied(int64_t value, double ratio)
{
    if (ratio == 1)
        return value;
    const double product = std::round(static_cast<double>(value) * ratio);
    return product >= -0x1p63 && product < 0x1p63 ? static_cast<int64_t>(product)
                                                  : std::numeric_limits<int64_t>::min();
}

// One of the profiles that are merged.
struct Part
{
    Profile profile;
    std::vector<double> ratios; // what values are multiplied with first; empty: nothing
    bool isBase = false;        // label its samples pprof::base=true
};

// The k-th type of one name in each profile is the same type.
inline std::vector<std::pair<std::string, int>> typeNames(const Profile &profile)
{
    std::vector<std::pair<std::string, int>> names;
    std::map<std::string, int> seen;
    for (const auto &[name, unit] : profile.types)
        names.emplace_back(name, seen[name]++);
    return names;
}

class Merging
{
public:
    // Sample types that all have, in the order of the first, in the finest unit; columns: of all parts
    // together.
    static Profile of(std::vector<Part> parts, bool apart)
    {
        Merging merging;
        std::vector<std::vector<size_t>> columns(parts.size());
        const auto names = typeNames(parts.front().profile);
        for (size_t i = 0; i < names.size(); ++i) {
            std::vector<size_t> at;
            for (const Part &part : parts) {
                const auto others = typeNames(part.profile);
                for (size_t k = 0; k < others.size(); ++k) {
                    if (others[k] == names[i])
                        at.push_back(k);
                }
            }
            if (at.size() != parts.size())
                continue;
            std::string finest = parts.front().profile.types[i].second;
            for (size_t n = 0; n < parts.size(); ++n) {
                const std::string &unit = parts[n].profile.types[at[n]].second;
                if (unitOf(unit).factor < unitOf(finest).factor)
                    finest = unit;
                columns[n].push_back(at[n]);
            }
            merging.m_out.types.emplace_back(names[i].first, finest);
        }
        const size_t common = merging.m_out.types.size();
        const auto types = merging.m_out.types;
        if (apart)
            merging.m_out.types.insert(merging.m_out.types.end(), types.begin(), types.end());
        for (size_t n = 0; n < parts.size(); ++n)
            merging.add(parts[n], columns[n], apart ? n * common : 0);
        std::erase_if(merging.m_out.samples, [](const Sample &sample) { return isZero(sample.values); });
        merging.m_out.dropFrames = parts.front().profile.dropFrames;
        merging.m_out.keepFrames = parts.front().profile.keepFrames;
        return std::move(merging.m_out);
    }

private:
    static bool isZero(const std::vector<int64_t> &values)
    {
        for (const int64_t value : values) {
            if (value != 0)
                return false;
        }
        return true;
    }

    void add(const Part &part, const std::vector<size_t> &columns, size_t firstColumn)
    {
        const Profile &from = part.profile;
        if (m_out.mappings.empty() && !from.mappings.empty())
            mapping(from.mappings.front());
        for (const Sample &old : from.samples) {
            Sample sample;
            sample.values.resize(m_out.types.size());
            for (size_t i = 0; i < columns.size(); ++i) {
                int64_t value = old.values[columns[i]];
                if (!part.ratios.empty())
                    value = multiplied(value, part.ratios[columns[i]]);
                const Unit own = unitOf(from.types[columns[i]].second),
                           finest = unitOf(m_out.types[i].second);
                sample.values[firstColumn + i] =
                    multiplied(value, static_cast<double>(own.factor) / static_cast<double>(finest.factor));
            }
            if (isZero(sample.values))
                continue;
            for (const int row : old.stack)
                sample.stack.push_back(location(from, from.locations[static_cast<size_t>(row)]));
            sample.labels = labels(old.labels, part.isBase);
            const auto [it, isNew] =
                m_samples.try_emplace({sample.stack, sample.labels}, m_out.samples.size());
            if (isNew) {
                m_out.samples.push_back(sample);
                continue;
            }
            for (size_t i = 0; i < sample.values.size(); ++i) {
                int64_t &sum = m_out.samples[it->second].values[i];
                sum = plus(sum, sample.values[i]);
            }
        }
    }

    // Texts by key, then numbers by key; the values of one key keep their order.
    static std::vector<Label> labels(const std::vector<Label> &old, bool isBase)
    {
        std::map<std::string, std::vector<Label>> texts, numbers;
        for (const Label &label : old)
            (label.isNumber ? numbers : texts)[label.key].push_back(label);
        if (isBase)
            texts["pprof::base"] = {{"pprof::base", "true", {}, 0, false}};
        std::vector<Label> all;
        for (const auto *kind : {&texts, &numbers}) {
            for (const auto &[key, list] : *kind)
                all.insert(all.end(), list.begin(), list.end());
        }
        return all;
    }

    int mapping(const Mapping &old)
    {
        const uint64_t size = (old.limit - old.start + 0xfff) / 0x1000 * 0x1000;
        const std::string name = old.buildId.empty() ? old.file : old.buildId;
        const auto [it, isNew] =
            m_mappings.try_emplace({size, old.offset, name}, static_cast<int>(m_out.mappings.size()));
        if (isNew)
            m_out.mappings.push_back(old);
        return it->second;
    }

    int location(const Profile &from, const Location &old)
    {
        Location made = old;
        uint64_t inMapping = old.address;
        if (old.mapping >= 0) {
            const Mapping &oldMapping = from.mappings[static_cast<size_t>(old.mapping)];
            made.mapping = mapping(oldMapping);
            inMapping -= oldMapping.start;
            made.address = inMapping + m_out.mappings[static_cast<size_t>(made.mapping)].start;
        }
        for (Line &line : made.lines) {
            const Function &function = from.functions[static_cast<size_t>(line.function)];
            const auto [it, isNew] =
                m_functions.try_emplace(function, static_cast<int>(m_out.functions.size()));
            if (isNew)
                m_out.functions.push_back(function);
            line.function = it->second;
        }
        const auto [it, isNew] = m_locations.try_emplace({inMapping, made.mapping, made.folded, made.lines},
                                                         static_cast<int>(m_out.locations.size()));
        if (isNew)
            m_out.locations.push_back(made);
        return it->second;
    }

    Profile m_out;
    std::map<std::tuple<uint64_t, uint64_t, std::string>, int> m_mappings;
    std::map<Function, int> m_functions;
    std::map<std::tuple<uint64_t, int, bool, std::vector<Line>>, int> m_locations;
    std::map<std::pair<std::vector<int>, std::vector<Label>>, size_t> m_samples;
};

inline int64_t columnSum(const Profile &profile, size_t column)
{
    int64_t sum = 0;
    for (const Sample &sample : profile.samples)
        sum = plus(sum, sample.values[column]);
    return sum;
}

// -base and -diff_base: now less base.
inline Profile withBase(const Profile &now, const Profile &base, bool diffBase, bool normalize)
{
    Part first, second;
    first.profile = now;
    second.profile = base;
    second.ratios.assign(base.types.size(), -1);
    second.isBase = diffBase;
    for (size_t i = 0; normalize && i < now.types.size(); ++i) {
        const auto own = static_cast<double>(columnSum(now, i));
        first.ratios.push_back(own == 0 ? 0 : static_cast<double>(columnSum(base, i)) / own);
    }
    return Merging::of({first, second}, false);
}

// Both beside each other: the columns of current, then those of base.
inline Profile sideBySide(const Profile &current, const Profile &base)
{
    Part first, second;
    first.profile = current;
    second.profile = base;
    return Merging::of({first, second}, true);
}

} // namespace proflens::plain
