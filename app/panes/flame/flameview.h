// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/flame/flamedata.h"
#include "app/panes/flame/flamepainter.h"
#include "core/layout/flame.h"
#include "core/layout/flamesearch.h"

#include <QAbstractScrollArea>
#include <QImage>

#include <functional>
#include <memory>
#include <optional>

namespace proflens {

// What a place in the flame graph stands for: a node, or others: siblings too narrow to be drawn.
struct FlameSpot
{
    FlameNode node; // for others: their parent
    std::optional<FlameRows> others;

    bool operator==(const FlameSpot &) const = default;
};

// What a key zooms by.
inline constexpr double keyZoom = 1.5;

// What a view looks at; another view of the same data can look at the same.
struct FlamePlace
{
    double begin = 0, end = 0;
    FlameNode zoomed;
    std::optional<FlameNode> current;
    int scrolled = 0;
};

// The flame graph itself: a window on a FlameTree that zooms, pans and scrolls, and a frame that the keyboard
// walks. The zoomed frame is the one that fills the window, or the nearest around what the window shows.
class FlameView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit FlameView(QWidget *parent = nullptr);

    // Keeps the zoom where the same names are found again.
    void setData(const FlameDataPtr &data);
    const FlameDataPtr &data() const { return m_data; }
    void setSearch(const std::shared_ptr<const FlameSearch> &search);
    // Root at the bottom.
    void setFlipped(bool flipped);
    bool isFlipped() const { return m_flipped; }
    // Dims the picture while a newer one is on its way.
    void setBusy(bool busy);
    // Of comparisons: what colours mean, and whether one side is shown alone.
    void setColoring(FlameColoring coloring);
    void setSide(std::optional<ComparedSide> side);
    std::optional<ComparedSide> side() const { return m_side; }
    // What is under the cursor in a view of the same data.
    void setLinkedNode(std::optional<FlameNode> node);
    // Texts of tool tips; none at first.
    void setToolTips(const std::function<QString(const FlameSpot &)> &text) { m_toolTip = text; }
    void setActive(const std::vector<FrameId> &frames);
    // A function under the cursor in another pane; the cursor here comes first.
    void setHoveredElsewhere(std::optional<FrameId> frame);

    FlamePlace place() const { return {m_begin, m_end, m_zoom, m_current, m_scrolled}; }
    // From a view of the same data; placeChanged() does not follow.
    void setPlace(const FlamePlace &place);
    FlameNode zoomed() const { return m_zoom; }
    // The part of the axis that is seen.
    double windowBegin() const { return m_begin; }
    double windowEnd() const { return m_end; }
    void zoomTo(FlameNode node);
    // Fills the window with some rows of a node's subtree.
    void zoomTo(FlameNode node, FlameRows rows);
    // To the next caller that is wider than what is seen.
    void zoomOut();
    void zoomToWhole();
    // factor > 1 shows less; around: a pixel of the viewport.
    void zoomBy(double factor, double around);
    // The same around the frame that the keyboard is at.
    void zoomBy(double factor);

    // The frame that the keyboard is at, if any.
    const std::optional<FlameNode> &current() const { return m_current; }
    // Also brings it into view.
    void setCurrent(FlameNode node);
    // What the details are about: under the cursor, else the current frame, else the zoomed one.
    FlameSpot pointed() const;
    const std::optional<FlameSpot> &hoveredSpot() const { return m_spot; }
    std::optional<FlameSpot> spotAt(QPoint position) const;
    // Where a node is on the viewport now; empty if it cannot be seen.
    QRect rectOf(FlameNode node) const;
    int rowHeight() const;
    // What is drawn, laid out anew if need be.
    const FlameLayout &layoutNow() const;

Q_SIGNALS:
    void zoomChanged();
    void pointedChanged();
    // The view was zoomed, moved or walked by whoever uses it.
    void placeChanged();
    // The cursor came to another function, or to none.
    void hovered(std::optional<FrameId> frame);
    // A frame was clicked or Enter pressed on it, and it is zoomed to.
    void activated(FlameNode node);
    void sourceRequested(FlameNode node);
    void menuRequested(const FlameSpot &spot, QPoint globalPosition);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent *event) override;

private:
    void setWindow(double begin, double end);
    // The nearest node around m_zoom that holds the window.
    void fitZoomed();
    void invalidate();
    void updateLook();
    QSize imageSize() const;
    void draw();
    void drawSoon();
    void activate(const FlameSpot &spot);
    void hover(std::optional<QPoint> position);
    bool walk(int key);
    void scrollTo(uint32_t level);
    void syncScrollBar() const;
    FlameLook lookNow() const;
    QString wholeText() const;
    QString emptyText() const;
    int topOfWhole() const;
    double axisAt(double x) const;

    FlameDataPtr m_data;
    std::shared_ptr<const FlameSearch> m_search;
    double m_begin = 0, m_end = 0;
    FlameNode m_zoom;
    std::optional<FlameNode> m_current;
    std::optional<FlameSpot> m_spot; // under the cursor
    std::optional<FrameId> m_hoveredElsewhere;
    std::vector<FrameId> m_active;
    FlameColoring m_coloring;
    std::optional<ComparedSide> m_side;
    std::optional<FlameNode> m_linked;
    std::function<QString(const FlameSpot &)> m_toolTip;
    bool m_flipped = false;
    bool m_busy = false;

    // Pixels that the level of the whole is scrolled out of view; kept where the root is, so that it holds
    // when levels come and go.
    mutable int m_scrolled = 0;
    mutable bool m_layoutStale = true;
    mutable FlameLayout m_layout;
    FlamePainter m_painter;
    QImage m_image;
    bool m_imageStale = true;
    bool m_fresh = true;      // this data was not drawn whole yet
    bool m_drawsSoon = false; // drawSoon() was called and has not drawn

    std::optional<QPoint> m_pressed;
    QPoint m_dragged; // where the cursor was last while dragging
    bool m_dragging = false;
};

} // namespace proflens
