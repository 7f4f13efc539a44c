// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/comparisontext.h"

#include "core/measure/measure.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <string_view>

namespace proflens {

namespace {

// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string> &words)
{
    std::string out;
    for (size_t i = 0; i < words.size(); ++i)
        out += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
    return out;
}

std::string described(const ValueType &type)
{
    return type.unit.empty() || type.unit == type.type ? type.type : type.type + " (" + type.unit + ')';
}

std::string factorText(double factor)
{
    char text[352];
    std::snprintf(text, sizeof text, factor >= 1000 ? "×%.0f" : "×%.3g", factor);
    return text;
}

std::string duration(const SideFacts &side)
{
    return side.durationNanos > 0 ? " in " + measure::label(side.durationNanos, "nanoseconds") : "";
}

// A sum, what filters leave it of, and what percentages are of where values below nothing make that another
// amount.
std::string amount(const Analysis &side, int64_t sum, int64_t whole, bool isFiltered)
{
    std::string text = side.formatAuto(sum);
    if (isFiltered)
        text += " of " + side.formatAuto(whole);
    if (whole != side.total())
        text += " (" + side.formatAuto(side.total()) + " without signs)";
    return text;
}

std::string divisorText(double divisor)
{
    char text[352];
    std::snprintf(text, sizeof text, "; all values divided by %.6g", divisor);
    return text;
}

std::string scaledHow(const Scaling &scaling)
{
    switch (scaling.by) {
    case ScaleBy::None:
        return {};
    case ScaleBy::Duration:
        return " by duration";
    case ScaleBy::Total:
        return " by total";
    case ScaleBy::Label:
        return " by samples with the label " + scaling.label;
    case ScaleBy::Factor:
        return " by hand";
    }
    return {};
}

std::string percentOfWhat(PercentOf of)
{
    switch (of) {
    case PercentOf::Base:
        return " of the base";
    case PercentOf::Difference:
        return " of all differences";
    case PercentOf::Current:
        return " of current";
    }
    return {};
}

std::string unmatchedText(const Joined &joined)
{
    const auto isIn = [](const std::vector<ValueType> &types, const ValueType &wanted) {
        return std::find_if(types.begin(), types.end(),
                            [&](const ValueType &type) { return type.type == wanted.type; });
    };
    std::vector<std::string> onlyBase, onlyCurrent, parts;
    for (const ValueType &type : joined.base.unmatched) {
        const auto other = isIn(joined.current.unmatched, type);
        if (other == joined.current.unmatched.end())
            onlyBase.push_back(described(type));
        else
            parts.push_back(type.type + " is in " + type.unit + " in the base and in " + other->unit +
                            " in the current profile, which do not convert");
    }
    for (const ValueType &type : joined.current.unmatched) {
        if (isIn(joined.base.unmatched, type) == joined.base.unmatched.end())
            onlyCurrent.push_back(described(type));
    }
    if (!onlyBase.empty())
        parts.push_back("only the base has " + listed(onlyBase));
    if (!onlyCurrent.empty())
        parts.push_back("only the current profile has " + listed(onlyCurrent));
    if (parts.empty())
        return {};
    std::vector<std::string> common;
    for (size_t i = 0; i < joined.typeCount; ++i)
        common.push_back(described(joined.profile->sampleTypes[i]));
    std::string text = "Not all sample types compare: ";
    for (size_t i = 0; i < parts.size(); ++i)
        text += (i == 0 ? "" : "; ") + parts[i];
    return text + ". What both have is " + listed(common) + '.';
}

} // namespace

std::string comparisonText(const Comparison &comparison)
{
    const Joined &joined = *comparison.joined();
    const AnalysisPtr &base = comparison.base(), &current = comparison.current();
    const BothValues sum = comparison.sum(), whole = comparison.whole();
    const AnalysisOptions &view = comparison.options().view;
    const Scaling &scaling = comparison.options().scaling;

    const bool isFiltered = !view.filters.empty() && !view.relativePercentages;
    const bool isScaled = comparison.factor() != 1;
    std::string text = isFiltered ? "filters leave base " : "base ";
    text += isScaled ? base->formatAuto(comparison.unscaledBase())
                     : amount(*base, sum.base, whole.base, isFiltered);
    text += " of " + current->sampleType().type;
    if (view.mean)
        text += " per " + joined.profile->sampleTypes[0].type;
    text += duration(joined.base);
    if (scaling.by == ScaleBy::None || !comparison.scalingProblem().empty())
        text += ", not scaled";
    else
        text += ", scaled " + factorText(comparison.factor()) + scaledHow(scaling);
    if (isScaled)
        text += " to " + amount(*base, sum.base, whole.base, isFiltered);
    text +=
        "; current " + amount(*current, sum.current, whole.current, isFiltered) + duration(joined.current);

    const int64_t delta = sum.delta();
    text += "; difference " + withSign(current->formatAuto(delta), delta);
    const std::string percent = comparison.percent(delta);
    if (!percent.empty() && delta != 0)
        text += ", " + percent + percentOfWhat(comparison.options().percentOf);
    if (const double divisor = comparison.options().view.divideBy; divisor != 1)
        text += divisorText(divisor);
    return text;
}

std::vector<std::string> comparisonProblems(const Comparison &comparison)
{
    std::vector<std::string> problems;
    if (!comparison.scalingProblem().empty())
        problems.push_back(comparison.scalingProblem());
    if (const std::string unmatched = unmatchedText(*comparison.joined()); !unmatched.empty())
        problems.push_back(unmatched);
    return problems;
}

std::vector<std::string> commonLabelKeys(const Joined &joined)
{
    const Profile &profile = *joined.profile;
    if (joined.typeCount == 0)
        return {};
    enum Side : uint8_t { InCurrent = 1, InBase = 2 };
    std::vector<uint8_t> uses(profile.labels.size());
    const auto note = [&](int column, Side side) {
        profile.samples.values[static_cast<size_t>(column)].forEach([&](size_t sample, int64_t value) {
            if (value != 0)
                uses[profile.samples.labels[sample].row] |= side;
        });
    };
    note(joined.currentColumn(0), InCurrent);
    note(joined.baseColumn(0), InBase);
    std::set<std::string_view> keys[2];
    for (size_t i = 0; i < uses.size(); ++i) {
        for (const Label &label : profile.labels[LabelSetId(i)]) {
            if (uses[i] & InCurrent)
                keys[0].insert(profile.text(label.key));
            if (uses[i] & InBase)
                keys[1].insert(profile.text(label.key));
        }
    }
    std::vector<std::string> common;
    for (const std::string_view key : keys[0]) {
        if (keys[1].contains(key))
            common.emplace_back(key);
    }
    return common;
}

} // namespace proflens
