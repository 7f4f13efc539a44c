// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/builder.h"

namespace proflens {

ProfileBuilder::ProfileBuilder()
    : m_profile(std::make_shared<Profile>())
{
    m_strings.emplace("", StringId(0U));
    m_labelSets.emplace("", LabelSetId(0U));
}

void ProfileBuilder::addSampleType(std::string type, std::string unit)
{
    m_profile->sampleTypes.push_back({std::move(type), std::move(unit)});
    m_profile->samples.values.emplace_back();
}

StringId ProfileBuilder::string(std::string_view text)
{
    const auto [it, added] = m_strings.try_emplace(std::string(text));
    if (added)
        it->second = m_profile->strings.append(text);
    return it->second;
}

MappingId ProfileBuilder::addMapping(Mapping mapping)
{
    if (mapping.id == 0)
        mapping.id = m_profile->mappings.size() + 1;
    m_profile->mappings.push_back(mapping);
    return MappingId(m_profile->mappings.size() - 1);
}

FunctionId ProfileBuilder::addFunction(Function function)
{
    if (function.id == 0)
        function.id = m_profile->functions.size() + 1;
    m_profile->functions.push_back(function);
    return FunctionId(m_profile->functions.size() - 1);
}

FunctionId ProfileBuilder::addFunction(std::string_view name, std::string_view systemName,
                                       std::string_view file, int64_t startLine)
{
    return addFunction(Function{0, string(name), string(systemName), string(file), startLine});
}

LocationId ProfileBuilder::addLocation(Location location, std::span<const Line> lines)
{
    if (location.id == 0)
        location.id = m_profile->locations.size() + 1;
    location.firstLine = static_cast<uint32_t>(m_profile->lines.size());
    location.lineCount = static_cast<uint32_t>(lines.size());
    m_profile->lines.insert(m_profile->lines.end(), lines.begin(), lines.end());
    m_profile->locations.push_back(location);
    return LocationId(m_profile->locations.size() - 1);
}

void ProfileBuilder::addSample(std::span<const LocationId> locations, std::span<const int64_t> values,
                               std::span<const Label> labels)
{
    SampleTable &samples = m_profile->samples;
    samples.stack.push_back(stack(locations));
    samples.labels.push_back(labelSet(labels));
    for (size_t i = 0; i < samples.values.size(); ++i)
        samples.values[i].append(i < values.size() ? values[i] : 0);
}

Label ProfileBuilder::textLabel(std::string_view key, std::string_view text)
{
    Label label;
    label.key = string(key);
    label.text = string(text);
    return label;
}

Label ProfileBuilder::numberLabel(std::string_view key, int64_t number, std::string_view unit)
{
    Label label;
    label.key = string(key);
    label.number = number;
    label.unit = string(unit);
    label.isNumber = true;
    return label;
}

StackId ProfileBuilder::stack(std::span<const LocationId> locations)
{
    std::string packed(locations.size() * 5, '\0');
    auto *const begin = reinterpret_cast<uint8_t *>(packed.data());
    uint8_t *out = begin;
    for (LocationId location : locations)
        out = writeVarint(out, uint64_t(location.row) + 1);
    packed.resize(static_cast<size_t>(out - begin));
    const auto [it, added] = m_stacks.try_emplace(std::move(packed));
    if (added)
        it->second =
            m_profile->stacks.append({reinterpret_cast<const uint8_t *>(it->first.data()), it->first.size()});
    return it->second;
}

LabelSetId ProfileBuilder::labelSet(std::span<const Label> labels)
{
    std::string key;
    for (const Label &label : labels) {
        uint8_t field[4 * maxVarintBytes + 1];
        uint8_t *out = writeVarint(field, label.key.row);
        *out++ = label.isNumber;
        out = writeVarint(out, label.text.row);
        out = writeVarint(out, static_cast<uint64_t>(label.number));
        out = writeVarint(out, label.unit.row);
        key.append(reinterpret_cast<const char *>(field), static_cast<size_t>(out - field));
    }
    const auto [it, added] = m_labelSets.try_emplace(std::move(key));
    if (added)
        it->second = m_profile->labels.append(labels);
    return it->second;
}

std::shared_ptr<Profile> ProfileBuilder::finish()
{
    std::shared_ptr<Profile> done = std::move(m_profile);
    *this = ProfileBuilder();
    return done;
}

} // namespace proflens
