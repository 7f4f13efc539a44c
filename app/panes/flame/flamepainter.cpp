// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/flame/flamepainter.h"

#include "app/panes/flame/flamepixels.h"
#include "app/style/difference.h"
#include "app/style/palette.h"
#include "core/analyze/package.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace proflens {

namespace {

constexpr uint64_t noKey = 0, wholeKey = 1, newKey = 2, goneKey = 3, moreKey = 4, lessKey = 5;
static_assert(lessKey < FlameLabels::firstNameKey);

// Boxes are kept apart by an empty column where there is room for one.
int lastColumn(const FlameBox &box)
{
    return box.end - box.begin > 2 ? box.end - 1 : box.end;
}

} // namespace

using namespace pixels;

void FlamePainter::setPalette(const QPalette &palette)
{
    m_palette = palette;
    const QColor base = palette.color(QPalette::Base), text = palette.color(QPalette::Text);
    m_base = base.rgb();
    m_text = text.rgb();
    m_whole = style::mixed(base, text, 0.14).rgb();
    m_others = style::mixed(base, text, 0.07).rgb();
    m_othersLine = style::mixed(base, text, 0.28).rgb();
    m_lack = style::mixed(base, text, 0.03).rgb();
    m_lackLine = style::mixed(base, text, 0.18).rgb();
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
    const size_t frames = data ? data->frames().size() : 0;
    m_labelKeys.assign(frames, noKey);
    m_colors.assign(frames, 0);
}

QRgb FlamePainter::frameColor(FrameId frame)
{
    QRgb &color = m_colors[frame.row];
    if (color == 0) {
        const uint32_t hash = stableHash(packageOf(m_data->frames(), frame));
        color = (m_data->frames()[frame].isLabel() ? style::labelColor(m_palette, hash)
                                                   : style::packageColor(m_palette, hash))
                    .rgb();
    }
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
    return !m_data->compared && m_data->tree.hasNegative() && level > 0 && !box.others &&
           box.end - box.begin > 4 * barWidth() && m_data->tree.total(nodeOf(level, box)) < 0;
}

void FlamePainter::compare(const FlameLayout &layout, const std::vector<Band> &bands, const FlameLook &look)
{
    m_compared.clear();
    if (!m_data->compared)
        return;
    const ComparedFlame &flame = *m_data->compared;
    m_compared.resize(layout.boxes.size());
    for (const Band &band : bands) {
        for (const FlameBox &box : layout.level(band.level)) {
            Compared &compared = m_compared[size_t(&box - layout.boxes.data())];
            const FlameRows rows = rowsOf(flame.tree(), layout, band.level, box);
            compared.shade = box.others ? shadeOf(flame, rows, look.coloring)
                                        : shadeOf(flame, nodeOf(band.level, box), look.coloring);
            if (!look.side)
                continue;
            compared.filled = flame.filled(rows, *look.side);
            compared.lacks = flame.lacks(rows, *look.side);
        }
    }
}

const FlamePainter::Compared *FlamePainter::comparedOf(const FlameLayout &layout, const FlameBox &box) const
{
    return m_compared.empty() ? nullptr : &m_compared[size_t(&box - layout.boxes.data())];
}

Change FlamePainter::patternOf(const Compared &compared, const FlameLook &look)
{
    const Change &whole = compared.shade.whole;
    return style::hasPattern(whole) && (!look.side || compared.lacks) ? whole : Change{};
}

QRgb FlamePainter::boxColor(uint32_t level, const FlameBox &box, const FlameLook &look,
                            const Compared *compared)
{
    const bool difference = compared && !look.side;
    if (box.others && !difference)
        return m_others;
    QRgb color = m_whole;
    if (difference) {
        color = style::differenceFill(m_palette, compared->shade.change, compared->shade.strength).rgb();
    } else if (level > 0 && !compared && m_data->tree.hasNegative()) {
        // Where values have signs, the colour tells them; what grew and shrank alike is neutral.
        const FlameNode node = nodeOf(level, box);
        const int64_t width = m_data->tree.widthOf(node);
        const double share =
            width > 0 ? static_cast<double>(m_data->tree.total(node)) / static_cast<double>(width) : 0;
        color = style::heatFill(m_palette, share).rgb();
    } else if (level > 0) {
        color = frameColor(box.element.frame());
    }
    // Hits among differences keep the colour that tells what became of them, and are framed.
    const bool match = isMatch(box, level, look);
    if (match && !difference)
        color = m_match;
    else if (look.search && !match)
        color = blended(color, m_base, 140);
    if (level > 0 && !box.others && look.hovered && box.element.frame() == *look.hovered)
        color = blended(color, m_text, 44);
    if (level < look.zoomDepth)
        color = blended(color, m_base, 110);
    return color;
}

