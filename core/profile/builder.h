// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"

#include <initializer_list>
#include <string>
#include <unordered_map>

namespace proflens {

// Puts a profile together piece by piece: for readers of small formats, for merging and for tests.
// Strings, stacks and label sets are interned; mappings, functions and locations are kept as given (what is
// the same function is for the caller to know). Ids of the file default to row + 1.
//
// The reader of profile.proto does not use it: it fills the tables as the bytes stream by.
class ProfileBuilder
{
public:
    ProfileBuilder();

    // Header fields are set here directly; so may the tables be read.
    Profile &header() { return *m_profile; }
    const Profile &profile() const { return *m_profile; }

    void addSampleType(std::string type, std::string unit);

    StringId string(std::string_view text);
    MappingId addMapping(Mapping mapping);
    FunctionId addFunction(Function function);
    FunctionId addFunction(std::string_view name, std::string_view systemName, std::string_view file,
                           int64_t startLine);
    // lines: innermost inlined call first.
    LocationId addLocation(Location location, std::span<const Line> lines);
    // A sample with one value per sample type; locations leaf first.
    void addSample(std::span<const LocationId> locations, std::span<const int64_t> values,
                   std::span<const Label> labels = {});

    Label textLabel(std::string_view key, std::string_view text);
    Label numberLabel(std::string_view key, int64_t number, std::string_view unit);

    StackId stack(std::span<const LocationId> locations);
    LabelSetId labelSet(std::span<const Label> labels);

    // Hands the profile out; the builder is empty afterwards.
    std::shared_ptr<Profile> finish();

private:
    std::shared_ptr<Profile> m_profile;
    std::unordered_map<std::string, StringId> m_strings;
    std::unordered_map<std::string, StackId> m_stacks;
    std::unordered_map<std::string, LabelSetId> m_labelSets;
};

} // namespace proflens
