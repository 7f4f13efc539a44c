// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/analysis.h"

#include "core/measure/measure.h"
#include "core/select/labelframes.h"

#include <algorithm>
#include <cmath>
#include <new>

namespace proflens {

namespace {

std::vector<Filter> shapeFilters(const std::vector<Filter> &filters)
{
    std::vector<Filter> shape;
    std::copy_if(filters.begin(), filters.end(), std::back_inserter(shape),
                 [](const Filter &filter) { return changesFrames(filter.kind); });
    return shape;
}

LabelFrames labelFrames(const AnalysisOptions &options)
{
    LabelFrames wanted{options.tagRoot, options.tagLeaf, options.unit};
    // Numbers in the unit that suits each: whether the rest of a report has one unit does not matter to them.
    if (wanted.isEmpty() || wanted.unit == "auto")
        wanted.unit = "minimum";
    return wanted;
}

bool sameShape(const AnalysisOptions &a, const AnalysisOptions &b)
{
    return a.granularity == b.granularity && labelFrames(a) == labelFrames(b) && a.noInlines == b.noInlines &&
           a.showColumns == b.showColumns && a.allFrames == b.allFrames && a.sameInlined == b.sameInlined &&
           a.renamed == b.renamed && shapeFilters(a.filters) == shapeFilters(b.filters);
}

std::string trimmed(std::string text)
{
    text.erase(0, text.find_first_not_of(' '));
    return text;
}

} // namespace

int64_t dividedBy(int64_t value, double divisor)
{
    const double ratio = 1 / divisor;
    if (!(ratio > 0) || ratio == 1)
        return value;
    const double divided = static_cast<double>(value) * ratio;
    return std::abs(divided) < 0x1p63 ? static_cast<int64_t>(divided) : value;
}

LeastShown::LeastShown(int64_t total)
    : m_cutoff(std::abs(static_cast<int64_t>(static_cast<double>(total) * 0.005)))
{}

void LeastShown::add(int64_t flat, int64_t cum)
{
    const auto keep = [](int64_t value, int64_t &least) {
        if (value > 0 && (least == 0 || value < least))
            least = value;
    };
    cum = std::abs(cum);
    const int64_t value = flat != 0 ? std::abs(flat) : cum;
    keep(value, m_ofAll);
    if (cum >= m_cutoff)
        keep(value, m_ofLarge);
}

std::string chooseOutputUnit(int64_t smallest, int64_t total, const std::string &sampleUnit, double ratio,
                             bool integersOnly)
{
    if (smallest == 0)
        smallest = total;
    if (ratio > 0 && ratio != 1) {
        smallest = static_cast<int64_t>(static_cast<double>(smallest) * ratio);
        total = static_cast<int64_t>(static_cast<double>(total) * ratio);
    }
    std::string unit = measure::scale(smallest, sampleUnit, "minimum").unit;
    // Values a hundred times the smallest can still show it with two decimals.
    if (unit != measure::scale(total, sampleUnit, "minimum").unit && smallest * 100 < total && !integersOnly)
        unit = measure::scale(100 * smallest, sampleUnit, "minimum").unit;
    return unit.empty() ? sampleUnit : unit;
}

Result<std::shared_ptr<const Analysis>> Analysis::make(const ProfilePtr &profile,
                                                       const AnalysisOptions &options,
                                                       const Analysis *previous, const StopToken &stop)
{
    try {
        return analyze(profile, options, previous, stop);
    } catch (const std::bad_alloc &) {
        return Error{"There is not enough free memory to look at this profile in this way; close other "
                     "profiles or programs, "
                     "or leave out samples with a filter."};
    }
}

Result<std::shared_ptr<const Analysis>> Analysis::analyze(const ProfilePtr &profile,
                                                          const AnalysisOptions &options,
                                                          const Analysis *previous, const StopToken &stop)
{
    std::shared_ptr<Analysis> a(new Analysis);
    a->m_source = a->m_profile = profile;
    a->m_options = options;
    if (options.divideBy == 0)
        return Error{"Values cannot be divided by 0; choose another number."};
    if (profile->sampleTypes.empty())
        return Error{"The profile has no sample types, so there is nothing to measure by."};
    if (options.sampleIndex >= static_cast<int>(profile->sampleTypes.size()))
        return Error{"The profile has no sample type number " + std::to_string(options.sampleIndex) + "."};
    if (options.formula) {
        a->m_formula = *options.formula;
    } else {
        a->m_formula.column = options.sampleIndex >= 0 ? options.sampleIndex : *profile->sampleIndex("");
        a->m_formula.count = options.mean ? 0 : -1;
    }
    const ValueFormula &percentageOf = options.percentageOf ? *options.percentageOf : a->m_formula;

    Selection selection(profile);
    if (!options.allFrames) {
        const Status status = selection.dropUninteresting();
        if (!status)
            return status.error();
    }
    const LabelFrames labels = labelFrames(options);
    if (!labels.isEmpty()) {
        const bool sameLabels = previous && previous->m_source == profile &&
                                labelFrames(previous->m_options) == labels &&
                                previous->m_options.allFrames == options.allFrames;
        a->m_profile = sameLabels ? previous->m_profile : withLabelFrames(selection, labels, nullptr, stop);
        if (!a->m_profile)
            return std::shared_ptr<const Analysis>();
        selection = Selection(a->m_profile);
    }
    const bool share = previous && previous->m_source == profile && sameShape(previous->m_options, options);
    if (share) {
        a->m_shape = previous->m_shape;
        a->m_frames = previous->m_frames;
        a->m_stacks = previous->m_stacks;
        a->m_inverted = previous->m_inverted;
    } else {
        auto shape = std::make_shared<Selection>(selection);
        const Status status = shape->apply(shapeFilters(options.filters));
        if (!status)
            return status.error();
        a->m_shape = shape;
    }

    int64_t total = totalOf(selection, percentageOf);
    auto effects = applyTelling(selection, options.filters, a->m_formula, stop);
    if (!effects)
        return effects.error();
    if (stop.stop_requested())
        return std::shared_ptr<const Analysis>();
    a->m_effects = std::move(*effects);
    if (options.relativePercentages)
        total = totalOf(selection, percentageOf);
    a->m_total = total;
    a->m_selection = std::make_shared<Selection>(std::move(selection));

    if (!share) {
        FrameOptions frameOptions;
        frameOptions.granularity = options.granularity;
        frameOptions.noInlines = options.noInlines;
        frameOptions.showColumns = options.showColumns;
        frameOptions.sameInlined = options.sameInlined;
        frameOptions.renamed = options.renamed;
        frameOptions.labelsApart = true;
        a->m_frames = FrameTable::make(*a->m_shape, frameOptions);
        a->m_stacks = StackIndex::make(*a->m_shape, *a->m_frames, StackIndex::Order::RootFirst, stop);
        a->m_inverted = std::make_shared<Inverted>();
        if (!a->m_stacks)
            return std::shared_ptr<const Analysis>();
    }
    a->m_weights = weigh(*a->m_selection, *a->m_stacks, a->m_formula);
    if (stop.stop_requested())
        return std::shared_ptr<const Analysis>();
    a->m_costs = frameCosts(*a->m_stacks, a->m_weights, a->m_frames->size());
    a->m_inlinings = inlinings(*a->m_stacks, a->m_weights, a->m_frames->size());

    if (options.unit != "minimum") {
        a->m_outputUnit = options.unit;
    } else {
        LeastShown least(a->m_total);
        for (size_t i = 0; i < a->m_frames->size(); ++i) {
            if (!(options.dropNegative && isNegative(a->m_costs.flat[i], a->m_costs.cum[i])))
                least.add(a->m_costs.flatValue(FrameId(i)), a->m_costs.cumValue(FrameId(i)));
        }
        a->m_outputUnit =
            chooseOutputUnit(least.value(), a->m_total, a->sampleType().unit, 1 / options.divideBy);
    }
    return std::shared_ptr<const Analysis>(std::move(a));
}

const StackIndex &Analysis::invertedStacks() const
{
    std::call_once(m_inverted->once, [this] {
        m_inverted->stacks = StackIndex::make(*m_shape, *m_frames, StackIndex::Order::LeafFirst);
    });
    return *m_inverted->stacks;
}

const StackWeights &Analysis::invertedWeights() const
{
    std::call_once(m_invertedWeightsOnce,
                   [this] { m_invertedWeights = weigh(*m_selection, invertedStacks(), m_formula); });
    return m_invertedWeights;
}

std::string Analysis::format(int64_t value) const
{
    return measure::scaledLabel(dividedBy(value, m_options.divideBy), sampleType().unit, m_outputUnit);
}

std::string Analysis::formatAuto(int64_t value) const
{
    const std::string unit = m_options.unit == "minimum" ? "auto" : m_options.unit;
    return measure::scaledLabel(dividedBy(value, m_options.divideBy), sampleType().unit, unit);
}

std::string Analysis::formatSeen(int64_t value) const
{
    std::string text = format(value);
    return text == "0" && value != 0 ? formatAuto(value) : text;
}

std::string Analysis::percent(int64_t value) const
{
    return trimmed(measure::percentage(value, m_total));
}

} // namespace proflens
