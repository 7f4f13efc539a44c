// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/comparison.h"

#include "core/analyze/parallel.h"
#include "core/measure/measure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace proflens {

namespace {

// What the samples of a column that have a label with this key add up to.
double labelledSum(const Joined &joined, int column, std::string_view key)
{
    const Profile &profile = *joined.profile;
    std::vector<uint8_t> labelled(profile.labels.size());
    for (size_t i = 0; i < labelled.size(); ++i) {
        for (const Label &label : profile.labels[LabelSetId(i)])
            labelled[i] = labelled[i] || profile.text(label.key) == key;
    }
    double sum = 0;
    profile.samples.values[static_cast<size_t>(column)].forEach([&](size_t sample, int64_t value) {
        if (labelled[profile.samples.labels[sample].row])
            sum += static_cast<double>(value);
    });
    return sum;
}

double columnSum(const Joined &joined, int column)
{
    double sum = 0;
    joined.profile->samples.values[static_cast<size_t>(column)].forEach(
        [&](size_t, int64_t value) { sum += std::abs(static_cast<double>(value)); });
    return sum;
}

int64_t divided(int64_t value, int64_t divisor)
{
    return divisor == 0 ? value : measure::quotient(value, divisor);
}

// The sum of a side's values with their signs; a mean where the formula has counts. Of all samples, or only
// of those that are selected.
int64_t signedSum(const Analysis &side, const ValueFormula &formula, bool onlySelected)
{
    uint64_t sum = 0;
    int64_t count = 0;
    forEachValue(side.profile()->samples, formula, [&](size_t sample, int64_t value, int64_t c) {
        if (onlySelected && !side.selection().keepsSample(sample))
            return;
        sum += static_cast<uint64_t>(value);
        count += c;
    });
    return divided(static_cast<int64_t>(sum), count);
}

} // namespace

std::string withSign(std::string text, int64_t value)
{
    // What is too little for the unit prints as "0", which has no sign.
    return value > 0 && !text.starts_with('+') && text != "0" ? '+' + text : text;
}

// What the base has to be multiplied with.
void Comparison::scale()
{
    const ComparisonOptions &options = m_options;
    const int type = options.view.sampleIndex;
    const auto ratioOf = [&](double current, double base, const std::string &problem) {
        if (current > 0 && base > 0 && std::isfinite(current / base))
            return current / base;
        m_scalingProblem = problem;
        return 1.0;
    };
    if (options.view.mean && options.scaling.by != ScaleBy::None) {
        m_scalingProblem = "The base is not scaled, because means do not depend on how long or how often "
                           "something was measured.";
        return;
    }
    switch (options.scaling.by) {
    case ScaleBy::None:
        break;
    case ScaleBy::Duration:
        m_factor = ratioOf(static_cast<double>(m_joined->current.durationNanos),
                           static_cast<double>(m_joined->base.durationNanos),
                           "The base is not scaled by duration, because not both profiles say how long they "
                           "took.");
        break;
    case ScaleBy::Total:
        m_factor = ratioOf(columnSum(*m_joined, m_joined->currentColumn(type)),
                           columnSum(*m_joined, m_joined->baseColumn(type)),
                           "The base is not scaled by total, because one side has a total of 0.");
        break;
    case ScaleBy::Label:
        m_factor = ratioOf(labelledSum(*m_joined, m_joined->currentColumn(0), options.scaling.label),
                           labelledSum(*m_joined, m_joined->baseColumn(0), options.scaling.label),
                           "The base is not scaled by the label " + options.scaling.label +
                               ", because not both profiles have samples with it.");
        break;
    case ScaleBy::Factor:
        m_factor = ratioOf(options.scaling.factor, 1,
                           "The base is not scaled, because a factor has to be a number above 0.");
        break;
    }
}

