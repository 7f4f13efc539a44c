// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/analysis.h"

#include "core/analyze/indexedsearch.h"
#include "core/analyze/stacksums.h"
#include "core/measure/measure.h"
#include "core/select/labelframes.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <span>

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

// Those that choose samples by their labels.
std::vector<Filter> labelFilters(const std::vector<Filter> &filters)
{
    std::vector<Filter> byLabel;
    std::copy_if(filters.begin(), filters.end(), std::back_inserter(byLabel), [](const Filter &filter) {
        return filter.kind == FilterKind::TagFocus || filter.kind == FilterKind::TagIgnore;
    });
    return byLabel;
}

// Whether the stacks of both are the same before any filter.
bool sameFramesWithout(const AnalysisOptions &a, const AnalysisOptions &b)
{
    return labelFrames(a) == labelFrames(b) && a.allFrames == b.allFrames;
}

bool sameShape(const AnalysisOptions &a, const AnalysisOptions &b)
{
    return sameFramesWithout(a, b) && a.granularity == b.granularity && a.noInlines == b.noInlines &&
           a.showColumns == b.showColumns && a.sameInlined == b.sameInlined && a.renamed == b.renamed &&
           shapeFilters(a.filters) == shapeFilters(b.filters);
}

// Whether `now` is `before` with more filters at the end, which are applied last, too.
bool filtersGoOn(const std::vector<Filter> &before, const std::vector<Filter> &now)
{
    return before.size() <= now.size() && std::equal(before.begin(), before.end(), now.begin()) &&
           std::is_sorted(now.begin(), now.end(),
                          [](const Filter &a, const Filter &b) { return a.kind < b.kind; });
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
    a->m_percentageOf = options.percentageOf ? *options.percentageOf : a->m_formula;
    if (previous && previous->m_source != profile)
        previous = nullptr;
    a->m_recent = previous ? previous->m_recent : std::make_shared<RecentStacks<StacksKey>>();
    const Result<bool> selected = a->select(previous, stop);
    if (!selected.ok())
        return selected.error();
    if (!*selected || !a->sortStacks(previous, stop) || !a->sumUp(previous, stop))
        return std::shared_ptr<const Analysis>();
    a->chooseUnit();
    return std::shared_ptr<const Analysis>(std::move(a));
}

Result<bool> Analysis::select(const Analysis *previous, const StopToken &stop)
{
    const bool sameWhole = previous && sameFramesWithout(m_options, previous->m_options);
    if (sameWhole) {
        m_profile = previous->m_profile;
        m_whole = previous->m_whole;
    } else {
        Selection whole(m_source);
        if (!m_options.allFrames) {
            if (const Status status = whole.dropUninteresting(); !status)
                return status.error();
        }
        if (const LabelFrames labels = labelFrames(m_options); !labels.isEmpty()) {
            m_profile = withLabelFrames(whole, labels, nullptr, stop);
            if (!m_profile)
                return false;
            whole = Selection(m_profile);
        }
        m_whole = std::make_shared<const Selection>(std::move(whole));
    }

    const std::vector<Filter> &filters = m_options.filters;
    const std::vector<Filter> shaping = shapeFilters(filters);
    if (sameWhole && shaping == shapeFilters(previous->m_options.filters)) {
        m_shape = previous->m_shape;
    } else if (shaping.size() < filters.size()) {
        auto shape = std::make_shared<Selection>(*m_whole);
        if (const Status status = shape->apply(shaping); !status)
            return status.error();
        m_shape = shape;
    }

    const bool sameFilters = sameWhole && filters == previous->m_options.filters;
    const bool sameFormula = previous && m_formula == previous->m_formula;
    if (sameFilters && (filters.empty() || sameFormula)) {
        m_selection = previous->m_selection;
        m_effects = previous->m_effects;
    } else {
        // One more filter at the end goes on from where the others came to.
        const bool goesOn = sameWhole && sameFormula && filtersGoOn(previous->m_options.filters, filters);
        auto selection = std::make_shared<Selection>(goesOn ? *previous->m_selection : *m_whole);
        if (goesOn)
            m_effects = previous->m_effects;
        if (shapeFilters(goesOn ? previous->m_options.filters : std::vector<Filter>()).empty()) {
            const SortedStacks known = m_recent->find([this](const StacksKey &key) {
                return key.profile == m_profile && sameFramesWithout(key.options, m_options) &&
                       shapeFilters(key.options.filters).empty();
            });
            if (known.stacks)
                selection->setSearch(std::make_shared<const IndexedSearch>(known.frames, known.stacks));
        }
        const auto effects =
            applyTelling(*selection, std::span(filters).subspan(m_effects.size()), m_formula, stop);
        if (!effects)
            return effects.error();
        m_effects.insert(m_effects.end(), effects->begin(), effects->end());
        m_selection = sameFilters ? previous->m_selection : selection;
    }
    // Where all filters change frames, what they leave has been made already.
    if (!m_shape)
        m_shape = m_selection;
    if (stop.stop_requested())
        return false;
    const bool relative = m_options.relativePercentages;
    const bool sameTotal = sameWhole && m_percentageOf == previous->m_percentageOf &&
                           relative == previous->m_options.relativePercentages && (!relative || sameFilters);
    m_total = sameTotal
                  ? previous->m_total
                  : totalOf(relative ? *m_selection : *m_whole, m_percentageOf, nullptr, &m_isBaseTotal);
    if (sameTotal)
        m_isBaseTotal = previous->m_isBaseTotal;
    return true;
}

