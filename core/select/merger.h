// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/format/intern.h"
#include "core/profile/builder.h"
#include "core/profile/stop.h"
#include "core/select/placedmapping.h"
#include "core/select/samplerows.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace proflens {

// Multiplies values column by column, each product rounded half away from zero, as often as ratios were
// added.
class Scaling
{
public:
    // Ratios that are all 1 change nothing and leave nothing out.
    void add(std::vector<double> ratios);
    // False if a sample with these values is to be left out, being 0 in all of them after some step.
    bool apply(std::span<int64_t> values) const;
    // What becomes of one column's value. Whether its sample is left out is for apply() to say.
    int64_t scaled(size_t column, int64_t value) const;
    bool isNone() const { return m_steps.empty(); }

private:
    std::vector<std::vector<double>> m_steps;
};

// A profile on its way into a merged one.
struct MergeSource
{
    const Profile *profile = nullptr;
    Scaling before;              // of the profile's own columns
    std::vector<size_t> columns; // the profile's column for each that it has in the merged one
    Scaling after;               // of these columns
    size_t firstColumn = 0;      // where in the merged profile they begin; its other columns are 0
    bool labelAsBase = false;
};

// Fills the tables of a merged profile, source by source, rows numbered by their first use.
class Merger
{
public:
    explicit Merger(std::span<const ValueType> sampleTypes);

    Profile &header() { return m_builder.header(); }
    // Ends early when a stop was requested; what is merged by then is worth nothing.
    void add(const MergeSource &source, const StopToken &stop = {});
    // The merged profile. Where values cancelled each other it is merged once more, alone, so that the
    // samples that became 0 and what only they used are gone.
    std::shared_ptr<Profile> finish();

private:
    class Source;

    StringId string(std::string_view text);
    LabelSetId labelSet(std::span<const Label> labels);

    ProfileBuilder m_builder;
    MappingPlaces m_mappings;
    // Rows of these are rows of the merged profile.
    ByteTable m_strings;
    ByteTable m_stacks;
    ByteTable m_locations; // by mapping, address in it, and lines
    ByteTable m_functions; // by name, system name, file, and start line
    ByteTable m_labelSets;
    SampleRows m_samples;
    std::vector<uint8_t> m_key;
};

// The header of a profile for another with the same tables.
void copyHeader(const Profile &from, Profile &to);

} // namespace proflens
