// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/analysis.h"
#include "core/profile/stop.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// What one line of a source file costs. flat: sampled in the line itself; cum: in it or in what it calls.
// Both count a sample once, however often the line recurs in its stack and whatever was inlined into it.
struct SourceLineCost
{
    int64_t line = 0; // from 1; 0: the profile knows the file but not the line
    int64_t flat = 0, cum = 0;
    std::vector<uint32_t> functions; // rows of SourceCosts::functions that have this line, dearest first
};

// A function that the profile knows in the file. Costs count within the file only: one of the same name in
// another file is another.
struct SourceFunctionCost
{
    std::string name;      // any bytes; may be empty
    int64_t firstLine = 0; // its start line, or else its first line with a sample; 0: unknown
    int64_t lastLine = 0;  // its last line in the profile
    int64_t startLine = 0; // where the profile says that it begins; 0: it does not say
    int64_t flat = 0, cum = 0;
    std::vector<uint32_t> lines; // rows of SourceCosts::lines, ascending
};

// The costs of one file under one analysis's filters and sample type.
struct SourceCosts
{
    std::string file;                          // cleaned, as Frame::file has it
    int64_t flat = 0, cum = 0;                 // of the whole file; cum counts each sample once
    std::vector<SourceLineCost> lines;         // those that the profile has, ascending; some may cost 0
    std::vector<SourceFunctionCost> functions; // by first line, then name
    std::vector<uint32_t> hottest;             // rows of lines that cost something: by |flat|, |cum|, line
    std::string unit; // that all of these costs are shown in, chosen by its larger lines

    // The line, if the profile has it.
    const SourceLineCost *at(int64_t line) const;
    // The row of the function that a line of the file belongs to: the dearest with samples there, else the
    // one that begins last of those whose known lines enclose it.
    std::optional<uint32_t> functionAt(int64_t line) const;
};

// file: as in the profile, cleaned or not. nullopt if stopped. One pass over the distinct stacks, without
// sorting them.
std::optional<SourceCosts> sourceCosts(const Analysis &analysis, std::string_view file,
                                       const StopToken &stop = {});

// The same with one value per sample in place of the analysis's own: how many samples there were, say.
std::optional<SourceCosts> sourceCosts(const Analysis &analysis, std::string_view file,
                                       std::span<const int64_t> values, const StopToken &stop = {});

// A file that has functions of some name, and what these cost.
struct SourceFileCost
{
    std::string file; // cleaned
    int64_t flat = 0, cum = 0;
};
// The files of all functions with one of these names, dearest first (|cum|, then |flat|, then file).
// Functions without a file do not count. Empty also if stopped.
std::vector<SourceFileCost> sourceFilesOf(const Analysis &analysis, std::span<const std::string> names,
                                          const StopToken &stop = {});

// The file as text, with its costs: one row "flat cum line: text" per line. `text` holds the file's lines; an
// empty one stands for a file that is not there, of which the lines with costs are listed with the names of
// their functions. Only lines within `context` of one that costs something; gaps are marked "...".
std::string annotatedSource(const SourceCosts &costs, const Analysis &analysis,
                            std::span<const std::string_view> text, int64_t context = 5);

// A value as this listing and the pane print it: in the common unit, or in its own where that would say "0"
// of what is not 0; "." for 0.
std::string sourceValue(const SourceCosts &costs, const Analysis &analysis, int64_t value);

} // namespace proflens
