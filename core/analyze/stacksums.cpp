// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/stacksums.h"

#include "core/analyze/parallel.h"
#include "core/profile/pairtable.h"

#include <algorithm>
#include <mutex>

namespace proflens {

namespace {

// How many stacks a thread takes at a time: enough that its sums, which are as many as there are frames, are
// added up few times.
constexpr size_t pieceSize = 1U << 15;

// Sums wrap around as they do in pprof.
void add(int64_t &sum, int64_t value)
{
    sum = static_cast<int64_t>(static_cast<uint64_t>(sum) + static_cast<uint64_t>(value));
}

void addAll(std::vector<int64_t> &sums, const std::vector<int64_t> &more)
{
    for (size_t i = 0; i < more.size(); ++i)
        add(sums[i], more[i]);
}

// Lends each thread that works a piece of its own, as many as there are threads at a time.
template <typename Part> class Parts
{
public:
    template <typename Make> Part *take(Make &&make)
    {
        const std::lock_guard lock(m_mutex);
        if (m_free.empty()) {
            m_all.push_back(make());
            return m_all.back().get();
        }
        Part *const part = m_free.back();
        m_free.pop_back();
        return part;
    }
    void giveBack(Part *part)
    {
        const std::lock_guard lock(m_mutex);
        m_free.push_back(part);
    }
    const std::vector<std::unique_ptr<Part>> &all() const { return m_all; }

private:
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Part>> m_all;
    std::vector<Part *> m_free;
};

struct CostPart
{
    FrameCosts costs;
    std::vector<uint32_t> stamps; // by frame: the stack it was last met on, counted by this part
    uint32_t stamp = 0;
};

// The part of a graph that some stacks make. Nodes are frames here.
struct GraphPart
{
    struct Edge
    {
        uint32_t source, target;
        int64_t weight = 0, divisor = 0;
        uint32_t stamp = 0;
        bool residual = false, inlined = true;
    };
    FrameCosts costs;
    std::vector<uint32_t> stamps;
    uint32_t stamp = 0;
    PairTable edgeOf;
    std::vector<Edge> edges;

    // A kept frame of the stack at hand, leaf first; over: whether frames that are not kept are between it
    // and the next one towards the leaf.
    struct Step
    {
        uint32_t frame;
        bool inlined, over;
    };
    std::vector<Step> steps;
};

FrameCosts emptyCosts(size_t frames, bool divisors)
{
    FrameCosts costs;
    costs.flat.resize(frames);
    costs.cum.resize(frames);
    costs.seen.resize(frames);
    if (divisors) {
        costs.flatDivisor.resize(frames);
        costs.cumDivisor.resize(frames);
    }
    return costs;
}

void addCosts(FrameCosts &costs, const FrameCosts &more)
{
    addAll(costs.flat, more.flat);
    addAll(costs.cum, more.cum);
    addAll(costs.flatDivisor, more.flatDivisor);
    addAll(costs.cumDivisor, more.cumDivisor);
    for (size_t i = 0; i < costs.seen.size(); ++i)
        costs.seen[i] |= more.seen[i];
}

class GraphPieces
{
public:
    GraphPieces(const Selection &selection, const FrameTable &frames, const StackSums &sums,
                const std::vector<uint8_t> &kept)
        : m_selection(selection)
        , m_frames(frames)
        , m_sums(sums)
        , m_kept(kept)
    {
        if (kept.empty())
            return;
        // Most locations have no kept frame; that is known without looking at their frames each time.
        const size_t locations = selection.profile()->locations.size();
        m_locations.resize(locations);
        for (size_t i = 0; i < locations; ++i) {
            for (const StackElement element : frames.elements(LocationId(i)))
                m_locations[i] |= kept[element.frame().row] ? hasKept : hasOthers;
        }
    }

