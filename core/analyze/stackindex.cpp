// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/stackindex.h"
#include "core/measure/arithmetic.h"

#include "core/analyze/parallel.h"

#include <algorithm>

namespace proflens {

namespace {

// How many stacks a thread takes at a time.
constexpr size_t pieceSize = 8192;

// All sequences one after the other, while they are sorted.
struct Sequences
{
    std::vector<StackElement> elements;
    std::vector<size_t> ends;

    std::span<const StackElement> operator[](uint32_t i) const
    {
        const size_t begin = i == 0 ? 0 : ends[i - 1];
        return {elements.data() + begin, ends[i] - begin};
    }
};

// A sequence to sort, with the two frames that decide next.
struct Item
{
    uint64_t key;
    uint32_t sequence;
};

// Two frames as one number that orders like them; an ended sequence comes first.
uint64_t keyAt(std::span<const StackElement> s, size_t at)
{
    const uint64_t high = at < s.size() ? uint64_t(s[at].bits) + 1 : 0;
    const uint64_t low = at + 1 < s.size() ? uint64_t(s[at + 1].bits) + 1 : 0;
    return high << 32 | low;
}

// Radix sort by two frames at a time: groups that are still alike get their next two frames and go on a work
// list, so that depth costs no recursion.
void sortItems(const Sequences &sequences, std::vector<Item> &items, size_t from, size_t to,
               size_t startDepth, const StopToken &stop)
{
    struct Group
    {
        size_t begin, end, depth;
    };
    std::vector<Group> work{{from, to, startDepth}};
    while (!work.empty() && !stop.stop_requested()) {
        const Group group = work.back();
        work.pop_back();
        const auto begin = items.begin() + static_cast<ptrdiff_t>(group.begin);
        const auto end = items.begin() + static_cast<ptrdiff_t>(group.end);
        if (group.end - group.begin <= 16) {
            std::sort(begin, end, [&](const Item &a, const Item &b) {
                if (a.key != b.key)
                    return a.key < b.key;
                const auto left = sequences[a.sequence];
                const auto right = sequences[b.sequence];
                const size_t skip = std::min({group.depth, left.size(), right.size()});
                return std::lexicographical_compare(left.begin() + static_cast<ptrdiff_t>(skip), left.end(),
                                                    right.begin() + static_cast<ptrdiff_t>(skip),
                                                    right.end());
            });
            continue;
        }
        std::sort(begin, end, [](const Item &a, const Item &b) { return a.key < b.key; });
        for (size_t i = group.begin; i < group.end;) {
            size_t j = i + 1;
            while (j < group.end && items[j].key == items[i].key)
                ++j;
            // A key with an empty low half is a sequence that has ended: all of these are equal.
            if (j - i > 1 && (items[i].key & 0xffffffff) != 0) {
                for (size_t k = i; k < j; ++k)
                    items[k].key = keyAt(sequences[items[k].sequence], group.depth + 2);
                work.push_back({i, j, group.depth + 2});
            }
            i = j;
        }
    }
}

void sortAll(const Sequences &sequences, std::vector<Item> &items, const StopToken &stop)
{
    const auto less = [](const Item &a, const Item &b) { return a.key < b.key; };
    const unsigned threads = std::min(8U, std::max(1U, std::thread::hardware_concurrency()));
    if (items.size() < 20000 || threads < 2) {
        sortItems(sequences, items, 0, items.size(), 0, stop);
        return;
    }
    // Split where the first key that tells many apart changes: all under one root is usual, so go down while
    // that is so.
    size_t depth = 0;
    for (;; depth += 2) {
        for (Item &item : items)
            item.key = keyAt(sequences[item.sequence], depth);
        const auto [low, high] = std::minmax_element(items.begin(), items.end(), less);
        if (low->key != high->key || (high->key & 0xffffffff) == 0)
            break;
    }
    std::sort(items.begin(), items.end(), less);
    std::vector<std::pair<size_t, size_t>> groups;
    for (size_t i = 0; i < items.size();) {
        size_t j = i + 1;
        while (j < items.size() && items[j].key == items[i].key)
            ++j;
        if (j - i > 1 && (items[i].key & 0xffffffff) != 0)
            groups.emplace_back(i, j);
        i = j;
    }
    std::sort(groups.begin(), groups.end(),
              [](const auto &a, const auto &b) { return a.second - a.first > b.second - b.first; });
    inParallel(groups.size(), 1, [&](size_t begin, size_t end) {
        for (size_t g = begin; g < end; ++g) {
            for (size_t k = groups[g].first; k < groups[g].second; ++k)
                items[k].key = keyAt(sequences[items[k].sequence], depth + 2);
            sortItems(sequences, items, groups[g].first, groups[g].second, depth + 2, stop);
        }
    });
}

// Writes out the stacks as frames. Their lengths are counted first, so that the one big array is made in its
// final size.
Sequences spell(const Selection &selection, const FrameTable &frames, StackIndex::Order order,
                const std::vector<uint32_t> &stackOf, const StopToken &stop)
{
    Sequences sequences;
    sequences.ends.resize(stackOf.size());
    inParallel(stackOf.size(), pieceSize, [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end && !stop.stop_requested(); ++i) {
            size_t length = 0;
            selection.forEachLocation(StackId(stackOf[i]), [&](LocationId location) {
                length += frames.elements(location).size();
            });
            sequences.ends[i] = length;
        }
    });
    size_t total = 0;
    for (size_t &end : sequences.ends)
        end = total += end;
    if (stop.stop_requested())
        return sequences;
    sequences.elements.resize(total);
    inParallel(stackOf.size(), pieceSize, [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end && !stop.stop_requested(); ++i) {
            StackElement *const first = sequences.elements.data() + (i == 0 ? 0 : sequences.ends[i - 1]);
            StackElement *const last = sequences.elements.data() + sequences.ends[i];
            if (order == StackIndex::Order::RootFirst) {
                StackElement *out = last;
                selection.forEachLocation(StackId(stackOf[i]), [&](LocationId location) {
                    const auto elements = frames.elements(location);
                    out -= elements.size();
                    std::copy(elements.begin(), elements.end(), out);
                });
            } else {
                StackElement *out = first;
                selection.forEachLocation(StackId(stackOf[i]), [&](LocationId location) {
                    const auto elements = frames.elements(location);
                    out = std::copy(elements.rbegin(), elements.rend(), out);
                });
            }
        }
    });
    return sequences;
}

} // namespace

