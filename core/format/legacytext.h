// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/format/read.h"

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <re2/re2.h>
#include <string>
#include <string_view>

// What the readers of the older text formats share: lines, numbers as Go's strconv reads them, and regular
// expressions over bytes.
namespace proflens::legacy {

// Goes through a text line by line. A line ends with "\n" or "\r\n"; the last needs no end.
class LineReader
{
public:
    LineReader(std::string_view text, const ReadOptions &options);

    // Moves to the next line; false at the end, or when a stop was requested. The line is then empty.
    bool next();
    std::string_view line() const { return m_line; }
    size_t number() const { return m_number; } // of line(), from 1
    std::string_view rest() const { return m_text.substr(m_at); }

private:
    std::string_view m_text;
    const ReadOptions &m_options;
    std::string_view m_line;
    size_t m_at = 0;
    size_t m_number = 0;
};

std::string_view trimmed(std::string_view text);
bool isSpaceOrComment(std::string_view line);

// Like strconv.ParseInt: a sign, digits of the base, nothing else. Base 0 takes the base from the prefix 0x,
// 0b, 0o or 0 and allows "_" between digits. Nothing when the text is no such number or it needs more than 64
// bits.
std::optional<int64_t> parseInt(std::string_view text, int base);
std::optional<uint64_t> parseUint(std::string_view text, int base);

// The numbers written 0x… in a text, replacing out. False if one needs more than 64 bits.
bool parseHexAddresses(std::string_view text, std::vector<uint64_t> &out);

// Converts as amd64 does: what does not fit becomes the smallest number.
int64_t toInt(double value);
// value × factor modulo 2^64.
inline int64_t wrapMultiply(int64_t value, int64_t factor)
{
    return static_cast<int64_t>(static_cast<uint64_t>(value) * static_cast<uint64_t>(factor));
}

// A regular expression in RE2's syntax over bytes, so that text that is no UTF-8 matches too. Compiled when
// it is needed: each text is asked by the readers of all formats, and that takes longer than to read a small
// file.
class Pattern
{
public:
    // part: what every match has in it as it stands there.
    explicit Pattern(const char *text, const char *part = "")
        : m_text(text)
        , m_part(part)
    {}

    // Looks for the leftmost match anywhere in the text. groups[0] is all of it; groups that took no part are
    // empty.
    template <size_t N> bool find(std::string_view text, std::array<std::string_view, N> &groups) const
    {
        std::array<re2::StringPiece, N> pieces;
        if (!match(text, pieces.data(), int(N)))
            return false;
        for (size_t i = 0; i < N; ++i)
            groups[i] = {pieces[i].data() ? pieces[i].data() : "", pieces[i].size()};
        return true;
    }
    bool matches(std::string_view text) const { return match(text, nullptr, 0); }

private:
    bool match(std::string_view text, re2::StringPiece *groups, int count) const
    {
        if (text.find(m_part) == std::string_view::npos)
            return false;
        std::call_once(m_compiled, [this] { m_expression.emplace(m_text, RE2::Latin1); });
        return m_expression->Match({text.data(), text.size()}, 0, text.size(), RE2::UNANCHORED, groups,
                                   count);
    }

    const char *m_text;
    std::string_view m_part;
    mutable std::once_flag m_compiled;
    mutable std::optional<RE2> m_expression;
};

// A piece of a file as it may be shown in a message: short, on one line, printable.
std::string quoted(std::string_view text);

// "NAME: line 7 of this heap profile …", the form of all complaints of the text readers.
Error complaint(const std::string &name, std::string_view kind, size_t line, const std::string &what);

} // namespace proflens::legacy
