// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/legacyreaders.h"
#include "core/format/memorymap.h"

namespace proflens::legacy {

namespace {

// Reads the stack that follows, one address or many a line with or without names, up to a line that begins
// with "---". Returns the last line read, trimmed, or nothing if an address needs more than 64 bits.
std::optional<std::string_view> readStack(LineReader &lines, std::vector<uint64_t> &stack)
{
    stack.clear();
    std::string_view line;
    std::vector<uint64_t> addresses;
    bool sameAsPrevious = false;
    while (lines.next()) {
        line = trimmed(lines.line());
        if (line.starts_with("---"))
            break;
        if (line.find("same as previous thread") != std::string_view::npos) {
            sameAsPrevious = true;
            continue;
        }
        if (!parseHexAddresses(line, addresses))
            return {};
        stack.insert(stack.end(), addresses.begin(), addresses.end());
    }
    if (sameAsPrevious)
        stack.clear();
    return line;
}

} // namespace

Reading readThreads(std::span<const uint8_t> bytes, const std::string &name, const ReadOptions &options)
{
    static const Pattern heading(R"(--- threadz \d+ ---)", "--- threadz ");
    static const Pattern thread(R"(--- Thread ([[:xdigit:]]+) \(name: (.*)/(\d+)\) stack: ---)",
                                "--- Thread ");
    LineReader lines(textOf(bytes), options);
    while (lines.next() && isSpaceOrComment(lines.line())) {
    }
    std::string_view line = lines.line();
    if (line.size() > 65536)
        return unrecognized();
    if (heading.matches(line)) {
        while (lines.next()) {
            line = lines.line();
            if (isMemoryMapHeadline(line) || line.starts_with('-'))
                break;
        }
    } else if (!thread.matches(line)) {
        return unrecognized();
    }

    Draft draft;
    draft.format = "thread stacks as text";
    draft.sampleTypes = {{"thread", "count"}};
    draft.periodType = ValueType{"thread", "count"};
    draft.period = 1;
    std::vector<uint64_t> stack;
    while (!isMemoryMapHeadline(line) && !line.starts_with("---- no stack trace for")) {
        if (!thread.matches(line)) {
            return complaint(
                name, "thread profile", lines.number(),
                "begins neither a thread nor the memory map, without which the profile is not whole: " +
                    quoted(line));
        }
        const auto next = readStack(lines, stack);
        if (!next)
            return complaint(name, "thread profile", lines.number(),
                             "has an address that needs more than 64 bits");
        line = *next;
        if (stack.empty()) { // "same as previous thread"
            draft.addToLastSample(1);
            continue;
        }
        for (size_t i = 0; i < stack.size(); ++i)
            draft.addFrame(i == 0 ? stack[i] : stack[i] - 1); // from where the call returns to the call
        draft.endSample(std::array{int64_t(1)});
    }
    readSections(lines, draft);
    draft.dropRepeatedLeaves();
    return draft.build(name);
}

} // namespace proflens::legacy
