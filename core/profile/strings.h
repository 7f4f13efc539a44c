// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/ids.h"

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// All strings of a profile, one after the other in one arena. Bytes as the file has them: empty, long, and
// not always UTF-8. Row 0 is the empty string. Equal strings may stand in several rows (files repeat
// themselves).
class StringTable
{
public:
    StringTable()
        : m_ends{0}
    {}

    size_t size() const { return m_ends.size(); }
    std::string_view operator[](StringId id) const
    {
        const size_t begin = id.row == 0 ? 0 : m_ends[id.row - 1];
        return {m_bytes.data() + begin, m_ends[id.row] - begin};
    }

    // Appends without looking for an equal one. Views handed out before may dangle.
    StringId append(std::string_view text)
    {
        m_bytes.insert(m_bytes.end(), text.begin(), text.end());
        m_ends.push_back(m_bytes.size());
        return StringId(m_ends.size() - 1);
    }
    // Sets row 0, which files are free to fill although they must not. Only while it is the only row.
    void setFirst(std::string_view text)
    {
        m_bytes.assign(text.begin(), text.end());
        m_ends[0] = m_bytes.size();
    }
    void reserve(size_t strings, size_t bytes)
    {
        m_ends.reserve(strings);
        m_bytes.reserve(bytes);
    }
    void shrink()
    {
        m_bytes.shrink_to_fit();
        m_ends.shrink_to_fit();
    }
    size_t bytes() const { return m_bytes.size() + m_ends.size() * sizeof(size_t); }

private:
    std::vector<char> m_bytes;
    std::vector<size_t> m_ends; // end of each string in m_bytes
};

} // namespace proflens
