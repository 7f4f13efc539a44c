// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstddef>

namespace proflens {

class Analysis;
class Comparison;

// What a filter did, as its chip says it.
struct EffectText
{
    QString brief;    // "−12.5%, 1,204 samples", "matched nothing"
    QString sentence; // for the tool tip
    bool matchedNothing = false;

    bool operator==(const EffectText &) const = default;
};

// row: of the filters of the analysis.
EffectText effectText(const Analysis &analysis, size_t row);
// Of both sides.
EffectText effectText(const Comparison &comparison, size_t row);

} // namespace proflens
