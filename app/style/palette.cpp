// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/style/palette.h"

#include "core/analyze/package.h"

#include <algorithm>
#include <cmath>

namespace proflens::style {

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Base).lightnessF() < 0.5F;
}

QColor mixed(const QColor &a, const QColor &b, double weight)
{
    const auto channel = [&](float x, float y) { return x + (y - x) * static_cast<float>(weight); };
    return QColor::fromRgbF(channel(a.redF(), b.redF()), channel(a.greenF(), b.greenF()),
                            channel(a.blueF(), b.blueF()));
}

uint32_t stableHash(std::string_view text)
{
    return proflens::stableHash(text);
}

std::string_view packageOf(std::string_view function)
{
    return proflens::packageOf(function);
}

QColor packageColor(const QPalette &palette, uint32_t hash)
{
    // Hues of one lightness, so that no package looks more important than another.
    const float hue = static_cast<float>(hash % 360) / 360.0F;
    const float saturation = 0.35F + static_cast<float>((hash >> 9) % 100) / 100.0F * 0.25F;
    return isDark(palette) ? QColor::fromHslF(hue, saturation * 0.8F, 0.30F)
                           : QColor::fromHslF(hue, saturation, 0.80F);
}

QColor labelColor(const QPalette &palette, uint32_t hash)
{
    const float hue = 0.56F + static_cast<float>(hash % 97) / 97.0F * 0.10F;
    const float lift = static_cast<float>((hash >> 9) % 5) * 0.02F;
    return isDark(palette) ? QColor::fromHslF(hue, 0.14F, 0.42F - lift)
                           : QColor::fromHslF(hue, 0.16F, 0.74F + lift);
}

QColor heatFill(const QPalette &palette, double share)
{
    const double strength = std::pow(std::clamp(std::fabs(share), 0.0, 1.0), 0.4);
    const QColor base = palette.color(QPalette::Base);
    const QColor hot = QColor::fromHslF(share < 0 ? 0.36F : 0.02F, 0.85F, isDark(palette) ? 0.38F : 0.68F);
    return mixed(mixed(base, palette.color(QPalette::Text), 0.06), hot, strength * 0.75);
}

QColor heatLine(const QPalette &palette, double share)
{
    const double strength = std::pow(std::clamp(std::fabs(share), 0.0, 1.0), 0.4);
    const QColor hot = QColor::fromHslF(share < 0 ? 0.36F : 0.02F, 0.75F, isDark(palette) ? 0.58F : 0.42F);
    return mixed(mixed(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.45), hot, strength);
}

QColor barColor(const QPalette &palette)
{
    return mixed(palette.color(QPalette::Base), palette.color(QPalette::Highlight),
                 isDark(palette) ? 0.45 : 0.28);
}

QColor matchColor(const QPalette &palette)
{
    return isDark(palette) ? QColor::fromHslF(0.83F, 0.60F, 0.45F) : QColor::fromHslF(0.83F, 0.75F, 0.72F);
}

QColor activeColor(const QPalette &palette)
{
    // Highlights are dark enough for white text on them; on dark boxes their outline would be lost.
    const QColor highlight = palette.color(QPalette::Highlight);
    return isDark(palette) ? mixed(highlight, palette.color(QPalette::Text), 0.5) : highlight;
}

QColor errorText(const QPalette &palette)
{
    return isDark(palette) ? QColor::fromHslF(0.0F, 0.85F, 0.70F) : QColor::fromHslF(0.0F, 0.85F, 0.38F);
}

} // namespace proflens::style
