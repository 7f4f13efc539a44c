// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/graphdrawing.h"
#include "core/report/nodelets.h"

#include <string>
#include <vector>

namespace proflens {

// Goes over a trimmed graph and makes a drawing of it: names, order, ids and sizes are the same whatever the
// numbers in it are; those are for the derived classes to say.
class Draughtsman
{
public:
    // Keeps references.
    Draughtsman(const CallGraph &calls, const FrameTable &frames, const TextWidth &width);
    virtual ~Draughtsman() = default;

    GraphDrawing draw();

protected:
    // Adds lines below the name, and tells costs, share and font size. row: of CallGraph::nodes.
    virtual void describeNode(GraphDrawing::Node &node, uint32_t row) = 0;
    // What a call weighs. row: of CallGraph::edges. `arrow` is "caller → callee", for the title.
    virtual void describeEdge(GraphDrawing::Edge &edge, uint32_t row, const std::string &arrow) = 0;
    // A label's box and the edge to it. row: of the node in CallGraph::nodes.
    virtual void describeTag(GraphDrawing::Node &node, GraphDrawing::Edge &edge, uint32_t row,
                             const Nodelet &nodelet) = 0;

    const CallGraph &calls() const { return m_calls; }
    // From 8 points for a function without a cost of its own to 24 for the costliest one.
    static int fontSize(uint64_t flat, uint64_t mostFlat);

private:
    static constexpr uint32_t noRow = UINT32_MAX;

    void drawNode(uint32_t row);
    void drawEdge(uint32_t row);
    void drawNodelets(uint32_t row);
    void measure(GraphDrawing::Node &node) const;
    void measure(GraphDrawing::Edge &edge) const;

    const CallGraph &m_calls;
    const FrameTable &m_frames;
    const TextWidth &m_width;
    GraphDrawing m_drawing;
    std::vector<uint32_t> m_rows; // of the drawing, by row of CallGraph::nodes
};

} // namespace proflens
