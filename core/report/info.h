// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace proflens {

// What a profile says about itself and what can be counted in it: the info pane without its widget.
struct ProfileInfo
{
    struct SampleType
    {
        ValueType type;
        int64_t sum = 0;        // of all samples, with signs
        int64_t magnitude = 0;  // of absolute values, of the base's alone in a difference: pprof's total
        uint64_t nonZero = 0;   // samples that have a value
        bool isDefault = false; // what is shown first
        bool hasNegative = false;
        bool ofBase = false; // magnitude is that of the base
        std::string total;   // magnitude with the unit that suits it
    };
    struct Mapping
    {
        uint64_t start = 0, limit = 0, offset = 0;
        std::string file, buildId;
        bool hasFunctions = false, hasFilenames = false, hasLineNumbers = false, hasInlineFrames = false;
    };
    struct Counts
    {
        uint64_t samples = 0, stacks = 0, locations = 0, functions = 0, mappings = 0, strings = 0;
        uint64_t labelKeys = 0, labelledSamples = 0;
        uint64_t deepestStack = 0; // in locations
    };
    enum class Note {
        NoSamples,
        AllZero,      // samples, but every value of every type is 0
        Negative,     // as in the difference of two profiles
        NoNames,      // no location in a sample has a function
        SomeUnnamed,  // some have none
        NoMappings,   // addresses cannot be looked up in a binary
        WrongDefault, // default_sample_type names no sample type
        NoTime,
    };

    std::string format;                // of the file; empty: made in memory
    std::vector<std::string> warnings; // what was odd in the file, in sentences
    std::string mainBinary, buildId;   // of the first mapping
    std::vector<SampleType> sampleTypes;
    std::optional<ValueType> periodType;
    int64_t period = 0;
    std::string periodText;    // with unit; empty if there is none
    bool countsEvents = false; // the period is a number of events of which one is sampled, not an amount
    int64_t timeNanos = 0, durationNanos = 0; // 0: unknown
    std::string durationText;
    std::string dropFrames, keepFrames, docUrl, defaultSampleType;
    std::vector<std::string> comments;
    std::vector<Mapping> mappings;
    Counts counts;
    std::vector<Note> notes;
};

// One pass over the samples.
ProfileInfo profileInfo(const Profile &profile);

// Whether a link may be followed from a profile, which anybody may have written: http and https only.
bool isWebLink(std::string_view url);

// "2026-11-21 15:04:05 UTC".
std::string utcText(int64_t nanosSince1970);

// What one sample stands for, in English: "10ms of cpu", "1 in 100 contentions". Empty where the profile does
// not say it.
std::string periodSentence(const ProfileInfo &info);

// A note as an English sentence.
std::string_view noteText(ProfileInfo::Note note);

// All of it as plain English text. path and bytes (0: unknown) are those of the file; times are in UTC.
std::string infoText(const ProfileInfo &info, std::string_view path, uint64_t bytes);

} // namespace proflens
