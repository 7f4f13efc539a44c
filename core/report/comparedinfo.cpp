// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/comparedinfo.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace proflens {

namespace {

// Lines of three cells, left-aligned, two spaces apart.
class Columns
{
public:
    // Left out where neither side says anything.
    void add(std::string label, std::string base, std::string current)
    {
        if (base.empty() && current.empty())
            return;
        m_rows.push_back({std::move(label), base.empty() ? "-" : std::move(base),
                          current.empty() ? "-" : std::move(current)});
    }
    void addTitle(std::string title) { m_rows.push_back({std::move(title), "", ""}); }
    std::string str() const
    {
        std::array<size_t, 2> widths{};
        for (const auto &row : m_rows) {
            for (size_t i = 0; i < widths.size(); ++i)
                widths[i] = std::max(widths[i], row[1].empty() ? 0 : row[i].size());
        }
        std::string out;
        for (const auto &row : m_rows) {
            out += row[0];
            if (!row[1].empty()) {
                out.append(widths[0] - row[0].size() + 2, ' ').append(row[1]);
                out.append(widths[1] - row[1].size() + 2, ' ').append(row[2]);
            }
            out += '\n';
        }
        return out;
    }

private:
    std::vector<std::array<std::string, 3>> m_rows;
};

std::string typeText(const std::optional<ProfileInfo::SampleType> &type)
{
    if (!type)
        return {};
    return type->total + (type->isDefault ? " (default)" : "") + (type->nonZero == 0 ? " (all zero)" : "") +
           (type->ofBase ? " (total of its base)" : "");
}

std::string listText(const ProfileInfo &info)
{
    std::string out;
    for (const auto &mapping : info.mappings) {
        char range[80];
        std::snprintf(
            range, sizeof range, "  %llx-%llx +%llx ", static_cast<unsigned long long>(mapping.start),
            static_cast<unsigned long long>(mapping.limit), static_cast<unsigned long long>(mapping.offset));
        out += range + mapping.file + (mapping.buildId.empty() ? "" : ' ' + mapping.buildId) + '\n';
    }
    for (const std::string &comment : info.comments)
        out += "  " + comment + '\n';
    for (const std::string &warning : info.warnings)
        out += "  " + warning + '\n';
    for (const ProfileInfo::Note note : info.notes)
        out.append("  ").append(noteText(note)).append("\n");
    return out;
}

} // namespace

std::vector<SampleTypePair> sampleTypePairs(const ProfileInfo &base, const ProfileInfo &current)
{
    std::vector<SampleTypePair> pairs;
    std::vector<bool> used(base.sampleTypes.size());
    for (const auto &type : current.sampleTypes) {
        SampleTypePair &pair = pairs.emplace_back();
        pair.current = type;
        for (size_t i = 0; i < used.size() && !pair.base; ++i) {
            if (!used[i] && base.sampleTypes[i].type.type == type.type.type) {
                used[i] = true;
                pair.base = base.sampleTypes[i];
            }
        }
    }
    for (size_t i = 0; i < used.size(); ++i) {
        if (!used[i])
            pairs.emplace_back().base = base.sampleTypes[i];
    }
    return pairs;
}

std::string comparedInfoText(const SideInfo &base, const SideInfo &current)
{
    Columns columns;
    const auto both = [&](const char *label, auto &&get) { columns.add(label, get(base), get(current)); };
    const auto count = [&](const char *label, uint64_t ProfileInfo::Counts::*counted) {
        columns.add(label, std::to_string(base.info.counts.*counted),
                    std::to_string(current.info.counts.*counted));
    };
    columns.add("", "Base", "Current");
    both("File", [](const SideInfo &side) { return side.path; });
    both("Size", [](const SideInfo &side) {
        return side.bytes == 0 ? std::string() : std::to_string(side.bytes) + " bytes";
    });
    both("Format", [](const SideInfo &side) { return side.info.format; });
    both("Binary", [](const SideInfo &side) { return side.info.mainBinary; });
    both("Build ID", [](const SideInfo &side) { return side.info.buildId; });
    both("Time", [](const SideInfo &side) {
        return side.info.timeNanos == 0 ? std::string() : utcText(side.info.timeNanos);
    });
    both("Duration", [](const SideInfo &side) { return side.info.durationText; });
    both("Period", [](const SideInfo &side) { return periodSentence(side.info); });
    both("Documentation", [](const SideInfo &side) { return side.info.docUrl; });
    both("Drop frames", [](const SideInfo &side) { return side.info.dropFrames; });
    both("Keep frames", [](const SideInfo &side) { return side.info.keepFrames; });

    columns.addTitle("");
    columns.addTitle("Sample types");
    for (const SampleTypePair &pair : sampleTypePairs(base.info, current.info))
        columns.add("  " + pair.type().type + '/' + pair.type().unit, typeText(pair.base),
                    typeText(pair.current));
    columns.addTitle("");
    columns.addTitle("Counts");
    using Counts = ProfileInfo::Counts;
    count("  Samples", &Counts::samples);
    count("  Stacks", &Counts::stacks);
    count("  Deepest stack", &Counts::deepestStack);
    count("  Locations", &Counts::locations);
    count("  Functions", &Counts::functions);
    count("  Mappings", &Counts::mappings);
    count("  Strings", &Counts::strings);
    count("  Label keys", &Counts::labelKeys);
    count("  Samples with labels", &Counts::labelledSamples);

    std::string out = columns.str();
    for (const SideInfo *side : {&base, &current}) {
        if (const std::string list = listText(side->info); !list.empty())
            out.append("\nMappings, comments and notes of ")
                .append(side == &base ? "the base" : "the current profile")
                .append(":\n")
                .append(list);
    }
    return out;
}

} // namespace proflens
