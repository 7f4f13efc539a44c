// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/flame/flamelabels.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>
#include <memory>

namespace proflens {

namespace {

// Bytes of strips that are kept; a strip of 60 characters has about 7,000.
constexpr qsizetype stripBytes = 24 << 20;
// Names whose keys are remembered; with the names these are some 10 megabytes.
constexpr qsizetype mostKeys = 50000;
// No screen shows more of a name.
constexpr qsizetype longestText = 700;

// labelCuts() counts bytes of UTF-8, and cuts at ASCII only.
LabelCuts cutsOf(const QString &text, bool isPath)
{
    const QByteArray bytes = text.toUtf8();
    LabelCuts cuts = labelCuts({bytes.constData(), size_t(bytes.size())}, isPath);
    const auto characters = [&](size_t offset) {
        return size_t(QString::fromUtf8(bytes.constData(), qsizetype(offset)).size());
    };
    if (bytes.size() != text.size()) {
        for (size_t &start : cuts.starts)
            start = characters(start);
        cuts.end = characters(cuts.end);
    }
    return cuts;
}

} // namespace

FlameLabels::FlameLabels()
    : m_labels(stripBytes)
{}

void FlameLabels::setFont(const QFont &font, qreal ratio)
{
    if (m_ratio == ratio && m_asked == font)
        return;
    // Characters must not reach under their neighbours, since strips are cut between them.
    m_asked = m_font = font;
    m_font.setKerning(false);
    m_ratio = ratio;
    const QFontMetricsF metrics(font);
    m_height = int(std::ceil(metrics.height() * ratio));
    m_ascent = int(std::ceil(metrics.ascent() * ratio));
    m_labels.clear();
    m_ellipsis = make(QStringLiteral("…"), true);
}

uint64_t FlameLabels::keyOf(const QString &name, bool isPath)
{
    if (m_keys.size() >= mostKeys) {
        m_keys.clear();
        ++m_keysVersion;
    }
    const auto it = m_keys.constFind({name, isPath});
    if (it != m_keys.constEnd())
        return *it;
    return m_keys[{name, isPath}] = m_nextKey++;
}

const FlameLabel *FlameLabels::draw(uint64_t key, const QString &text, bool isPath)
{
    auto label = std::make_unique<FlameLabel>(make(text, isPath));
    const qsizetype cost = label->strip.sizeInBytes() + qsizetype(label->places.size() * sizeof(int)) + 100;
    m_labels.insert(key, label.release(), std::min(cost, stripBytes));
    return m_labels.object(key);
}

FlameLabel FlameLabels::make(QString text, bool isPath) const
{
    if (text.size() > longestText) {
        // The function's own name and what follows, or what stands before it: where more of use is.
        const LabelCuts cuts = cutsOf(text, isPath);
        const auto own = qsizetype(cuts.starts.back());
        text = text.mid(own + 40 < longestText ? 0 : own, longestText);
    }
    FlameLabel label;
    label.cuts = cutsOf(text, isPath);
    label.cuts.end = std::min(label.cuts.end, size_t(text.size()));

    QTextLayout layout(text, m_font);
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    option.setTextDirection(Qt::LeftToRight);
    layout.setTextOption(option);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    if (line.isValid())
        line.setLineWidth(1e6);
    layout.endLayout();

    label.places.assign(size_t(text.size()) + 1, 0);
    if (line.isValid()) {
        // Right-to-left runs go back; parts are then cut roughly, but never outside the strip.
        int farthest = 0;
        for (int i = 0; i <= text.size(); ++i) {
            farthest = std::max(farthest, int(std::lround(line.cursorToX(i) * m_ratio)));
            label.places[size_t(i)] = farthest;
        }
    }
    QImage drawn(std::max(label.places.back(), 1) + 2, std::max(m_height, 1),
                 QImage::Format_ARGB32_Premultiplied);
    drawn.fill(Qt::transparent);
    {
        QPainter painter(&drawn);
        painter.scale(m_ratio, m_ratio);
        layout.draw(&painter, {0, 0});
    }
    label.strip = drawn.convertToFormat(QImage::Format_Alpha8);
    return label;
}

} // namespace proflens
