// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"
#include "core/source/costs.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// The costs of one file on both sides. Rows of lines and functions are the same on either: those that one of
// the two profiles knows.
struct ComparedSource
{
    // Of the current side, but what orders and formats is that of both: unit, hottest (rows of lines that
    // cost something on either side, by |Δ flat|, |Δ cum|, then what they cost), and the functions of a line.
    SourceCosts current;
    SourceCosts base;
    std::vector<Change> flatChanges, cumChanges; // by row of lines

    BothValues flat(size_t row) const { return {base.lines[row].flat, current.lines[row].flat}; }
    BothValues cum(size_t row) const { return {base.lines[row].cum, current.lines[row].cum}; }
};

// As sourceCosts(); nullopt if stopped.
std::optional<ComparedSource> comparedSource(const Comparison &comparison, std::string_view file,
                                             const StopToken &stop = {});

// What functions of some name in a file cost on both sides.
struct ComparedFileCost
{
    std::string file; // cleaned
    BothValues flat, cum;
};
// As sourceFilesOf(); by |Δ cum|, then what they cost, then file.
std::vector<ComparedFileCost> comparedFilesOf(const Comparison &comparison,
                                              std::span<const std::string> names, const StopToken &stop = {});

// As annotatedSource() of one profile, with base, current and difference of flat and of cum.
std::string annotatedSource(const ComparedSource &source, const Comparison &comparison,
                            std::span<const std::string_view> text, int64_t context = 5);

// A difference as this listing and the pane print it: with its sign, in the common unit; "0" for none.
std::string sourceDelta(const SourceCosts &costs, const Analysis &analysis, int64_t delta);

} // namespace proflens
