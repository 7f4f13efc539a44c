// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/legacydraft.h"

#include "core/format/bytes.h"
#include "core/format/legacyframes.h"
#include "core/profile/builder.h"

#include <new>
#include <utility>

namespace proflens::legacy {

Draft::Draft()
    : m_memoryLeft(availableMemory() / 2)
{}

void Draft::charge(size_t bytes)
{
    if (bytes > m_memoryLeft)
        throw std::bad_alloc();
    m_memoryLeft -= bytes;
}

void Draft::addMapping(MappedFile mapping)
{
    charge(512 + 4 * (mapping.file.size() + mapping.buildId.size()));
    mappings.push_back(std::move(mapping));
}

void Draft::addFrame(uint64_t address)
{
    charge(16);
    const auto [it, added] = m_placeOf.try_emplace(address, static_cast<uint32_t>(places.size()));
    if (added) {
        charge(160);
        places.push_back({.address = address});
    }
    m_frames.push_back(it->second);
}

void Draft::endSample(std::span<const int64_t> values)
{
    charge(320 + 16 * values.size());
    m_values.insert(m_values.end(), values.begin(), values.end());
    m_begins.push_back(m_begin);
    m_ends.push_back(m_frames.size());
    m_begin = m_frames.size();
}

void Draft::endSample(std::span<const int64_t> values, int64_t bytes)
{
    m_bytes.push_back(bytes);
    endSample(values);
}

std::span<const uint32_t> Draft::stack(size_t sample) const
{
    return {m_frames.data() + m_begins[sample], m_ends[sample] - m_begins[sample]};
}

void Draft::dropSecondFrame(size_t sample)
{
    // The leaf moves up by one; what stood below it is no longer in any sample.
    const size_t begin = m_begins[sample]++;
    m_frames[begin + 1] = m_frames[begin];
}

void Draft::addToLastSample(int64_t value)
{
    if (!m_values.empty())
        m_values[m_values.size() - sampleTypes.size()] += value;
}

uint32_t Draft::placeOf(uint64_t address) const
{
    const auto it = m_placeOf.find(address);
    return it == m_placeOf.end() ? none : it->second;
}

uint32_t Draft::functionNamed(std::string_view name, std::string_view file)
{
    const auto [it, added] =
        m_functionNamed.try_emplace(std::string(name), static_cast<uint32_t>(functions.size()));
    if (added) {
        charge(320 + 6 * name.size() + 4 * file.size());
        functions.push_back({std::string(name), std::string(file)});
    }
    return it->second;
}

void Draft::nameLines(uint32_t place, std::span<const NamedLine> lines)
{
    charge(3 * lines.size_bytes());
    places[place].lines.assign(lines.begin(), lines.end());
}

void Draft::keepUsedPlaces()
{
    std::vector<uint32_t> renamed(places.size(), none);
    std::vector<Place> kept;
    for (size_t sample = 0; sample < sampleCount(); ++sample) {
        for (size_t i = m_begins[sample]; i < m_ends[sample]; ++i) {
            uint32_t &row = renamed[m_frames[i]];
            if (row == none) {
                row = static_cast<uint32_t>(kept.size());
                kept.push_back(std::move(places[m_frames[i]]));
            }
            m_frames[i] = row;
        }
    }
    m_placeOf.clear();
    places = std::move(kept);
}

void Draft::keepUsedFunctions()
{
    std::vector<uint32_t> renamed(functions.size(), none);
    std::vector<NamedFunction> kept;
    for (Place &place : places) {
        for (NamedLine &line : place.lines) {
            uint32_t &row = renamed[line.function];
            if (row == none) {
                row = static_cast<uint32_t>(kept.size());
                kept.push_back(std::move(functions[line.function]));
            }
            line.function = row;
        }
    }
    functions = std::move(kept);
    m_functionNamed.clear();
}

void Draft::dropRepeatedLeaves()
{
    for (size_t sample = 0; sample < sampleCount(); ++sample) {
        const auto frames = stack(sample);
        if (frames.size() > 1 && places[frames[0]].address == places[frames[1]].address + 1)
            dropSecondFrame(sample);
    }
}

Result<std::shared_ptr<Profile>> Draft::build(const std::string &name) const
{
    if (sampleTypes.empty())
        return Error{name + ": this profile does not say what its samples measure; take it again"};
    ProfileBuilder builder;
    Profile &header = builder.header();
    for (const ValueType &type : sampleTypes)
        builder.addSampleType(type.type, type.unit);
    header.origin.format = format;
    header.periodType = periodType;
    header.period = period;
    header.durationNanos = durationNanos;
    const DullFrames dull = dullFrames(sampleTypes);
    header.dropFrames = dull.drop;
    header.keepFrames = dull.keep;

    for (const MappedFile &mapping : mappings) {
        builder.addMapping({.start = mapping.start,
                            .limit = mapping.limit,
                            .offset = mapping.offset,
                            .file = builder.string(mapping.file),
                            .buildId = builder.string(mapping.buildId)});
    }
    for (const NamedFunction &function : functions)
        builder.addFunction(function.name, function.name, function.file, 0);
    std::vector<Line> lines;
    for (const Place &place : places) {
        lines.clear();
        for (const NamedLine &line : place.lines)
            lines.push_back({FunctionId(line.function), line.line});
        const Location location{.address = place.address,
                                .mapping = place.mapping == none ? MappingId() : MappingId(place.mapping)};
        builder.addLocation(location, lines);
    }
    std::vector<LocationId> locations;
    for (size_t sample = 0; sample < sampleCount(); ++sample) {
        locations.clear();
        for (uint32_t place : stack(sample))
            locations.push_back(LocationId(place));
        const std::span<const int64_t> values(m_values.data() + sample * sampleTypes.size(),
                                              sampleTypes.size());
        if (m_bytes.empty()) {
            builder.addSample(locations, values);
        } else {
            const Label bytes = builder.numberLabel("bytes", m_bytes[sample], "");
            builder.addSample(locations, values, {&bytes, 1});
        }
    }
    return builder.finish();
}

} // namespace proflens::legacy
