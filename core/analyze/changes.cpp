// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/changes.h"

#include "core/analyze/changevisitors.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace proflens {

namespace {

using namespace changes;
using Kind = Change::Kind;

constexpr double most = 0.5; // the share from which something is "most of it"
constexpr double leastCaller = 0.1;
constexpr double everything = 0.95; // of the program: to say that it happened there says nothing
constexpr size_t mostCallers = 3;

class Finder
{
public:
    Finder(const Comparison &comparison, const ChangesOptions &options, const StopToken &stop)
        : m_comparison(comparison)
        , m_options(options)
        , m_stop(stop)
        , m_claims(comparison.stacks().size())
    {
        // The rows of both sides are gone over together.
        const auto &base = comparison.base()->weights().counted;
        m_counted.counted = comparison.current()->weights().counted;
        for (size_t i = 0; i < base.size(); ++i)
            m_counted.counted[i] = m_counted.counted[i] || base[i];
    }

    Changes find()
    {
        SumVisitor sums = summed();
        m_all = sums.sums;
        m_changes.total = sums.total();
        m_changes.change = totalChange(sums);
        findOutcome();
        if (m_changes.outcome == Changes::Outcome::Some) {
            m_whole = larger(m_changes.total);
            chooseErrors();
            while (m_changes.contributors.size() < m_options.most && !m_stop.stop_requested()) {
                const FrameId best = choose(sums.sums);
                if (!best.isValid())
                    break;
                claim(best, sums);
                sums = summed();
            }
            if (m_stop.stop_requested())
                return {};
            addRest(sums);
            settle(sums.sums);
        }
        return std::move(m_changes);
    }

private:
    template <typename Visitor> void walkRows(Visitor &visitor) const
    {
        walk(m_comparison.stacks(), m_counted, visitor);
    }
    SumVisitor summed() const
    {
        SumVisitor visitor(m_comparison, m_claims);
        walkRows(visitor);
        return visitor;
    }

    bool isNoise(BothValues counts, double errors) const
    {
        return m_comparison.hasCounts() &&
               isWithinNoise(counts.base, counts.current, m_comparison.factor(), errors);
    }
    Change totalChange(const SumVisitor &sums) const
    {
        Change change = m_comparison.changeOf(m_changes.total);
        change.noise =
            change.kind != Kind::Same && (change.noise || isNoise(sums.totalCounts(), 2)) && !oneIsEmpty();
        return change;
    }
    bool oneIsEmpty() const
    {
        const auto isEmpty = [](const Analysis &side) {
            const auto &sums = side.weights().sums;
            return std::all_of(sums.begin(), sums.end(), [](int64_t sum) { return sum == 0; });
        };
        return isEmpty(*m_comparison.base()) || isEmpty(*m_comparison.current());
    }

    void findOutcome()
    {
        const StackWeights &base = m_comparison.base()->weights(),
                           &current = m_comparison.current()->weights();
        bool hasBase = false, hasCurrent = false;
        for (uint32_t row = 0; row < m_claims.size(); ++row) {
            const BothValues values{base.of(row, row + 1), current.of(row, row + 1)};
            hasBase = hasBase || values.base != 0;
            hasCurrent = hasCurrent || values.current != 0;
            m_gross += magnitudeOf(values.delta());
        }
        using Outcome = Changes::Outcome;
        m_changes.outcome = !hasBase && !hasCurrent ? Outcome::Empty
                            : m_gross == 0          ? Outcome::Nothing
                            : !hasBase              ? Outcome::AllNew
                            : !hasCurrent           ? Outcome::AllGone
                                                    : Outcome::Some;
        if (m_changes.outcome == Outcome::AllNew || m_changes.outcome == Outcome::AllGone)
            m_changes.rest = m_changes.total;
    }

    // In 19 of 20 comparisons the greatest of n changes that are nothing but noise is less than about
    // sqrt(2 ln 5n) standard errors.
    void chooseErrors()
    {
        size_t seen = 0;
        for (const Sums &sums : m_all)
            seen += sums.depth != UINT32_MAX;
        m_errors =
            std::max(2.0, std::sqrt(2 * std::log(5.0 * static_cast<double>(std::max<size_t>(seen, 1)))));
    }

    // How much it says of the change that it happened in this function: the change, times how little of the
    // program the function is (in bits) and how much of the function changed (from 0 to 1).
    double score(FrameId frame, BothValues values) const
    {
        const double extent = larger(m_all[frame.row].values);
        const double delta = magnitudeOf(values.delta());
        if (extent == 0 || delta == 0 || m_whole == 0)
            return 0;
        const double rarity = std::max(0.0, std::log2(m_whole / extent));
        const double purity = std::min(1.0, delta / larger(values));
        return delta * (rarity + purity * purity);
    }
    bool isWorthNaming(const Sums &sums) const
    {
        return magnitudeOf(sums.values.delta()) >= m_options.leastShare * m_gross &&
               sums.values.delta() != 0 && !isNoise(sums.counts, m_errors);
    }

