// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/graphsvg.h"

#include "core/report/graphcolors.h"
#include "core/report/svgtext.h"

#include <algorithm>
#include <cmath>

namespace proflens {

namespace {

using svg::escaped;
using svg::number;

std::string dashArray(graphstyle::Dashes dashes)
{
    return dashes.line <= 0 ? std::string()
                            : " stroke-dasharray=\"" + number(dashes.line) + ' ' + number(dashes.gap) + '"';
}

constexpr const char *textColour = "#1a1a1a";

std::string point(Point p)
{
    return number(p.x) + "," + number(p.y);
}

class SvgWriter
{
public:
    explicit SvgWriter(const GraphPicture &picture)
        : m_picture(picture)
        , m_width(svgTextWidth())
        , m_frame(framePicture(picture, m_width))
    {}

    std::string write()
    {
        const std::string width = number(m_frame.width), height = number(m_frame.height);
        m_out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" +
                width + "pt\" height=\"" + height + "pt\" viewBox=\"0 0 " + width + " " + height +
                "\" font-family=\"Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', sans-serif\">\n";
        m_out += "<title>" + escaped(m_picture.title.empty() ? "Call graph" : m_picture.title) + "</title>\n";
        m_out += "<rect width=\"" + width + "\" height=\"" + height + "\" fill=\"#ffffff\"/>\n";
        writeLegend();
        m_out += "<g id=\"graph\" transform=\"translate(" + number(m_frame.graph.x) + " " +
                 number(m_frame.graph.y) + ")\">\n";
        // Light edges first, so that heavy ones are on top.
        for (size_t i = m_picture.drawing.edges.size(); i-- > 0;)
            writeEdge(m_picture.drawing.edges[i], m_picture.layout.edges[i]);
        for (size_t i = 0; i < m_picture.drawing.nodes.size(); ++i)
            writeNode(m_picture.drawing.nodes[i], m_picture.layout.nodes[i]);
        m_out += "</g>\n</svg>\n";
        return std::move(m_out);
    }

private:
    // textLength keeps text within its box where another font is wider than the one measured.
    void writeText(const std::string &line, double x, double baseline, int size, const char *anchor)
    {
        if (line.empty())
            return;
        m_out += "<text x=\"" + number(x) + "\" y=\"" + number(baseline) + "\" font-size=\"" +
                 std::to_string(size) + "\" fill=\"" + textColour + "\" text-anchor=\"" + anchor +
                 "\" textLength=\"" + number(m_width(line, size)) +
                 "\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">" + escaped(line) + "</text>\n";
    }

    void writeRect(double x, double y, double width, double height, const std::string &attributes)
    {
        m_out += "<rect x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" + number(width) +
                 "\" height=\"" + number(height) + "\" " + attributes + "/>\n";
    }

    void writeLegend()
    {
        const auto &box = m_frame.legend;
        if (box.height <= 0)
            return;
        m_out += "<g id=\"legend\">\n";
        writeRect(box.x, box.y, box.width, box.height, "fill=\"#f8f8f8\" stroke=\"#8c8c8c\"");
        double y = box.y + graphstyle::legendPadding;
        for (const std::string &line : m_picture.legend) {
            writeText(line, box.x + graphstyle::legendPadding, y + graphstyle::legendFontSize,
                      graphstyle::legendFontSize, "start");
            y += graphstyle::legendFontSize * graphstyle::lineHeight;
        }
        for (const auto &sample : m_frame.samples) {
            GraphDrawing::Node node;
            node.difference = sample.difference;
            writeRect(sample.box.x, sample.box.y, sample.box.width, sample.box.height,
                      "fill=\"" + graphcolors::fill(node) + "\"" +
                          (sample.outlined
                               ? " rx=\"3\" stroke=\"" + graphcolors::line(node) + "\" stroke-width=\"" +
                                     number(graphstyle::outlineWidth(node)) + "\"" +
                                     dashArray(graphstyle::dashesOf(node))
                               : std::string()));
        }
        for (const auto &word : m_frame.words)
            writeText(word.text, word.x, word.baseline, graphstyle::legendFontSize, "start");
        m_out += "</g>\n";
    }

    void writeEdge(const GraphDrawing::Edge &edge, const GraphLayout::Edge &line)
    {
        if (line.curve.size() < 4)
            return;
        const std::string colour = graphcolors::line(edge);
        m_out += "<g id=\"" + edge.id + "\"><title>" + escaped(edge.title) + "</title>\n<path d=\"M" +
                 point(line.curve[0]) + " C";
        for (size_t i = 1; i < line.curve.size(); ++i)
            m_out += (i > 1 ? " " : "") + point(line.curve[i]);
        m_out += "\" fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"" + number(edge.penWidth) + "\"";
        if (edge.missing)
            m_out += dashArray(graphstyle::missingDashes);
        else if (edge.residual)
            m_out += " stroke-dasharray=\"1.5 4\"";
        else if (edge.inlined)
            m_out += " stroke-dasharray=\"8 3\"";
        m_out += "/>\n";
        writeArrow(line, edge.penWidth, colour);
        if (edge.labelWidth > 0 && !edge.label.empty()) {
            writeRect(line.label.x - edge.labelWidth / 2, line.label.y - edge.labelHeight / 2,
                      edge.labelWidth, edge.labelHeight, "fill=\"#ffffff\" fill-opacity=\"0.75\"");
            writeText(edge.label, line.label.x, line.label.y + graphstyle::edgeFontSize * 0.35,
                      graphstyle::edgeFontSize, "middle");
        }
        m_out += "</g>\n";
    }

    void writeArrow(const GraphLayout::Edge &line, double penWidth, const std::string &colour)
    {
        const Point foot = line.curve.back(), tip = line.tip;
        const double length = std::hypot(tip.x - foot.x, tip.y - foot.y);
        if (length <= 0)
            return;
        const double half = graphstyle::arrowHalfWidth(penWidth);
        const Point side{-(tip.y - foot.y) / length * half, (tip.x - foot.x) / length * half};
        m_out += "<polygon points=\"" + point(tip) + " " + point({foot.x + side.x, foot.y + side.y}) + " " +
                 point({foot.x - side.x, foot.y - side.y}) + "\" fill=\"" + colour + "\"/>\n";
    }

    void writeNode(const GraphDrawing::Node &node, Point centre)
    {
        m_out += "<g id=\"" + node.id + "\"><title>" + escaped(node.name + ": " + node.costs) + "</title>\n";
        const std::string line = graphcolors::line(node), fill = graphcolors::fill(node);
        const double outline = graphstyle::outlineWidth(node);
        writeRect(centre.x - node.width / 2, centre.y - node.height / 2, node.width, node.height,
                  "rx=\"3\" fill=\"" + fill + "\" stroke=\"" + line + "\"" +
                      (outline == 1 ? std::string() : " stroke-width=\"" + number(outline) + "\"") +
                      dashArray(graphstyle::dashesOf(node)));
        double y = centre.y - node.height / 2 + node.textTop();
        for (const std::string &text : node.lines) {
            writeText(text, centre.x, y + node.fontSize * 0.95, node.fontSize, "middle");
            y += node.fontSize * graphstyle::lineHeight;
        }
        m_out += "</g>\n";
    }

    const GraphPicture &m_picture;
    TextWidth m_width;
    PictureFrame m_frame;
    std::string m_out;
};

} // namespace

TextWidth svgTextWidth()
{
    return [](std::string_view text, int fontSize) { return svg::textWidth(text, fontSize); };
}

std::string graphSvg(const GraphPicture &picture)
{
    return SvgWriter(picture).write();
}

} // namespace proflens
