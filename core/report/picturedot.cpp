// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/comparedpicture.h"
#include "core/report/graphcolors.h"
#include "core/report/svgtext.h"

namespace proflens {

namespace {

// For a quoted string of DOT.
std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

// Lines in one label, each with a line end of DOT's: "\n" in the middle, "\l" at the left.
std::string labelOf(const std::vector<std::string> &lines, const char *end)
{
    std::string label;
    for (size_t i = 0; i < lines.size(); ++i) {
        const std::string line = quoted(lines[i]);
        label += line.substr(1, line.size() - 2);
        if (i + 1 < lines.size() || end[1] == 'l')
            label += end;
    }
    return '"' + label + '"';
}

const char *styleOf(const GraphDrawing::Node &node)
{
    if (node.missing)
        return "dashed";
    if (!node.difference || node.isTag)
        return "filled";
    switch (node.difference->presence) {
    case Change::Kind::New:
        return "filled,dotted";
    case Change::Kind::Gone:
        return "filled,dashed";
    default:
        return "filled";
    }
}

} // namespace

std::string pictureDot(const GraphPicture &picture)
{
    std::string out = "digraph " + quoted(picture.title) + " {\nnode [shape=box fontname=\"Helvetica\"]\n";
    std::vector<std::string> legend = picture.legend;
    if (picture.scale && !picture.scale->most.empty()) {
        legend.push_back(picture.scale->of + ": blue " + picture.scale->least +
                         ", grey 0 or within noise, red " + picture.scale->most);
        legend.emplace_back("Dotted outline: new; dashed outline: gone");
    }
    if (!legend.empty())
        out += "subgraph cluster_L { legend [fontsize=16 label=" + labelOf(legend, "\\l") + "] }\n";
    const auto &nodes = picture.drawing.nodes;
    for (const auto &node : nodes) {
        out += quoted(node.id) + " [label=" + labelOf(node.lines, "\\n") +
               " fontsize=" + std::to_string(node.fontSize) +
               " tooltip=" + quoted(node.name + ": " + node.costs) + " style=\"" + styleOf(node) +
               "\" color=\"" + graphcolors::line(node) + "\" fillcolor=\"" +
               (node.missing ? "#ffffff" : graphcolors::fill(node)) + '"' +
               (node.isTag ? " shape=box3d" : "") + "]\n";
    }
    for (const auto &edge : picture.drawing.edges) {
        out += quoted(nodes[edge.source].id) + " -> " + quoted(nodes[edge.target].id) +
               " [label=" + quoted(' ' + edge.label) + " weight=" + std::to_string(edge.weight) +
               " penwidth=" + svg::number(edge.penWidth) + " color=\"" + graphcolors::line(edge) +
               "\" tooltip=" + quoted(edge.title) + " labeltooltip=" + quoted(edge.title) +
               (edge.missing    ? " style=\"dashed\""
                : edge.residual ? " style=\"dotted\""
                                : "") +
               (edge.minLength > 1 ? " minlen=" + std::to_string(edge.minLength) : "") + "]\n";
    }
    return out + "}\n";
}

} // namespace proflens
