// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// Numbers with units as text, digit for digit as pprof prints them (reference: google/pprof,
// internal/measurement).
namespace proflens::measure {

struct Scaled
{
    double value = 0;
    std::string unit; // empty: not worth printing
};

// Converts value from one unit to another of the same family (memory, time, GCU). to may also be "minimum" or
// "auto": the largest unit in which the value is at least 1. A value of an unknown unit stays as it is, with
// unit `to`.
Scaled scale(int64_t value, std::string_view from, std::string_view to);

// The same as text with at most two decimals: "1.50s", "0", "512kB".
std::string scaledLabel(int64_t value, std::string_view from, std::string_view to);
inline std::string label(int64_t value, std::string_view unit)
{
    return scaledLabel(value, unit, "auto");
}

// |value / total| as text of at least five characters and "%": " 5.25%", "  100%", "0.012%". 0 when total is
// 0.
std::string percentage(int64_t value, int64_t total);

// Whether two units belong to one family, so that values convert between them.
bool compatibleUnits(std::string_view a, std::string_view b);

} // namespace proflens::measure
