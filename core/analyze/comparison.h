// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/analysis.h"
#include "core/analyze/samplecounts.h"
#include "core/select/join.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace proflens {

// What the base is multiplied with before it is taken away.
enum class ScaleBy {
    None,
    Duration, // so that it is as long as the current side
    Total,    // so that both have the same total of the sample type (pprof's -normalize, seen from the base)
    Label,    // so that both have as many samples with a label key, say as many requests
    Factor,   // one's own
};

struct Scaling
{
    ScaleBy by = ScaleBy::None;
    double factor = 1; // for ScaleBy::Factor; more than 0
    std::string label; // a label key, for ScaleBy::Label

    bool operator==(const Scaling &) const = default;
};

// What the percentages of differences are of.
enum class PercentOf {
    Base,       // the base's total, as with pprof's -diff_base
    Difference, // the sum of all differences without their signs, as with pprof's -base
    Current,    // the current side's total
};

struct ComparisonOptions
{
    // sampleIndex: of the types that both sides have, from 0; what concerns sides is filled in.
    AnalysisOptions view;
    Scaling scaling;
    PercentOf percentOf = PercentOf::Base;
};

// A value on both sides, the base's scaled.
struct BothValues
{
    int64_t base = 0, current = 0;

    int64_t delta() const
    {
        return static_cast<int64_t>(static_cast<uint64_t>(current) - static_cast<uint64_t>(base));
    }
    bool operator==(const BothValues &) const = default;
};

// What became of a value.
struct Change
{
    enum class Kind { Same, Grew, Shrank, New, Gone };
    Kind kind = Kind::Same;
    // Explained by sampling alone, or too small for two decimals of a percentage: to be shown in grey.
    bool noise = false;

    bool isWorthColor() const { return kind != Kind::Same && !noise; }
    bool operator==(const Change &) const = default;
};

// Base and current in one: two analyses that share frames and stacks, so that a row of one is the same row of
// the other, and a third one of the differences, netted per sample (stack and labels). Immutable; shared as
// ComparisonPtr.
class Comparison
{
public:
    // As Analysis::make().
    static Result<std::shared_ptr<const Comparison>> make(const JoinedPtr &joined,
                                                          const ComparisonOptions &options,
                                                          const Comparison *previous = nullptr,
                                                          const StopToken &stop = {});

    const JoinedPtr &joined() const { return m_joined; }
    const ComparisonOptions &options() const { return m_options; }
    const AnalysisPtr &base() const { return m_base; } // scaled
    const AnalysisPtr &current() const { return m_current; }
    // Current minus base. Its total is what percentages of differences are of.
    const AnalysisPtr &difference() const { return m_difference; }
    const FrameTable &frames() const { return m_current->frames(); }
    const StackIndex &stacks() const { return m_current->stacks(); }

    // What the base was multiplied with.
    double factor() const { return m_factor; }
    // Why it was not scaled as asked for, as a sentence; empty if it was.
    const std::string &scalingProblem() const { return m_scalingProblem; }
    // Whether changes can be told from noise.
    bool hasCounts() const { return m_counts != nullptr; }

    // Divided where means are asked for.
    BothValues total() const { return {m_base->total(), m_current->total()}; }
    // The same with signs: differs from total() only where values are below nothing, as in profiles that are
    // differences themselves.
    BothValues whole() const { return m_whole; }
    // What the filters leave of it: what the roots of call trees show.
    BothValues sum() const { return m_sum; }
    // The base of sum() before it was scaled.
    int64_t unscaledBase() const { return m_unscaledBase; }
    BothValues flat(FrameId frame) const;
    BothValues cum(FrameId frame) const;
    // Of the rows [begin, end) of stacks(), or of the inverted stacks.
    BothValues ofRows(uint32_t begin, uint32_t end, bool inverted = false) const;

    Change flatChange(FrameId frame) const;
    Change cumChange(FrameId frame) const;
    Change changeOfRows(uint32_t begin, uint32_t end, bool inverted = false) const;
    // Of values for which no counts are known.
    Change changeOf(BothValues values) const;
    // Of sums over rows of stacks(), with the same sums of the counts below.
    Change changeOf(BothValues values, BothValues counts) const;

    // How many samples are behind the rows of stacks(), in thousandths. Only where hasCounts().
    const StackWeights &baseCounts() const { return m_counts->base.weights; }
    const StackWeights &currentCounts() const { return m_counts->current.weights; }
    // The sample counts behind rows [begin, end) of stacks(), in thousandths (core/analyze/samplecounts.h); 0
    // where they are not known.
    BothValues countsOfRows(uint32_t begin, uint32_t end) const;
    // The same of one sample.
    BothValues countsOfSample(size_t sample) const;

    // Values in the one unit that suits both sides: "12.30s"; a difference with its sign: "+1.20s", "0".
    std::string format(int64_t value) const { return m_current->format(value); }
    std::string formatDelta(int64_t delta) const;
    // The same by Analysis::formatSeen().
    std::string formatSeen(int64_t value) const { return m_current->formatSeen(value); }
    // The same by Analysis::formatListed().
    std::string formatListed(int64_t value) const { return m_current->formatListed(value); }
    std::string formatSeenDelta(int64_t delta) const;
    // The difference as a share of percentOf, with its sign: "+3.20%"; "0%" for none, "" where that has no
    // total.
    std::string percent(int64_t delta) const;
    // The same as a number; 0 where there is no total.
    double share(int64_t delta) const;
    // "×1.50", "new", "gone", "" where both are 0.
    static std::string ratio(BothValues values);

private:
    Comparison() = default;
    void scale();
    void addUp();
    void chooseUnit();
    void count(const Comparison *previous);
    Change judged(BothValues values, BothValues counts) const;

    JoinedPtr m_joined;
    ComparisonOptions m_options;
    AnalysisPtr m_base, m_current, m_difference;
    double m_factor = 1;
    BothValues m_whole, m_sum;
    int64_t m_unscaledBase = 0;
    std::string m_scalingProblem;

    struct Counts
    {
        std::vector<int64_t> samples; // by sample, in thousandths
        StackWeights weights;
        FrameCosts costs;
        StackWeights inverted; // once somebody asked for it
    };
    struct BothCounts
    {
        Counts base, current;
        std::once_flag invertedOnce;
    };
    // nullptr where counts are not known. Shared by comparisons that differ in scaling only.
    std::shared_ptr<BothCounts> m_counts;
};

using ComparisonPtr = std::shared_ptr<const Comparison>;

// "-" or "+" before what is not 0.
std::string withSign(std::string text, int64_t value);

} // namespace proflens
