// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/costs.h"
#include "core/analyze/stackindex.h"
#include "core/measure/arithmetic.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace proflens {

struct StackSums; // core/analyze/stacksums.h

// What a label of the samples contributes to one node of a call graph (pprof draws these as small boxes).
struct GraphTag
{
    std::string name; // as shown: "key:value" lines joined by a backslash and an n, or a formatted number
    std::string unit; // of a number, else empty
    int64_t number = 0;
    int64_t flat = 0, flatDivisor = 0, cum = 0, cumDivisor = 0;

    int64_t flatValue() const { return flatDivisor == 0 ? flat : measure::quotient(flat, flatDivisor); }
    int64_t cumValue() const { return cumDivisor == 0 ? cum : measure::quotient(cum, cumDivisor); }
};

// A call graph or call tree in pprof's sense (google/pprof, internal/graph).
struct CallGraph
{
    struct Edge
    {
        uint32_t source = 0, target = 0; // rows of nodes
        int64_t weight = 0, weightDivisor = 0;
        bool residual = false; // goes over frames that were left out
        bool inlined = false;  // each such call was inlined into its caller

        int64_t weightValue() const
        {
            return weightDivisor == 0 ? weight : measure::quotient(weight, weightDivisor);
        }
    };
    struct Node
    {
        FrameId frame;
        int64_t flat = 0, flatDivisor = 0, cum = 0, cumDivisor = 0;
        std::vector<uint32_t> in, out; // rows of edges
        // Of samples with text labels, by these; and of numbers, by the text labels that come with them.
        std::map<std::string, GraphTag> labelTags;
        std::map<std::string, std::map<std::string, GraphTag>> numericTags;

        int64_t flatValue() const { return flatDivisor == 0 ? flat : measure::quotient(flat, flatDivisor); }
        int64_t cumValue() const { return cumDivisor == 0 ? cum : measure::quotient(cum, cumDivisor); }
    };

    std::vector<Node> nodes;
    std::vector<Edge> edges;     // those that Node::in and Node::out name; others were left out
    std::vector<uint32_t> shown; // rows of nodes, in the order of the report

    int64_t shownFlat() const; // sum of the shown nodes' flat values
};

// Which edges a graph is asked for.
enum class WantedEdges : uint8_t {
    All,
    ToInlined, // those to frames of which some call was inlined; found sooner, and enough to mark them
};

struct GraphOptions
{
    bool callTree = false; // one node per path instead of one per frame
    bool visual = false;   // for drawing: order by entropy, count label boxes, drop redundant residual edges
    bool sortByCum = false;
    bool dropNegative = false;
    bool tags = false; // gather labels
    WantedEdges edges = WantedEdges::All;
    std::vector<uint8_t> excluded;   // by FrameId, frames to leave out; empty: none
    std::string tagUnit = "minimum"; // unit in which numeric labels are shown
    int nodeCount = 0;               // 0: no limit
    double nodeFraction = 0;         // nodes with |cum| below this share are left out
    double edgeFraction = 0;         // edges with |weight| below this share are left out
};

// The graph with what trimming left out.
struct TrimmedGraph
{
    CallGraph graph;
    size_t originalCount = 0; // nodes before the limit by count
    size_t droppedNodes = 0;  // by nodeFraction
    size_t droppedEdges = 0;  // by edgeFraction, in the last step
    int64_t nodeCutoff = 0;   // what a node has to have at least by nodeFraction
};

// What a graph is made of. All parts belong together: frames and stacks of one selection, weights by one
// formula.
struct GraphInput
{
    const Selection &selection;
    const FrameTable &frames;
    const StackIndex &stacks;
    const StackWeights &weights;
    ValueFormula formula;
    // Of a picture of two sides, the other one: of labels the larger of both counts, as in the weights.
    std::optional<ValueFormula> otherSide = std::nullopt;
    // What frameCosts() has for these weights, where it is known already.
    const FrameCosts *costs = nullptr;
};

// Builds and trims the graph in pprof's steps (internal/report newTrimmedGraph). Stops early, with a partial
// graph, when asked to.
TrimmedGraph trimmedGraph(const GraphInput &input, const GraphOptions &options, const StopToken &stop = {});
// The same from the stacks as they lie in the profile, without an index. Makes no tree and gathers no labels;
// only here GraphOptions::edges counts.
TrimmedGraph trimmedGraph(const Selection &selection, const FrameTable &frames, const StackSums &sums,
                          const GraphOptions &options);

// A node's or graph's edges in pprof's order: heaviest first, then by the names of source and target.
std::vector<uint32_t> sortedEdges(const CallGraph &graph, std::vector<uint32_t> edges,
                                  const FrameTable &frames);

// Tags in pprof's order: by |cum| then |flat| (or by |flat| only), then by name.
std::vector<const GraphTag *> sortedTags(std::vector<const GraphTag *> tags, bool byFlat);

// pprof draws at most this many label boxes per node.
inline constexpr size_t maxNodelets = 4;

} // namespace proflens
