// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/differencecolors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace proflens::difference {

namespace {

constexpr Rgb rgb(uint32_t code)
{
    return {static_cast<uint8_t>(code >> 16 & 0xff), static_cast<uint8_t>(code >> 8 & 0xff),
            static_cast<uint8_t>(code & 0xff)};
}

// Less, same, more.
using Three = std::array<Rgb, 3>;

struct Shades
{
    Three weak, full; // fills
    Three mark;
    Three weakLine, fullLine;
    Three text;
};

constexpr Shades light = {
    {rgb(0xc3dbf5), rgb(0xe2e3e5), rgb(0xf7cdc6)}, {rgb(0x5aa2e6), rgb(0xe2e3e5), rgb(0xf0705f)},
    {rgb(0x0f4178), rgb(0x63666a), rgb(0x8e1a0f)}, {rgb(0x5c8cc0), rgb(0x85888c), rgb(0xcf7468)},
    {rgb(0x1666b5), rgb(0x85888c), rgb(0xc62f1f)}, {rgb(0x175ea8), rgb(0x63666a), rgb(0xb3261a)},
};
constexpr Shades dark = {
    {rgb(0x263c55), rgb(0x38393b), rgb(0x52302c)}, {rgb(0x2566ab), rgb(0x38393b), rgb(0xb53a2b)},
    {rgb(0xa9d2ff), rgb(0xa4a7ab), rgb(0xffb3a8)}, {rgb(0x4f7dae), rgb(0x75787c), rgb(0xa5645b)},
    {rgb(0x5aa8f5), rgb(0x75787c), rgb(0xff7361)}, {rgb(0x7db8f5), rgb(0xa4a7ab), rgb(0xff8a7a)},
};

const Shades &shadesOf(Ground ground)
{
    return ground == Ground::Light ? light : dark;
}

Rgb pick(const Three &three, int sign)
{
    return three[sign < 0 ? 0 : sign == 0 ? 1 : 2];
}

Rgb between(Rgb a, Rgb b, double weight)
{
    weight = std::isfinite(weight) ? std::clamp(weight, 0.0, 1.0) : 0;
    const auto channel = [weight](int x, int y) {
        return static_cast<uint8_t>(std::lround(x + (y - x) * weight));
    };
    return {channel(a.red, b.red), channel(a.green, b.green), channel(a.blue, b.blue)};
}

double luminance(Rgb color)
{
    // The formula of WCAG 2.1, "relative luminance".
    const auto linear = [](uint8_t channel) {
        const double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
}

} // namespace

std::string hexColor(Rgb color)
{
    char text[8];
    std::snprintf(text, sizeof text, "#%02x%02x%02x", color.red, color.green, color.blue);
    return text;
}

double contrast(Rgb a, Rgb b)
{
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

int signOf(const Change &change)
{
    if (!change.isWorthColor())
        return 0;
    return change.kind == Change::Kind::Grew || change.kind == Change::Kind::New ? 1 : -1;
}

double strengthOfShare(double share)
{
    return std::isfinite(share) ? std::sqrt(std::min(std::fabs(share), 1.0)) : 0;
}

double strengthOfRatio(BothValues values)
{
    if (values.base == values.current)
        return 0;
    const double ratio =
        values.base == 0 ? 0 : static_cast<double>(values.current) / static_cast<double>(values.base);
    if (!(ratio > 0))
        return 1;
    constexpr double most = 3; // doublings
    return std::sqrt(std::min(std::fabs(std::log2(ratio)) / most, 1.0));
}

Rgb fill(int sign, double strength, Ground ground)
{
    const Shades &shades = shadesOf(ground);
    return between(pick(shades.weak, sign), pick(shades.full, sign), strength);
}

Rgb mark(int sign, Ground ground)
{
    return pick(shadesOf(ground).mark, sign);
}

Rgb line(int sign, double strength, Ground ground)
{
    const Shades &shades = shadesOf(ground);
    return between(pick(shades.weakLine, sign), pick(shades.fullLine, sign), strength);
}

Rgb text(int sign, Ground ground)
{
    return pick(shadesOf(ground).text, sign);
}

const char *wordOf(const Change &change)
{
    return change.kind == Change::Kind::New ? "new" : change.kind == Change::Kind::Gone ? "gone" : "";
}

} // namespace proflens::difference
