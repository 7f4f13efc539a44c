// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/parallel.h"
#include "core/analyze/shares.h"
#include "core/analyze/stackindex.h"
#include "core/analyze/stacksums.h"
#include "core/measure/arithmetic.h"

#include <algorithm>
#include <mutex>
#include <type_traits>

namespace proflens {

namespace {

// How many samples or rows a thread takes at a time.
constexpr size_t pieceSize = 1 << 16;

int64_t wrappingSum(int64_t a, int64_t b)
{
    return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}

// Makes prefix sums of values that stand one place behind their row.
void addUp(std::vector<int64_t> &sums)
{
    for (size_t row = 1; row < sums.size(); ++row)
        sums[row] = wrappingSum(sums[row], sums[row - 1]);
}

// each(f) calls f(stack, value, count, counts) for all that is to be summed; counts() tells whether it
// counts.
template <typename Each> StackWeights sumRows(const StackIndex &index, bool divisors, Each &&each)
{
    const uint32_t rows = index.size();
    StackWeights weights;
    weights.sums.assign(rows + 1U, 0);
    weights.counted.assign(rows, 0);
    if (divisors)
        weights.divisors.assign(rows + 1U, 0);
    inShares(rows, [&](uint32_t begin, uint32_t size) {
        each([&](StackId stack, int64_t value, int64_t divisor, auto &&counts) {
            const uint32_t row = index.rowOf(stack);
            if (row - begin >= size || !counts())
                return;
            // Sums wrap around as they do in pprof.
            int64_t &sum = weights.sums[row + 1U];
            sum = wrappingSum(sum, value);
            if (divisors)
                weights.divisors[row + 1U] = wrappingSum(weights.divisors[row + 1U], divisor);
            weights.counted[row] = 1;
        });
    });
    addUp(weights.sums);
    addUp(weights.divisors);
    return weights;
}

// each(f) calls f(sample, value, count) for all samples.
template <typename Each>
StackWeights weighEach(const Selection &selection, const StackIndex &index, bool divisors, Each &&each)
{
    const SampleTable &samples = selection.profile()->samples;
    return sumRows(index, divisors, [&](auto &&add) {
        each([&](size_t sample, int64_t value, int64_t divisor) {
            add(samples.stack[sample], value, divisor,
                [&] { return (value != 0 || divisor != 0) && selection.keepsSample(sample); });
        });
    });
}

// By label set, whether it marks samples of a base; empty if none does.
std::vector<uint8_t> baseLabels(const Selection &selection)
{
    const Profile &profile = *selection.profile();
    // Most profiles do not even have the word, and have far fewer strings than labels.
    const auto rowsOf = [&](std::string_view word) {
        std::vector<uint8_t> found;
        for (size_t i = 0; i < profile.strings.size(); ++i) {
            if (profile.text(StringId(i)) != word)
                continue;
            found.resize(profile.strings.size());
            found[i] = 1;
        }
        return found;
    };
    const std::vector<uint8_t> keys = rowsOf("pprof::base");
    const std::vector<uint8_t> values = keys.empty() ? keys : rowsOf("true");
    if (values.empty())
        return {};
    std::vector<uint8_t> base(profile.labels.size());
    bool any = false;
    for (size_t i = 0; i < base.size(); ++i) {
        for (const Label &label : profile.labels[LabelSetId(i)]) {
            if (!label.isNumber && keys[label.key.row] && values[label.text.row] &&
                !selection.hidesKey(label.key))
                base[i] = any = true;
        }
    }
    if (!any)
        base.clear();
    return base;
}

} // namespace

StackWeights weigh(const Selection &selection, const StackIndex &index, const ValueFormula &formula)
{
    return weighEach(selection, index, formula.count >= 0,
                     [&](auto &&add) { forEachValue(selection.profile()->samples, formula, add); });
}

StackWeights weigh(const Selection &selection, const StackIndex &index, const StackSums &sums)
{
    const bool divisors = !sums.divisors.empty();
    return sumRows(index, divisors, [&](auto &&add) {
        for (size_t i = 0; i < sums.values.size(); ++i)
            add(StackId(i), sums.values[i], divisors ? sums.divisors[i] : 0,
                [&] { return sums.counted[i] && selection.keeps(StackId(i)); });
    });
}

StackWeights weigh(const Selection &selection, const StackIndex &index, std::span<const int64_t> values)
{
    return weighEach(selection, index, false, [&](auto &&add) {
        for (size_t sample = 0; sample < values.size(); ++sample)
            add(sample, values[sample], int64_t(0));
    });
}

int64_t totalOf(const Selection &selection, const ValueFormula &formula, size_t *samplesWithValue,
                bool *ofBase)
{
    const SampleTable &samples = selection.profile()->samples;
    const std::vector<uint8_t> base = baseLabels(selection);
    struct Sums
    {
        uint64_t total = 0, base = 0;
        int64_t count = 0, baseCount = 0;
        size_t withValue = 0;
    };
    const auto add = [](auto &sum, auto more) {
        sum = static_cast<std::remove_reference_t<decltype(sum)>>(static_cast<uint64_t>(sum) +
                                                                  static_cast<uint64_t>(more));
    };
    Sums all;
    std::mutex mutex;
    inParallel(samples.size(), formula.isOfEachAlone() ? pieceSize : samples.size() + 1,
               [&](size_t begin, size_t end) {
                   Sums some;
                   forEachValue(samples, formula, begin, end,
                                [&](size_t sample, int64_t value, int64_t count) {
                                    if (!selection.keepsSample(sample))
                                        return;
                                    const auto bits = static_cast<uint64_t>(value);
                                    const uint64_t magnitude = value < 0 ? 0 - bits : bits;
                                    some.total += magnitude;
                                    add(some.count, count);
                                    some.withValue += value != 0;
                                    if (!base.empty() && base[samples.labels[sample].row]) {
                                        some.base += magnitude;
                                        add(some.baseCount, count);
                                    }
                                });
                   const std::lock_guard lock(mutex);
                   all.total += some.total;
                   all.base += some.base;
                   add(all.count, some.count);
                   add(all.baseCount, some.baseCount);
                   all.withValue += some.withValue;
               });
    if (samplesWithValue)
        *samplesWithValue = all.withValue;
    const bool useBase = static_cast<int64_t>(all.base) > 0;
    if (ofBase)
        *ofBase = useBase;
    const auto sum = static_cast<int64_t>(useBase ? all.base : all.total);
    const int64_t divisor = useBase ? all.baseCount : all.count;
    return divisor != 0 ? measure::quotient(sum, divisor) : sum;
}

} // namespace proflens
