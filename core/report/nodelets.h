// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/graph.h"

#include <string>
#include <vector>

namespace proflens {

// A small box that hangs on a node of a drawn call graph: what a label of the samples contributes to it.
struct Nodelet
{
    std::string id;
    std::string name; // its lines are joined by a backslash and an n
    int64_t value = 0;
    bool dotted = false; // the value is cum, for flat and cum differ
    int parent = -1;     // the nodelet it hangs on; -1: the node itself

    // What it stands for: a text label (of CallGraph::Node::labelTags), or numbers, several where it is a
    // range, that come with the text labels `labels` (of numericTags).
    bool isNumber = false;
    std::string labels;
    std::vector<std::string> tags;
    bool isFlat = true; // the value is flat rather than cum
};

// At most maxNodelets for text labels, and as many for the numbers with each of these and alone, as pprof
// draws them (internal/graph/dotgraph.go). nodeId: what ids begin with, "N1".
std::vector<Nodelet> nodeletsOf(const CallGraph::Node &node, const std::string &nodeId);

// What the same labels are worth to a node of another graph.
int64_t nodeletValue(const CallGraph::Node &node, const Nodelet &nodelet);

} // namespace proflens
