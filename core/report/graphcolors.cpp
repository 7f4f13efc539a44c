// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/graphcolors.h"

#include "core/report/differencecolors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace proflens::graphcolors {

namespace {

struct Rgb
{
    double red = 0, green = 0, blue = 0; // 0 to 1
};

Rgb mixed(Rgb a, Rgb b, double weight)
{
    const auto mix = [weight](double x, double y) { return x + (y - x) * weight; };
    return {mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue)};
}

std::string text(Rgb colour)
{
    const auto byte = [](double x) {
        return static_cast<unsigned>(std::lround(std::clamp(x, 0.0, 1.0) * 255));
    };
    std::array<char, 8> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "#%02x%02x%02x", byte(colour.red), byte(colour.green),
                  byte(colour.blue));
    return buffer.data();
}

// From grey towards red, or towards green where a difference is negative. Small shares must be told apart
// too.
double strength(double share)
{
    return std::pow(std::fabs(share), 0.4);
}

std::string fillColour(double share)
{
    const Rgb grey{0.94, 0.94, 0.94}, hot = share < 0 ? Rgb{0.45, 0.88, 0.50} : Rgb{0.95, 0.46, 0.42};
    return text(mixed(grey, hot, strength(share) * 0.75));
}

std::string lineColour(double share)
{
    const Rgb grey{0.55, 0.55, 0.55}, hot = share < 0 ? Rgb{0.08, 0.50, 0.14} : Rgb{0.74, 0.14, 0.10};
    return text(mixed(grey, hot, strength(share)));
}

std::string fillColour(const GraphDrawing::Difference &difference)
{
    return difference::hexColor(difference::fill(difference::signOf(difference.change), difference.strength,
                                                 difference::Ground::Light));
}

std::string lineColour(const GraphDrawing::Difference &difference)
{
    return difference::hexColor(difference::line(difference::signOf(difference.change), difference.strength,
                                                 difference::Ground::Light));
}

// What only the other side has stays in the background.
constexpr const char *missingColour = "#a8a8a8";

} // namespace

std::string fill(const GraphDrawing::Node &node)
{
    if (node.missing)
        return "none";
    if (node.isTag)
        return "#ffffff";
    return node.difference ? fillColour(*node.difference) : fillColour(node.share);
}

std::string line(const GraphDrawing::Node &node)
{
    if (node.missing)
        return missingColour;
    return node.difference ? lineColour(*node.difference) : lineColour(node.share);
}

std::string line(const GraphDrawing::Edge &edge)
{
    if (edge.missing)
        return missingColour;
    return edge.difference ? lineColour(*edge.difference) : lineColour(edge.share);
}

} // namespace proflens::graphcolors
