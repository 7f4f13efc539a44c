// SPDX-License-Identifier: GPL-3.0-or-later
// speedscope's file format (https://www.speedscope.app/file-format-schema.json): one sampled profile; two, of
// current and base, where there are samples of a base.
#include "core/report/printers.h"
#include "core/report/sumsofstacks.h"

#include <array>
#include <nlohmann/json.hpp>

namespace proflens {

namespace {

// Names that are no UTF-8 are no JSON either: what is wrong in them becomes U+FFFD.
std::string jsonText(std::string_view text)
{
    return nlohmann::json(std::string(text)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

struct Unit
{
    std::string_view name;
    int64_t factor = 1; // of values
};

Unit unitOf(std::string_view unit)
{
    constexpr std::array<std::array<std::string_view, 3>, 5> known{{
        {"nanoseconds", "nanosecond", "ns"},
        {"microseconds", "microsecond", "us"},
        {"milliseconds", "millisecond", "ms"},
        {"seconds", "second", "s"},
        {"bytes", "byte", "b"},
    }};
    for (const auto &names : known) {
        for (const std::string_view name : names) {
            if (unit == name)
                return {names[0]};
        }
    }
    if (unit == "kilobytes" || unit == "kb")
        return {"bytes", 1024};
    return {"none"};
}

struct Side
{
    std::string name;
    std::vector<uint32_t> rows; // of the stacks
    std::vector<int64_t> weights;
    int64_t end = 0;
};

} // namespace

Status printSpeedscope(Report &report, Output &out)
{
    const SumsOfStacks stacks(report);
    const FrameTable &frames = stacks.frames();
    std::vector<uint32_t> numberOf(frames.size(), UINT32_MAX); // by frame, in the order of their coming
    std::vector<FrameId> used;
    const std::string type = (report.options().mean ? "mean_" : "") + report.sampleType().type;
    const Unit unit = unitOf(report.sampleType().unit);
    std::vector<Side> sides(stacks.isDifference() ? 2 : 1);
    sides[0].name = type;
    if (stacks.isDifference())
        sides[1].name = type + " (base)";
    uint32_t row = 0;
    stacks.forEach([&](std::span<const StackElement> path, int64_t value, int64_t base) {
        for (const StackElement element : path) {
            uint32_t &number = numberOf[element.frame().row];
            if (number == UINT32_MAX) {
                number = static_cast<uint32_t>(used.size());
                used.push_back(element.frame());
            }
        }
        const std::array<int64_t, 2> values{value, base};
        for (size_t side = 0; side < sides.size(); ++side) {
            if (values[side] == 0)
                continue;
            sides[side].rows.push_back(row);
            sides[side].weights.push_back(values[side] * unit.factor);
            sides[side].end += values[side] * unit.factor;
        }
        ++row;
        return true;
    });

    const Profile &profile = report.profile();
    // The base name of nothing is ".".
    std::string_view binary = profile.mappings.empty() ? "" : profile.text(profile.mappings[0].file);
    if (!binary.empty())
        binary = baseName(binary);
    out << "{\"$schema\":\"https://www.speedscope.app/file-format-schema.json\",\"exporter\":\"proflens\"";
    if (!binary.empty())
        out << ",\"name\":" << jsonText(binary);
    out << ",\"activeProfileIndex\":0,\n\"shared\":{\"frames\":[";
    for (size_t i = 0; i < used.size(); ++i) {
        const Frame &frame = frames[used[i]];
        out << (i ? ",\n" : "\n")
            << "{\"name\":" << jsonText(frame.name.empty() ? frames.printableName(used[i]) : frame.name);
        if (!frame.file.empty())
            out << ",\"file\":" << jsonText(frame.file);
        if (frame.line > 0)
            out << ",\"line\":" << frame.line;
        if (frame.column > 0)
            out << ",\"col\":" << frame.column;
        out << '}';
    }
    out << "]},\n\"profiles\":[";
    for (size_t side = 0; side < sides.size(); ++side) {
        out << (side ? ",\n" : "\n") << "{\"type\":\"sampled\",\"name\":" << jsonText(sides[side].name)
            << ",\"unit\":\"" << unit.name << "\",\"startValue\":0,\"endValue\":" << sides[side].end
            << ",\n\"samples\":[";
        size_t at = 0;
        uint32_t stack = 0;
        stacks.forEach([&](std::span<const StackElement> path, int64_t, int64_t) {
            if (at == sides[side].rows.size())
                return false;
            if (sides[side].rows[at] != stack++)
                return true;
            out << (at++ ? ",[" : "[");
            for (size_t i = 0; i < path.size(); ++i)
                out << (i ? "," : "") << int64_t(numberOf[path[i].frame().row]);
            out << ']';
            return out.good();
        });
        out << "],\n\"weights\":[";
        for (size_t i = 0; i < sides[side].weights.size(); ++i)
            out << (i ? "," : "") << sides[side].weights[i];
        out << "]}";
    }
    out << "]}\n";
    return success();
}

} // namespace proflens
