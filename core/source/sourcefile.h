// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// A source file in memory, by lines.
class SourceFile
{
public:
    // No larger source is read: one that a person wrote is far below.
    static constexpr uint64_t defaultBound = uint64_t(64) << 20;

    // The Error says which file and why: it is not a plain file, cannot be read, or has more than `bound`
    // bytes.
    static Result<SourceFile> read(const std::string &path, uint64_t bound = defaultBound);
    static SourceFile fromText(std::string text, std::string path = {});

    const std::string &path() const { return m_path; }
    const std::string &text() const { return m_text; }
    // When the file was last changed: nanoseconds since 1970 UTC; 0: unknown.
    int64_t changedNanos() const { return m_changedNanos; }
    // A last line without an end counts; an empty file has none.
    size_t lineCount() const { return m_begins.empty() ? 0 : m_begins.size() - 1; }
    // From 0, without its end. Any bytes.
    std::string_view line(size_t row) const;
    // Holds a zero byte early on, so it is no text.
    bool looksBinary() const;

private:
    std::string m_path;
    std::string m_text;
    std::vector<uint32_t> m_begins; // of each line, and the end of the last
    int64_t m_changedNanos = 0;
};

} // namespace proflens
