// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/oracle/plainview.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

// What a view adds up to, straight from the definitions: each function goes over all samples.
namespace proflens::plain {

struct Sum
{
    int64_t value = 0, divisor = 0;

    void add(const Seen &sample)
    {
        value = plus(value, sample.value);
        divisor = plus(divisor, sample.divisor);
    }
    bool operator==(const Sum &) const = default;
};

// By frame; frames that no sample which counts has are missing.
struct Costs
{
    std::map<int, Sum> flat, cum;
};
inline Costs costsOf(const View &view)
{
    Costs costs;
    for (const Seen &sample : view.samples) {
        if (!sample.counts() || sample.frames.empty())
            continue;
        for (const int frame : std::set<int>(sample.frames.begin(), sample.frames.end()))
            costs.cum[frame].add(sample);
        costs.flat[sample.frames.back()].add(sample);
    }
    return costs;
}

struct Edge
{
    Sum sum;
    bool residual = false, inlined = true;
    bool operator==(const Edge &) const = default;
};
struct Graph
{
    Costs costs;
    std::map<std::pair<int, int>, Edge> edges; // caller and callee
};
// Without some frames, as if they had been left out of a drawing: calls over them are residual, and their
// flat is lost.
inline Graph graphOf(const View &view, const std::set<int> &excluded)
{
    Graph graph;
    for (const Seen &sample : view.samples) {
        if (!sample.counts())
            continue;
        std::set<int> seen;
        std::set<std::pair<int, int>> calls;
        int caller = -1;
        bool residual = false;
        for (size_t i = 0; i < sample.frames.size(); ++i) {
            const int frame = sample.frames[i];
            if (excluded.contains(frame)) {
                residual = true;
                continue;
            }
            if (seen.insert(frame).second)
                graph.costs.cum[frame].add(sample);
            if (caller >= 0 && caller != frame && calls.insert({caller, frame}).second) {
                Edge &edge = graph.edges[{caller, frame}];
                edge.sum.add(sample);
                edge.residual = edge.residual || residual;
                edge.inlined = edge.inlined && sample.inlined[i] != 0;
            }
            caller = frame;
            residual = false;
        }
        if (caller >= 0 && !residual)
            graph.costs.flat[caller].add(sample);
    }
    return graph;
}

// One node per path. Node 0 is above all roots.
struct TreeNode
{
    Sum flat, cum;
    bool inlined = true;         // each time
    std::map<int, size_t> below; // by frame
};
inline std::vector<TreeNode> treeOf(const View &view)
{
    std::vector<TreeNode> tree(1);
    for (const Seen &sample : view.samples) {
        if (!sample.counts())
            continue;
        size_t at = 0;
        for (size_t i = 0; i < sample.frames.size(); ++i) {
            const auto [it, isNew] = tree[at].below.try_emplace(sample.frames[i], tree.size());
            at = it->second;
            if (isNew)
                tree.emplace_back();
            tree[at].cum.add(sample);
            tree[at].inlined = tree[at].inlined && sample.inlined[i] != 0;
        }
        if (at != 0)
            tree[at].flat.add(sample);
    }
    return tree;
}

// The direct callers and callees of some frames, taken as one.
struct Around
{
    std::map<int, Edge> callers, callees;
    Sum flat, cum, uncalled, recursive, selfCalls;
};
inline Around around(const View &view, const std::set<int> &of)
{
    Around out;
    for (const Seen &sample : view.samples) {
        if (!sample.counts())
            continue;
        const auto isMember = [&](size_t i) { return of.contains(sample.frames[i]); };
        std::set<int> callers, callees;
        size_t members = 0;
        bool calledItself = false;
        for (size_t i = 0; i < sample.frames.size(); ++i) {
            members += isMember(i);
            if (i == 0)
                continue;
            const bool inlined = sample.inlined[i] != 0;
            if (isMember(i - 1) && isMember(i)) {
                calledItself = true;
            } else if (isMember(i)) {
                Edge &edge = out.callers[sample.frames[i - 1]];
                edge.inlined = edge.inlined && inlined;
                if (callers.insert(sample.frames[i - 1]).second)
                    edge.sum.add(sample);
            } else if (isMember(i - 1)) {
                Edge &edge = out.callees[sample.frames[i]];
                edge.inlined = edge.inlined && inlined;
                if (callees.insert(sample.frames[i]).second)
                    edge.sum.add(sample);
            }
        }
        if (members == 0)
            continue;
        out.cum.add(sample);
        if (isMember(0))
            out.uncalled.add(sample);
        if (isMember(sample.frames.size() - 1))
            out.flat.add(sample);
        if (members > 1)
            out.recursive.add(sample);
        if (calledItself)
            out.selfCalls.add(sample);
    }
    return out;
}

// Of each frame: by how many of its callers it was inlined, where a caller counts as one that inlined it if
// it did so each time. Calls of a frame by itself do not count.
inline std::map<int, Inlining> inliningsOf(const View &view)
{
    std::map<std::pair<int, int>, bool> always; // callee and caller
    for (const Seen &sample : view.samples) {
        for (size_t i = 1; sample.counts() && i < sample.frames.size(); ++i) {
            if (sample.frames[i] == sample.frames[i - 1])
                continue;
            const auto [it, isNew] = always.try_emplace({sample.frames[i], sample.frames[i - 1]}, true);
            it->second = it->second && sample.inlined[i] != 0;
        }
    }
    std::map<int, std::set<bool>> kinds;
    for (const auto &[call, inlined] : always)
        kinds[call.first].insert(inlined);
    std::map<int, Inlining> marks;
    for (const auto &[frame, kind] : kinds) {
        if (kind.contains(true))
            marks[frame] = kind.size() == 2 ? Inlining::Partial : Inlining::Whole;
    }
    return marks;
}

// The distinct stacks: frames from the root, each twice its row, plus one where it was inlined.
using Stack = std::vector<int>;
struct StackSum
{
    Sum sum;
    std::map<std::vector<Label>, Sum> labels; // units do not tell labels apart, and are empty
};
inline Stack stackOf(const Seen &sample)
{
    Stack stack;
    for (size_t i = 0; i < sample.frames.size(); ++i)
        stack.push_back(2 * sample.frames[i] + (sample.inlined[i] != 0 ? 1 : 0));
    return stack;
}
inline std::map<Stack, StackSum> stacksOf(const View &view)
{
    std::map<Stack, StackSum> stacks;
    for (const Seen &sample : view.samples) {
        if (!sample.counts())
            continue;
        StackSum &stack = stacks[stackOf(sample)];
        stack.sum.add(sample);
        std::vector<Label> labels = sample.labels;
        for (Label &label : labels)
            label.unit.clear();
        stack.labels[labels].add(sample);
    }
    return stacks;
}

// What the samples with each label add up to.
struct KeySums
{
    std::map<std::string, Sum> texts;
    std::map<int64_t, Sum> numbers;
    Sum total;   // with each value
    Sum without; // samples that lack the key
    bool isEverywhere = true;
};
inline std::map<std::string, KeySums> labelsOf(const View &view)
{
    std::map<std::string, KeySums> keys;
    for (const Seen &sample : view.samples) {
        for (const Label &label : sample.labels) {
            KeySums &key = keys[label.key];
            key.total.add(sample);
            (label.isNumber ? key.numbers[label.number] : key.texts[label.text]).add(sample);
        }
    }
    for (auto &[name, key] : keys) {
        for (const Seen &sample : view.samples) {
            if (std::any_of(sample.labels.begin(), sample.labels.end(),
                            [&](const Label &label) { return label.key == name; }))
                continue;
            key.without.add(sample);
            key.isEverywhere = false;
        }
    }
    return keys;
}

} // namespace proflens::plain
