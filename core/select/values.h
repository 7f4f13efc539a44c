// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"

#include <cmath>
#include <cstdint>
#include <utility>

namespace proflens {

// Which value of a sample counts: that of one column, or the difference of two, each multiplied by a factor.
struct ValueFormula
{
    int column = 0;
    int minus = -1;         // the column that is taken away; -1: none
    double factor = 1;      // of column
    double minusFactor = 1; // of minus
    int count = -1;         // the column that means are divided by; -1: none
    int minusCount = -1;    // taken away from it; -1: none

    bool operator==(const ValueFormula &) const = default;
    // Whether a sample's value comes from that sample alone, and not from what was rounded off those before.
    bool isOfEachAlone() const { return factor == 1 && (minus < 0 || minusFactor == 1); }
};

// Multiplies numbers so that what is rounded off one is carried over to the next: sums of products are the
// product of the sum, rounded once, and no product of positive numbers is negative.
class CarriedFactor
{
public:
    explicit CarriedFactor(double factor)
        : m_factor(factor)
    {}
    int64_t of(int64_t value)
    {
        if (m_factor == 1)
            return value;
        m_sum += static_cast<double>(value);
        const double product = std::round(m_sum * m_factor);
        const double step = product - m_last;
        m_last = product;
        return std::abs(step) < 0x1p63 ? static_cast<int64_t>(step) : 0;
    }

private:
    double m_factor;
    double m_sum = 0, m_last = 0;
};

// Calls f(sample, value, count) for the samples in [begin, end) in order. A sample's value does not depend on
// which samples are selected, so whoever sums samples up, sums up the same. Unless isOfEachAlone(), all
// samples must be asked for.
template <typename F>
void forEachValue(const SampleTable &samples, const ValueFormula &formula, size_t begin, size_t end, F &&f)
{
    if (samples.values.empty() || samples.size() == 0)
        return;
    const auto column = [&](int index) {
        return index >= 0 ? &samples.values[static_cast<size_t>(index)] : nullptr;
    };
    const ValueColumn *const minus = column(formula.minus);
    const ValueColumn *const counts = column(formula.count);
    const ValueColumn *const minusCounts = column(formula.minusCount);
    const ValueColumn &plus = *column(formula.column);
    if (!minus && !counts && formula.factor == 1) {
        plus.forEach(begin, end, [&](size_t sample, int64_t value) { f(sample, value, int64_t(0)); });
        return;
    }
    CarriedFactor factor(formula.factor), minusFactor(formula.minusFactor);
    plus.forEach(begin, end, [&](size_t sample, int64_t value) {
        value = factor.of(value);
        // Differences wrap around as they do in pprof.
        if (minus) {
            const auto less = static_cast<uint64_t>(minusFactor.of((*minus)[sample]));
            value = static_cast<int64_t>(static_cast<uint64_t>(value) - less);
        }
        int64_t count = counts ? (*counts)[sample] : 0;
        if (minusCounts)
            count -= (*minusCounts)[sample];
        f(sample, value, count);
    });
}

// The same for all samples.
template <typename F> void forEachValue(const SampleTable &samples, const ValueFormula &formula, F &&f)
{
    forEachValue(samples, formula, 0, samples.size(), f);
}

} // namespace proflens