std::shared_ptr<const StackIndex> StackIndex::make(const Selection &selection, const FrameTable &frames,
                                                   Order order, const StopToken &stop)
{
    const Profile &profile = *selection.profile();
    const size_t stacks = profile.stacks.size();
    std::shared_ptr<StackIndex> index(new StackIndex);
    index->m_order = order;
    index->m_rows.assign(stacks, noRow);

    std::vector<uint32_t> stackOf; // by sequence
    stackOf.reserve(stacks);
    for (size_t s = 0; s < stacks; ++s) {
        if (selection.keeps(StackId(s)))
            stackOf.push_back(static_cast<uint32_t>(s));
    }
    const Sequences sequences = spell(selection, frames, order, stackOf, stop);
    if (stop.stop_requested())
        return nullptr;

    std::vector<Item> items(stackOf.size());
    for (uint32_t i = 0; i < items.size(); ++i)
        items[i] = {keyAt(sequences[i], 0), i};
    sortAll(sequences, items, stop);
    if (stop.stop_requested())
        return nullptr;

    // Front-code; equal sequences become one row. What each shares with the one before is found first: the
    // sequences lie scattered, so this waits for memory most of the time, and does so on all processors.
    std::vector<uint32_t> sharedFrames(items.size());
    inParallel(items.size(), pieceSize, [&](size_t begin, size_t end) {
        for (size_t i = std::max<size_t>(begin, 1); i < end; ++i) {
            constexpr size_t ahead = 8;
            if (i + ahead < end)
                __builtin_prefetch(sequences[items[i + ahead].sequence].data());
            const auto previous = sequences[items[i - 1].sequence];
            const auto current = sequences[items[i].sequence];
            const auto differs =
                std::mismatch(previous.begin(), previous.end(), current.begin(), current.end());
            sharedFrames[i] = static_cast<uint32_t>(differs.first - previous.begin());
        }
    });
    std::vector<uint32_t> firstItem; // by row
    std::vector<size_t> checkpointBegins;
    size_t elements = 0;
    for (size_t i = 0; i < items.size(); ++i) {
        const size_t depth = sequences[items[i].sequence].size();
        const size_t before = i == 0 ? 0 : sequences[items[i - 1].sequence].size();
        const bool repeated = i > 0 && sharedFrames[i] == depth && depth == before;
        if (!repeated) {
            if (firstItem.size() % checkpointDistance == 0) {
                checkpointBegins.push_back(i);
                index->m_checkpointEnds.push_back(
                    (index->m_checkpointEnds.empty() ? 0 : index->m_checkpointEnds.back()) + sharedFrames[i]);
            }
            firstItem.push_back(static_cast<uint32_t>(i));
            index->m_shared.push_back(sharedFrames[i]);
            index->m_depths.push_back(static_cast<uint32_t>(depth));
            index->m_begins.push_back(elements);
            elements += depth - sharedFrames[i];
            index->m_maxDepth = std::max(index->m_maxDepth, static_cast<uint32_t>(depth));
        }
        index->m_rows[stackOf[items[i].sequence]] = static_cast<uint32_t>(firstItem.size() - 1);
    }
    index->m_elements.resize(elements);
    inParallel(firstItem.size(), pieceSize, [&](size_t begin, size_t end) {
        for (size_t row = begin; row < end; ++row) {
            const auto current = sequences[items[firstItem[row]].sequence];
            std::copy(current.begin() + index->m_shared[row], current.end(),
                      index->m_elements.begin() + static_cast<ptrdiff_t>(index->m_begins[row]));
        }
    });
    for (size_t item : checkpointBegins) {
        const auto current = sequences[items[item].sequence];
        index->m_checkpoints.insert(index->m_checkpoints.end(), current.begin(),
                                    current.begin() + sharedFrames[item]);
    }
    return index;
}

void StackIndex::path(uint32_t row, std::vector<StackElement> &out) const
{
    const uint32_t checkpoint = row / checkpointDistance;
    const size_t begin = checkpoint == 0 ? 0 : m_checkpointEnds[checkpoint - 1];
    out.assign(m_checkpoints.begin() + static_cast<ptrdiff_t>(begin),
               m_checkpoints.begin() + static_cast<ptrdiff_t>(m_checkpointEnds[checkpoint]));
    for (uint32_t r = checkpoint * checkpointDistance; r <= row; ++r) {
        const auto more = rest(r);
        out.resize(m_shared[r]);
        out.insert(out.end(), more.begin(), more.end());
    }
}

size_t StackIndex::byteSize() const
{
    return (m_shared.size() + m_depths.size() + m_rows.size()) * sizeof(uint32_t) +
           (m_begins.size() + m_checkpointEnds.size()) * sizeof(size_t) +
           (m_elements.size() + m_checkpoints.size()) * sizeof(StackElement);
}

} // namespace proflens
