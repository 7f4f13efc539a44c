// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"
#include "core/report/summary.h"

#include <cstddef>
#include <string>
#include <vector>

namespace proflens {

struct ComparisonPageOptions
{
    std::string title;                // of the page; any bytes
    std::string headline;             // what the numbers mean, in a sentence
    std::vector<std::string> summary; // sentences, most important first
    size_t mostNodes = 20000;   // of the flame graph; narrower frames are left out, and the page says so
    size_t mostFunctions = 500; // of the table, those that changed most first
};

// A comparison as one HTML page that needs nothing else: summary, flame graph (zoom and search in it) and a
// table that sorts. It loads nothing from anywhere, opens offline, and follows the reader's light or dark
// scheme. Valid UTF-8 whatever the names.
std::string comparisonPage(const Comparison &comparison, const ComparisonPageOptions &options);

// The same with what a summary says, and what the numbers mean.
std::string comparisonPage(const Summary &summary, const std::string &title);

} // namespace proflens
