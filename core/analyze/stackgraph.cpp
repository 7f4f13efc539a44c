// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/parallel.h"
#include "core/analyze/parts.h"
#include "core/analyze/stacksums.h"
#include "core/profile/pairtable.h"

#include <algorithm>

namespace proflens {

namespace {

// How many stacks a thread takes at a time.
constexpr size_t pieceSize = 1U << 14;

// Sums wrap around as they do in pprof.
void add(int64_t &sum, int64_t value)
{
    sum = static_cast<int64_t>(static_cast<uint64_t>(sum) + static_cast<uint64_t>(value));
}

// Edges between frames.
struct Edge
{
    uint32_t source, target;
    int64_t weight = 0, divisor = 0;
    uint32_t stamp = 0; // the stack it was last met on, counted by its part
    bool residual = false, inlined = true;
};

// The edges that some stacks make.
struct EdgePart
{
    PairTable edgeOf;
    std::vector<Edge> edges;
    uint32_t stamp = 0;
    // Of the stack at hand:
    std::vector<LocationId> locations;
    struct Call
    {
        uint32_t caller;
        StackElement callee;
        bool over;        // frames that are not kept are between them
        uint32_t row = 0; // of edges
    };
    std::vector<Call> calls;
};

// What is known of a frame, or of all in a location.
enum : uint8_t {
    Kept = 1,
    Others = 2, // that are not kept
    Called = 4, // edges to it are wanted
};

class EdgeFinder
{
public:
    EdgeFinder(const Selection &selection, const FrameTable &frames, const StackSums &sums,
               const std::vector<uint8_t> &kept, WantedEdges wanted)
        : m_selection(selection)
        , m_frames(frames)
        , m_sums(sums)
        , m_ofFrame(frames.size())
        , m_ofLocation(selection.profile()->locations.size())
    {
        for (size_t i = 0; i < m_ofFrame.size(); ++i)
            m_ofFrame[i] = kept.empty() || kept[i] ? Kept : Others;
        for (size_t i = 0; i < m_ofLocation.size(); ++i) {
            for (const StackElement element : frames.elements(LocationId(i))) {
                uint8_t &frame = m_ofFrame[element.frame().row];
                if ((frame & Kept) && (wanted == WantedEdges::All || element.inlined()))
                    frame |= Called;
            }
        }
        // Most locations have no kept frame; that is known without looking at their frames each time.
        for (size_t i = 0; i < m_ofLocation.size(); ++i) {
            for (const StackElement element : frames.elements(LocationId(i)))
                m_ofLocation[i] |= m_ofFrame[element.frame().row];
            m_any = m_any || (m_ofLocation[i] & Called);
        }
    }
    bool any() const { return m_any; }

    void add(EdgePart &part, uint32_t stack) const
    {
        findCalls(part, stack);
        // All of a stack's calls ask for their memory before the first one needs it.
        for (EdgePart::Call &call : part.calls) {
            uint32_t &row = part.edgeOf(call.caller, call.callee.frame().row);
            if (row == PairTable::none) {
                row = static_cast<uint32_t>(part.edges.size());
                part.edges.push_back({call.caller, call.callee.frame().row});
            }
            call.row = row;
            __builtin_prefetch(part.edges.data() + row, 1);
        }
        ++part.stamp;
        for (const EdgePart::Call &call : part.calls) {
            Edge &edge = part.edges[call.row];
            if (edge.stamp == part.stamp)
                continue;
            edge.stamp = part.stamp;
            proflens::add(edge.weight, m_sums.values[stack]);
            if (!m_sums.divisors.empty())
                proflens::add(edge.divisor, m_sums.divisors[stack]);
            edge.residual = edge.residual || call.over;
            edge.inlined = edge.inlined && call.callee.inlined();
        }
    }

private:
    // Root first, since of several calls between the same two frames the outermost one counts.
    void findCalls(EdgePart &part, uint32_t stack) const
    {
        part.calls.clear();
        constexpr uint32_t none = UINT32_MAX;
        uint32_t caller = none;
        bool over = false; // frames that are not kept are between the caller and here
        m_selection.forEachLocationFromRoot(StackId(stack), part.locations, [&](LocationId location) {
            const uint8_t has = m_ofLocation[location.row];
            if (!(has & Kept)) {
                over = over || has;
                return;
            }
            for (const StackElement element : m_frames.elements(location)) {
                const uint32_t frame = element.frame().row;
                const uint8_t is = m_ofFrame[frame];
                if (!(is & Kept)) {
                    over = true;
                    continue;
                }
                if ((is & Called) && caller != none && caller != frame) {
                    part.edgeOf.prefetch(caller, frame);
                    part.calls.push_back({caller, element, over});
                }
                caller = frame;
                over = false;
            }
        });
    }

