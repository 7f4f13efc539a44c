// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/result.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace proflens {

// A label as filters see it.
struct LabelView
{
    std::string_view key, text, unit;
    int64_t number = 0;
    bool isNumber = false;
};
using LabelTest = std::function<bool(std::span<const LabelView>)>;

// Compiles pprof's tagfocus/tagignore syntax (internal/driver/driver_focus.go): "[key=]value", where value is
// a range of numbers ("4kb", "4kb:", ":4kb", "1s:5s") or a comma-separated list of regular expressions;
// without a key each must match some "key:value", with one any may match any value of that key. The unit of a
// numeric label is settled by key.
Result<LabelTest> compileLabelFilter(std::string_view option, std::string_view text);

// The part of a filter's text that is taken for a range of numbers rather than for a regular expression,
// which people may not expect; empty if none is.
std::string_view rangeOfLabelFilter(std::string_view text);

} // namespace proflens
