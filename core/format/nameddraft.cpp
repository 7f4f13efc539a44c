// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/nameddraft.h"

#include "core/format/bytes.h"
#include "core/format/finish.h"

#include <new>
#include <utility>

namespace proflens {

namespace {

void append(std::string &key, uint64_t number)
{
    key.append(reinterpret_cast<const char *>(&number), sizeof number);
}

} // namespace

NamedDraft::NamedDraft()
    : m_memoryLeft(availableMemory() / 2)
{}

void NamedDraft::charge(size_t bytes)
{
    if (bytes > m_memoryLeft)
        throw std::bad_alloc();
    m_memoryLeft -= bytes;
}

void NamedDraft::addSampleType(std::string type, std::string unit)
{
    m_builder.addSampleType(std::move(type), std::move(unit));
}

MappingId NamedDraft::mapping(std::string_view file)
{
    const auto [it, added] = m_mappings.try_emplace(std::string(file));
    if (added) {
        charge(256 + 4 * file.size());
        Mapping mapping;
        mapping.file = m_builder.string(file);
        it->second = m_builder.addMapping(mapping);
    }
    return it->second;
}

FunctionId NamedDraft::function(std::string_view name, std::string_view file, int64_t startLine)
{
    std::string key;
    append(key, static_cast<uint64_t>(startLine));
    append(key, name.size());
    key.append(name).append(file);
    const auto [it, added] = m_functions.try_emplace(std::move(key));
    if (added) {
        charge(320 + 4 * (name.size() + file.size()));
        it->second = m_builder.addFunction(name, name, file, startLine);
    }
    return it->second;
}

LocationId NamedDraft::location(std::span<const Line> lines, uint64_t address, MappingId mapping)
{
    std::string key;
    append(key, address);
    append(key, mapping.row);
    for (const Line &line : lines) {
        append(key, line.function.row);
        append(key, static_cast<uint64_t>(line.line));
        append(key, static_cast<uint64_t>(line.column));
    }
    const auto [it, added] = m_locations.try_emplace(std::move(key));
    if (added) {
        charge(192 + lines.size() * 64);
        Location location;
        location.address = address;
        location.mapping = mapping;
        it->second = m_builder.addLocation(location, lines);
    }
    return it->second;
}

LocationId NamedDraft::location(FunctionId function, int64_t line)
{
    const Line only{function, line};
    return location({&only, 1});
}

Label NamedDraft::textLabel(std::string_view key, std::string_view text)
{
    charge(4 * text.size());
    return m_builder.textLabel(key, text);
}

Label NamedDraft::numberLabel(std::string_view key, int64_t number, std::string_view unit)
{
    return m_builder.numberLabel(key, number, unit);
}

void NamedDraft::addSample(std::span<const LocationId> locations, std::span<const int64_t> values,
                           std::span<const Label> labels)
{
    Profile &profile = header();
    const size_t stacks = profile.stacks.size(), sets = profile.labels.size();
    const StackId stack = m_builder.stack(locations);
    const LabelSetId set = m_builder.labelSet(labels);
    // A location takes up to five bytes in the table of stacks, and as many in the index of it.
    if (profile.stacks.size() > stacks)
        charge(128 + 10 * locations.size());
    if (profile.labels.size() > sets)
        charge(128 + 96 * labels.size());
    const auto [it, added] =
        m_samples.try_emplace(uint64_t(stack.row) << 32 | set.row, profile.samples.size());
    if (added) {
        charge(96 + 8 * values.size());
        m_builder.addSample(locations, values, labels);
        return;
    }
    for (size_t i = 0; i < values.size(); ++i) {
        ValueColumn &column = profile.samples.values[i];
        // Sums of hostile values may pass 64 bits; they wrap.
        const auto sum = static_cast<uint64_t>(column[it->second]) + static_cast<uint64_t>(values[i]);
        column.set(it->second, static_cast<int64_t>(sum));
    }
}

std::shared_ptr<Profile> NamedDraft::finish(std::string format)
{
    m_mappings.clear();
    m_functions.clear();
    m_locations.clear();
    m_samples.clear();
    std::shared_ptr<Profile> profile = m_builder.finish();
    profile->origin.format = std::move(format);
    finishReading(*profile);
    return profile;
}

} // namespace proflens
