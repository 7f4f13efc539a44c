// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"

#include <cstdint>
#include <string>

namespace proflens {

// The colours of differences, the same in every pane and picture: blue is less, red is more, grey is the same
// or what sampling alone explains. Blue and red stay apart for all common kinds of colour blindness; a sign,
// a word or a pattern goes with them all the same.
namespace difference {

struct Rgb
{
    uint8_t red = 0, green = 0, blue = 0;

    bool operator==(const Rgb &) const = default;
};
// "#rrggbb"
std::string hexColor(Rgb color);
// Between 1 (the same) and 21, by WCAG 2.1.
double contrast(Rgb a, Rgb b);

enum class Ground { Light, Dark };

// -1, 0 or 1: which way a change is coloured; 0 for what is the same or noise.
int signOf(const Change &change);

// How strongly to colour a difference (0 to 1) that is this share of the largest one in the picture; of
// either sign. Rises steeply, so that what is small but no noise is seen.
double strengthOfShare(double share);
// How strongly to colour by the ratio of both: eight times as much and an eighth are 1, as are new and gone.
double strengthOfRatio(BothValues values);

// Below text: text of the ground's usual colour is readable on each (4.5:1). A strength of 0 with a sign is
// still told from grey.
Rgb fill(int sign, double strength, Ground ground);
// Dots and hatches on that fill (3:1).
Rgb mark(int sign, Ground ground);
// Lines on the ground (3:1).
Rgb line(int sign, double strength, Ground ground);
// Text on the ground (4.5:1).
Rgb text(int sign, Ground ground);

// "new", "gone", or nothing: the word that goes with the pattern.
const char *wordOf(const Change &change);

} // namespace difference

} // namespace proflens
