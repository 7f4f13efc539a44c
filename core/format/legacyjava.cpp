// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/legacyreaders.h"
#include "core/format/memorymap.h"

namespace proflens::legacy {

namespace {

// The last part of a path, as Go's filepath.Base has it.
std::string_view baseName(std::string_view path)
{
    if (path.empty())
        return ".";
    const size_t last = path.find_last_not_of('/');
    if (last == std::string_view::npos)
        return "/";
    path = path.substr(0, last + 1);
    return path.substr(path.rfind('/') + 1);
}

enum class Kind { Heap, Contention };

enum class Attribute { Taken, None, Unknown };

Attribute readAttribute(std::string_view line, Kind kind, const Pattern &pattern, Draft &draft)
{
    std::array<std::string_view, 3> group;
    if (!pattern.find(line, group))
        return Attribute::None;
    const std::string_view key = trimmed(group[1]), value = trimmed(group[2]);
    if (key == "format")
        return value == "java" ? Attribute::Taken : Attribute::Unknown;
    if (key == "resolution") {
        if (kind == Kind::Heap)
            draft.sampleTypes = {{"inuse_objects", "count"}, {"inuse_space", std::string(value)}};
        else
            draft.sampleTypes = {{"contentions", "count"}, {"delay", std::string(value)}};
        return Attribute::Taken;
    }
    const auto number = parseInt(value, 0);
    if (kind == Kind::Heap || !number)
        return Attribute::Unknown;
    if (key == "sampling period") {
        draft.periodType = ValueType{"contentions", "count"};
        draft.period = *number;
    } else if (key == "ms since reset") {
        draft.durationNanos = wrapMultiply(*number, 1'000'000);
    } else {
        return Attribute::Unknown;
    }
    return Attribute::Taken;
}

} // namespace

void readJavaSymbols(LineReader &lines, Draft &draft)
{
    static const Pattern symbol(R"(^\s*0x([[:xdigit:]]+)\s+(.*)\s*$)");
    static const Pattern withLine(R"(^(.*)\s+\((.+):(-?[[:digit:]]+)\)$)");
    static const Pattern withPath(R"(^(.*)\s+\((.*)\)$)");
    const auto read = [&](std::string_view text) {
        std::array<std::string_view, 3> entry;
        if (!symbol.find(trimmed(text), entry))
            return;
        const auto address = parseUint(entry[1], 16);
        const uint32_t place = address ? draft.placeOf(*address) : Draft::none;
        if (place == Draft::none)
            return; // no sample has it
        std::string_view function = entry[2], file;
        int64_t line = 0;
        if (std::array<std::string_view, 4> group; withLine.find(entry[2], group)) {
            function = group[1];
            file = group[2];
            line = std::max(int64_t(0), parseInt(group[3], 10).value_or(0));
        } else if (std::array<std::string_view, 3> pair; withPath.find(entry[2], pair)) {
            // A shared library; of its path only the name is of interest.
            function = pair[1];
            file = baseName(pair[2]);
        } else if (function.find("generated stub/JIT") != std::string_view::npos) {
            function = "STUB";
        }
        const Draft::NamedLine named{draft.functionNamed(function, file), line};
        draft.nameLines(place, {&named, 1});
        draft.places[place].address = 0;
    };
    read(lines.line());
    while (lines.next())
        read(lines.line());
    draft.keepUsedPlaces();
    draft.keepUsedFunctions();
    assignMappings(draft);
    // Addresses are numbers of this one file; without them profiles of several runs merge better.
    for (Draft::Place &place : draft.places)
        place.address = 0;
}

Reading readJava(std::span<const uint8_t> bytes, const std::string &name, const ReadOptions &options)
{
    LineReader lines(textOf(bytes), options);
    if (!lines.next())
        return unrecognized();
    const std::string_view heading = trimmed(lines.line());
    if (heading != "--- heapz 1 ---" && heading != "--- contentionz 1 ---")
        return unrecognized();
    const Kind kind = heading == "--- heapz 1 ---" ? Kind::Heap : Kind::Contention;
    const auto broken = [&](const std::string &what) {
        return complaint(name, "Java profile", lines.number(), what);
    };

    Draft draft;
    draft.format = kind == Kind::Heap ? "Java heap profile as text" : "Java contention profile as text";
    static const Pattern attribute(R"(([\w ]+)=([\w ]+))");
    bool more = lines.next();
    for (; more; more = lines.next()) {
        const std::string_view line = trimmed(lines.line());
        const Attribute read = line.empty() ? Attribute::Taken : readAttribute(line, kind, attribute, draft);
        if (read == Attribute::Unknown)
            return broken("sets something that is not known: " + quoted(line));
        if (read == Attribute::None)
            break;
    }

    constexpr int64_t heapRate = 524288; // bytes; Java's heap profiles do not say it
    static const Pattern sample(R"( *(\d+) +(\d+) +@ +)");
    std::vector<uint64_t> addresses;
    for (; more; more = lines.next()) {
        const std::string_view line = trimmed(lines.line());
        if (line.empty())
            continue;
        std::array<std::string_view, 3> group;
        if (!sample.find(line, group))
            break;
        if (draft.sampleTypes.empty())
            return broken("is a sample, but no line before it says what is measured (\"resolution = …\")");
        std::string_view stack =
            line.substr(static_cast<size_t>(group[0].data() + group[0].size() - line.data()));
        stack = stack.substr(0, stack.find_first_not_of(" x0123456789abcdef"));
        const auto count = parseInt(group[2], 0), amount = parseInt(group[1], 0);
        if (!parseHexAddresses(stack, addresses) || !count || !amount)
            return broken("has a number that needs more than 64 bits");
        for (uint64_t address : addresses)
            draft.addFrame(address);
        if (kind == Kind::Heap) {
            if (*count == 0)
                return broken("says that 0 blocks have " + std::to_string(*amount) + " bytes");
            const HeapValues values = unsampled({*count, *amount}, heapRate);
            draft.endSample(std::array{values.count, values.size}, *amount / *count);
        } else {
            const int64_t period = draft.period == 0 ? 1 : draft.period;
            draft.endSample(std::array{wrapMultiply(*count, period), wrapMultiply(*amount, period)});
        }
    }
    readJavaSymbols(lines, draft);
    return draft.build(name);
}

} // namespace proflens::legacy
