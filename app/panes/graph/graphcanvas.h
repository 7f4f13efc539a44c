// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/graph/graphscene.h"
#include "app/style/graphpainter.h"

#include <QAbstractScrollArea>
#include <QPixmap>
#include <QPoint>

#include <memory>
#include <optional>
#include <vector>

namespace proflens {

// Which part of a picture is seen, and how large.
struct GraphView
{
    double zoom = 1;                      // pixels per point
    QPointF centre;                       // in points of the picture
    bool fitted = true, untouched = true; // zoomed to fit and to stay so; nobody zoomed or panned yet
};

// Paints a graph scene, zooms and pans it, and walks along its edges.
class GraphCanvas : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit GraphCanvas(QWidget *parent = nullptr);

    // Keeps what was in the middle there, if both pictures have it; a picture that fitted is fitted again.
    void setScene(const GraphScenePtr &scene);
    const GraphScenePtr &scene() const { return m_scene; }
    // Paints the picture as one that is out of date.
    void setDimmed(bool dimmed);
    // What to say where there is no picture.
    void setMessage(const QString &message);
    // Frames the function's nodes, makes one of them current and, if asked to, brings it into view.
    void showFunction(const QString &function, bool reveal = true);

    GraphView view() const;
    // For a canvas beside another one with the same layout.
    void setView(const GraphView &view);
    // Show what is hovered or current elsewhere; no signal tells of it.
    void markHovered(int node, int edge);
    void markCurrent(int node);

    // The node that the keyboard is at; -1: none.
    int current() const { return m_marks.current; }
    void setCurrent(int node);
    // Pixels per point.
    double zoom() const { return m_zoom; }
    // Where a node is in the viewport, in pixels.
    QRectF nodeRect(int node) const;
    // Where the small picture of all is in the viewport, in a corner; empty if all is visible anyway.
    QRectF overviewRect() const;
    // What stands at a place of the viewport; -1: nothing.
    int nodeAt(const QPointF &position) const;
    int edgeAt(const QPointF &position) const;

    QSize sizeHint() const override { return {900, 560}; }
    QSize minimumSizeHint() const override { return {160, 80}; }

public Q_SLOTS:
    void zoomIn();
    void zoomOut();
    void zoomToActualSize();
    void zoomToFit();

Q_SIGNALS:
    void clicked(int node);
    // Walked to with the keys.
    void walked(int node);
    // Double-clicked, or Return.
    void opened(int node);
    // -1: nothing there any more.
    void hovered(int node, int edge);
    void menuRequested(int node, const QPoint &globalPosition);
    void currentChanged(int node);
    // Zoomed, scrolled, or resized.
    void viewChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    // One step of the keyboard or of a wheel with clicks.
    static constexpr double zoomStep = 1.25;

    void makePainter();
    void setHovered(int node, int edge);
    void setZoom(double zoom, const QPointF &anchor);
    double fittingZoom() const;
    // Until the person zooms or pans: all of it, or what is hottest in a size that can be read.
    void showFirstView();
    double pixelsPerPoint() const;
    void updateScrollBars();
    // From viewport pixels to points of the picture.
    QPointF toScene(const QPointF &position) const;
    QPointF origin() const; // of the picture, in the viewport
    void centreOn(const QPointF &scenePoint);
    void bringIntoView(int node);
    bool walk(int key);
    std::vector<QRectF> overviewPlaces() const;
    size_t bestOverviewPlace(const std::vector<QRectF> &places) const;
    void paintOverview(QPainter &painter);
    void panOverviewTo(const QPointF &position);
    void setCurrentQuietly(int node);

    GraphScenePtr m_scene;
    std::unique_ptr<style::GraphPainter> m_painter;
    style::GraphPainter::Marks m_marks;
    QString m_message;
    QPixmap m_overview;
    size_t m_overviewPlace = 0; // of overviewPlaces()
    double m_zoom = 1;
    bool m_untouched = true; // nobody zoomed or panned yet
    bool m_fitted = true;    // zoomed to fit, and to stay so
    bool m_dimmed = false;
    bool m_panning = false, m_inOverview = false;
    QPointF m_pressed, m_last;
    QString m_function; // what showFunction() was told
};

} // namespace proflens