Result<ComparisonPtr> Comparison::make(const JoinedPtr &joined, const ComparisonOptions &options,
                                       const Comparison *previous, const StopToken &stop)
{
    std::shared_ptr<Comparison> made(new Comparison);
    Comparison &c = *made;
    c.m_joined = joined;
    c.m_options = options;
    int &type = c.m_options.view.sampleIndex;
    if (type < 0) {
        const auto index = joined->profile->sampleIndex("");
        type = index.ok() ? *index % static_cast<int>(joined->typeCount) : 0;
    }
    if (type >= static_cast<int>(joined->typeCount))
        return Error{"The profiles have no sample type number " + std::to_string(type) + " in common."};
    c.scale();

    const bool mean = options.view.mean;
    AnalysisOptions view = c.m_options.view;
    view.sameInlined = true;
    const ValueFormula current{joined->currentColumn(type),          -1, 1, 1,
                               mean ? joined->currentColumn(0) : -1, -1};
    const ValueFormula base{joined->baseColumn(type),          -1, c.m_factor, 1,
                            mean ? joined->baseColumn(0) : -1, -1};
    const ValueFormula difference{current.column, base.column, 1, c.m_factor, current.count, base.count};

    // What is out stays empty where a stop was asked for.
    const auto analysed = [&](const ValueFormula &formula, const Analysis *like, AnalysisPtr &out) {
        AnalysisOptions sideOptions = view;
        sideOptions.formula = formula;
        if (&out == &c.m_difference && options.percentOf != PercentOf::Difference)
            sideOptions.percentageOf = options.percentOf == PercentOf::Base ? base : current;
        const auto analysis = Analysis::make(joined->profile, sideOptions, like, stop);
        if (!analysis)
            return Status(analysis.error());
        out = *analysis;
        return success();
    };
    const Analysis *like = previous && previous->m_joined == joined ? previous->m_current.get() : nullptr;
    // Frames and stacks are made with the first side, and shared by the others.
    if (const Status made = analysed(current, like, c.m_current); !made)
        return made.error();
    if (!c.m_current)
        return ComparisonPtr();
    std::array<Status, 2> others{success(), success()};
    inParallel(others.size(), 1, [&](size_t begin, size_t) {
        others[begin] = begin == 0 ? analysed(base, c.m_current.get(), c.m_base)
                                   : analysed(difference, c.m_current.get(), c.m_difference);
    });
    for (const Status &made : others) {
        if (!made)
            return made.error();
    }
    if (!c.m_base || !c.m_difference)
        return ComparisonPtr();
    c.addUp();
    c.chooseUnit();
    c.count(previous);
    return ComparisonPtr(std::move(made));
}

void Comparison::addUp()
{
    const AnalysisOptions &view = m_options.view;
    const bool isFiltered = !view.filters.empty();
    const bool hasWhole = isFiltered && !view.relativePercentages;
    const ValueFormula &base = m_base->formula(), &current = m_current->formula();
    ValueFormula unscaled = base;
    unscaled.factor = 1;
    struct Sum
    {
        bool isWanted;
        const Analysis &side;
        const ValueFormula &formula;
        bool onlySelected;
        int64_t &out;
    };
    const Sum sums[] = {
        {true, *m_base, base, isFiltered, m_sum.base},
        {true, *m_current, current, isFiltered, m_sum.current},
        {hasWhole, *m_base, base, false, m_whole.base},
        {hasWhole, *m_current, current, false, m_whole.current},
        {m_factor != 1, *m_base, unscaled, isFiltered, m_unscaledBase},
    };
    inParallel(std::size(sums), 1, [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end; ++i) {
            const Sum &sum = sums[i];
            if (sum.isWanted)
                sum.out = signedSum(sum.side, sum.formula, sum.onlySelected);
        }
    });
    if (!hasWhole)
        m_whole = m_sum;
    if (m_factor == 1)
        m_unscaledBase = m_sum.base;
}

// One unit for all values of both sides, by pprof's rule for one side.
void Comparison::chooseUnit()
{
    if (m_options.view.unit != "minimum")
        return;
    const int64_t total = std::max(m_base->total(), m_current->total());
    LeastShown least(total);
    for (size_t i = 0; i < frames().size(); ++i) {
        for (const AnalysisPtr &side : {m_base, m_current})
            least.add(side->costs().flatValue(FrameId(i)), side->costs().cumValue(FrameId(i)));
    }
    const std::string unit =
        chooseOutputUnit(least.value(), total, m_current->sampleType().unit, 1 / m_options.view.divideBy);
    // Nobody else holds them yet.
    for (const AnalysisPtr &side : {m_base, m_current, m_difference})
        const_cast<Analysis &>(*side).m_outputUnit = unit;
}

void Comparison::count(const Comparison *previous)
{
    const AnalysisOptions &view = m_options.view;
    // The same stacks are shared only where frames are the same.
    if (previous && previous->m_joined == m_joined && &previous->stacks() == &stacks() &&
        previous->m_options.view.sampleIndex == view.sampleIndex &&
        previous->m_options.view.filters == view.filters) {
        m_counts = previous->m_counts;
        return;
    }
    const auto columnsOf = [&](int first, const SideFacts &facts) {
        return SampledColumns{first, m_joined->typeCount, facts.period, facts.periodType};
    };
    const Profile &profile = *m_joined->profile;
    auto base = sampleCounts(profile, columnsOf(m_joined->baseColumn(0), m_joined->base),
                             m_joined->baseColumn(view.sampleIndex));
    auto current = sampleCounts(profile, columnsOf(m_joined->currentColumn(0), m_joined->current),
                                m_joined->currentColumn(view.sampleIndex));
    if (!base || !current)
        return;
    m_counts = std::make_shared<BothCounts>();
    const auto fill = [&](Counts &counts, std::vector<int64_t> samples) {
        counts.samples = std::move(samples);
        counts.weights = weigh(m_current->selection(), stacks(), counts.samples);
        counts.costs = frameCosts(stacks(), counts.weights, frames().size());
    };
    inParallel(2, 1, [&](size_t begin, size_t) {
        if (begin == 0)
            fill(m_counts->base, std::move(*base));
        else
            fill(m_counts->current, std::move(*current));
    });
}

