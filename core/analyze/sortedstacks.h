// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/callkinds.h"
#include "core/analyze/frames.h"
#include "core/analyze/stackindex.h"

#include <list>
#include <memory>
#include <mutex>
#include <utility>

namespace proflens {

// Frames and stacks under one granularity and set of filters: what takes longest to make.
struct SortedStacks
{
    std::shared_ptr<const FrameTable> frames;
    std::shared_ptr<const StackIndex> stacks;
    std::shared_ptr<const CallKinds> kinds;
};

// Those that were shown last, so that to go back to one is quick. Key says which it was. For several threads.
template <typename Key> class RecentStacks
{
public:
    // matches(key); nothing if none does.
    template <typename Matches> SortedStacks find(Matches &&matches)
    {
        const std::lock_guard lock(m_mutex);
        for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
            if (!matches(entry->key))
                continue;
            m_entries.splice(m_entries.begin(), m_entries, entry);
            return entry->stacks;
        }
        return {};
    }
    void keep(Key key, const SortedStacks &stacks)
    {
        const std::lock_guard lock(m_mutex);
        m_entries.push_front({std::move(key), stacks});
        size_t bytes = 0;
        for (auto entry = m_entries.begin(); entry != m_entries.end();) {
            bytes += entry->stacks.stacks->byteSize() + entry->stacks.kinds->byteSize();
            entry =
                bytes > mostBytes && entry != m_entries.begin() ? m_entries.erase(entry) : std::next(entry);
        }
    }

private:
    // Enough for a few of a usual profile, and two of one with a million stacks.
    static constexpr size_t mostBytes = size_t(160) << 20;

    struct Entry
    {
        Key key;
        SortedStacks stacks;
    };
    std::mutex m_mutex;
    std::list<Entry> m_entries; // the last one used comes first
};

} // namespace proflens