    void add(GraphPart &part, uint32_t stack) const
    {
        part.steps.clear();
        bool leaf = true, leafKept = false, over = false;
        m_selection.forEachLocation(StackId(stack), [&](LocationId location) {
            if (!m_locations.empty() && !(m_locations[location.row] & hasKept)) {
                if (m_locations[location.row] & hasOthers) {
                    over = true;
                    leaf = false;
                }
                return;
            }
            const auto elements = m_frames.elements(location);
            for (size_t i = elements.size(); i-- > 0;) {
                const uint32_t frame = elements[i].frame().row;
                const bool kept = m_kept.empty() || m_kept[frame];
                if (kept) {
                    part.steps.push_back({frame, elements[i].inlined(), over});
                    leafKept = leafKept || leaf;
                }
                over = !kept;
                leaf = false;
            }
        });
        if (part.steps.empty())
            return;
        const int64_t value = m_sums.values[stack];
        const int64_t divisor = m_sums.divisors.empty() ? 0 : m_sums.divisors[stack];
        ++part.stamp;
        if (leafKept)
            addTo(part.costs.flat, part.costs.flatDivisor, part.steps.front().frame, value, divisor);
        // Root first, since of several calls between the same two frames the outermost one counts.
        for (size_t i = part.steps.size(); i-- > 0;) {
            const GraphPart::Step &step = part.steps[i];
            if (part.stamps[step.frame] != part.stamp) {
                part.stamps[step.frame] = part.stamp;
                part.costs.seen[step.frame] = 1;
                addTo(part.costs.cum, part.costs.cumDivisor, step.frame, value, divisor);
            }
            if (i == 0)
                break;
            const GraphPart::Step &callee = part.steps[i - 1];
            if (callee.frame == step.frame)
                continue;
            uint32_t &row = part.edgeOf(step.frame, callee.frame);
            if (row == PairTable::none) {
                row = static_cast<uint32_t>(part.edges.size());
                part.edges.push_back({step.frame, callee.frame});
            }
            GraphPart::Edge &edge = part.edges[row];
            if (edge.stamp == part.stamp)
                continue;
            edge.stamp = part.stamp;
            proflens::add(edge.weight, value);
            proflens::add(edge.divisor, divisor);
            edge.residual = edge.residual || step.over;
            edge.inlined = edge.inlined && callee.inlined;
        }
    }

private:
    static constexpr uint8_t hasKept = 1, hasOthers = 2;

    static void addTo(std::vector<int64_t> &sums, std::vector<int64_t> &divisors, uint32_t frame,
                      int64_t value, int64_t divisor)
    {
        proflens::add(sums[frame], value);
        if (!divisors.empty())
            proflens::add(divisors[frame], divisor);
    }