BothValues Comparison::flat(FrameId frame) const
{
    return {m_base->costs().flatValue(frame), m_current->costs().flatValue(frame)};
}

BothValues Comparison::cum(FrameId frame) const
{
    return {m_base->costs().cumValue(frame), m_current->costs().cumValue(frame)};
}

BothValues Comparison::ofRows(uint32_t begin, uint32_t end, bool inverted) const
{
    const auto of = [&](const Analysis &side) {
        const StackWeights &weights = inverted ? side.invertedWeights() : side.weights();
        return divided(weights.of(begin, end), weights.divisorOf(begin, end));
    };
    return {of(*m_base), of(*m_current)};
}

Change Comparison::flatChange(FrameId frame) const
{
    if (!m_counts)
        return changeOf(flat(frame));
    return judged(flat(frame),
                  {m_counts->base.costs.flat[frame.row], m_counts->current.costs.flat[frame.row]});
}

Change Comparison::cumChange(FrameId frame) const
{
    if (!m_counts)
        return changeOf(cum(frame));
    return judged(cum(frame), {m_counts->base.costs.cum[frame.row], m_counts->current.costs.cum[frame.row]});
}

Change Comparison::changeOfRows(uint32_t begin, uint32_t end, bool inverted) const
{
    const BothValues values = ofRows(begin, end, inverted);
    if (!m_counts)
        return changeOf(values);
    Counts &base = m_counts->base, &current = m_counts->current;
    if (!inverted)
        return judged(values, {base.weights.of(begin, end), current.weights.of(begin, end)});
    std::call_once(m_counts->invertedOnce, [&] {
        const StackIndex &index = m_current->invertedStacks();
        base.inverted = weigh(m_current->selection(), index, base.samples);
        current.inverted = weigh(m_current->selection(), index, current.samples);
    });
    return judged(values, {base.inverted.of(begin, end), current.inverted.of(begin, end)});
}

BothValues Comparison::countsOfRows(uint32_t begin, uint32_t end) const
{
    if (!m_counts)
        return {};
    return {m_counts->base.weights.of(begin, end), m_counts->current.weights.of(begin, end)};
}

BothValues Comparison::countsOfSample(size_t sample) const
{
    if (!m_counts)
        return {};
    return {m_counts->base.samples[sample], m_counts->current.samples[sample]};
}

Change Comparison::changeOf(BothValues values) const
{
    Change change;
    if (values.base == values.current)
        return change;
    // Profiles that are differences themselves have values below nothing: where these come, it shrank, and
    // where they go, it grew.
    if (values.base == 0 && values.current > 0)
        change.kind = Change::Kind::New;
    else if (values.current == 0 && values.base > 0)
        change.kind = Change::Kind::Gone;
    else
        change.kind = values.current > values.base ? Change::Kind::Grew : Change::Kind::Shrank;
    // A side without a total lends no scale: against an empty profile all is new, however little.
    constexpr double leastShare = 0.00005; // prints as 0.01%
    const double whole = static_cast<double>(std::max(m_base->total(), m_current->total()));
    change.noise = std::abs(static_cast<double>(values.delta())) < leastShare * whole;
    return change;
}

Change Comparison::changeOf(BothValues values, BothValues counts) const
{
    return m_counts ? judged(values, counts) : changeOf(values);
}

Change Comparison::judged(BothValues values, BothValues counts) const
{
    Change change = changeOf(values);
    // All of a profile is no noise of an empty one.
    const bool isAgainstNothing = m_base->total() == 0 || m_current->total() == 0;
    if (change.kind != Change::Kind::Same && !isAgainstNothing)
        change.noise = change.noise || isWithinNoise(counts.base, counts.current, m_factor);
    return change;
}

std::string Comparison::formatDelta(int64_t delta) const
{
    return withSign(format(delta), delta);
}

std::string Comparison::formatSeenDelta(int64_t delta) const
{
    return withSign(formatSeen(delta), delta);
}

double Comparison::share(int64_t delta) const
{
    const int64_t total = m_difference->total();
    return total == 0 ? 0 : static_cast<double>(delta) / static_cast<double>(total);
}

std::string Comparison::percent(int64_t delta) const
{
    if (m_difference->total() == 0)
        return {};
    if (delta == 0)
        return "0%";
    const std::string magnitude = m_difference->percent(delta);
    return (delta < 0 ? '-' : '+') + magnitude;
}

std::string Comparison::ratio(BothValues values)
{
    if (values.base == 0)
        return values.current == 0 ? "" : "new";
    if (values.current == 0)
        return "gone";
    char text[64];
    std::snprintf(text, sizeof text, "×%.2f",
                  static_cast<double>(values.current) / static_cast<double>(values.base));
    return text;
}

} // namespace proflens
