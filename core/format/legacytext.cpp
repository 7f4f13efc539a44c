// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/format/legacytext.h"

#include <charconv>
#include <limits>

namespace proflens::legacy {

LineReader::LineReader(std::string_view text, const ReadOptions &options)
    : m_text(text)
    , m_options(options)
{}

bool LineReader::next()
{
    m_line = {};
    const bool stopped = m_number % 1024 == 0 && m_options.stop.stop_requested();
    if (stopped)
        m_at = m_text.size();
    if (m_at == m_text.size())
        return false;
    ++m_number;
    const size_t end = m_text.find('\n', m_at);
    m_line = m_text.substr(m_at, end == std::string_view::npos ? end : end - m_at);
    m_at = end == std::string_view::npos ? m_text.size() : end + 1;
    if (m_line.ends_with('\r'))
        m_line.remove_suffix(1);
    return true;
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view space = " \t\n\v\f\r";
    const size_t first = text.find_first_not_of(space);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

bool isSpaceOrComment(std::string_view line)
{
    const std::string_view text = trimmed(line);
    return text.empty() || text.front() == '#';
}

namespace {

// Takes the prefix and the underscores off a number of base 0; false if an underscore stands where Go allows
// none.
bool takeBase(std::string_view &text, int &base, std::string &plain)
{
    base = 10;
    if (text.size() > 1 && text[0] == '0') {
        switch (text[1] | 0x20) {
        case 'x':
            base = 16;
            break;
        case 'b':
            base = 2;
            break;
        case 'o':
            base = 8;
            break;
        default:
            break;
        }
        if (base == 10) {
            base = 8;
            text.remove_prefix(1);
        } else {
            text.remove_prefix(2);
        }
        if (text.empty())
            return false;
    }
    if (text.find('_') == std::string_view::npos)
        return true;
    // An underscore may follow a prefix or a digit and must be followed by a digit.
    bool mayFollow = base != 10;
    for (char c : text) {
        if (c == '_' && !mayFollow)
            return false;
        mayFollow = c != '_';
        if (c != '_')
            plain += c;
    }
    text = plain;
    return mayFollow;
}

} // namespace

std::optional<uint64_t> parseUint(std::string_view text, int base)
{
    std::string plain;
    if (base == 0 && !takeBase(text, base, plain))
        return {};
    uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || end != text.data() + text.size())
        return {};
    return value;
}

std::optional<int64_t> parseInt(std::string_view text, int base)
{
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    const auto magnitude = parseUint(text, base);
    constexpr uint64_t limit = uint64_t(1) << 63;
    if (!magnitude || *magnitude > limit || (*magnitude == limit && !negative))
        return {};
    return static_cast<int64_t>(negative ? 0 - *magnitude : *magnitude);
}

bool parseHexAddresses(std::string_view text, std::vector<uint64_t> &out)
{
    out.clear();
    for (size_t at = text.find("0x"); at != std::string_view::npos; at = text.find("0x", at)) {
        at += 2;
        size_t end = at;
        uint64_t value = 0;
        bool fits = true;
        for (; end < text.size(); ++end) {
            const char c = text[end];
            const bool digit = c >= '0' && c <= '9';
            if (!digit && !(c >= 'a' && c <= 'f'))
                break;
            fits = fits && value >> 60 == 0;
            value = value << 4 | static_cast<uint64_t>(digit ? c - '0' : c - 'a' + 10);
        }
        if (!fits)
            return false;
        if (end == at)
            continue;
        out.push_back(value);
        at = end;
    }
    return true;
}

int64_t toInt(double value)
{
    if (value >= -0x1p63 && value < 0x1p63)
        return static_cast<int64_t>(value);
    return std::numeric_limits<int64_t>::min();
}

std::string quoted(std::string_view text)
{
    constexpr size_t most = 60;
    std::string out = "\"";
    for (char c : text.substr(0, most))
        out += c >= ' ' && c <= '~' ? c : '?';
    out += text.size() > most ? "…\"" : "\"";
    return out;
}

Error complaint(const std::string &name, std::string_view kind, size_t line, const std::string &what)
{
    return Error{name + ": line " + std::to_string(line) + " of this " + std::string(kind) + " " + what +
                 "; the file seems damaged, so take the profile again"};
}

} // namespace proflens::legacy
