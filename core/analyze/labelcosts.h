// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/costorder.h"
#include "core/select/regex.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proflens {

// What the samples with a label add up to, of one profile (then it is current that counts) or of two.
struct LabelSum
{
    BothValues value, divisor; // divisor: of means, else 0
    BothValues counts;         // the samples behind it, in thousandths (core/analyze/samplecounts.h)

    LabelSum &operator+=(const LabelSum &other);
    // Divided where there is something to divide by.
    BothValues values() const;
};

// One value of a key: a text, or numbers that look the same in the unit in which they are shown.
struct LabelValue
{
    std::string_view text; // of a text; views stay valid as long as the LabelCosts
    bool isNumber = false;
    int64_t least = 0, greatest = 0; // of numbers
    LabelSum sum;
};

// Samples by the exact number of their label.
struct LabelNumber
{
    int64_t number = 0;
    LabelSum sum;
};

struct LabelKey
{
    std::string_view name;
    std::string_view unit; // of its numbers (Selection::labelUnit)
    // As -tags adds up: a sample with several values of the key counts as often.
    LabelSum total;
    // The samples that lack the key.
    LabelSum without;
    bool isEverywhere = true; // whether no sample lacks it
    bool isRepeated = false;  // whether a sample has several values of it, so that shares may exceed 100 %
    bool hasTexts = false;
    // Texts by their bytes, then numbers, ascending.
    std::vector<LabelValue> values;
    std::vector<LabelNumber> numbers; // ascending
};

// Which keys and values are listed, and how.
struct LabelQuery
{
    CostOrder order = CostOrder::Amount;
    bool byValue = false;         // texts by name and numbers by size rather than by what they cost
    bool sortKeys = false;        // keys, too, by what they cost rather than by name, as pprof lists them
    std::optional<Regex> pattern; // the key, its value or "key: value" matches; none: all
    bool hideNoise = false;       // of two profiles: leave out what sampling alone explains
};

// A key that is listed, with those of its values that are.
struct ListedLabels
{
    uint32_t key = 0;
    std::vector<uint32_t> values;
    bool lacking = false; // whether the samples that lack the key are listed, too
};

// The labels of the samples that count, with what these add up to: the labels pane without its widget, of one
// profile or of two. Immutable.
class LabelCosts
{
public:
    // nullptr if stopped.
    static std::shared_ptr<const LabelCosts> make(const AnalysisPtr &analysis, const StopToken &stop = {});
    static std::shared_ptr<const LabelCosts> make(const ComparisonPtr &comparison,
                                                  const StopToken &stop = {});

    // Of two profiles, the current side.
    const AnalysisPtr &analysis() const { return m_analysis; }
    // nullptr for one profile.
    const ComparisonPtr &comparison() const { return m_comparison; }

    // By name.
    const std::vector<LabelKey> &keys() const { return m_keys; }
    // Values, and keys if they are to be sorted, in the order asked for; ties are by text or number. A key
    // that matches has all its values; keys without a value to list are not listed.
    std::vector<ListedLabels> list(const LabelQuery &query) const;

    // As -tags prints it: the text, or the number with the unit that suits it.
    std::string text(const LabelKey &key, const LabelValue &value) const;
    std::string numberText(const LabelKey &key, int64_t number) const;
    BothValues values(const LabelSum &sum) const { return sum.values(); }
    Change change(const LabelSum &sum) const;

private:
    LabelCosts() = default;
    static std::shared_ptr<const LabelCosts> made(AnalysisPtr analysis, ComparisonPtr comparison,
                                                  const StopToken &stop);
    std::vector<LabelSum> sumsBySet(std::vector<uint8_t> &used) const;
    void gather(const StopToken &stop);
    void finish(LabelKey &key) const;

    AnalysisPtr m_analysis;
    ComparisonPtr m_comparison;
    std::vector<LabelKey> m_keys;
};

using LabelCostsPtr = std::shared_ptr<const LabelCosts>;

// One bar of a histogram: the numbers from low on, up to the next bar's.
struct LabelBar
{
    int64_t low = 0;                  // whether it occurs or not
    int64_t least = 0, greatest = -1; // those that occur; none if greatest is less
    LabelSum sum;

    bool isEmpty() const { return greatest < least; }
};

struct LabelHistogram
{
    std::vector<LabelBar> bars;
    // Whether each bar is a number of its own, rather than one of many steps of the same width (or, where the
    // numbers span more than three powers of ten, of the same ratio). A width is a multiple of what all the
    // numbers are apart: else some bars would hold one number more than others, and be higher for that alone.
    bool isExact = false;
    bool isLogarithmic = false;
};

// At most so many bars (at least 1) of numbers that ascend.
LabelHistogram labelHistogram(std::span<const LabelNumber> numbers, size_t most);

} // namespace proflens
