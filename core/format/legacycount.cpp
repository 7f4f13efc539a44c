// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/legacynames.h"
#include "core/format/legacyreaders.h"
#include "core/format/memorymap.h"

namespace proflens::legacy {

namespace {

// Whether a stack is nothing but " 0x…" once or more.
bool isStack(std::string_view text)
{
    if (text.empty())
        return false;
    while (!text.empty()) {
        if (!text.starts_with(" 0x"))
            return false;
        text.remove_prefix(3);
        const size_t digits = std::min(text.find_first_not_of("0123456789abcdef"), text.size());
        if (digits == 0)
            return false;
        text.remove_prefix(digits);
    }
    return true;
}

} // namespace

Reading readGoCount(std::span<const uint8_t> bytes, const std::string &name, const ReadOptions &options)
{
    LineReader lines(textOf(bytes), options);
    while (lines.next() && isSpaceOrComment(lines.line())) {
    }
    static const Pattern heading(R"(^(\S+) profile: total \d+$)", " profile: total ");
    std::array<std::string_view, 2> title;
    if (lines.line().size() > 65536 || !heading.find(lines.line(), title))
        return unrecognized();

    const std::string type(title[1]);
    Draft draft;
    draft.format = "Go " + type + " profile as text";
    draft.sampleTypes = {{type, "count"}};
    draft.periodType = ValueType{type, "count"};
    draft.period = 1;
    CommentNames names(draft, options.namesInText);
    std::vector<uint64_t> addresses;
    while (lines.next()) {
        const std::string_view line = lines.line();
        if (isSpaceOrComment(line)) {
            names.read(line);
            continue;
        }
        if (line.starts_with("---"))
            break;
        const auto broken = [&](const std::string &what) {
            return complaint(name, type + " profile", lines.number(), what);
        };
        const size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
        const std::string_view behind = line.substr(digits);
        if (digits == 0 || !behind.starts_with(" @") || !isStack(behind.substr(2)))
            return broken("is no sample, such as \"3 @ 0x1234 0x5678\": " + quoted(line));
        const auto count = parseInt(line.substr(0, digits), 0);
        if (!count || !parseHexAddresses(behind, addresses))
            return broken("has a number that needs more than 64 bits: " + quoted(line));
        for (uint64_t address : addresses)
            draft.addFrame(address - 1); // from where the call returns to the call
        draft.endSample({&*count, 1});
    }
    names.finish();
    readSections(lines, draft);
    return draft.build(name);
}

} // namespace proflens::legacy
