// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// Patterns of the label filters (tagfocus, tagignore, tagshow, taghide) that match exactly what somebody has
// pointed at. Nothing where their syntax cannot say so:
// a number of a key with "=" in it, without a name, or with one that is no UTF-8.
namespace proflens {

// Labels of the key with one of the texts: "thread=^main$", "thread=^(main|worker)$".
std::optional<std::string> labelTextPattern(std::string_view key, std::span<const std::string_view> texts);
// Labels of the key with numbers from least to greatest, both included, in the unit of the key
// (Selection::labelUnit): "bytes=512B:4kB".
std::optional<std::string> labelRangePattern(std::string_view key, int64_t least, int64_t greatest,
                                             std::string_view unit);
// Labels of the key with any text, or with any number from least on.
std::optional<std::string> anyTextPattern(std::string_view key);
std::optional<std::string> anyNumberPattern(std::string_view key, int64_t least, std::string_view unit);

} // namespace proflens
