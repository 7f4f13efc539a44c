// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/info.h"

#include "core/measure/measure.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <unordered_set>

namespace proflens {

namespace {

using Note = ProfileInfo::Note;

// Sums of hostile values may pass 64 bits; they wrap, as in Go.
void addWrapping(int64_t &sum, int64_t value)
{
    sum = static_cast<int64_t>(static_cast<uint64_t>(sum) + static_cast<uint64_t>(value));
}

// Which label sets mark samples of the base that a difference was made with: shares are of its total alone
// (pprof's computeTotal, internal/report).
std::vector<bool> baseLabels(const Profile &profile)
{
    std::vector<bool> base(profile.labels.size());
    for (size_t i = 0; i < base.size(); ++i) {
        for (const Label &label : profile.labels[LabelSetId(i)]) {
            if (!label.isNumber && profile.text(label.key) == "pprof::base" &&
                profile.text(label.text) == "true")
                base[i] = true;
        }
    }
    return base;
}

void describeSampleTypes(const Profile &profile, ProfileInfo &info)
{
    const auto shown = profile.sampleIndex("");
    const std::vector<bool> base = baseLabels(profile);
    for (size_t i = 0; i < profile.sampleTypes.size(); ++i) {
        ProfileInfo::SampleType type;
        type.type = profile.sampleTypes[i];
        type.isDefault = shown && static_cast<size_t>(*shown) == i;
        int64_t ofBase = 0;
        profile.samples.values[i].forEach([&](size_t sample, int64_t value) {
            const int64_t magnitude =
                value < 0 ? static_cast<int64_t>(0 - static_cast<uint64_t>(value)) : value;
            addWrapping(type.sum, value);
            addWrapping(type.magnitude, magnitude);
            if (base[profile.samples.labels[sample].row])
                addWrapping(ofBase, magnitude);
            type.nonZero += value != 0;
            type.hasNegative = type.hasNegative || value < 0;
        });
        type.ofBase = ofBase > 0;
        if (type.ofBase)
            type.magnitude = ofBase;
        type.total = measure::label(type.magnitude, type.type.unit);
        info.sampleTypes.push_back(std::move(type));
    }
}

void count(const Profile &profile, ProfileInfo &info)
{
    ProfileInfo::Counts &counts = info.counts;
    counts.samples = profile.samples.size();
    counts.stacks = profile.stacks.size();
    counts.locations = profile.locations.size();
    counts.functions = profile.functions.size();
    counts.mappings = profile.mappings.size();
    counts.strings = profile.strings.size();
    std::unordered_set<std::string_view> keys;
    for (size_t i = 0; i < profile.labels.size(); ++i) {
        for (const Label &label : profile.labels[LabelSetId(i)])
            keys.insert(profile.text(label.key));
    }
    counts.labelKeys = keys.size();
    for (const LabelSetId labels : profile.samples.labels)
        counts.labelledSamples += !profile.labels[labels].empty();

    std::vector<bool> used(profile.locations.size());
    for (size_t i = 0; i < profile.stacks.size(); ++i) {
        uint64_t depth = 0;
        profile.stacks.forEach(StackId(i), [&](LocationId location) {
            used[location.row] = true;
            ++depth;
        });
        counts.deepestStack = std::max(counts.deepestStack, depth);
    }
    size_t named = 0, unnamed = 0;
    for (size_t i = 0; i < used.size(); ++i) {
        if (used[i])
            ++(profile.linesOf(profile.locations[i]).empty() ? unnamed : named);
    }
    if (unnamed > 0)
        info.notes.push_back(named == 0 ? Note::NoNames : Note::SomeUnnamed);
}

void findNotes(const Profile &profile, ProfileInfo &info)
{
    const auto &types = info.sampleTypes;
    if (info.counts.samples == 0)
        info.notes.push_back(Note::NoSamples);
    else if (std::all_of(types.begin(), types.end(), [](const auto &type) { return type.nonZero == 0; }))
        info.notes.push_back(Note::AllZero);
    if (std::any_of(types.begin(), types.end(), [](const auto &type) { return type.hasNegative; }))
        info.notes.push_back(Note::Negative);
    if (profile.mappings.empty() && !profile.locations.empty())
        info.notes.push_back(Note::NoMappings);
    const auto named = [&](const ValueType &type) { return type.type == profile.defaultSampleType; };
    if (!profile.defaultSampleType.empty() &&
        std::none_of(profile.sampleTypes.begin(), profile.sampleTypes.end(), named))
        info.notes.push_back(Note::WrongDefault);
    if (profile.timeNanos == 0)
        info.notes.push_back(Note::NoTime);
}

} // namespace

std::string utcText(int64_t nanosSince1970)
{
    using namespace std::chrono;
    // Floored, so that times before 1970 come out right.
    const int64_t all = nanosSince1970 / 1000000000 - (nanosSince1970 % 1000000000 < 0);
    const sys_seconds time{seconds(all)};
    const sys_days day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u %02d:%02d:%02d UTC", int(date.year()),
                  unsigned(date.month()), unsigned(date.day()), int(clock.hours().count()),
                  int(clock.minutes().count()), int(clock.seconds().count()));
    return text;
}

