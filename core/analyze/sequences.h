// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/frames.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace proflens {

// Sequences of frames, one after the other.
class Sequences
{
public:
    std::span<const StackElement> operator[](size_t i) const
    {
        const size_t begin = i == 0 ? 0 : m_ends[i - 1];
        return {m_elements.data() + begin, m_ends[i] - begin};
    }
    size_t size() const { return m_ends.size(); }
    // Keeps the memory.
    void clear()
    {
        m_ends.clear();
        m_elements.clear();
    }
    void append(std::span<const StackElement> sequence)
    {
        m_elements.insert(m_elements.end(), sequence.begin(), sequence.end());
        m_ends.push_back(m_elements.size());
    }

private:
    std::vector<StackElement> m_elements;
    std::vector<size_t> m_ends;
};

// How many leading frames two sequences share, of which `known` are known to be the same.
inline size_t sharedFrames(std::span<const StackElement> a, std::span<const StackElement> b, size_t known = 0)
{
    const auto skip = static_cast<ptrdiff_t>(known);
    const auto differs = std::mismatch(a.begin() + skip, a.end(), b.begin() + skip, b.end());
    return static_cast<size_t>(differs.first - a.begin());
}

} // namespace proflens
