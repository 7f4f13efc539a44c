// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/format/intern.h"
#include "core/profile/builder.h"
#include "core/profile/stop.h"
#include "core/select/merger.h"
#include "core/select/placedmapping.h"

#include <memory>
#include <span>
#include <string_view>

namespace proflens {

// Puts the samples of several profiles into one without looking for equal ones (EqualSamples::StayApart), on
// all processors. Strings and mappings are shared as in a merged profile; functions, locations, stacks and
// label sets stand as often as there are profiles that have them. Rows that no sample uses are left out, and
// so are samples that are 0 in all values.
class Appender
{
public:
    explicit Appender(std::span<const ValueType> sampleTypes);

    Profile &header() { return m_builder.header(); }
    // Ends early when a stop was requested; what is there by then is worth nothing.
    void add(const MergeSource &source, const StopToken &stop = {});
    std::shared_ptr<Profile> finish() { return m_builder.finish(); }

private:
    class Source;

    StringId string(std::string_view text);

    ProfileBuilder m_builder;
    MappingPlaces m_mappings;
    ByteTable m_strings; // its rows are those of the profile
};

} // namespace proflens
