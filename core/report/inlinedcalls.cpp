// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/inlinedcalls.h"

#include <algorithm>
#include <cstdlib>

namespace proflens {

namespace {

struct Node
{
    FrameId frame;
    int64_t flat = 0, cum = 0;
    uint32_t seenIn = UINT32_MAX; // the last stack that was counted
    std::vector<uint32_t> calls;
};

class Calls
{
public:
    // The node of a frame that a node calls, or of one that calls others where there is no caller.
    uint32_t node(uint32_t caller, FrameId frame)
    {
        const auto [it, added] =
            m_known.try_emplace(uint64_t(caller) << 32 | frame.row, static_cast<uint32_t>(nodes.size()));
        if (added) {
            nodes.push_back({frame, 0, 0, UINT32_MAX, {}});
            if (caller == none)
                roots.push_back(it->second);
            else
                nodes[caller].calls.push_back(it->second);
        }
        return it->second;
    }

    static constexpr uint32_t none = UINT32_MAX;
    std::vector<Node> nodes;
    std::vector<uint32_t> roots;

private:
    std::unordered_map<uint64_t, uint32_t> m_known;
};

} // namespace

std::unordered_map<uint32_t, std::vector<InlinedCall>>
inlinedCalls(const Report &report, const FrameTable &frames, const std::vector<bool> &wanted)
{
    const Profile &profile = report.profile();
    std::vector<int64_t> weights(profile.stacks.size());
    forEachValue(profile.samples, report.formula(), [&](size_t sample, int64_t value, int64_t) {
        if (report.selection().keepsSample(sample))
            weights[profile.samples.stack[sample].row] += value;
    });
    Calls calls;
    for (uint32_t stack = 0; stack < weights.size(); ++stack) {
        const int64_t weight = weights[stack];
        if (weight == 0)
            continue;
        bool leaf = true;
        report.selection().forEachLocation(StackId(stack), [&](LocationId location) {
            const auto elements = frames.elements(location);
            for (size_t i = 0; i + 1 < elements.size(); ++i) {
                if (!wanted[elements[i].frame().row] || !elements[i + 1].inlined())
                    continue;
                uint32_t node = calls.node(Calls::none, elements[i].frame());
                for (size_t j = i + 1; j < elements.size() && elements[j].inlined(); ++j) {
                    node = calls.node(node, elements[j].frame());
                    Node &call = calls.nodes[node];
                    if (call.seenIn != stack) {
                        call.seenIn = stack;
                        call.cum += weight;
                    }
                    if (leaf && j + 1 == elements.size())
                        call.flat += weight;
                }
            }
            leaf = leaf && elements.empty();
        });
    }

    std::unordered_map<uint32_t, std::vector<InlinedCall>> result;
    const auto byCost = [&](uint32_t a, uint32_t b) {
        const Node &left = calls.nodes[a], &right = calls.nodes[b];
        if (std::abs(left.cum) != std::abs(right.cum))
            return std::abs(left.cum) > std::abs(right.cum);
        return left.frame < right.frame;
    };
    for (Node &node : calls.nodes)
        std::sort(node.calls.begin(), node.calls.end(), byCost);
    for (const uint32_t root : calls.roots) {
        std::vector<InlinedCall> &flat = result[calls.nodes[root].frame.row];
        std::vector<std::pair<uint32_t, uint32_t>> open; // node and depth
        const auto add = [&](const Node &node, uint32_t depth) {
            for (auto call = node.calls.rbegin(); call != node.calls.rend(); ++call)
                open.emplace_back(*call, depth);
        };
        add(calls.nodes[root], 0);
        while (!open.empty()) {
            const auto [id, depth] = open.back();
            open.pop_back();
            const Node &node = calls.nodes[id];
            if (node.cum != 0 || node.flat != 0)
                flat.push_back({node.frame, depth, node.flat, node.cum});
            add(node, depth + 1);
        }
    }
    return result;
}

} // namespace proflens
