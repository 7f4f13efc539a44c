// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/builder.h"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace proflens {

// A profile of a format that names its functions, while it is read: equal functions, locations and samples
// become one. Keeps count of the memory and throws std::bad_alloc before the machine runs out: a few bytes of
// text may need a hundred times their size.
class NamedDraft
{
public:
    NamedDraft();

    Profile &header() { return m_builder.header(); }
    void addSampleType(std::string type, std::string unit);

    MappingId mapping(std::string_view file);
    FunctionId function(std::string_view name, std::string_view file = {}, int64_t startLine = 0);
    // lines: innermost inlined call first.
    LocationId location(std::span<const Line> lines, uint64_t address = 0, MappingId mapping = {});
    // A function without more.
    LocationId location(FunctionId function, int64_t line = 0);

    Label textLabel(std::string_view key, std::string_view text);
    Label numberLabel(std::string_view key, int64_t number, std::string_view unit);

    // locations leaf first. Values of a stack that came before with the same labels are added to it.
    void addSample(std::span<const LocationId> locations, std::span<const int64_t> values,
                   std::span<const Label> labels = {});

    // A sentence about what was odd in the file.
    void warn(std::string sentence) { header().origin.warnings.push_back(std::move(sentence)); }

    // format: what the file is, in plain words. The draft is empty afterwards.
    std::shared_ptr<Profile> finish(std::string format);

    // Takes about as much off what memory may be used.
    void charge(size_t bytes);

private:
    ProfileBuilder m_builder;
    uint64_t m_memoryLeft;
    std::unordered_map<std::string, MappingId> m_mappings;
    std::unordered_map<std::string, FunctionId> m_functions;
    std::unordered_map<std::string, LocationId> m_locations;
    std::unordered_map<uint64_t, size_t> m_samples; // by stack and label set
};

} // namespace proflens
