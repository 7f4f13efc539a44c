// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layout/graphlayout.h"
#include "core/profile/result.h"

#include <string>
#include <string_view>
#include <utility>

// What the program and its helper process proflens-layout say to each other: lines of words, numbers in the C
// locale, ended by "end". A line break is the only separator that a reader has to wait for.
namespace proflens::layoutwire {

struct Request
{
    LayoutRequest graph;
    uint64_t memoryLimit = 0;                                    // bytes; 0: none
    std::vector<std::pair<std::string, std::string>> attributes; // of the graph, as Graphviz calls them
};

std::string encode(const Request &request);
Result<Request> decodeRequest(std::string_view text);

// Only node centres, curves, tips and the size travel. The error is what the helper says.
std::string encode(const Result<GraphLayout> &answer);
Result<GraphLayout> decodeAnswer(std::string_view text, size_t nodes, size_t edges);

} // namespace proflens::layoutwire
