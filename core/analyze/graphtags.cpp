// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/graphtags.h"

#include "core/analyze/keptwalk.h"
#include "core/analyze/labeltags.h"
#include "core/analyze/parts.h"
#include "core/profile/pairtable.h"
#include "core/profile/parallel.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace proflens {

namespace {

constexpr uint32_t none = UINT32_MAX;
constexpr size_t samplesAtATime = 65536;

// One sample, or all those of one stack and label set.
struct Item
{
    int64_t value, count;
    size_t order; // of the first sample
    uint32_t set;
    bool other; // of GraphInput::otherSide
};

// The samples whose labels matter, by the row of their stack.
class ItemsByRow
{
public:
    ItemsByRow(const GraphInput &input, const LabelTags &tags)
        : m_begins(input.stacks.size() + 1)
    {
        const SampleTable &samples = input.selection.profile()->samples;
        const auto rowOf = [&](size_t sample) {
            const LabelSetId set = samples.labels[sample];
            if (tags.of(set.row).empty() || !input.selection.keepsSample(sample))
                return StackIndex::noRow;
            return input.stacks.rowOf(samples.stack[sample]);
        };
        const size_t sides = input.otherSide ? 2 : 1;
        std::vector<uint32_t> rows(samples.size());
        inParallel(rows.size(), samplesAtATime, [&](size_t begin, size_t end) {
            for (size_t i = begin; i < end; ++i)
                rows[i] = rowOf(i);
        });
        for (const uint32_t row : rows) {
            if (row != StackIndex::noRow)
                m_begins[row + 1] += sides;
        }
        for (size_t row = 1; row < m_begins.size(); ++row)
            m_begins[row] += m_begins[row - 1];
        m_items.resize(m_begins.back());
        m_ends.assign(m_begins.begin(), m_begins.end() - 1);
        const auto add = [&](const ValueFormula &formula, bool other) {
            forEachValue(samples, formula, [&](size_t sample, int64_t value, int64_t count) {
                if ((value == 0 && count == 0) || rows[sample] == StackIndex::noRow)
                    return;
                // The samples of the other side come behind all of this one.
                const size_t order = sample + (other ? samples.size() : 0);
                m_items[m_ends[rows[sample]]++] = {value, count, order, samples.labels[sample].row, other};
            });
        };
        add(input.formula, false);
        if (input.otherSide)
            add(*input.otherSide, true);
    }
    std::span<Item> of(uint32_t row) { return {m_items.data() + m_begins[row], m_ends[row] - m_begins[row]}; }

private:
    std::vector<size_t> m_begins, m_ends;
    std::vector<Item> m_items;
};

// Makes one item of those of a label set that has the larger of both sides' values. Returns how many remain.
size_t mergeSides(std::span<Item> items)
{
    std::stable_sort(items.begin(), items.end(), [](const Item &a, const Item &b) { return a.set < b.set; });
    size_t kept = 0;
    for (size_t i = 0; i < items.size();) {
        Item merged = items[i];
        int64_t value = 0, other = 0;
        merged.count = 0;
        for (const uint32_t set = merged.set; i < items.size() && items[i].set == set; ++i) {
            (items[i].other ? other : value) += items[i].value;
            merged.count += items[i].other ? 0 : items[i].count;
            merged.order = std::min(merged.order, items[i].order);
        }
        merged.value = std::max(std::abs(value), std::abs(other));
        items[kept++] = merged;
    }
    return kept;
}

// What tags contribute to nodes.
class TagSums
{
public:
    struct Sum
    {
        int64_t flat = 0, flatDivisor = 0, cum = 0, cumDivisor = 0;
        size_t first = SIZE_MAX; // the order of the item that number is from
        int64_t number = 0;
        bool any = false;

        void add(const Sum &more)
        {
            flat += more.flat;
            flatDivisor += more.flatDivisor;
            cum += more.cum;
            cumDivisor += more.cumDivisor;
            any = any || more.any;
            if (more.first < first) {
                first = more.first;
                number = more.number;
            }
        }
    };

