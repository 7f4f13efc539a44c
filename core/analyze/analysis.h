// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/costs.h"
#include "core/analyze/filtereffects.h"
#include "core/analyze/frames.h"
#include "core/analyze/sortedstacks.h"
#include "core/analyze/stackindex.h"
#include "core/select/selection.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace proflens {

// How a profile is looked at. A value: two equal ones give equal analyses.
struct AnalysisOptions
{
    int sampleIndex = -1; // row of sampleTypes; -1: the profile's default
    bool mean = false;    // divide by the first sample type
    Granularity granularity = Granularity::Functions;
    bool noInlines = false;
    bool showColumns = false; // tell columns of lines apart, where lines are told apart
    std::vector<Filter> filters;
    bool relativePercentages =
        false; // percentages of what the filters leave rather than of the whole profile
    std::vector<std::string> tagRoot, tagLeaf; // label keys that are frames (select/labelframes.h)
    bool allFrames = false;                    // ignore the profile's drop_frames and keep_frames
    bool dropNegative = false;    // tables and graphs leave out frames that cost less than nothing
    std::string unit = "minimum"; // pprof's unit option: "minimum", "auto", or a unit
    double divideBy = 1;          // values are shown divided by it; not 0

    // For profiles that hold two sides (core/select/join.h).
    std::optional<ValueFormula> formula;      // in place of sampleIndex and mean
    std::optional<ValueFormula> percentageOf; // whose total percentages are of, where it is another
    bool sameInlined = false;                 // a call that was inlined and one that was not are the same
    std::vector<RenamedFunction> renamed;
};

// Whether dropNegative leaves a frame out.
inline bool isNegative(int64_t flat, int64_t cum)
{
    return flat < 0 || (flat == 0 && cum < 0);
}

// A value as it is shown under divide_by.
int64_t dividedBy(int64_t value, double divisor);

// Everything that panes show is computed from one of these. Immutable; shared between threads as AnalysisPtr.
class Analysis
{
public:
    // previous may share its parts with the new one, where the options let it: a change of sample type or
    // focus does not sort stacks anew, and one of unit computes nothing. nullptr inside the Result if
    // stopped. The Error is a wrong filter or sample type.
    static Result<std::shared_ptr<const Analysis>> make(const ProfilePtr &profile,
                                                        const AnalysisOptions &options,
                                                        const Analysis *previous = nullptr,
                                                        const StopToken &stop = {});

    // The profile that was given; with labels as frames, one made of it that has them, with equal rows but
    // for stacks.
    const ProfilePtr &profile() const { return m_profile; }
    const AnalysisOptions &options() const { return m_options; }
    // The samples that count, and the frames that are seen.
    const Selection &selection() const { return *m_selection; }
    const FrameTable &frames() const { return *m_frames; }
    // Root first.
    const StackIndex &stacks() const { return *m_stacks; }
    const StackWeights &weights() const { return *m_weights; }
    const FrameCosts &costs() const { return *m_costs; }
    const CostExtent &extent() const { return m_extent; } // of costs()
    Inlining inlining(FrameId frame) const { return (*m_inlinings)[frame.row]; }
    // Leaf first: the inverted tree. Made when first asked for; takes as long as sorting the stacks.
    const StackIndex &invertedStacks() const;
    const StackWeights &invertedWeights() const;

