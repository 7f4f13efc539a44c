// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace proflens::legacy {

// A profile of one of the older formats while it is read: addresses first, and what they mean later, since
// the memory map and the symbols come after the samples.
class Draft
{
public:
    static constexpr uint32_t none = std::numeric_limits<uint32_t>::max();

    struct NamedLine
    {
        uint32_t function = none;
        int64_t line = 0;
    };
    struct Place
    {
        uint64_t address = 0;
        uint32_t mapping = none;
        std::vector<NamedLine> lines = {}; // innermost first, empty where nobody knows the function
    };
    struct NamedFunction
    {
        std::string name, file;
    };
    struct MappedFile
    {
        uint64_t start = 0, limit = 0, offset = 0;
        std::string file, buildId;
    };

    std::string format; // in plain words
    std::vector<ValueType> sampleTypes;
    std::optional<ValueType> periodType;
    int64_t period = 0;
    int64_t durationNanos = 0;

    std::vector<Place> places;
    std::vector<NamedFunction> functions;
    std::vector<MappedFile> mappings;

    Draft();

    void addMapping(MappedFile mapping);
    // Appends a frame to the sample being read, leaf first. Equal addresses share one place.
    void addFrame(uint64_t address);
    // Ends that sample: one value per sample type, and for heap profiles the label "bytes", the size of its
    // blocks.
    void endSample(std::span<const int64_t> values);
    void endSample(std::span<const int64_t> values, int64_t bytes);

    size_t sampleCount() const { return m_ends.size(); }
    // The places of one sample, leaf first.
    std::span<const uint32_t> stack(size_t sample) const;
    void dropSecondFrame(size_t sample);
    // Adds to the first value of the last sample, if there is one.
    void addToLastSample(int64_t value);
    // The place of an address as the samples gave it; none if no sample has it.
    uint32_t placeOf(uint64_t address) const;
    uint32_t functionNamed(std::string_view name, std::string_view file);
    // Says what a place is, in place of what was said before.
    void nameLines(uint32_t place, std::span<const NamedLine> lines);

    // Numbers the places, and the functions, by their first use and forgets the others. No frames or names
    // can be added then.
    void keepUsedPlaces();
    void keepUsedFunctions();

    // Deletes the second frame where it is the first once more, as a profile handler leaves it behind that
    // took the leaf from the stack and from the signal's context; the copy is one byte lower, being taken for
    // a call.
    void dropRepeatedLeaves();

    // name stands for the file in errors.
    Result<std::shared_ptr<Profile>> build(const std::string &name) const;

private:
    // Takes about as much off what memory the draft and its profile may use. Throws std::bad_alloc when
    // nothing is left, before the machine runs out: a few bytes of text may need a hundred times their size.
    void charge(size_t bytes);

    uint64_t m_memoryLeft;
    std::vector<uint32_t> m_frames;
    std::vector<size_t> m_begins, m_ends; // of each sample in m_frames
    std::vector<int64_t> m_values;        // sampleTypes.size() for each sample
    std::vector<int64_t> m_bytes;         // for each sample, or empty
    size_t m_begin = 0;                   // of the sample being read
    std::unordered_map<uint64_t, uint32_t> m_placeOf;
    std::unordered_map<std::string, uint32_t> m_functionNamed;
};

} // namespace proflens::legacy
