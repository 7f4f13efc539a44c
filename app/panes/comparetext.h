// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"

#include <QString>

namespace proflens {

// How panes put differences into words.

// What percentages of differences are of: "the base's total, 1.20s".
QString percentOfText(const Comparison &comparison);
// "base 50ms, current 70ms, Δ +20ms (+20.00%)"
QString bothText(const Comparison &comparison, BothValues values);
// What the word or the grey of a change means, as a sentence; empty where there is nothing to say.
QString changeSentence(const Change &change);

} // namespace proflens