    FrameId choose(const std::vector<Sums> &sums) const
    {
        FrameId best;
        double bestScore = 0;
        for (size_t i = 0; i < sums.size(); ++i) {
            const FrameId frame(i);
            if (sums[i].depth == UINT32_MAX || !isWorthNaming(sums[i]))
                continue;
            const double candidate = score(frame, sums[i].values);
            // Of equals the innermost: who calls it is looked at next.
            if (candidate > bestScore ||
                (candidate == bestScore && candidate > 0 && sums[i].depth > sums[best.row].depth)) {
                best = frame;
                bestScore = candidate;
            }
        }
        return best.isValid() ? outermost(best, bestScore, sums) : best;
    }
    // Of functions that call one another and tell the same story, the one where it begins: the last before
    // the callers become much larger, and of equals the outermost.
    FrameId outermost(FrameId best, double bestScore, const std::vector<Sums> &sums) const
    {
        constexpr double alike = 0.8, within = 1.15,
                         stray = 0.2; // scores; changes and extents; other changes
        PartVisitor parts(m_comparison, m_claims, best);
        walkRows(parts);
        const double delta = static_cast<double>(sums[best.row].values.delta());
        const auto isNear = [](double ratio) { return ratio <= within && ratio >= 1 / within; };
        const auto extent = [this](FrameId frame) { return larger(m_all[frame.row].values); };

        std::vector<FrameId> chain{best};
        for (const auto &[row, part] : parts.above) {
            if (isNear(static_cast<double>(part.delta) / delta))
                chain.push_back(FrameId(row));
        }
        std::sort(chain.begin() + 1, chain.end(), [&](FrameId a, FrameId b) {
            if (extent(a) != extent(b))
                return extent(a) < extent(b);
            return std::pair(sums[a.row].depth, a) > std::pair(sums[b.row].depth, b);
        });
        StrayVisitor strays(m_comparison, m_claims, best, chain);
        walkRows(strays);
        FrameId chosen = best;
        double widest = 0;
        for (size_t i = 0; i < chain.size(); ++i) {
            const Sums &sum = sums[chain[i].row];
            const bool tellsTheSame =
                i == 0 || (isNear(static_cast<double>(sum.values.delta()) / delta) &&
                           isNear(extent(chain[i]) / extent(best)) &&
                           isNear(static_cast<double>(m_all[chain[i].row].values.delta()) / delta) &&
                           strays.strayOf(i) <= stray * std::abs(delta) && extent(chain[i]) < m_whole &&
                           isWorthNaming(sum) && score(chain[i], sum.values) >= alike * bestScore);
            const double step = i + 1 < chain.size() ? extent(chain[i + 1]) / extent(chain[i]) : 1;
            if (tellsTheSame && step >= widest) {
                chosen = chain[i];
                widest = step;
            }
        }
        return chosen;
    }

    void claim(FrameId frame, const SumVisitor &sums)
    {
        Contributor made;
        made.frame = frame;
        made.all = m_all[frame.row].values;
        made.own = sums.sums[frame.row].values;
        made.kind = made.all.base == 0      ? Kind::New
                    : made.all.current == 0 ? Kind::Gone
                    : made.own.delta() > 0  ? Kind::Grew
                                            : Kind::Shrank;
        PartVisitor parts(m_comparison, m_claims, frame);
        walkRows(parts);
        describe(made, parts);
        m_changes.contributors.push_back(std::move(made));
        const auto number = static_cast<uint16_t>(m_changes.contributors.size());
        ClaimVisitor claims(m_claims, frame, number);
        walkRows(claims);
    }

