// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/result.h"
#include "core/report/graphpicture.h"

#include <QByteArray>
#include <QFont>
#include <QPainterPath>
#include <QPalette>
#include <QRectF>

#include <vector>

class QPainter;

// How a call graph looks, on the screen, in a PNG and in a PDF.
namespace proflens::style {

// Measures in a font, for drawGraph(): lengths are in points, whatever the screen.
TextWidth textWidthIn(const QFont &font);

// Paints a picture in its own coordinates; scale the painter to zoom.
class GraphPainter
{
public:
    // Keeps a reference to the picture.
    GraphPainter(const GraphPicture &picture, const QFont &font, const QPalette &palette);

    struct Marks
    {
        int current = -1;         // the node that the keyboard is at
        int hovered = -1;         // the node under the cursor; its edges are marked too
        int hoveredEdge = -1;     // the edge under the cursor
        std::vector<bool> active; // by node: those of the active function; empty: none
        bool focus = false;       // whether the keyboard is here
    };
    // Everything that touches `visible`. zoom: pixels per point, to leave out what nobody could read.
    void paint(QPainter &painter, const QRectF &visible, double zoom, const Marks &marks) const;

    QRectF nodeRect(size_t node) const;
    QRectF labelRect(size_t edge) const;
    const QPainterPath &edgePath(size_t edge) const { return m_paths[edge]; }
    const GraphPicture &picture() const { return m_picture; }

private:
    void paintEdge(QPainter &painter, size_t edge, double zoom, const Marks &marks) const;
    void paintLabel(QPainter &painter, size_t edge) const;
    void paintNode(QPainter &painter, size_t node, double zoom, const Marks &marks) const;

    void paintFarName(QPainter &painter, size_t node, double zoom) const;

    const GraphPicture &m_picture;
    QFont m_font;
    QPalette m_palette;
    std::vector<QPainterPath> m_paths; // by edge; empty for those without a place
    std::vector<QRectF> m_bounds;      // by edge, with arrow head and label
};

enum class ImageFormat { Png, Pdf };
// The picture with its legend on a light ground, as the bytes of a file. Needs a QGuiApplication, but no
// display.
Result<QByteArray> graphImage(const GraphPicture &picture, const QFont &font, ImageFormat format);

} // namespace proflens::style
