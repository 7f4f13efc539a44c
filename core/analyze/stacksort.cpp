// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/stacksort.h"

#include "core/analyze/parallel.h"
#include "core/analyze/parts.h"
#include "core/analyze/sequences.h"
#include "core/analyze/speller.h"
#include "core/analyze/splitters.h"

#include <algorithm>
#include <map>
#include <mutex>

namespace proflens {

namespace {

// How many stacks a thread takes at a time.
constexpr size_t pieceSize = 4096;
// A run is to fit the processor's cache once it is spelled out: about so many stacks, and so many bytes of
// their packed form.
constexpr size_t runStacks = 2048, runBytes = 1 << 17;
// How many stacks are looked at for each place where the profile's are divided.
constexpr size_t oversampling = 8;

// Two frames as one number that orders like them; an ended stack comes first.
uint64_t pairAt(std::span<const StackElement> s, size_t at)
{
    const uint64_t high = at < s.size() ? uint64_t(s[at].bits) + 1 : 0;
    const uint64_t low = at + 1 < s.size() ? uint64_t(s[at + 1].bits) + 1 : 0;
    return high << 32 | low;
}

// A sequence to sort, with the two frames that decide next.
struct Item
{
    uint64_t key;
    uint32_t sequence;
};

// Radix sort by two frames at a time: groups that are still alike get their next two frames and go on a work
// list, so that depth costs no recursion.
void sortItems(const Sequences &sequences, std::vector<Item> &items, size_t startDepth, const StopToken &stop)
{
    struct Group
    {
        size_t begin, end, depth;
    };
    std::vector<Group> work{{0, items.size(), startDepth}};
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
                    items[k].key = pairAt(sequences[items[k].sequence], group.depth + 2);
                work.push_back({i, j, group.depth + 2});
            }
            i = j;
        }
    }
}

// The sequences of some stacks, sorted.
class SortedSequences
{
public:
    // Replaces what was there. shared: how many leading frames are known to be the same in all.
    void sort(const Speller &speller, std::span<const uint32_t> stacks, size_t shared, const StopToken &stop)
    {
        m_sequences.clear();
        constexpr size_t together = 16;
        for (size_t i = 0; i < stacks.size() && !stop.stop_requested(); ++i) {
            if (i % together == 0)
                speller.fetch(stacks.subspan(i, std::min(together, stacks.size() - i)));
            speller.spell(stacks[i], m_scratch, m_sequences);
        }
        m_items.resize(m_sequences.size());
        for (uint32_t i = 0; i < m_items.size(); ++i)
            m_items[i] = {pairAt(m_sequences[i], shared), i};
        sortItems(m_sequences, m_items, shared, stop);
    }
    size_t size() const { return m_items.size(); }
    std::span<const StackElement> operator[](size_t i) const { return m_sequences[m_items[i].sequence]; }
    // Which of the stacks it is.
    uint32_t stack(size_t i) const { return m_items[i].sequence; }

private:
    Sequences m_sequences;
    std::vector<Item> m_items;
    std::vector<StackElement> m_scratch;
};

// Finds out to which class stacks belong. Many go the same ways, which it remembers location by location.
class Classifier
{
public:
    Classifier(const Speller &speller, const Splitters &splitters)
        : m_speller(speller)
        , m_splitters(splitters)
        , m_known(size_t(1) << bits)
    {}
    uint32_t classOf(uint32_t stack)
    {
        uint32_t place = Splitters::start;
        m_speller.forEachLocation(stack, m_scratch, [&](LocationId location) {
            const uint64_t key = (uint64_t(place) << 32 | location.row) + 1;
            Way &way = m_known[key * 0x9e3779b97f4a7c15U >> (64 - bits)];
            if (way.key != key)
                way = {key, after(place, location)};
            place = way.to;
            return !(place & Splitters::isKnown);
        });
        return m_splitters.classAt(place);
    }

private:
    static constexpr int bits = 14;
    struct Way
    {
        uint64_t key = 0; // place, and location + 1
        uint32_t to = 0;
    };
    uint32_t after(uint32_t place, LocationId location) const
    {
        m_speller.forEachElement(location, [&](StackElement element) {
            place = m_splitters.after(place, element);
            return !(place & Splitters::isKnown);
        });
        return place;
    }

    const Speller &m_speller;
    const Splitters &m_splitters;
    std::vector<Way> m_known;
    std::vector<LocationId> m_scratch;
};

// Stacks that stand together in the end, in no order yet.
struct Range
{
    size_t begin, end;
    size_t shared; // leading frames that all have in common, at least
    bool alike;    // all are the same
};

