// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/flame/flamepainter.h"

#include "app/style/palette.h"
#include "core/analyze/package.h"

#include <QDeadlineTimer>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace proflens {

namespace {

constexpr uint64_t wholeKey = UINT64_MAX;

QRgb blended(QRgb below, QRgb above, int alpha) // alpha: 0 to 256
{
    const auto channel = [&](int a, int b) { return a + (((b - a) * alpha) >> 8); };
    return qRgb(channel(qRed(below), qRed(above)), channel(qGreen(below), qGreen(above)),
                channel(qBlue(below), qBlue(above)));
}

QRgb *line(QImage &image, int y)
{
    return reinterpret_cast<QRgb *>(image.bits() + qsizetype(y) * image.bytesPerLine());
}

} // namespace

void FlamePainter::setPalette(const QPalette &palette)
{
    m_palette = palette;
    const QColor base = palette.color(QPalette::Base), text = palette.color(QPalette::Text);
    m_base = base.rgb();
    m_text = text.rgb();
    m_whole = style::mixed(base, text, 0.14).rgb();
    m_others = style::mixed(base, text, 0.07).rgb();
    m_othersLine = style::mixed(base, text, 0.28).rgb();
    m_match = style::matchColor(palette).rgb();
    m_active = style::activeColor(palette).rgb();
    std::fill(m_colors.begin(), m_colors.end(), 0);
}

void FlamePainter::setFont(const QFont &font, qreal ratio)
{
    m_ratio = ratio;
    m_labels.setFont(font, ratio);
}

void FlamePainter::setData(const FlameDataPtr &data)
{
    // A change of sample type or filter leaves the frames as they are.
    const bool same = m_data && data && &m_data->frames() == &data->frames();
    m_data = data;
    if (same)
        return;
    m_labels.clear();
    m_colors.assign(data ? data->frames().size() : 0, 0);
}

QRgb FlamePainter::frameColor(FrameId frame)
{
    QRgb &color = m_colors[frame.row];
    if (color == 0)
        color = style::packageColor(m_palette, stableHash(packageOf(m_data->frames(), frame))).rgb();
    return color;
}

bool FlamePainter::isMatch(const FlameBox &box, uint32_t level, const FlameLook &look) const
{
    return look.search && level > 0 && !box.others && look.search->matchesFrame(box.element.frame());
}

int FlamePainter::barWidth() const
{
    return int(std::lround(3 * m_ratio));
}

bool FlamePainter::isShrunk(const FlameBox &box, uint32_t level) const
{
    return m_data->tree.hasNegative() && level > 0 && !box.others && box.end - box.begin > 4 * barWidth() &&
           m_data->tree.total(nodeOf(level, box)) < 0;
}

QRgb FlamePainter::boxColor(uint32_t level, const FlameBox &box, const FlameLook &look)
{
    if (box.others)
        return m_others;
    QRgb color = m_whole;
    if (level > 0 && m_data->tree.hasNegative()) {
        // Where values have signs, the colour tells them; what grew and shrank alike is neutral.
        const FlameNode node = nodeOf(level, box);
        const int64_t width = m_data->tree.widthOf(node);
        const double share =
            width > 0 ? static_cast<double>(m_data->tree.total(node)) / static_cast<double>(width) : 0;
        color = style::heatFill(m_palette, share).rgb();
    } else if (level > 0) {
        color = frameColor(box.element.frame());
    }
    if (isMatch(box, level, look))
        color = m_match;
    else if (look.search)
        color = blended(color, m_base, 140);
    if (level > 0 && look.hovered && box.element.frame() == *look.hovered)
        color = blended(color, m_text, 44);
    if (level < look.zoomDepth)
        color = blended(color, m_base, 110);
    return color;
}

bool FlamePainter::paint(QImage &image, const FlameLayout &layout, const FlameLook &look, int patience)
{
    image.fill(m_base);
    if (!m_data || layout.levelEnds.empty())
        return true;
    m_complete = true;
    m_activeFrames.assign(m_data->frames().size(), 0);
    for (const FrameId frame : look.active) {
        if (frame.row < m_activeFrames.size())
            m_activeFrames[frame.row] = 1;
    }
    QDeadlineTimer deadline(patience, Qt::PreciseTimer);
    std::vector<Band> bands;
    for (uint32_t i = 0; i < layout.levelEnds.size(); ++i) {
        const uint32_t level = layout.window.firstLevel + i;
        const int top = look.topOf(level);
        if (top + look.rowHeight > 0 && top < image.height())
            bands.push_back({level, top, top + look.rowHeight});
    }
    for (const Band &band : bands)
        paintLevel(image, band, layout, look);
    m_deadline = deadline.deadlineNSecs();
    for (const Band &band : bands) {
        for (const FlameBox &box : layout.level(band.level))
            paintLabel(image, band, box, look);
    }
    return m_complete;
}