    const ValueFormula &formula() const { return m_formula; }
    int sampleIndex() const { return m_formula.column; }
    const ValueType &sampleType() const { return m_profile->sampleTypes[static_cast<size_t>(sampleIndex())]; }
    // What percentages are of.
    int64_t total() const { return m_total; }
    // Whether that is the total of the base which the profile, a difference, was made with.
    bool isBaseTotal() const { return m_isBaseTotal; }
    // By row of options().filters.
    const std::vector<FilterEffect> &filterEffects() const { return m_effects; }
    // The unit that a table of this analysis uses for all its values: pprof's rule for "minimum", over the
    // frames that its reports keep by default, those with half a percent of the total.
    const std::string &outputUnit() const { return m_outputUnit; }
    // A value of this sample type as pprof prints it.
    std::string format(int64_t value) const;
    // The same, each value in the unit that suits it best: for a single figure rather than a column.
    std::string formatAuto(int64_t value) const;
    // As format(), but in the unit that suits it best where that would say "0" of what is not 0.
    std::string formatSeen(int64_t value) const;
    // As formatSeen(), and also where two decimals of the unit leave less than nine tenths of a value, or
    // make more than eleven: for lists of which no function's cost sets the scale, traces and labels among
    // them.
    std::string formatListed(int64_t value) const;
    // A share of the total, without pprof's padding: "12.34%".
    std::string percent(int64_t value) const;

private:
    friend class Comparison; // chooses one unit for two
    Analysis() = default;
    static Result<std::shared_ptr<const Analysis>> analyze(const ProfilePtr &profile,
                                                           const AnalysisOptions &options,
                                                           const Analysis *previous, const StopToken &stop);
    // The steps of analyze(). Each takes what it can from previous; false if stopped.
    Result<bool> select(const Analysis *previous, const StopToken &stop);
    bool sortStacks(const Analysis *previous, const StopToken &stop);
    bool sumUp(const Analysis *previous, const StopToken &stop);
    void chooseUnit();

    ProfilePtr m_source; // as given
    ProfilePtr m_profile;
    AnalysisOptions m_options;
    ValueFormula m_formula, m_percentageOf;
    int64_t m_total = 0;
    bool m_isBaseTotal = false;
    std::string m_outputUnit;
    std::shared_ptr<const Selection> m_whole;     // no filters
    std::shared_ptr<const Selection> m_selection; // all filters
    std::shared_ptr<const Selection>
        m_shape; // only those that change frames: what m_frames and m_stacks come from
    std::shared_ptr<const FrameTable> m_frames;
    std::shared_ptr<const StackIndex> m_stacks;
    std::shared_ptr<const CallKinds> m_kinds; // of m_stacks
    std::shared_ptr<const StackSums> m_sums;  // of all stacks, whatever filters by name leave
    std::shared_ptr<const StackWeights> m_weights;
    std::shared_ptr<const FrameCosts> m_costs;
    CostExtent m_extent; // of m_costs
    std::shared_ptr<const std::vector<Inlining>> m_inlinings; // by frame
    std::vector<FilterEffect> m_effects;

    struct Inverted
    {
        std::once_flag once;
        std::shared_ptr<const StackIndex> stacks;
    };
    std::shared_ptr<Inverted> m_inverted; // shared along with m_stacks
    struct StacksKey
    {
        ProfilePtr profile;
        AnalysisOptions options;
    };
    std::shared_ptr<RecentStacks<StacksKey>>
        m_recent; // shared by all analyses of a profile that follow each other
    struct InvertedWeights
    {
        std::once_flag once;
        StackWeights weights;
    };
    std::shared_ptr<InvertedWeights> m_invertedWeights; // shared along with m_weights
};

using AnalysisPtr = std::shared_ptr<const Analysis>;

// The least value among those that pprof's reports show unless told otherwise (-nodefraction): were the rest
// to count, one tiny function would turn all times of a long profile into microseconds. If nothing is that
// large, of all.
class LeastShown
{
public:
    explicit LeastShown(int64_t total);
    // The flat, or the cum where that is 0.
    void add(int64_t flat, int64_t cum);
    // 0 if nothing but zeros was added.
    int64_t value() const { return m_ofLarge != 0 ? m_ofLarge : m_ofAll; }

private:
    int64_t m_cutoff;
    int64_t m_ofLarge = 0, m_ofAll = 0;
};

// pprof's choice of one unit for a whole report (internal/report selectOutputUnit). smallest: the least
// absolute value shown that is not 0, or 0 if none; ratio: what divide_by multiplies values with.
std::string chooseOutputUnit(int64_t smallest, int64_t total, const std::string &sampleUnit, double ratio = 1,
                             bool integersOnly = false);

} // namespace proflens
