// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/flame/flamedata.h"
#include "app/panes/flame/flamelabels.h"
#include "core/layout/flame.h"
#include "core/layout/flamesearch.h"
#include "core/report/flameshade.h"

#include <QFont>
#include <QImage>
#include <QPalette>
#include <QRect>

#include <optional>
#include <vector>

namespace proflens {

// All that decides what a picture of a layout looks like. Lengths are device pixels; a column is one.
struct FlameLook
{
    int rowHeight = 18;
    int top = 0;            // of level 0, relative to the picture; negative if scrolled
    bool flipped = false;   // level n is above level 0, not below
    uint32_t zoomDepth = 0; // levels before this one only tell where we are
    std::optional<FrameId> hovered;
    std::vector<FrameId> active;
    std::optional<FlameNode> current; // has the keyboard's focus
    const FlameSearch *search = nullptr;
    QString wholeText; // for level 0

    // Of comparisons.
    FlameColoring coloring;
    std::optional<ComparedSide> side; // only this side's part of each box; none: the difference of both
    std::optional<FlameNode> linked;  // under the cursor in the other half

    int topOf(uint32_t level) const
    {
        return flipped ? top - int(level) * rowHeight : top + int(level) * rowHeight;
    }
};

// Paints layouts into images: a line of pixels per level, copied down, and names cut from ready strips. No
// painter call per box. Keeps colours and strips from one picture to the next.
class FlamePainter
{
public:
    void setPalette(const QPalette &palette);
    void setFont(const QFont &font, qreal ratio);
    // Colours and names go by frame, which are others in other data. Names that stay keep their strips.
    void setData(const FlameDataPtr &data);

    // image: Format_RGB32, as wide as the layout. Names that were never drawn before are left out when that
    // would take longer than `patience` milliseconds; returns false then: paint again.
    bool paint(QImage &image, const FlameLayout &layout, const FlameLook &look, int patience);

private:
    struct Band // a level in the picture
    {
        uint32_t level;
        int top, bottom;
    };
    // What a comparison says about a box.
    struct Compared
    {
        FlameShade shade;
        double filled = 1;
        bool lacks = false; // the side that is shown
    };
    void compare(const FlameLayout &layout, const std::vector<Band> &bands, const FlameLook &look);
    const Compared *comparedOf(const FlameLayout &layout, const FlameBox &box) const;
    // What has a pattern, and so a word: new or gone; else Same.
    static Change patternOf(const Compared &compared, const FlameLook &look);
    void paintLevel(QImage &image, const Band &band, const FlameLayout &layout, const FlameLook &look);
    void paintMarks(QImage &image, const Band &band, const FlameBox &box, const FlameLayout &layout,
                    const FlameLook &look);
    void paintOthers(QImage &image, const Band &band, const FlameBox &box, const FlameLayout &layout,
                     const FlameLook &look);
    void paintLabel(QImage &image, const Band &band, const FlameBox &box, const FlameLayout &layout,
                    const FlameLook &look);
    const FlameLabel *labelOf(uint32_t level, const FlameBox &box, const FlameLook &look);
    // "new:", "+"; nothing where there is no room for it.
    const FlameLabel *signOf(uint64_t key);
    uint64_t signKey(uint32_t level, const Compared &compared, const FlameLook &look) const;
    void blit(QImage &image, const FlameLabel &label, size_t begin, size_t end, QPoint at) const;
    QRgb boxColor(uint32_t level, const FlameBox &box, const FlameLook &look, const Compared *compared);
    QRgb frameColor(FrameId frame);
    // Whether a bar before it tells that its value is below 0; there must be room for one.
    bool isShrunk(const FlameBox &box, uint32_t level) const;
    int barWidth() const;
    bool isMatch(const FlameBox &box, uint32_t level, const FlameLook &look) const;
    // Whether names that were never drawn before have to wait. Not before the first one: each picture has
    // more of them.
    bool isLate();
    const FlameLabel *draw(uint64_t key, const QString &text, bool isPath);

    FlameDataPtr m_data;
    QPalette m_palette;
    FlameLabels m_labels;
    qreal m_ratio = 1;
    std::vector<QRgb> m_colors;        // by frame; 0 while unknown
    std::vector<uint64_t> m_labelKeys; // by frame; 0 while unknown
    uint64_t m_keysVersion = 0;
    QRgb m_base = 0, m_text = 0, m_whole = 0, m_others = 0, m_othersLine = 0, m_match = 0, m_active = 0;
    QRgb m_lack = 0, m_lackLine = 0;  // what a side does not fill
    std::vector<Compared> m_compared; // by box of the layout; empty without a comparison
    std::vector<uint8_t> m_activeFrames;
    QString m_wholeText; // that its label was drawn with
    bool m_complete = true;
    qint64 m_patience = 0, m_spent = 0; // nanoseconds for names that were never drawn before
};

} // namespace proflens