    // As long as there are few, all pairs have their place; else they are looked up.
    TagSums(size_t tags, size_t slots)
        : m_slots(slots)
        , m_isDense(tags * slots <= mostDense)
    {
        if (m_isDense)
            m_sums.resize(tags * slots);
    }
    Sum &of(uint32_t tag, uint32_t slot)
    {
        if (m_isDense)
            return m_sums[size_t(tag) * m_slots + slot];
        uint32_t &row = m_rows(tag, slot);
        if (row == PairTable::none) {
            row = static_cast<uint32_t>(m_sums.size());
            m_sums.emplace_back();
            m_pairs.push_back({tag, slot});
        }
        return m_sums[row];
    }
    // Calls f(tag, slot, sum) for all that anything was added to.
    template <typename F> void forEach(F &&f) const
    {
        for (size_t i = 0; i < m_sums.size(); ++i) {
            if (!m_sums[i].any)
                continue;
            if (m_isDense)
                f(static_cast<uint32_t>(i / m_slots), static_cast<uint32_t>(i % m_slots), m_sums[i]);
            else
                f(m_pairs[i].first, m_pairs[i].second, m_sums[i]);
        }
    }

private:
    static constexpr size_t mostDense = 1 << 17;
    size_t m_slots;
    bool m_isDense;
    std::vector<Sum> m_sums;
    PairTable m_rows;
    std::vector<std::pair<uint32_t, uint32_t>> m_pairs; // by row of m_sums, unless dense
};

// Adds items to the nodes that are open. A slot is the place of a node among those that are wanted.
class Adder
{
public:
    Adder(const LabelTags &tags, bool merges, size_t slots)
        : m_tags(tags)
        , m_merges(merges)
        , m_sums(tags.size(), slots)
    {}
    // open: the slots that the stack goes through, each once; leaf: the one in which it ends, or none.
    void add(std::span<Item> items, std::span<const uint32_t> open, uint32_t leaf)
    {
        if (m_merges)
            items = items.first(mergeSides(items));
        for (const Item &item : items) {
            for (const LabelTags::Use &use : m_tags.of(item.set)) {
                for (const uint32_t slot : open) {
                    TagSums::Sum &sum = m_sums.of(use.tag, slot);
                    sum.any = true;
                    sum.cum += item.value;
                    sum.cumDivisor += item.count;
                    if (item.order < sum.first) {
                        sum.first = item.order;
                        sum.number = use.number;
                    }
                }
                if (leaf != none) {
                    TagSums::Sum &sum = m_sums.of(use.tag, leaf);
                    sum.flat += item.value;
                    sum.flatDivisor += item.count;
                }
            }
        }
    }
    const TagSums &sums() const { return m_sums; }

private:
    const LabelTags &m_tags;
    bool m_merges;
    TagSums m_sums;
};

// Follows which nodes of a graph with one node per frame are open.
class OpenNodes
{
public:
    // slots: by frame
    OpenNodes(const std::vector<uint32_t> &slots, size_t slotCount, ItemsByRow &items, Adder &adder)
        : m_slots(slots)
        , m_items(items)
        , m_adder(adder)
        , m_isOpen(slotCount)
    {}
    void push(StackElement element, bool, uint32_t)
    {
        const uint32_t slot = m_slots[element.frame().row];
        m_path.push_back({slot, m_open.size()});
        if (!m_isOpen[slot]) {
            m_isOpen[slot] = 1;
            m_open.push_back(slot);
        }
    }
    void pop(uint32_t)
    {
        if (m_open.size() > m_path.back().openBefore) {
            m_isOpen[m_open.back()] = 0;
            m_open.pop_back();
        }
        m_path.pop_back();
    }
    void leaf(uint32_t row, bool inDeepest)
    {
        m_adder.add(m_items.of(row), m_open, inDeepest ? m_path.back().slot : none);
    }

private:
    struct Level
    {
        uint32_t slot;
        size_t openBefore;
    };
    const std::vector<uint32_t> &m_slots;
    ItemsByRow &m_items;
    Adder &m_adder;
    std::vector<Level> m_path;
    std::vector<uint32_t> m_open; // each once, outermost first
    std::vector<uint8_t> m_isOpen;
};

// Goes over the rows [begin, end) of a tree. slots: by node.
void addTreeRows(const TreePaths &tree, const std::vector<uint32_t> &slots, ItemsByRow &items, uint32_t begin,
                 uint32_t end, Adder &adder)
{
    std::vector<uint32_t> open;
    for (uint32_t row = begin; row < end; ++row) {
        const std::span<Item> here = items.of(row);
        if (here.empty())
            continue;
        open.clear();
        for (uint32_t node = tree.leafOf[row]; node != none; node = tree.parentOf[node]) {
            if (slots[node] != none)
                open.push_back(slots[node]);
        }
        const uint32_t leaf = tree.leafOf[row];
        adder.add(here, open, leaf == none ? none : slots[leaf]);
    }
}

void makeTags(const TagSums &sums, const LabelTags &tags, std::span<const uint32_t> nodes, int64_t least,
              CallGraph &graph)
{
    sums.forEach([&](uint32_t tag, uint32_t slot, const TagSums::Sum &sum) {
        if (std::abs(sum.flat) < least && std::abs(sum.cum) < least)
            return;
        const LabelTags::Tag &of = tags.tag(tag);
        CallGraph::Node &node = graph.nodes[nodes[slot]];
        const std::string &name = of.isNumber ? of.number : of.texts;
        GraphTag &made = of.isNumber ? node.numericTags[of.texts][name] : node.labelTags[name];
        made = {name,    of.unit,       of.isNumber ? sum.number : 0, sum.flat, sum.flatDivisor,
                sum.cum, sum.cumDivisor};
    });
}

} // namespace

