// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/labelcosts.h"

#include "core/measure/arithmetic.h"
#include "core/measure/measure.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <unordered_map>

namespace proflens {

namespace {

int64_t plus(int64_t a, int64_t b)
{
    return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}

void add(BothValues &to, BothValues values)
{
    to.base = plus(to.base, values.base);
    to.current = plus(to.current, values.current);
}

int64_t divided(int64_t value, int64_t divisor)
{
    return divisor == 0 ? value : measure::quotient(value, divisor);
}

// How many steps wide bars are, so that no more than `most` hold the steps 0 to `last`, and the last one is
// not much emptier than the others just because the steps are at an end.
uint64_t stepsOfBar(uint64_t last, size_t most)
{
    const uint64_t least = last / most + 1;
    uint64_t best = least;
    double bestMissing = 1;
    for (uint64_t steps = least; steps < least + std::min<uint64_t>(least, 64); ++steps) {
        const double missing = static_cast<double>(steps - 1 - last % steps) / static_cast<double>(steps);
        if (missing < bestMissing) {
            best = steps;
            bestMissing = missing;
        }
        if (bestMissing < 0.125)
            break;
    }
    return best;
}

// What one key is gathered into.
struct Gathered
{
    std::unordered_map<std::string_view, LabelSum> texts;
    std::unordered_map<int64_t, LabelSum> numbers;
    LabelSum total, labelled; // labelled: each set once
    StringId id;
    size_t sets = 0;
    bool isRepeated = false;
};

} // namespace

LabelSum &LabelSum::operator+=(const LabelSum &other)
{
    add(value, other.value);
    add(divisor, other.divisor);
    add(counts, other.counts);
    return *this;
}

BothValues LabelSum::values() const
{
    return {divided(value.base, divisor.base), divided(value.current, divisor.current)};
}

LabelCostsPtr LabelCosts::make(const AnalysisPtr &analysis, const StopToken &stop)
{
    return made(analysis, nullptr, stop);
}

LabelCostsPtr LabelCosts::make(const ComparisonPtr &comparison, const StopToken &stop)
{
    return made(comparison->current(), comparison, stop);
}

LabelCostsPtr LabelCosts::made(AnalysisPtr analysis, ComparisonPtr comparison, const StopToken &stop)
{
    std::shared_ptr<LabelCosts> costs(new LabelCosts);
    costs->m_analysis = std::move(analysis);
    costs->m_comparison = std::move(comparison);
    costs->gather(stop);
    return stop.stop_requested() ? nullptr : costs;
}

// Per label set first: samples are many, label sets are few.
std::vector<LabelSum> LabelCosts::sumsBySet(std::vector<uint8_t> &used) const
{
    const Profile &profile = *m_analysis->profile();
    const Selection &selection = m_analysis->selection();
    const SampleTable &samples = profile.samples;
    std::vector<LabelSum> sums(profile.labels.size());
    used.assign(profile.labels.size(), 0);
    const auto addSide = [&](const Analysis &side, int64_t BothValues::*of) {
        const bool divides = side.formula().count >= 0;
        forEachValue(samples, side.formula(), [&](size_t sample, int64_t value, int64_t count) {
            if (!selection.keepsSample(sample))
                return;
            const uint32_t set = samples.labels[sample].row;
            used[set] = 1;
            sums[set].value.*of = plus(sums[set].value.*of, value);
            if (divides)
                sums[set].divisor.*of = plus(sums[set].divisor.*of, count);
        });
    };
    addSide(*m_analysis, &BothValues::current);
    if (!m_comparison)
        return sums;
    addSide(*m_comparison->base(), &BothValues::base);
    for (size_t sample = 0; m_comparison->hasCounts() && sample < samples.size(); ++sample) {
        if (selection.keepsSample(sample))
            add(sums[samples.labels[sample].row].counts, m_comparison->countsOfSample(sample));
    }
    return sums;
}

void LabelCosts::gather(const StopToken &stop)
{
    const Profile &profile = *m_analysis->profile();
    const Selection &selection = m_analysis->selection();
    std::vector<uint8_t> used;
    const std::vector<LabelSum> sums = sumsBySet(used);
    std::map<std::string_view, Gathered> keys;
    LabelSum all;
    size_t sets = 0;
    std::vector<Gathered *> seen;
    for (size_t set = 0; set < sums.size(); ++set) {
        if (!used[set])
            continue;
        if (stop.stop_requested())
            return;
        all += sums[set];
        ++sets;
        seen.clear();
        for (const Label &label : selection.labels(LabelSetId(set))) {
            Gathered &key = keys[profile.text(label.key)];
            key.id = label.key;
            key.total += sums[set];
            (label.isNumber ? key.numbers[label.number] : key.texts[profile.text(label.text)]) += sums[set];
            if (std::find(seen.begin(), seen.end(), &key) != seen.end()) {
                key.isRepeated = true;
                continue;
            }
            seen.push_back(&key);
            key.labelled += sums[set];
            ++key.sets;
        }
    }
    const auto less = [](BothValues a, BothValues b) {
        return BothValues{plus(a.base, -b.base), plus(a.current, -b.current)};
    };
    for (auto &[name, gathered] : keys) {
        LabelKey &key = m_keys.emplace_back();
        key.name = name;
        key.unit = selection.labelUnit(gathered.id);
        key.total = gathered.total;
        key.without = {less(all.value, gathered.labelled.value), less(all.divisor, gathered.labelled.divisor),
                       less(all.counts, gathered.labelled.counts)};
        key.isEverywhere = gathered.sets == sets;
        key.isRepeated = gathered.isRepeated;
        key.hasTexts = !gathered.texts.empty();
        for (const auto &[text, sum] : gathered.texts)
            key.values.push_back({text, false, 0, 0, sum});
        for (const auto &[number, sum] : gathered.numbers)
            key.numbers.push_back({number, sum});
        finish(key);
    }
}

// Sorts what was gathered, and makes values of numbers.
void LabelCosts::finish(LabelKey &key) const
{
    std::sort(key.values.begin(), key.values.end(),
              [](const LabelValue &a, const LabelValue &b) { return a.text < b.text; });
    std::sort(key.numbers.begin(), key.numbers.end(),
              [](const LabelNumber &a, const LabelNumber &b) { return a.number < b.number; });
    std::string last;
    for (const LabelNumber &number : key.numbers) {
        std::string text = numberText(key, number.number);
        if (!key.values.empty() && key.values.back().isNumber && text == last) {
            key.values.back().greatest = number.number;
            key.values.back().sum += number.sum;
            continue;
        }
        key.values.push_back({{}, true, number.number, number.number, number.sum});
        last = std::move(text);
    }
}

std::string LabelCosts::numberText(const LabelKey &key, int64_t number) const
{
    return measure::scaledLabel(number, key.unit, m_analysis->options().unit);
}

std::string LabelCosts::text(const LabelKey &key, const LabelValue &value) const
{
    return value.isNumber ? numberText(key, value.least) : std::string(value.text);
}

Change LabelCosts::change(const LabelSum &sum) const
{
    return m_comparison ? m_comparison->changeOf(sum.values(), sum.counts) : Change();
}

std::vector<ListedLabels> LabelCosts::list(const LabelQuery &query) const
{
    std::vector<ListedLabels> listed;
    for (uint32_t k = 0; k < m_keys.size(); ++k) {
        const LabelKey &key = m_keys[k];
        const bool all = !query.pattern || query.pattern->matches(key.name);
        ListedLabels entry{k, {}, all && !key.isEverywhere};
        std::vector<uint64_t> order(key.values.size());
        for (uint32_t v = 0; v < key.values.size(); ++v) {
            const LabelValue &value = key.values[v];
            if (!all) {
                const std::string said = text(key, value);
                if (!query.pattern->matches(said) &&
                    !query.pattern->matches(std::string(key.name) + ": " + said))
                    continue;
            }
            if (query.hideNoise && m_comparison && !change(value.sum).isWorthColor())
                continue;
            if (!query.byValue)
                order[v] = orderKey(value.sum.values(), query.order, m_comparison != nullptr);
            entry.values.push_back(v);
        }
        if (!query.byValue) {
            std::stable_sort(entry.values.begin(), entry.values.end(),
                             [&](uint32_t a, uint32_t b) { return order[a] > order[b]; });
        }
        if (!entry.values.empty())
            listed.push_back(std::move(entry));
    }
    if (query.sortKeys && !query.byValue) {
        const auto order = [&](const ListedLabels &entry) {
            return orderKey(m_keys[entry.key].total.values(), query.order, m_comparison != nullptr);
        };
        std::stable_sort(listed.begin(), listed.end(),
                         [&](const ListedLabels &a, const ListedLabels &b) { return order(a) > order(b); });
    }
    return listed;
}

LabelHistogram labelHistogram(std::span<const LabelNumber> numbers, size_t most)
{
    LabelHistogram histogram;
    if (numbers.empty())
        return histogram;
    most = std::max<size_t>(most, 1);
    histogram.isExact = numbers.size() <= most;
    if (most == 1 && !histogram.isExact) {
        LabelBar all{numbers.front().number, numbers.front().number, numbers.back().number, {}};
        for (const LabelNumber &number : numbers)
            all.sum += number.sum;
        histogram.bars.push_back(all);
        return histogram;
    }
    if (histogram.isExact) {
        for (const LabelNumber &number : numbers)
            histogram.bars.push_back({number.number, number.number, number.number, number.sum});
        return histogram;
    }
    const int64_t least = numbers.front().number;
    const double ratio =
        least > 0 ? static_cast<double>(numbers.back().number) / static_cast<double>(least) : 0;
    histogram.isLogarithmic = ratio >= 1000;
    // Differences may be larger than an int64_t.
    const auto distance = [least](int64_t number) {
        return static_cast<uint64_t>(number) - static_cast<uint64_t>(least);
    };
    const uint64_t span = distance(numbers.back().number);
    uint64_t step = 0;
    for (const LabelNumber &number : numbers)
        step = std::gcd(step, distance(number.number));
    const uint64_t steps = stepsOfBar(span / step, most), width = steps * step;
    histogram.bars.resize(histogram.isLogarithmic ? most : static_cast<size_t>(span / step / steps) + 1);
    for (size_t i = 0; i < histogram.bars.size(); ++i) {
        const double share = static_cast<double>(i) / static_cast<double>(most);
        const uint64_t above =
            histogram.isLogarithmic
                ? static_cast<uint64_t>(std::ceil(static_cast<double>(least) * (std::pow(ratio, share) - 1)))
                : i * width;
        histogram.bars[i].low = static_cast<int64_t>(static_cast<uint64_t>(least) + std::min(above, span));
    }
    // Both ascend, so each number is in the last of the bars that do not begin after it.
    size_t at = 0;
    for (const LabelNumber &number : numbers) {
        while (at + 1 < histogram.bars.size() && histogram.bars[at + 1].low <= number.number)
            ++at;
        LabelBar &bar = histogram.bars[at];
        if (bar.isEmpty())
            bar.least = number.number;
        bar.greatest = number.number;
        bar.sum += number.sum;
    }
    return histogram;
}

} // namespace proflens