bool FlamePainter::paint(QImage &image, const FlameLayout &layout, const FlameLook &look, int patience)
{
    if (!m_data || layout.levelEnds.empty()) {
        image.fill(m_base);
        return true;
    }
    m_complete = true;
    m_activeFrames.assign(m_data->frames().size(), 0);
    for (const FrameId frame : look.active) {
        if (frame.row < m_activeFrames.size())
            m_activeFrames[frame.row] = 1;
    }
    std::vector<Band> bands;
    for (uint32_t i = 0; i < layout.levelEnds.size(); ++i) {
        const uint32_t level = layout.window.firstLevel + i;
        const int top = look.topOf(level);
        if (top + look.rowHeight > 0 && top < image.height())
            bands.push_back({level, top, top + look.rowHeight});
    }
    compare(layout, bands, look);
    // Each pixel once, as memory is what takes the time: levels fill their whole lines.
    std::vector<uint8_t> isLevel(size_t(image.height()));
    for (const Band &band : bands) {
        for (int y = std::max(band.top, 0); y < std::min(band.bottom - 1, image.height()); ++y)
            isLevel[size_t(y)] = 1;
        paintLevel(image, band, layout, look);
    }
    for (int y = 0; y < image.height(); ++y) {
        if (!isLevel[size_t(y)])
            std::fill_n(line(image, y), image.width(), m_base);
    }
    m_patience = qint64(patience) * 1000000;
    m_spent = 0;
    for (const Band &band : bands) {
        for (const FlameBox &box : layout.level(band.level))
            paintLabel(image, band, box, layout, look);
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
    std::fill_n(first, image.width(), m_base);
    for (const FlameBox &box : boxes) {
        const Compared *compared = comparedOf(layout, box);
        const int end = lastColumn(box);
        const int filled =
            compared && look.side ? box.begin + int(std::lround((end - box.begin) * compared->filled)) : end;
        std::fill(first + box.begin, first + filled, boxColor(band.level, box, look, compared));
        std::fill(first + filled, first + end, m_lack);
    }
    for (int y = top + 1; y < bottom; ++y)
        std::memcpy(line(image, y), first, size_t(image.width()) * sizeof(QRgb));
    for (const FlameBox &box : boxes) {
        if (box.others)
            paintOthers(image, band, box, layout, look);
        else
            paintMarks(image, band, box, layout, look);
    }
}

void FlamePainter::paintOthers(QImage &image, const Band &band, const FlameBox &box,
                               const FlameLayout &layout, const FlameLook &look)
{
    const int thin = std::max(1, int(std::lround(m_ratio)));
    const QRect rect(QPoint(box.begin, band.top), QPoint(lastColumn(box) - 1, band.bottom - 2));
    // Diagonal lines stand for what is gone where two profiles are compared.
    if (m_data->compared)
        stripes(image, rect, m_ratio, m_othersLine);
    else
        hatch(image, rect, m_ratio, m_othersLine);
    // Hits that cannot be seen one by one.
    if (look.search &&
        hitsAmong(m_data->tree, *look.search, rowsOf(m_data->tree, layout, band.level, box), band.level) > 0)
        fill(image, {box.begin, band.bottom - 1 - 3 * thin, box.end - box.begin, 3 * thin}, m_match);
}

void FlamePainter::paintMarks(QImage &image, const Band &band, const FlameBox &box, const FlameLayout &layout,
                              const FlameLook &look)
{
    const int thin = std::max(1, int(std::lround(m_ratio)));
    const QRect rect(QPoint(box.begin, band.top), QPoint(box.end - 2, band.bottom - 2));
    const bool isCurrent = look.current && *look.current == nodeOf(band.level, box);
    if (const Compared *compared = comparedOf(layout, box)) {
        const Change pattern = patternOf(*compared, look);
        const QRgb mark = style::differenceMark(m_palette, pattern).rgb();
        if (pattern.kind == Change::Kind::New)
            dots(image, rect, m_ratio, mark);
        else if (pattern.kind == Change::Kind::Gone)
            hatch(image, rect, m_ratio, mark);
        if (look.side && compared->filled < 1 && rect.width() > 3 * thin)
            outline(image, rect, thin, m_lackLine);
        if (look.linked && *look.linked == nodeOf(band.level, box))
            outline(image, rect, thin, m_text);
    }
    if (band.level == 0) {
        if (isCurrent)
            outline(image, rect, thin, m_text);
        return;
    }
    // A bar below hits and one before what shrank, so that neither is told by colour alone.
    if (isMatch(box, band.level, look)) {
        if (m_data->compared && !look.side)
            outline(image, rect, 2 * thin, m_match);
        fill(image, {box.begin, band.bottom - 1 - 2 * thin, box.end - 1 - box.begin, 2 * thin}, m_text);
    }
    if (isShrunk(box, band.level))
        fill(image, {box.begin, band.top, barWidth(), look.rowHeight - 1}, m_text);
    if (m_activeFrames[box.element.frame().row]) {
        outline(image, rect, 2 * thin, m_active);
        // The mark may be as blue as the box.
        if (m_data->compared && rect.width() > 8 * thin)
            outline(image, rect.adjusted(2 * thin, 2 * thin, -2 * thin, -2 * thin), thin, m_base);
    }
    if (isCurrent)
        outline(image, rect, thin, m_text);
}

bool FlamePainter::isLate()
{
    if (m_spent < m_patience)
        return false;
    m_complete = false;
    return true;
}

const FlameLabel *FlamePainter::draw(uint64_t key, const QString &text, bool isPath)
{
    QElapsedTimer timer;
    timer.start();
    const FlameLabel *label = m_labels.draw(key, text, isPath);
    m_spent += timer.nsecsElapsed();
    return label;
}

const FlameLabel *FlamePainter::labelOf(uint32_t level, const FlameBox &box, const FlameLook &look)
{
    if (level == 0) {
        const FlameLabel *label = look.wholeText == m_wholeText ? m_labels.find(wholeKey) : nullptr;
        if (label || isLate())
            return label;
        m_wholeText = look.wholeText;
        return draw(wholeKey, look.wholeText, true);
    }
    const FrameId frame = box.element.frame();
    if (const FlameLabel *label = m_labels.find(m_labelKeys[frame.row]))
        return label;
    if (isLate())
        return nullptr;
    const FrameTable &frames = m_data->frames();
    const QString name = boxName(frames, frame);
    const bool isPath = frames[frame].name.empty();
    const uint64_t key = m_labels.keyOf(name, isPath);
    if (m_labels.keysVersion() != m_keysVersion) {
        m_keysVersion = m_labels.keysVersion();
        std::fill(m_labelKeys.begin(), m_labelKeys.end(), noKey);
    }
    m_labelKeys[frame.row] = key;
    if (const FlameLabel *label = m_labels.find(key))
        return label;
    return draw(key, name, isPath);
}

uint64_t FlamePainter::signKey(uint32_t level, const Compared &compared, const FlameLook &look) const
{
    switch (patternOf(compared, look).kind) {
    case Change::Kind::New:
        return level > 0 ? newKey : noKey;
    case Change::Kind::Gone:
        return level > 0 ? goneKey : noKey;
    default:
        break;
    }
    const int sign = look.side ? 0 : compared.shade.sign();
    return sign > 0 ? moreKey : sign < 0 ? lessKey : noKey;
}

const FlameLabel *FlamePainter::signOf(uint64_t key)
{
    const FlameLabel *label = m_labels.find(key);
    if (label || isLate())
        return label;
    //: Before the name of a function that only one of two profiles has: "new: main.run".
    const auto before = [](const QString &word) {
        return QCoreApplication::translate("FlamePainter", "%1:").arg(word);
    };
    const QString text = key == newKey    ? before(style::changeWord({Change::Kind::New, false}))
                         : key == goneKey ? before(style::changeWord({Change::Kind::Gone, false}))
                         : key == moreKey ? QStringLiteral("+")
                                          : QStringLiteral("−");
    return draw(key, text, true);
}

void FlamePainter::paintLabel(QImage &image, const Band &band, const FlameBox &box, const FlameLayout &layout,
                              const FlameLook &look)
{
    const int pad = int(std::lround(4 * m_ratio)), least = int(std::lround(14 * m_ratio));
    const int bar = isShrunk(box, band.level) ? barWidth() : 0;
    int room = box.end - box.begin - 2 * pad - bar;
    if (box.others || room < least)
        return;
    QPoint at(box.begin + pad + bar, band.top + (look.rowHeight - 1 - m_labels.height()) / 2);

    // What became of it goes first, where enough of the name can follow.
    const Compared *compared = comparedOf(layout, box);
    const uint64_t key = compared ? signKey(band.level, *compared, look) : noKey;
    const FlameLabel *sign = key == noKey ? nullptr : signOf(key);
    const int signRoom = sign ? sign->width(0, sign->size()) + pad : 0;
    const bool signFits = sign && room - signRoom >= (signRoom > 4 * pad ? 3 : 2) * least;
    const bool pattern = compared && patternOf(*compared, look).kind != Change::Kind::Same;
    if (signFits)
        room -= signRoom;
    else if (pattern)
        room -= int(std::lround(10 * m_ratio)); // some of the pattern has to be seen where its word is not
    if (room < least)
        return;
    const FlameLabel *label = labelOf(band.level, box, look);
    sign = signFits ? m_labels.find(key) : nullptr; // drawing the name may have taken its place
    if (!label)
        return;
    const FlameLabel &ellipsis = m_labels.ellipsis();
    const LabelFit fit = fitLabel(label->cuts, label->size(), room, ellipsis.width(0, 1),
                                  [&](size_t begin, size_t end) { return double(label->width(begin, end)); });
    if (fit.begin == fit.end && !sign)
        return;
    if (pattern) {
        // No text on dots and lines.
        const int width = (sign ? signRoom : 0) + label->width(fit.begin, fit.end) +
                          (fit.ellipsis ? ellipsis.width(0, 1) : 0);
        fill(image,
             QRect(box.begin, band.top, pad + bar + width + pad / 2, look.rowHeight - 1) &
                 QRect(box.begin, band.top, lastColumn(box) - box.begin, look.rowHeight - 1),
             compared->lacks ? m_lack : boxColor(band.level, box, look, compared));
    }
    if (sign) {
        blit(image, *sign, 0, sign->size(), at);
        at.rx() += signRoom;
    }
    if (fit.begin == fit.end)
        return;
    blit(image, *label, fit.begin, fit.end, at);
    if (fit.ellipsis)
        blit(image, ellipsis, 0, 1, at + QPoint(label->width(fit.begin, fit.end), 0));
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
    const int firstLine = std::max(0, -at.y()), lastLine = std::min(strip.height(), image.height() - at.y());
    if (firstLine >= lastLine)
        return;
    const uchar *cover = strip.constScanLine(firstLine) + from;
    QRgb *pixels = line(image, at.y() + firstLine) + at.x();
    const qsizetype step = image.bytesPerLine() / qsizetype(sizeof(QRgb));
    const QRgb text = m_text;
    for (int y = firstLine; y < lastLine; ++y, cover += strip.bytesPerLine(), pixels += step) {
        // All of them, as to ask which are covered takes longer than to blend several at a time.
        QRgb *const __restrict to = pixels;
        const uchar *const __restrict covered = cover;
        for (int x = 0; x < width; ++x)
            to[x] = blended(to[x], text, covered[x] + (covered[x] >> 7));
    }
}

} // namespace proflens