bool Analysis::sortStacks(const Analysis *previous, const StopToken &stop)
{
    if (previous && sameShape(previous->m_options, m_options)) {
        m_frames = previous->m_frames;
        m_stacks = previous->m_stacks;
        m_kinds = previous->m_kinds;
        m_inverted = previous->m_inverted;
        return true;
    }
    m_inverted = std::make_shared<Inverted>();
    const SortedStacks known = m_recent->find([this](const StacksKey &key) {
        return key.profile == m_profile && sameShape(key.options, m_options);
    });
    if (known.stacks) {
        m_frames = known.frames;
        m_stacks = known.stacks;
        m_kinds = known.kinds;
        return true;
    }
    FrameOptions frameOptions;
    frameOptions.granularity = m_options.granularity;
    frameOptions.noInlines = m_options.noInlines;
    frameOptions.showColumns = m_options.showColumns;
    frameOptions.sameInlined = m_options.sameInlined;
    frameOptions.renamed = m_options.renamed;
    frameOptions.labelsApart = true;
    m_frames = FrameTable::make(*m_shape, frameOptions);
    m_stacks = StackIndex::make(*m_shape, *m_frames, StackIndex::Order::RootFirst, stop);
    if (!m_stacks)
        return false;
    m_kinds = std::make_shared<const CallKinds>(*m_stacks, *m_frames, m_profile->locations.size());
    m_recent->keep({m_profile, m_options}, {m_frames, m_stacks, m_kinds});
    return true;
}

bool Analysis::sumUp(const Analysis *previous, const StopToken &stop)
{
    const bool sameStacks = previous && m_stacks == previous->m_stacks;
    if (sameStacks && m_selection == previous->m_selection && m_formula == previous->m_formula) {
        m_sums = previous->m_sums;
        m_weights = previous->m_weights;
        m_invertedWeights = previous->m_invertedWeights;
        m_costs = previous->m_costs;
        m_extent = previous->m_extent;
        m_inlinings = previous->m_inlinings;
        return true;
    }
    if (previous && m_profile == previous->m_profile && m_formula == previous->m_formula &&
        labelFilters(m_options.filters) == labelFilters(previous->m_options.filters))
        m_sums = previous->m_sums;
    else
        m_sums = std::make_shared<const StackSums>(*m_selection, m_formula, StackSums::Of::KeptByLabels);
    m_weights = std::make_shared<const StackWeights>(weigh(*m_selection, *m_stacks, *m_sums));
    m_invertedWeights = std::make_shared<InvertedWeights>();
    if (stop.stop_requested())
        return false;
    // Who inlines whom depends on which samples count, not on their values.
    if (sameStacks && m_weights->counted == previous->m_weights->counted) {
        m_costs = std::make_shared<const FrameCosts>(frameCosts(*m_stacks, *m_weights, m_frames->size()));
        m_extent = CostExtent(*m_costs);
        m_inlinings = previous->m_inlinings;
        return true;
    }
    FrameSums sums = frameSums(*m_stacks, *m_weights, *m_kinds);
    m_costs = std::make_shared<const FrameCosts>(std::move(sums.costs));
    m_extent = CostExtent(*m_costs);
    m_inlinings = std::move(sums.inlinings);
    return true;
}

void Analysis::chooseUnit()
{
    if (m_options.unit != "minimum") {
        m_outputUnit = m_options.unit;
        return;
    }
    LeastShown least(m_total);
    for (size_t i = 0; i < m_frames->size(); ++i) {
        if (!(m_options.dropNegative && isNegative(m_costs->flat[i], m_costs->cum[i])))
            least.add(m_costs->flatValue(FrameId(i)), m_costs->cumValue(FrameId(i)));
    }
    m_outputUnit = chooseOutputUnit(least.value(), m_total, sampleType().unit, 1 / m_options.divideBy);
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
    std::call_once(m_invertedWeights->once,
                   [this] { m_invertedWeights->weights = weigh(*m_selection, invertedStacks(), *m_sums); });
    return m_invertedWeights->weights;
}

std::string Analysis::format(int64_t value) const
{
    return measure::scaledLabel(dividedBy(value, m_options.divideBy), sampleType().unit, m_outputUnit);
}

std::string Analysis::formatAuto(int64_t value) const
{
    std::string unit = m_options.unit == "minimum" ? "auto" : m_options.unit;
    // A unit of no family is printed as tables print it.
    if (m_options.unit == "minimum" && measure::scale(value, sampleType().unit, unit).unit.empty())
        unit = sampleType().unit;
    return measure::scaledLabel(dividedBy(value, m_options.divideBy), sampleType().unit, unit);
}

std::string Analysis::formatSeen(int64_t value) const
{
    std::string text = format(value);
    return text == "0" && value != 0 ? formatAuto(value) : text;
}

std::string Analysis::formatListed(int64_t value) const
{
    const double shown =
        measure::scale(dividedBy(value, m_options.divideBy), sampleType().unit, m_outputUnit).value;
    const double printed = std::round(shown * 100) / 100;
    return std::fabs(printed - shown) > 0.1 * std::fabs(shown) && m_options.unit == "minimum"
               ? formatAuto(value)
               : formatSeen(value);
}

std::string Analysis::percent(int64_t value) const
{
    return trimmed(measure::percentage(value, m_total));
}

} // namespace proflens
