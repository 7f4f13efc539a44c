// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/changes.h"
#include "core/analyze/comparison.h"
#include "core/analyze/renames.h"
#include "core/profile/stop.h"
#include "core/report/output.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// A number or a name in a sentence.
struct SummaryArgument
{
    std::string text;
    FrameId frame; // the function that the name is of; invalid for numbers
};

// A sentence as a pattern in English, "%1 grew by %2.", and what takes the place of its numbers. Patterns are
// in the translation context "Summary"; those with "%n other(s)" have a plural.
struct SummarySentence
{
    const char *pattern = "";
    std::vector<SummaryArgument> arguments;
    int count = -1; // for %n; -1: no plural

    // In English, as plain text that can be printed: one line of valid UTF-8.
    std::string text() const;
};

// What is said of one contributor.
struct SummaryItem
{
    size_t contributor = 0; // of Changes::contributors
    std::vector<SummarySentence> sentences;
};

// A comparison in words, most important first: a summary pane without its widget.
struct Summary
{
    ComparisonPtr comparison;
    Changes changes;
    std::vector<RenamePair> renames;    // suggested
    bool hasOneSided = false;           // whether there are functions to pair by hand
    std::vector<SummarySentence> head;  // how much changed, and how it was counted
    std::vector<SummaryItem> items;     // which functions did it
    std::vector<SummarySentence> whole; // how much of it they explain, and what the rest is
    std::vector<SummarySentence> pairs; // one for each of renames

    std::string sampleTypeName() const;
    // The part of a contributor in the change: "+1.20s".
    std::string partText(const Contributor &contributor) const;
    // The share of a contributor in all that changed: "45.2%".
    std::string shareText(const Contributor &contributor) const;
};

// The comparison in words. The passes over the stacks that it takes are those of changesOf() and
// suggestedRenames(). What is there when stopped makes no sense.
Summary summarize(const ComparisonPtr &comparison, const StopToken &stop = {});

// Cuts "Most of it, %1, is in %2." at the numbers: text(piece) for what stands between, argument(index) for
// the number. For those who show functions as links.
void forEachPiece(std::string_view pattern, const std::function<void(std::string_view)> &text,
                  const std::function<void(size_t)> &argument);

// What a sentence calls a frame.
std::string_view functionNameOf(const FrameTable &frames, FrameId frame);

// As plain English text.
std::string summaryText(const Summary &summary);
// The same as one JSON object, with all numbers: values as integers in the unit of the sample type. Names
// that are no UTF-8 have U+FFFD where they are not.
std::string summaryJson(const Summary &summary);

} // namespace proflens
