// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/legacynames.h"
#include "core/format/legacyreaders.h"
#include "core/format/memorymap.h"

#include <cmath>

namespace proflens::legacy {

namespace {

struct Heading
{
    bool allocations = false; // the numbers in brackets say more than those before them
    bool sampled = false;
    int64_t rate = 1; // bytes between two samples on average
    const char *format = "heap profile as text";
};

enum class Headline { No, Yes, Unknown };

Headline readHeadline(std::string_view line, Heading &heading)
{
    // Lines as long as this are no text; there is no need to search them.
    if (line.size() > 65536)
        return Headline::No;
    static const Pattern heap(
        R"(heap profile: *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\] *@ *(heap[_a-z0-9]*)/?(\d*))",
        "heap profile:");
    static const Pattern other(
        R"(heap profile: *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\] @ (growth|fragmentation))", "heap profile:");
    std::array<std::string_view, 7> group;
    if (!heap.find(line, group)) {
        if (!other.find(line, group))
            return Headline::No;
        heading.format = group[5] == "growth" ? "heap growth profile as text (growthz)"
                                              : "heap fragmentation profile as text (fragmentationz)";
        return Headline::Yes;
    }
    heading.rate = 0;
    if (!group[6].empty()) {
        const auto rate = parseInt(group[6], 10);
        if (!rate)
            return Headline::Unknown;
        heading.rate = *rate;
    }
    heading.allocations =
        (group[3] != group[1] && group[3] != "0") || (group[4] != group[2] && group[4] != "0");
    if (group[5] == "heapprofile") {
        heading.rate = 1;
    } else if (group[5] == "heap" || group[5] == "heap_v2" || group[5] == "heapz_v2") {
        heading.sampled = true;
        if (group[5] == "heap")
            heading.rate /= 2; // the first version writes twice the rate
    } else {
        return Headline::Unknown;
    }
    return Headline::Yes;
}

int64_t quotient(int64_t size, int64_t count)
{
    return count == -1 ? wrapMultiply(size, -1) : size / count;
}

} // namespace

HeapValues unsampled(HeapValues sampled, int64_t rate)
{
    if (sampled.count == 0 || sampled.size == 0)
        return {};
    if (rate <= 1)
        return sampled;
    const double count = static_cast<double>(sampled.count), size = static_cast<double>(sampled.size);
    const double scale = 1 / (1 - std::exp(-(size / count) / static_cast<double>(rate)));
    return {toInt(count * scale), toInt(size * scale)};
}

Reading readHeap(std::span<const uint8_t> bytes, const std::string &name, const ReadOptions &options)
{
    LineReader lines(textOf(bytes), options);
    Heading heading;
    const Headline headline = lines.next() ? readHeadline(lines.line(), heading) : Headline::No;
    if (headline == Headline::No)
        return unrecognized();
    if (headline == Headline::Unknown) {
        return Error{name +
                     ": line 1 names a kind of heap profile that is not known: " + quoted(lines.line()) +
                     "; heap, heap_v2, heapz_v2, heapprofile, growthz and fragmentationz are"};
    }

    Draft draft;
    draft.format = heading.format;
    draft.periodType = ValueType{"space", "bytes"};
    draft.period = heading.rate;
    // The values in use come last, since the last type is the one that is shown first.
    if (heading.allocations)
        draft.sampleTypes = {{"alloc_objects", "count"},
                             {"alloc_space", "bytes"},
                             {"inuse_objects", "count"},
                             {"inuse_space", "bytes"}};
    else
        draft.sampleTypes = {{"objects", "count"}, {"space", "bytes"}};

    static const Pattern sample(R"((-?\d+): *(-?\d+) *\[ *(\d+): *(\d+) *] @)");
    CommentNames names(draft, options.namesInText);
    std::vector<uint64_t> addresses;
    std::vector<int64_t> values;
    while (lines.next()) {
        const std::string_view line = trimmed(lines.line());
        if (isSpaceOrComment(line)) {
            names.read(line);
            continue;
        }
        if (isMemoryMapHeadline(line))
            break;
        const auto broken = [&](const std::string &what) {
            return complaint(name, "heap profile", lines.number(), what);
        };
        std::array<std::string_view, 5> group;
        if (!sample.find(line, group))
            return broken("is no sample: " + quoted(line));
        values.clear();
        int64_t blockSize = 0;
        for (const size_t pair : {3U, 1U}) {
            if (pair == 3 && !heading.allocations)
                continue;
            const auto count = parseInt(group[pair], 10), size = parseInt(group[pair + 1], 10);
            if (!count || !size)
                return broken("has a number that needs more than 64 bits");
            if (*count == 0 && *size != 0)
                return broken("says that 0 blocks have " + std::to_string(*size) + " bytes");
            HeapValues scaled{*count, *size};
            if (*count != 0) {
                blockSize = quotient(*size, *count);
                if (heading.sampled)
                    scaled = unsampled(scaled, heading.rate);
            }
            values.insert(values.end(), {scaled.count, scaled.size});
        }
        std::string_view stack =
            line.substr(static_cast<size_t>(group[0].data() + group[0].size() - line.data()));
        stack = stack.substr(0, stack.find_first_not_of(" x0123456789abcdef"));
        if (!parseHexAddresses(stack, addresses))
            return broken("has an address that needs more than 64 bits");
        for (uint64_t address : addresses)
            draft.addFrame(address - 1); // from where the call returns to the call
        draft.endSample(values, blockSize);
    }
    names.finish();
    readSections(lines, draft);
    return draft.build(name);
}

} // namespace proflens::legacy
