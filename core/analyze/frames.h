// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/select/selection.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// What counts as one and the same frame.
enum class Granularity {
    Functions,     // the function's name
    FileFunctions, // name and file
    Files,         // file
    Lines,         // name, file and line
    Addresses,     // address, name, file and line
    SourceLines,   // file and line: for costs beside the source, where a line counts once whatever is inlined
                   // into it
};

// Two names of what is one function to whoever compares two versions of a program.
struct RenamedFunction
{
    std::string from, to; // as Function::name has them

    bool operator==(const RenamedFunction &) const = default;
};

struct FrameOptions
{
    Granularity granularity = Granularity::Functions;
    bool noInlines = false;                                // only the outermost line of a location
    bool showColumns = false;                              // keep columns, where lines are kept
    bool objectNames = false;                              // tell apart functions of different binaries
    bool sameInlined = false;                              // do not mark calls that were inlined
    bool labelsApart = false;                              // labels are frames unlike any function
    std::vector<RenamedFunction> renamed;                  // functions go by the new names
    std::function<std::string(std::string_view)> trimPath; // applied to file names, if set
};

// One frame: what pprof calls a node's info. Views stay valid as long as the FrameTable.
struct Frame
{
    std::string_view name; // empty if unknown or not asked for
    std::string_view file; // cleaned; empty if unknown or not asked for
    std::string_view
        object; // the binary's path; only where nothing better names the frame, or objectNames is set
    uint64_t address = 0;
    int64_t startLine = 0; // of the function; set together with object
    int64_t line = 0;
    int64_t column = 0;
    FunctionId function; // one of the functions that became this frame; invalid if the location had none
    bool hasSeveralFiles = false; // without a file itself: these functions are in several
    // With FrameOptions::labelsApart, for a label that is shown as a frame: its key, and its value, which is
    // empty for samples without the label. Such a frame has no name, file, line and function.
    std::string_view labelKey, labelValue;

    bool isLabel() const { return !labelKey.empty(); }
};

// A frame on a stack: which, and whether this call was inlined into its caller.
struct StackElement
{
    uint32_t bits = 0;

    StackElement() = default;
    explicit constexpr StackElement(uint32_t b)
        : bits(b)
    {}
    constexpr StackElement(FrameId frame, bool inlined)
        : bits(frame.row << 1 | uint32_t(inlined))
    {}
    constexpr FrameId frame() const { return FrameId(bits >> 1); }
    constexpr bool inlined() const { return bits & 1; }
    constexpr auto operator<=>(const StackElement &) const = default;
};

// All frames that a selection's locations make under one granularity, numbered in the order of their
// printable names: to sort by name is to sort by id.
class FrameTable
{
public:
    static std::shared_ptr<const FrameTable> make(const Selection &selection, const FrameOptions &options);

    FrameTable(const FrameTable &) = delete;
    FrameTable &operator=(const FrameTable &) = delete;

    size_t size() const { return m_frames.size(); }
    const Frame &operator[](FrameId id) const { return m_frames[id.row]; }
    // The name that reports print, such as "main.work /src/main.go:12" or "[libc.so]".
    std::string_view printableName(FrameId id) const { return m_printable[id.row]; }
    // Equal for frames with equal printable names, ascending with them.
    uint32_t nameRank(FrameId id) const { return m_nameRanks[id.row]; }
    // The frames of a location, root first.
    std::span<const StackElement> elements(LocationId id) const
    {
        const uint32_t begin = id.row == 0 ? 0 : m_elementEnds[id.row - 1];
        return {m_elements.data() + begin, m_elementEnds[id.row] - begin};
    }
    // Frames whose name is exactly this (several if they differ in file, line, …); for unnamed ones the
    // printable name.
    std::vector<FrameId> find(std::string_view name) const;
    const FrameOptions &options() const { return m_options; }

private:
    FrameTable() = default;

    FrameOptions m_options;
    ProfilePtr m_profile; // owns the text of most views
    std::deque<std::string> m_texts;
    std::vector<Frame> m_frames;
    std::vector<std::string_view> m_printable;
    std::vector<uint32_t> m_nameRanks;
    std::vector<StackElement> m_elements;
    std::vector<uint32_t> m_elementEnds; // by location
};

// The parts of a frame's printable name, with pprof's rules (internal/graph NodeInfo.NameComponents).
std::vector<std::string> nameComponents(const Frame &frame);

// Go's filepath.Clean for paths with slashes: "a//b/../c" is "a/c".
std::string cleanPath(std::string_view path);
// What follows the last slash.
std::string_view baseName(std::string_view path);

} // namespace proflens
