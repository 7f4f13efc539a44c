// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/stop.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Where the boxes and arrows of a graph are drawn. All lengths are in points, x grows to the right and y
// downwards.
namespace proflens {

struct Point
{
    double x = 0, y = 0;

    bool operator==(const Point &) const = default;
};

// What is to be laid out. The order of nodes and edges is a hint: what comes first gets the better place.
struct LayoutRequest
{
    struct Node
    {
        double width = 0, height = 0;
    };
    struct Edge
    {
        uint32_t source = 0, target = 0; // rows of nodes
        int weight = 1;                  // heavy edges are kept short and straight
        int minLength = 1;               // how many ranks the target stands below the source at least
        double labelWidth = 0, labelHeight = 0;
    };
    std::vector<Node> nodes;
    std::vector<Edge> edges; // edges to missing nodes are not laid out
    double nodeSeparation = 18;
    double rankSeparation = 40;
};

enum class LayoutMethod {
    Graphviz,
    GraphvizFast, // Graphviz with tight limits and straight lines
    Simple,       // ours: ranks by longest path
};

// Why the method isn't Graphviz.
enum class LayoutReason {
    None,
    TimedOut,      // Graphviz took longer than LayoutOptions::timeout (and fastTimeout)
    TooLarge,      // so large that Graphviz was not asked in the first place
    Failed,        // Graphviz gave up, ran out of its memory limit or crashed
    HelperMissing, // the helper process could not be started
};

struct GraphLayout
{
    struct Edge
    {
        // Bezier control points: 3n + 1 of them, from the source to the foot of the arrow head.
        // Empty if the edge could not be laid out.
        std::vector<Point> curve;
        Point tip;   // of the arrow head
        Point label; // its centre
    };
    std::vector<Point> nodes; // their centres
    std::vector<Edge> edges;
    double width = 0, height = 0; // everything is within [0, width] x [0, height]

    LayoutMethod method = LayoutMethod::Graphviz;
    LayoutReason reason = LayoutReason::None;
    std::string detail; // what the system or Graphviz said, for reasons Failed and HelperMissing

    // One English sentence about method and reason; empty for Graphviz.
    std::string note() const;
};

struct LayoutOptions
{
    std::string helper;                       // path of proflens-layout; empty: findLayoutHelper()
    int timeout = 6000;                       // milliseconds
    int fastTimeout = 6000;                   // of the retry
    uint64_t memoryLimit = uint64_t(1) << 30; // bytes of address space that Graphviz may use; 0: no limit
};

// Lays out with Graphviz in a process of its own; if that takes too long, again with tight limits; at last by
// ourselves, so that there is always a picture. nullopt if stopped. The same request gives the same layout
// (unless a timeout decides). Blocks; call it off the GUI thread.
std::optional<GraphLayout> layoutGraph(const LayoutRequest &request, const LayoutOptions &options = {},
                                       const StopToken &stop = {});

// Where proflens-layout is: beside the running program, in its libexec folder, or in the build tree. Empty if
// nowhere.
std::string findLayoutHelper();

} // namespace proflens
