// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layout/flamelabel.h"

#include <QCache>
#include <QFont>
#include <QHash>
#include <QImage>
#include <QString>

#include <cstdint>
#include <utility>
#include <vector>

namespace proflens {

// A name drawn once: how much of each pixel it covers. While zooming every box changes its width in every
// picture; cutting a part out of a strip needs no text layout.
struct FlameLabel
{
    LabelCuts cuts;          // offsets in characters of the text
    std::vector<int> places; // device pixels from the left at which each character begins; and the end
    QImage strip;            // Format_Alpha8

    int width(size_t begin, size_t end) const { return places[end] - places[begin]; }
    size_t size() const { return places.size() - 1; }
};

class FlameLabels
{
public:
    FlameLabels();

    // Forgets everything if these differ from before. ratio: device pixels per pixel.
    void setFont(const QFont &font, qreal ratio);
    // Stands for a name, whatever it is the name of. Keys below firstNameKey are the caller's.
    static constexpr uint64_t firstNameKey = 16;
    uint64_t keyOf(const QString &name, bool isPath);
    // Changes when keys of names become those of others.
    uint64_t keysVersion() const { return m_keysVersion; }
    // nullptr if it was not drawn yet.
    const FlameLabel *find(uint64_t key) const { return m_labels.object(key); }
    // Valid until the next call. isPath: as in labelCuts().
    const FlameLabel *draw(uint64_t key, const QString &text, bool isPath);
    const FlameLabel &ellipsis() const { return m_ellipsis; }
    int height() const { return m_height; } // of strips, in device pixels

private:
    FlameLabel make(QString text, bool isPath) const;

    QFont m_asked, m_font;
    qreal m_ratio = 0;
    int m_height = 0;
    int m_ascent = 0;
    FlameLabel m_ellipsis;
    QCache<uint64_t, FlameLabel> m_labels;
    QHash<std::pair<QString, bool>, uint64_t> m_keys;
    uint64_t m_nextKey = firstNameKey, m_keysVersion = 0;
};

} // namespace proflens