std::string_view noteText(ProfileInfo::Note note)
{
    switch (note) {
    case Note::NoSamples:
        return "The profile has no samples.";
    case Note::AllZero:
        return "All values of all samples are 0.";
    case Note::Negative:
        return "Some values are negative, as in the difference of two profiles.";
    case Note::NoNames:
        return "No frame has a function name: the profile holds addresses only.";
    case Note::SomeUnnamed:
        return "Some frames have no function name.";
    case Note::NoMappings:
        return "The profile does not say which binaries its addresses belong to.";
    case Note::WrongDefault:
        return "The default sample type it names does not exist; the last one takes its place.";
    case Note::NoTime:
        return "The profile does not say when it was taken.";
    }
    return {};
}

ProfileInfo profileInfo(const Profile &profile)
{
    ProfileInfo info;
    describeSampleTypes(profile, info);
    info.format = profile.origin.format;
    info.warnings = profile.origin.warnings;
    info.periodType = profile.periodType;
    info.period = profile.period;
    if (profile.periodType && profile.period != 0)
        info.periodText = measure::label(profile.period, profile.periodType->unit);
    info.countsEvents = profile.periodType && profile.periodType->unit == "count" && profile.period > 0;
    info.timeNanos = profile.timeNanos;
    info.durationNanos = profile.durationNanos;
    if (profile.durationNanos != 0)
        info.durationText = measure::label(profile.durationNanos, "nanoseconds");
    info.dropFrames = profile.dropFrames;
    info.keepFrames = profile.keepFrames;
    info.docUrl = profile.docUrl;
    info.defaultSampleType = profile.defaultSampleType;
    info.comments = profile.comments;
    for (const Mapping &mapping : profile.mappings)
        info.mappings.push_back({mapping.start, mapping.limit, mapping.offset,
                                 std::string(profile.text(mapping.file)),
                                 std::string(profile.text(mapping.buildId)), mapping.hasFunctions,
                                 mapping.hasFilenames, mapping.hasLineNumbers, mapping.hasInlineFrames});
    if (!info.mappings.empty()) {
        info.mainBinary = info.mappings[0].file;
        info.buildId = info.mappings[0].buildId;
    }
    count(profile, info);
    findNotes(profile, info);
    return info;
}

std::string periodSentence(const ProfileInfo &info)
{
    if (!info.periodType || info.periodText.empty())
        return {};
    const std::string &type = info.periodType->type;
    if (type.empty())
        return info.periodText;
    if (info.countsEvents)
        return info.period == 1 ? "every one (" + type + ')' : "1 in " + info.periodText + ' ' + type;
    return info.periodText + " of " + type;
}

bool isWebLink(std::string_view url)
{
    // Space and control characters have no place in a link; where they occur something is hidden.
    const bool plain =
        std::all_of(url.begin(), url.end(), [](char c) { return static_cast<unsigned char>(c) > ' '; });
    return plain && (url.starts_with("http://") || url.starts_with("https://"));
}

std::string infoText(const ProfileInfo &info, std::string_view path, uint64_t bytes)
{
    std::string out;
    const auto line = [&](std::string_view label, std::string_view value) {
        if (!value.empty())
            out.append(label).append(": ").append(value).append("\n");
    };
    const auto number = [&](std::string_view label, uint64_t value) { line(label, std::to_string(value)); };
    line("File", path);
    if (bytes != 0)
        line("Size", std::to_string(bytes) + " bytes");
    line("Format", info.format);
    line("Binary", info.mainBinary);
    line("Build ID", info.buildId);
    if (info.timeNanos != 0)
        line("Time", utcText(info.timeNanos));
    line("Duration", info.durationText);
    line("Period", periodSentence(info));
    line("Documentation", info.docUrl);
    line("Drop frames", info.dropFrames);
    line("Keep frames", info.keepFrames);

    out += "\nSample types:\n";
    for (const auto &type : info.sampleTypes) {
        out += "  " + type.type.type + '/' + type.type.unit + ": total " + type.total;
        if (type.hasNegative)
            out += ", sum " + measure::label(type.sum, type.type.unit);
        out += type.ofBase ? " (total of the base)" : "";
        out += type.isDefault ? " (default)" : "";
        out += type.nonZero == 0 ? " (all zero)" : "";
        out += '\n';
    }
    out += "\nCounts:\n";
    number("  Samples", info.counts.samples);
    number("  Stacks", info.counts.stacks);
    number("  Deepest stack", info.counts.deepestStack);
    number("  Locations", info.counts.locations);
    number("  Functions", info.counts.functions);
    number("  Mappings", info.counts.mappings);
    number("  Strings", info.counts.strings);
    number("  Label keys", info.counts.labelKeys);
    number("  Samples with labels", info.counts.labelledSamples);
    if (!info.mappings.empty())
        out += "\nMappings:\n";
    for (const auto &mapping : info.mappings) {
        char range[80];
        std::snprintf(
            range, sizeof range, "  %llx-%llx +%llx ", static_cast<unsigned long long>(mapping.start),
            static_cast<unsigned long long>(mapping.limit), static_cast<unsigned long long>(mapping.offset));
        out += range + mapping.file + (mapping.buildId.empty() ? "" : ' ' + mapping.buildId) + '\n';
    }
    if (!info.comments.empty())
        out += "\nComments:\n";
    for (const std::string &comment : info.comments)
        out += "  " + comment + '\n';
    if (!info.notes.empty() || !info.warnings.empty())
        out += "\nNotes:\n";
    for (const std::string &warning : info.warnings)
        out += "  " + warning + '\n';
    for (const Note note : info.notes)
        out.append("  ").append(noteText(note)).append("\n");
    return out;
}

} // namespace proflens