// Puts stacks that belong together next to each other.
std::vector<Range> divide(const Speller &speller, std::vector<uint32_t> &stacks, size_t bytes,
                          const StopToken &stop)
{
    const size_t wanted = std::min(std::max(stacks.size() / runStacks, bytes / runBytes), stacks.size() / 64);
    if (wanted < 2)
        return {{0, stacks.size(), 0, false}};
    std::vector<uint32_t> sample;
    const size_t samples = wanted * oversampling;
    for (size_t i = 0; i < samples; ++i)
        sample.push_back(stacks[stacks.size() * i / samples]);
    SortedSequences sorted;
    sorted.sort(speller, sample, 0, stop);
    std::vector<std::span<const StackElement>> chosen;
    for (size_t i = oversampling / 2; i < sorted.size(); i += oversampling) {
        if (chosen.empty() || !std::ranges::equal(chosen.back(), sorted[i]))
            chosen.push_back(sorted[i]);
    }
    const Splitters splitters(chosen);
    std::vector<uint32_t> classes(stacks.size());
    Parts<Classifier> classifiers;
    inParallel(stacks.size(), pieceSize, [&](size_t begin, size_t end) {
        Classifier *const classifier =
            classifiers.take([&] { return std::make_unique<Classifier>(speller, splitters); });
        for (size_t i = begin; i < end && !stop.stop_requested(); ++i)
            classes[i] = classifier->classOf(stacks[i]);
        classifiers.giveBack(classifier);
    });
    std::vector<size_t> places(splitters.classes() + 1);
    for (const uint32_t number : classes)
        ++places[number + 1];
    std::vector<Range> ranges;
    for (size_t number = 0; number < splitters.classes(); ++number) {
        places[number + 1] += places[number];
        if (places[number] < places[number + 1])
            ranges.push_back(
                {places[number], places[number + 1], splitters.shared(number), Splitters::isAlike(number)});
    }
    std::vector<uint32_t> divided(stacks.size());
    for (size_t i = 0; i < stacks.size(); ++i)
        divided[places[classes[i]]++] = stacks[i];
    stacks = std::move(divided);
    return ranges;
}

void addRow(SortedRun &run, std::span<const StackElement> frames, size_t shared)
{
    run.shared.push_back(static_cast<uint32_t>(shared));
    run.depths.push_back(static_cast<uint32_t>(frames.size()));
    run.elements.insert(run.elements.end(), frames.begin() + static_cast<ptrdiff_t>(shared), frames.end());
}

// Sorts stacks for good, and codes them.
SortedRun sortRun(const Speller &speller, std::span<const uint32_t> stacks, const Range &range,
                  SortedSequences &sorted, const StopToken &stop)
{
    SortedRun run;
    if (range.alike) {
        sorted.sort(speller, stacks.first(1), 0, stop);
        addRow(run, sorted[0], 0);
        run.stacks.assign(stacks.begin(), stacks.end());
        run.rows.resize(stacks.size());
        return run;
    }
    sorted.sort(speller, stacks, range.shared, stop);
    run.stacks.reserve(sorted.size());
    run.rows.reserve(sorted.size());
    std::span<const StackElement> before;
    for (size_t i = 0; i < sorted.size(); ++i) {
        const auto frames = sorted[i];
        const size_t shared = i == 0 ? 0 : sharedFrames(before, frames, range.shared);
        if (i == 0 || shared != frames.size() || before.size() != frames.size())
            addRow(run, frames, shared);
        before = frames;
        run.stacks.push_back(stacks[sorted.stack(i)]);
        run.rows.push_back(static_cast<uint32_t>(run.depths.size() - 1));
    }
    return run;
}

} // namespace

bool sortStacks(const Selection &selection, const FrameTable &frames, StackIndex::Order order,
                const std::function<void(const SortedRun &, double)> &take, const StopToken &stop)
{
    const StackTable &table = selection.profile()->stacks;
    std::vector<uint32_t> stacks;
    stacks.reserve(table.size());
    for (size_t s = 0; s < table.size(); ++s) {
        if (selection.keeps(StackId(s)))
            stacks.push_back(static_cast<uint32_t>(s));
    }
    if (stacks.empty())
        return true;
    const Speller speller(selection, frames, order);
    const std::vector<Range> ranges = divide(speller, stacks, table.byteSize(), stop);
    Parts<SortedSequences> sorters;
    std::mutex mutex;
    std::map<size_t, SortedRun> waiting; // for runs before them, which other threads are at
    size_t next = 0;
    inParallel(ranges.size(), 1, [&](size_t begin, size_t end) {
        SortedSequences *const sorter = sorters.take([] { return std::make_unique<SortedSequences>(); });
        for (size_t i = begin; i < end && !stop.stop_requested(); ++i) {
            const Range &range = ranges[i];
            SortedRun run = sortRun(speller, std::span(stacks).subspan(range.begin, range.end - range.begin),
                                    range, *sorter, stop);
            const std::lock_guard lock(mutex);
            waiting.emplace(i, std::move(run));
            for (auto first = waiting.begin(); first != waiting.end() && first->first == next;
                 first = waiting.erase(first), ++next) {
                if (!stop.stop_requested())
                    take(first->second,
                         static_cast<double>(ranges[next].end) / static_cast<double>(stacks.size()));
            }
        }
        sorters.giveBack(sorter);
    });
    return !stop.stop_requested();
}

} // namespace proflens
