// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/ids.h"
#include "core/profile/labels.h"
#include "core/profile/result.h"
#include "core/profile/stacks.h"
#include "core/profile/strings.h"
#include "core/profile/values.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// What a column of values measures.
struct ValueType
{
    std::string type; // such as "inuse_space"
    std::string unit; // such as "bytes"

    bool operator==(const ValueType &) const = default;
};

// A piece of a binary that was mapped into memory. The first of a profile is the program itself.
struct Mapping
{
    uint64_t id = 0; // as in the file; never 0
    uint64_t start = 0, limit = 0, offset = 0;
    StringId file{0U}, buildId{0U};
    StringId kernelRelocationSymbol{0U}; // "_text" or "_stext" of a "[kernel.kallsyms]_text" mapping
    bool hasFunctions = false, hasFilenames = false, hasLineNumbers = false, hasInlineFrames = false;
};

struct Function
{
    uint64_t id = 0; // as in the file; never 0
    StringId name{0U}, systemName{0U}, file{0U};
    int64_t startLine = 0; // 0: unknown
};

// A place in the source. A location inside inlined calls has several.
struct Line
{
    FunctionId function;
    int64_t line = 0;   // 0: unknown
    int64_t column = 0; // 0: unknown

    bool operator==(const Line &) const = default;
};

struct Location
{
    uint64_t id = 0; // as in the file; never 0
    uint64_t address = 0;
    MappingId mapping;                     // invalid: unknown
    uint32_t firstLine = 0, lineCount = 0; // rows of Profile::lines, innermost inlined call first
    bool folded = false;
};

// The samples, by columns. A sample is a stack, a label set and one value per sample type.
struct SampleTable
{
    std::vector<StackId> stack;
    std::vector<LabelSetId> labels;
    std::vector<ValueColumn> values; // one column per sample type

    size_t size() const { return stack.size(); }
};

struct Profile;

// What reading a profile told beyond what is in it. Never written to a file.
struct Origin
{
    std::string format;                  // of the file, in plain words; empty for profiles made in memory
    std::vector<std::string> warnings;   // sentences about what was odd in it, without the file's name
    std::shared_ptr<const Profile> base; // what the file itself compares the profile with; mostly nullptr
};

// A whole profile: tables of plain columns, immutable once built and shared as ProfilePtr.
// Field meanings are those of the published profile.proto.
struct Profile
{
    std::vector<ValueType> sampleTypes;
    std::string defaultSampleType;
    std::optional<ValueType> periodType;
    int64_t period = 0;
    int64_t timeNanos = 0;     // since 1970 UTC; 0: unknown
    int64_t durationNanos = 0; // 0: unknown
    std::string dropFrames, keepFrames;
    std::vector<std::string> comments;
    std::string docUrl;

    StringTable strings;
    std::vector<Mapping> mappings;
    std::vector<Function> functions;
    // From here on they are no functions but labels that stand on stacks as frames (select/labelframes.h): the
    // name is the label's value, empty where a sample lacks the label, the file its key. Invalid: none are.
    FunctionId firstLabelFunction;
    std::vector<Location> locations;
    std::vector<Line> lines;
    StackTable stacks;
    LabelTable labels;
    SampleTable samples;

    Origin origin;

    const Function &function(FunctionId id) const { return functions[id.row]; }
    bool isLabel(FunctionId id) const { return id.isValid() && id >= firstLabelFunction; }
    const Location &location(LocationId id) const { return locations[id.row]; }
    const Mapping &mapping(MappingId id) const { return mappings[id.row]; }
    std::span<const Line> linesOf(const Location &l) const
    {
        return {lines.data() + l.firstLine, l.lineCount};
    }
    std::string_view text(StringId id) const { return strings[id]; }

    // The row of the sample type that pprof's sample_index option means by a text: a number, a type's name
    // ("inuse_x" also names "x"), or "" for the default (defaultSampleType, else the last).
    Result<int> sampleIndex(std::string_view wanted) const;
};

using ProfilePtr = std::shared_ptr<const Profile>;

} // namespace proflens
