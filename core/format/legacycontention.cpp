// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/legacynames.h"
#include "core/format/legacyreaders.h"
#include "core/format/memorymap.h"

namespace proflens::legacy {

Reading readContention(std::span<const uint8_t> bytes, const std::string &name, const ReadOptions &options)
{
    LineReader lines(textOf(bytes), options);
    if (!lines.next())
        return unrecognized();
    const std::string_view heading = lines.line();
    if (!heading.starts_with("--- contentionz ") && !heading.starts_with("--- mutex:") &&
        !heading.starts_with("--- contention:"))
        return unrecognized();

    const auto broken = [&](const std::string &what) {
        return complaint(name, "contention profile", lines.number(), what);
    };
    Draft draft;
    draft.format = "contention profile as text";
    draft.sampleTypes = {{"contentions", "count"}, {"delay", "nanoseconds"}};
    draft.periodType = ValueType{"contentions", "count"};
    draft.period = 1;
    int64_t cyclesPerSecond = 0;
    while (lines.next()) {
        const std::string_view line = trimmed(lines.line());
        if (isSpaceOrComment(line))
            continue;
        const size_t equals = line.find('=');
        if (line.starts_with("---") || equals == std::string_view::npos)
            break;
        const std::string_view key = trimmed(line.substr(0, equals));
        if (key == "format" || key == "resolution")
            return unrecognized(); // Java's
        if (key == "discarded samples")
            continue;
        const auto value = parseInt(trimmed(line.substr(equals + 1)), 0);
        if (!value)
            return broken("has no number where one should be: " + quoted(line));
        if (key == "cycles/second")
            cyclesPerSecond = *value;
        else if (key == "sampling period")
            draft.period = *value;
        else if (key == "ms since reset")
            draft.durationNanos = wrapMultiply(*value, 1'000'000);
        else
            return broken("sets something that is not known: " + quoted(line));
    }

    static const Pattern sample(R"((\d+) *(\d+) @)");
    CommentNames names(draft, options.namesInText);
    std::vector<uint64_t> addresses;
    do {
        const std::string_view line = trimmed(lines.line());
        if (line.starts_with("---"))
            break;
        if (isSpaceOrComment(line)) {
            names.read(line);
            continue;
        }
        std::array<std::string_view, 3> group;
        if (!sample.find(line, group))
            return broken("is no sample: " + quoted(line));
        const auto cycles = parseInt(group[1], 10), count = parseInt(group[2], 10);
        if (!cycles || !count)
            return broken("has a number that needs more than 64 bits");
        int64_t delay = *cycles, contentions = *count;
        if (draft.period > 0) {
            if (cyclesPerSecond > 0) {
                const double cyclesPerNano = static_cast<double>(cyclesPerSecond) / 1e9;
                delay = toInt(static_cast<double>(delay) * static_cast<double>(draft.period) / cyclesPerNano);
            }
            contentions = wrapMultiply(contentions, draft.period);
        }
        std::string_view stack =
            line.substr(static_cast<size_t>(group[0].data() + group[0].size() - line.data()));
        stack = stack.substr(0, stack.find_first_not_of(" x0123456789abcdef"));
        if (!parseHexAddresses(stack, addresses))
            return broken("has an address that needs more than 64 bits");
        for (uint64_t address : addresses)
            draft.addFrame(address - 1); // from where the call returns to the call
        draft.endSample(std::array{contentions, delay});
    } while (lines.next());
    names.finish();
    readSections(lines, draft);
    return draft.build(name);
}

} // namespace proflens::legacy