    const Selection &m_selection;
    const FrameTable &m_frames;
    const StackSums &m_sums;
    const std::vector<uint8_t> &m_kept;
    std::vector<uint8_t> m_locations; // what is in them; empty: only kept frames
};

// Adds up what the parts have of one edge.
std::vector<GraphPart::Edge> mergedEdges(const std::vector<std::unique_ptr<GraphPart>> &parts)
{
    std::vector<GraphPart::Edge> all;
    for (const auto &part : parts)
        all.insert(all.end(), part->edges.begin(), part->edges.end());
    std::sort(all.begin(), all.end(), [](const GraphPart::Edge &a, const GraphPart::Edge &b) {
        return a.source != b.source ? a.source < b.source : a.target < b.target;
    });
    std::vector<GraphPart::Edge> merged;
    for (const GraphPart::Edge &edge : all) {
        if (merged.empty() || merged.back().source != edge.source || merged.back().target != edge.target) {
            merged.push_back(edge);
            continue;
        }
        GraphPart::Edge &sum = merged.back();
        add(sum.weight, edge.weight);
        add(sum.divisor, edge.divisor);
        sum.residual = sum.residual || edge.residual;
        sum.inlined = sum.inlined && edge.inlined;
    }
    return merged;
}

} // namespace

StackSums::StackSums(const Selection &selection, const ValueFormula &formula)
{
    const Profile &profile = *selection.profile();
    values.resize(profile.stacks.size());
    counted.resize(profile.stacks.size());
    if (formula.count >= 0)
        divisors.resize(profile.stacks.size());
    forEachValue(profile.samples, formula, [&](size_t sample, int64_t value, int64_t count) {
        if ((value == 0 && count == 0) || !selection.keepsSample(sample))
            return;
        const uint32_t stack = profile.samples.stack[sample].row;
        add(values[stack], value);
        if (!divisors.empty())
            add(divisors[stack], count);
        counted[stack] = 1;
    });
}

FrameCosts frameCosts(const Selection &selection, const FrameTable &frames, const StackSums &sums)
{
    const bool divisors = !sums.divisors.empty();
    Parts<CostPart> parts;
    inParallel(sums.values.size(), pieceSize, [&](size_t begin, size_t end) {
        CostPart *const part = parts.take([&] {
            auto made = std::make_unique<CostPart>();
            made->costs = emptyCosts(frames.size(), divisors);
            made->stamps.resize(frames.size());
            return made;
        });
        FrameCosts &costs = part->costs;
        for (size_t stack = begin; stack < end; ++stack) {
            if (!sums.counted[stack])
                continue;
            const uint32_t stamp = ++part->stamp;
            const int64_t value = sums.values[stack];
            bool leaf = true;
            selection.forEachLocation(StackId(stack), [&](LocationId location) {
                const auto elements = frames.elements(location);
                for (size_t i = elements.size(); i-- > 0;) {
                    const uint32_t frame = elements[i].frame().row;
                    if (leaf) {
                        add(costs.flat[frame], value);
                        if (divisors)
                            add(costs.flatDivisor[frame], sums.divisors[stack]);
                        leaf = false;
                    }
                    if (part->stamps[frame] == stamp)
                        continue;
                    part->stamps[frame] = stamp;
                    costs.seen[frame] = 1;
                    add(costs.cum[frame], value);
                    if (divisors)
                        add(costs.cumDivisor[frame], sums.divisors[stack]);
                }
            });
        }
        parts.giveBack(part);
    });
    FrameCosts costs = emptyCosts(frames.size(), divisors);
    for (const auto &part : parts.all())
        addCosts(costs, part->costs);
    return costs;
}

CallGraph buildGraph(const Selection &selection, const FrameTable &frames, const StackSums &sums,
                     const std::vector<uint8_t> &kept)
{
    const bool divisors = !sums.divisors.empty();
    const GraphPieces pieces(selection, frames, sums, kept);
    Parts<GraphPart> parts;
    inParallel(sums.values.size(), pieceSize, [&](size_t begin, size_t end) {
        GraphPart *const part = parts.take([&] {
            auto made = std::make_unique<GraphPart>();
            made->costs = emptyCosts(frames.size(), divisors);
            made->stamps.resize(frames.size());
            return made;
        });
        for (size_t stack = begin; stack < end; ++stack) {
            if (sums.counted[stack])
                pieces.add(*part, static_cast<uint32_t>(stack));
        }
        parts.giveBack(part);
    });

    FrameCosts costs = emptyCosts(frames.size(), divisors);
    for (const auto &part : parts.all())
        addCosts(costs, part->costs);
    CallGraph graph;
    std::vector<uint32_t> nodeOf(frames.size());
    for (uint32_t frame = 0; frame < frames.size(); ++frame) {
        if (!costs.seen[frame])
            continue;
        nodeOf[frame] = static_cast<uint32_t>(graph.nodes.size());
        CallGraph::Node &node = graph.nodes.emplace_back();
        node.frame = FrameId(frame);
        node.flat = costs.flat[frame];
        node.cum = costs.cum[frame];
        if (divisors) {
            node.flatDivisor = costs.flatDivisor[frame];
            node.cumDivisor = costs.cumDivisor[frame];
        }
    }
    for (const GraphPart::Edge &edge : mergedEdges(parts.all())) {
        const auto row = static_cast<uint32_t>(graph.edges.size());
        const uint32_t source = nodeOf[edge.source], target = nodeOf[edge.target];
        graph.edges.push_back({source, target, edge.weight, edge.divisor, edge.residual, edge.inlined});
        graph.nodes[source].out.push_back(row);
        graph.nodes[target].in.push_back(row);
    }
    return graph;
}

} // namespace proflens