void gatherTags(CallGraph &graph, std::span<const uint32_t> nodes, const GraphInput &input,
                const WantedTags &wanted, const TreePaths *tree, const StopToken &stop)
{
    const LabelTags tags(input, wanted);
    if (tags.size() == 0 || nodes.empty() || stop.stop_requested())
        return;
    std::vector<uint32_t> slots(tree ? graph.nodes.size() : input.frames.size(), none);
    std::vector<uint8_t> kept(slots.size());
    for (uint32_t i = 0; i < nodes.size(); ++i) {
        const uint32_t row = tree ? nodes[i] : graph.nodes[nodes[i]].frame.row;
        slots[row] = i;
        kept[row] = 1;
    }
    ItemsByRow items(input, tags);
    constexpr size_t rowsAtATime = 16384;
    Parts<Adder> adders;
    inParallel(input.stacks.size(), rowsAtATime, [&](size_t begin, size_t end) {
        if (stop.stop_requested())
            return;
        Adder *const adder = adders.take(
            [&] { return std::make_unique<Adder>(tags, input.otherSide.has_value(), nodes.size()); });
        const auto from = static_cast<uint32_t>(begin), to = static_cast<uint32_t>(end);
        if (tree) {
            addTreeRows(*tree, slots, items, from, to, *adder);
        } else {
            OpenNodes visitor(slots, nodes.size(), items, *adder);
            walkKept(
                input.stacks, kept, from, to, [&](uint32_t row) { return !items.of(row).empty(); }, visitor);
        }
        adders.giveBack(adder);
    });
    TagSums all(tags.size(), nodes.size());
    for (const auto &adder : adders.all()) {
        adder->sums().forEach(
            [&](uint32_t tag, uint32_t slot, const TagSums::Sum &sum) { all.of(tag, slot).add(sum); });
    }
    makeTags(all, tags, nodes, wanted.least, graph);
}

} // namespace proflens