void FlamePainter::paintLevel(QImage &image, const Band &band, const FlameLayout &layout,
                              const FlameLook &look)
{
    // The last line of a level stays empty, as does the last column of a box: that keeps boxes apart.
    const int top = std::max(band.top, 0);
    const int bottom = std::min(band.bottom - 1, image.height());
    if (top >= bottom)
        return;
    const auto boxes = layout.level(band.level);
    QRgb *const first = line(image, top);
    for (const FlameBox &box : boxes) {
        const int end = box.end - box.begin > 2 ? box.end - 1 : box.end;
        std::fill(first + box.begin, first + end, boxColor(band.level, box, look));
    }
    for (int y = top + 1; y < bottom; ++y)
        std::memcpy(line(image, y), first, size_t(image.width()) * sizeof(QRgb));

    const int thin = std::max(1, int(std::lround(m_ratio)));
    for (const FlameBox &box : boxes) {
        const QRect rect(QPoint(box.begin, band.top), QPoint(box.end - 2, band.bottom - 2));
        if (box.others) {
            hatch(image, band, box.begin, box.end, m_othersLine);
            // Hits that cannot be seen one by one.
            if (look.search && hitsAmong(m_data->tree, *look.search,
                                         rowsOf(m_data->tree, layout, band.level, box), band.level) > 0)
                fill(image, {box.begin, band.bottom - 1 - 3 * thin, box.end - box.begin, 3 * thin}, m_match);
            continue;
        }
        if (band.level == 0)
            continue;
        // A bar below hits and one before what shrank, so that neither is told by colour alone.
        if (isMatch(box, band.level, look))
            fill(image, {box.begin, band.bottom - 1 - 2 * thin, box.end - 1 - box.begin, 2 * thin}, m_text);
        if (isShrunk(box, band.level))
            fill(image, {box.begin, band.top, barWidth(), look.rowHeight - 1}, m_text);
        if (m_activeFrames[box.element.frame().row])
            outline(image, rect, 2 * thin, m_active);
        if (look.current && *look.current == nodeOf(band.level, box))
            outline(image, rect, thin, m_text);
    }
    if (band.level == 0 && look.current && look.current->depth == 0 && !boxes.empty())
        outline(image, {QPoint(boxes[0].begin, band.top), QPoint(boxes[0].end - 2, band.bottom - 2)}, thin,
                m_text);
}

void FlamePainter::hatch(QImage &image, const Band &band, int begin, int end, QRgb color) const
{
    const int period = std::max(4, int(std::lround(5 * m_ratio)));
    const int thick = std::max(1, int(std::lround(m_ratio)));
    if (end - begin > 2)
        --end;
    for (int y = std::max(band.top, 0); y < std::min(band.bottom - 1, image.height()); ++y) {
        QRgb *const pixels = line(image, y);
        // Anchored to the picture's corner, so that neighbours do not look like one.
        for (int x = begin - (begin + y - band.top) % period; x < end; x += period) {
            for (int i = std::max(x, begin); i < std::min(x + thick, end); ++i)
                pixels[i] = color;
        }
    }
}

void FlamePainter::fill(QImage &image, QRect rect, QRgb color) const
{
    rect &= image.rect();
    for (int y = rect.top(); y <= rect.bottom(); ++y)
        std::fill_n(line(image, y) + rect.left(), rect.width(), color);
}

void FlamePainter::outline(QImage &image, const QRect &rect, int thickness, QRgb color) const
{
    if (rect.width() < 1)
        return;
    fill(image, {rect.left(), rect.top(), rect.width(), thickness}, color);
    fill(image, {rect.left(), rect.bottom() - thickness + 1, rect.width(), thickness}, color);
    fill(image, {rect.left(), rect.top(), thickness, rect.height()}, color);
    fill(image, {rect.right() - thickness + 1, rect.top(), thickness, rect.height()}, color);
}

void FlamePainter::paintLabel(QImage &image, const Band &band, const FlameBox &box, const FlameLook &look)
{
    const int pad = int(std::lround(4 * m_ratio));
    const int bar = isShrunk(box, band.level) ? barWidth() : 0;
    const int room = box.end - box.begin - 2 * pad - bar;
    if (box.others || room < int(std::lround(14 * m_ratio)))
        return;
    const bool whole = band.level == 0;
    const uint64_t key = whole ? wholeKey : box.element.frame().row;
    const FlameLabel *label = whole && look.wholeText != m_wholeText ? nullptr : m_labels.find(key);
    if (!label) {
        if (QDeadlineTimer::current(Qt::PreciseTimer).deadlineNSecs() > m_deadline) {
            m_complete = false;
            return;
        }
        const FrameTable &frames = m_data->frames();
        if (whole)
            m_wholeText = look.wholeText;
        label = whole ? m_labels.draw(key, look.wholeText, true)
                      : m_labels.draw(key, boxName(frames, box.element.frame()),
                                      frames[box.element.frame()].name.empty());
    }
    const FlameLabel &dots = m_labels.ellipsis();
    const LabelFit fit = fitLabel(label->cuts, label->size(), room, dots.width(0, 1),
                                  [&](size_t begin, size_t end) { return double(label->width(begin, end)); });
    if (fit.begin == fit.end)
        return;
    const QPoint at(box.begin + pad + bar, band.top + (look.rowHeight - 1 - m_labels.height()) / 2);
    blit(image, *label, fit.begin, fit.end, at);
    if (fit.ellipsis)
        blit(image, dots, 0, 1, at + QPoint(label->width(fit.begin, fit.end), 0));
}

void FlamePainter::blit(QImage &image, const FlameLabel &label, size_t begin, size_t end, QPoint at) const
{
    const QImage &strip = label.strip;
    // Without what hangs over from the character before.
    const int from = label.places[begin] + (begin > 0 ? 1 : 0);
    // A little of what hangs over the last character, unless the next one is there.
    const int spill = end == label.size() ? 2 : 0;
    const int width =
        std::min({label.places[end] + spill, strip.width(), from + image.width() - at.x()}) - from;
    for (int y = std::max(0, -at.y()); y < std::min(strip.height(), image.height() - at.y()); ++y) {
        const uchar *cover = strip.constScanLine(y) + from;
        QRgb *pixels = line(image, at.y() + y) + at.x();
        for (int x = 0; x < width; ++x) {
            if (cover[x])
                pixels[x] = blended(pixels[x], m_text, cover[x] + (cover[x] >> 7));
        }
    }
}

} // namespace proflens
