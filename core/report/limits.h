// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"
#include "core/select/regex.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// What a profile must not do, for scripts that end with an error when it does (-fail_if). Such as
//
//     cum(json\.) > 20%                  any function of that name with a cum above a fifth of the total
//     flat growth > 50ms                 any function whose flat is that much more than in the base
//     cum ratio > 1.5 and growth > 1%    half as much again, and at least 1% of what percentages are of
//     total >= 2GB                       the whole profile
//
// A limit is one condition, or several joined by "and", which one function must meet all. A condition is a
// quantity (flat, cum or total, alone or followed by growth or ratio, or after the word base), for functions
// a regular expression in parentheses or none for all, a comparison (> >= < <=), and an amount: a share in
// percent, a number with a unit, or a plain number in the unit of the sample type. growth and ratio alone are
// of cum. A growth that sampling alone explains is none, and its ratio is 1.
class Limit
{
public:
    // The Error says what is wrong and where.
    static Result<Limit> parse(std::string_view text);

    const std::string &text() const { return m_text; }
    // Whether it is about a change, so that there has to be something to compare with.
    bool needsBase() const;

    // A sentence for each function, or for the whole, that breaks the limit, greatest first. The Error is an
    // amount that does not go with the sample type, or a missing base.
    Result<std::vector<std::string>> breaches(const Analysis &analysis) const;
    Result<std::vector<std::string>> breaches(const Comparison &comparison) const;

private:
    friend class LimitParser;
    friend class LimitCheck;
    enum class Of { Flat, Cum, Total };
    enum class What { Value, Base, Growth, Ratio };
    enum class Compare { More, AtLeast, Less, AtMost };
    struct Condition
    {
        Of of = Of::Cum;
        What what = What::Value;
        std::optional<Regex> function;
        Compare compare = Compare::More;
        double amount = 0;
        std::string unit; // "%", a unit, or empty
    };

    std::string m_text;
    std::vector<Condition> m_conditions;
};

} // namespace proflens
