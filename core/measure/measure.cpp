// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <span>

namespace proflens::measure {

namespace {

struct Unit
{
    std::string_view name;
    std::array<std::string_view, 3> aliases; // lower case, singular
    double factor;                           // in base units
};

struct Family
{
    std::span<const Unit> units;
    std::string_view defaultName;
    double defaultFactor;
};

constexpr Unit memoryUnits[] = {
    {"B", {"b", "byte"}, 1},
    {"kB", {"kb", "kbyte", "kilobyte"}, 1024.0},
    {"MB", {"mb", "mbyte", "megabyte"}, 1048576.0},
    {"GB", {"gb", "gbyte", "gigabyte"}, 1073741824.0},
    {"TB", {"tb", "tbyte", "terabyte"}, 1099511627776.0},
    {"PB", {"pb", "pbyte", "petabyte"}, 1125899906842624.0},
};
constexpr Unit timeUnits[] = {
    {"ns", {"ns", "nanosecond"}, 1},    {"us", {"\u03bcs", "us", "microsecond"}, 1e3},
    {"ms", {"ms", "millisecond"}, 1e6}, {"s", {"s", "sec", "second"}, 1e9},
    {"hrs", {"hour", "hr"}, 3600e9},
};
constexpr Unit gcuUnits[] = {
    {"n*GCU", {"nanogcu"}, 1e-9}, {"u*GCU", {"microgcu"}, 1e-6}, {"m*GCU", {"milligcu"}, 1e-3},
    {"GCU", {"gcu"}, 1},          {"k*GCU", {"kilogcu"}, 1e3},   {"M*GCU", {"megagcu"}, 1e6},
    {"G*GCU", {"gigagcu"}, 1e9},  {"T*GCU", {"teragcu"}, 1e12},  {"P*GCU", {"petagcu"}, 1e15},
};
constexpr Family families[] = {{memoryUnits, "B", 1}, {timeUnits, "s", 1e9}, {gcuUnits, "GCU", 1}};

const Unit *find(const Family &family, std::string_view text)
{
    std::string name(text);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : char(c); });
    if (name.size() > 2 && name.back() == 's')
        name.pop_back();
    for (const Unit &unit : family.units) {
        for (std::string_view alias : unit.aliases) {
            if (!alias.empty() && alias == name)
                return &unit;
        }
    }
    return nullptr;
}

} // namespace

Scaled scale(int64_t value, std::string_view from, std::string_view to)
{
    // The smallest number has no positive counterpart and goes through as it is.
    if (value < 0 && value != std::numeric_limits<int64_t>::min()) {
        Scaled positive = scale(-value, from, to);
        positive.value = -positive.value;
        return positive;
    }
    for (const Family &family : families) {
        const Unit *source = find(family, from);
        if (!source)
            continue;
        const double base = static_cast<double>(value) * source->factor;
        const Unit *target = nullptr;
        if (to == "minimum" || to == "auto") {
            for (const Unit &unit : family.units) {
                if (base / unit.factor >= 1.0 && (!target || unit.factor >= target->factor))
                    target = &unit;
            }
        } else {
            target = find(family, to);
        }
        if (!target)
            return {base / family.defaultFactor, std::string(family.defaultName)};
        return {base / target->factor, std::string(target->name)};
    }
    for (std::string_view dull : {"count", "sample", "unit", "minimum", "auto"}) {
        if (to == dull)
            return {static_cast<double>(value), {}};
    }
    return {static_cast<double>(value), std::string(to)};
}

std::string scaledLabel(int64_t value, std::string_view from, std::string_view to)
{
    const Scaled scaled = scale(value, from, to);
    char text[352]; // the longest double has 309 digits before its point
    int length = std::snprintf(text, sizeof text, "%.2f", scaled.value);
    std::string_view number(text, static_cast<size_t>(length));
    if (number.ends_with(".00"))
        number.remove_suffix(3);
    if (number == "0" || number == "-0")
        return "0";
    return std::string(number) + scaled.unit;
}

std::string percentage(int64_t value, int64_t total)
{
    double ratio = 0;
    if (total != 0)
        ratio = std::fabs(static_cast<double>(value) / static_cast<double>(total)) * 100;
    if (ratio >= 99.95 && ratio <= 100.05)
        return "  100%";
    char text[352];
    const int length = std::snprintf(text, sizeof text, ratio >= 1.0 ? "%5.2f%%" : "%5.2g%%", ratio);
    return {text, static_cast<size_t>(length)};
}

bool compatibleUnits(std::string_view a, std::string_view b)
{
    if (a == b)
        return true;
    return std::any_of(std::begin(families), std::end(families),
                       [&](const Family &family) { return find(family, a) && find(family, b); });
}

} // namespace proflens::measure