    void describe(Contributor &made, const PartVisitor &parts) const
    {
        const double delta = static_cast<double>(made.own.delta());
        const auto shareOf = [&](int64_t part) { return static_cast<double>(part) / delta; };
        made.self = parts.self;
        if (shareOf(parts.self) < most)
            made.within = deepest(parts.below, shareOf);

        std::vector<ChangePart> callers;
        for (const auto &[row, part] : parts.callers) {
            if (part.delta != 0)
                callers.push_back({FrameId(row), part.delta});
        }
        sort(callers);
        for (const ChangePart &caller : callers) {
            if (made.callers.size() < mostCallers && shareOf(caller.delta) >= leastCaller)
                made.callers.push_back(caller);
        }
        made.moreCallers = callers.size() - made.callers.size();
        made.origin = origin(parts, shareOf, callers);

        for (const auto &[number, taken] : parts.taken)
            made.besides.push_back({m_changes.contributors[number - 1U].frame, taken});
        sort(made.besides);
    }
    // The least that still has most of the change; of equals the one furthest down.
    template <typename ShareOf>
    static std::optional<ChangePart> deepest(const PartVisitor::Parts &parts, const ShareOf &shareOf)
    {
        std::optional<ChangePart> found;
        double least = 0, deepest = 0;
        for (const auto &[row, part] : parts) {
            const double share = shareOf(part.delta), depth = part.distance / part.rows;
            if (share < most)
                continue;
            if (!found || share < least || (share == least && depth > deepest)) {
                found = {FrameId(row), part.delta};
                least = share;
                deepest = depth;
            }
        }
        return found;
    }
    template <typename ShareOf>
    std::optional<ChangePart> origin(const PartVisitor &parts, const ShareOf &shareOf,
                                     const std::vector<ChangePart> &callers) const
    {
        std::optional<ChangePart> found;
        double best = 0;
        for (const auto &[row, part] : parts.above) {
            const FrameId frame(row);
            if (shareOf(part.delta) < most || larger(m_all[row].values) > everything * m_whole)
                continue;
            const double candidate = score(frame, {0, part.delta});
            if (candidate > best || (candidate == best && found && frame < found->frame)) {
                best = candidate;
                found = {frame, part.delta};
            }
        }
        // Where a caller says it about as well, nothing is to be said of what is further up.
        constexpr double clearly = 1.5;
        const bool isSaid =
            found && std::any_of(callers.begin(), callers.end(), [&](const ChangePart &c) {
                return shareOf(c.delta) >= most && best < clearly * score(c.frame, {0, c.delta});
            });
        const bool isCaller = found && std::any_of(callers.begin(), callers.end(), [&](const ChangePart &c) {
                                  return c.frame == found->frame && shareOf(c.delta) >= leastCaller;
                              });
        return isCaller || isSaid ? std::nullopt : found;
    }
    static void sort(std::vector<ChangePart> &parts)
    {
        std::sort(parts.begin(), parts.end(), [](const ChangePart &a, const ChangePart &b) {
            const double left = magnitudeOf(a.delta), right = magnitudeOf(b.delta);
            return left != right ? left > right : a.frame < b.frame;
        });
    }

    void addRest(const SumVisitor &sums)
    {
        m_changes.rest = sums.total();
        m_changes.restIsNoise = m_comparison.hasCounts() && isNoise(sums.totalCounts(), 2);
        const auto addFlat = [&](BothValues values) {
            const int64_t delta = values.delta();
            (delta > 0 ? m_changes.restGrew : m_changes.restShrank) += delta;
        };
        for (const BothValues &flat : sums.flat)
            addFlat(flat);
        addFlat(sums.unnamed);
    }

    void settle(const std::vector<Sums> &sums)
    {
        std::vector<Contributor> &list = m_changes.contributors;
        if (list.empty()) {
            const bool noise = std::all_of(sums.begin(), sums.end(), [this](const Sums &s) {
                return s.values.delta() == 0 || isNoise(s.counts, m_errors);
            });
            m_changes.outcome = noise ? Changes::Outcome::WithinNoise : Changes::Outcome::Scattered;
            return;
        }
        std::stable_sort(list.begin(), list.end(), [](const Contributor &a, const Contributor &b) {
            return magnitudeOf(a.own.delta()) > magnitudeOf(b.own.delta());
        });
        for (Contributor &contributor : list)
            contributor.share = magnitudeOf(contributor.own.delta()) / m_changes.magnitude();
    }

    const Comparison &m_comparison;
    const ChangesOptions &m_options;
    const StopToken &m_stop;
    StackWeights m_counted; // only which rows count
    std::vector<uint16_t> m_claims;
    std::vector<Sums> m_all; // by frame, with all rows
    double m_gross = 0;      // differences of all rows without their signs
    double m_whole = 0;      // the larger side
    double m_errors = 2;
    Changes m_changes;
};

} // namespace

int64_t Changes::grew() const
{
    int64_t sum = 0;
    for (const Contributor &contributor : contributors)
        sum += std::max<int64_t>(0, contributor.own.delta());
    return sum;
}

int64_t Changes::shrank() const
{
    int64_t sum = 0;
    for (const Contributor &contributor : contributors)
        sum += std::min<int64_t>(0, contributor.own.delta());
    return sum;
}

double Changes::magnitude() const
{
    return magnitudeOf(grew()) + magnitudeOf(shrank()) + magnitudeOf(restGrew) + magnitudeOf(restShrank);
}

double Changes::explained() const
{
    const double whole = magnitude();
    return whole == 0 ? 0 : (magnitudeOf(grew()) + magnitudeOf(shrank())) / whole;
}

Changes changesOf(const Comparison &comparison, const ChangesOptions &options, const StopToken &stop)
{
    return Finder(comparison, options, stop).find();
}

} // namespace proflens