    const Selection &m_selection;
    const FrameTable &m_frames;
    const StackSums &m_sums;
    std::vector<uint8_t> m_ofFrame, m_ofLocation;
    bool m_any = false;
};

// Adds up what the parts have of one edge.
std::vector<Edge> mergedEdges(const std::vector<std::unique_ptr<EdgePart>> &parts)
{
    std::vector<Edge> all;
    for (const auto &part : parts)
        all.insert(all.end(), part->edges.begin(), part->edges.end());
    std::sort(all.begin(), all.end(), [](const Edge &a, const Edge &b) {
        return a.source != b.source ? a.source < b.source : a.target < b.target;
    });
    std::vector<Edge> merged;
    for (const Edge &edge : all) {
        if (merged.empty() || merged.back().source != edge.source || merged.back().target != edge.target) {
            merged.push_back(edge);
            continue;
        }
        Edge &sum = merged.back();
        add(sum.weight, edge.weight);
        add(sum.divisor, edge.divisor);
        sum.residual = sum.residual || edge.residual;
        sum.inlined = sum.inlined && edge.inlined;
    }
    return merged;
}

} // namespace

CallGraph buildGraph(const Selection &selection, const FrameTable &frames, const StackSums &sums,
                     const FrameCosts &costs, const std::vector<uint8_t> &kept, WantedEdges wanted)
{
    CallGraph graph;
    std::vector<uint32_t> nodeOf(frames.size());
    for (uint32_t frame = 0; frame < frames.size(); ++frame) {
        if (!costs.seen[frame] || !(kept.empty() || kept[frame]))
            continue;
        nodeOf[frame] = static_cast<uint32_t>(graph.nodes.size());
        CallGraph::Node &node = graph.nodes.emplace_back();
        node.frame = FrameId(frame);
        node.flat = costs.flat[frame];
        node.cum = costs.cum[frame];
        if (!costs.flatDivisor.empty()) {
            node.flatDivisor = costs.flatDivisor[frame];
            node.cumDivisor = costs.cumDivisor[frame];
        }
    }
    const EdgeFinder finder(selection, frames, sums, kept, wanted);
    if (!finder.any())
        return graph;
    Parts<EdgePart> parts;
    inParallel(sums.values.size(), pieceSize, [&](size_t begin, size_t end) {
        EdgePart *const part = parts.take([] { return std::make_unique<EdgePart>(); });
        for (size_t stack = begin; stack < end; ++stack) {
            if (sums.counted[stack])
                finder.add(*part, static_cast<uint32_t>(stack));
        }
        parts.giveBack(part);
    });
    for (const Edge &edge : mergedEdges(parts.all())) {
        const auto row = static_cast<uint32_t>(graph.edges.size());
        const uint32_t source = nodeOf[edge.source], target = nodeOf[edge.target];
        graph.edges.push_back({source, target, edge.weight, edge.divisor, edge.residual, edge.inlined});
        graph.nodes[source].out.push_back(row);
        graph.nodes[target].in.push_back(row);
    }
    return graph;
}

} // namespace proflens
