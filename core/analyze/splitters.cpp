// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/splitters.h"

namespace proflens {

Splitters::Splitters(std::span<const std::span<const StackElement>> sequences)
    : m_count(sequences.size())
{
    for (size_t i = 1; i < m_count; ++i)
        m_shared.push_back(static_cast<uint32_t>(sharedFrames(sequences[i - 1], sequences[i])));
    grow(sequences);
}

// Level by level, so that depth costs no recursion.
void Splitters::grow(std::span<const std::span<const StackElement>> sequences)
{
    struct Open
    {
        uint32_t node;
        size_t depth;
    };
    m_nodes.push_back({0, static_cast<uint32_t>(sequences.size()), 0, 0, false});
    std::vector<Open> level{{0, 0}};
    for (size_t next = 0; next < level.size(); ++next) {
        const auto [number, depth] = level[next];
        Node node = m_nodes[number];
        node.isSplitter = node.begin < node.end && sequences[node.begin].size() == depth;
        node.firstStep = static_cast<uint32_t>(m_steps.size());
        for (uint32_t i = node.begin + uint32_t(node.isSplitter); i < node.end;) {
            uint32_t j = i + 1;
            while (j < node.end && sequences[j][depth] == sequences[i][depth])
                ++j;
            level.push_back({static_cast<uint32_t>(m_nodes.size()), depth + 1});
            m_steps.push_back({sequences[i][depth].bits, level.back().node});
            m_nodes.push_back({i, j, 0, 0, false});
            ++node.steps;
            i = j;
        }
        m_nodes[number] = node;
    }
}

} // namespace proflens
