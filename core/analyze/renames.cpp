// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/renames.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace proflens {

namespace {

// Every one is compared with every other, so those that weigh little are left out.
constexpr size_t mostCandidates = 400;
// Like names add to the evidence, and do not do without like callers and callees.
constexpr double weightOfNames = 0.3;
constexpr double leastToCount = 0.55;   // evidence to take two for the same while others are compared
constexpr double leastToSuggest = 0.75; // evidence to tell a person
constexpr double leastLikeness = 0.45;  // for that
constexpr int rounds = 6;
// Of its side: what is less has too few callers and callees to be told by them.
constexpr double leastShare = 0.001;

// Stand for a frame: among callers, that nobody calls; among callees, that the function itself was sampled;
// and for the function itself where it calls itself.
constexpr uint32_t nobody = UINT32_MAX, self = UINT32_MAX - 1, itself = UINT32_MAX - 2;

using Shares = std::map<uint32_t, double>; // by frame
struct Neighbourhood
{
    FrameId frame;
    double weight = 0;
    Shares callers, callees;
};

class NeighbourhoodVisitor
{
public:
    NeighbourhoodVisitor(const StackWeights &weights, std::vector<Neighbourhood> &all, size_t frames)
        : m_weights(weights)
        , m_all(all)
        , m_candidate(frames, -1)
    {
        for (size_t i = 0; i < all.size(); ++i)
            m_candidate[all[i].frame.row] = static_cast<int>(i);
    }
    void push(uint32_t depth, StackElement element, uint32_t)
    {
        m_path.resize(depth);
        m_path.push_back(element.frame().row);
    }
    void pop(uint32_t depth, uint32_t) { m_path.resize(depth); }
    void leaf(uint32_t depth, uint32_t row)
    {
        const double weight = std::abs(static_cast<double>(m_weights.of(row, row + 1)));
        if (weight == 0)
            return;
        for (uint32_t i = 0; i < depth; ++i) {
            const int candidate = m_candidate[m_path[i]];
            if (candidate < 0)
                continue;
            const auto seen = [&](uint32_t frame) { return frame == m_path[i] ? itself : frame; };
            Neighbourhood &here = m_all[static_cast<size_t>(candidate)];
            here.callers[i == 0 ? nobody : seen(m_path[i - 1])] += weight;
            here.callees[i + 1 == depth ? self : seen(m_path[i + 1])] += weight;
        }
    }

private:
    const StackWeights &m_weights;
    std::vector<Neighbourhood> &m_all;
    std::vector<int> m_candidate;
    std::vector<uint32_t> m_path;
};

void makeShares(Shares &shares)
{
    double sum = 0;
    for (const auto &[frame, weight] : shares)
        sum += weight;
    for (auto &[frame, weight] : shares)
        weight /= sum;
}

std::vector<Neighbourhood> neighbourhoods(const std::vector<FrameId> &functions, const Comparison &comparison,
                                          const AnalysisPtr &side)
{
    std::vector<Neighbourhood> all;
    for (const FrameId frame : functions) {
        if (!comparison.cumChange(frame).isWorthColor())
            continue;
        Neighbourhood here;
        here.frame = frame;
        here.weight = std::abs(static_cast<double>(side->costs().cumValue(frame)));
        if (here.weight < leastShare * static_cast<double>(side->total()))
            continue;
        all.push_back(std::move(here));
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const Neighbourhood &a, const Neighbourhood &b) { return a.weight > b.weight; });
    if (all.size() > mostCandidates)
        all.resize(mostCandidates);
    NeighbourhoodVisitor visitor(side->weights(), all, side->frames().size());
    walk(side->stacks(), side->weights(), visitor);
    for (Neighbourhood &here : all) {
        makeShares(here.callers);
        makeShares(here.callees);
    }
    return all;
}

// Weighted Jaccard: what both have, of what either has. That both were sampled themselves says half as much
// as that they call the same function.
double common(const Shares &left, const Shares &right)
{
    double both = 0, either = 0;
    auto l = left.begin();
    auto r = right.begin();
    while (l != left.end() || r != right.end()) {
        if (r == right.end() || (l != left.end() && l->first < r->first)) {
            either += (l++)->second;
        } else if (l == left.end() || r->first < l->first) {
            either += (r++)->second;
        } else {
            both += std::min(l->second, r->second) * (l->first == self ? 0.5 : 1);
            either += std::max(l->second, r->second);
            ++l;
            ++r;
        }
    }
    return either == 0 ? 0 : both / either;
}

// Who it is by the new names of what is paired so far.
Shares renamed(const Shares &shares, const std::unordered_map<uint32_t, uint32_t> &pairs)
{
    Shares out;
    for (const auto &[frame, share] : shares) {
        const auto pair = pairs.find(frame);
        out[pair == pairs.end() ? frame : pair->second] += share;
    }
    return out;
}

// How much two names have in common at their beginning and end, 0 to 1.
double nameLikeness(std::string_view a, std::string_view b)
{
    const size_t shorter = std::min(a.size(), b.size()), longer = std::max(a.size(), b.size());
    size_t front = 0, back = 0;
    while (front < shorter && a[front] == b[front])
        ++front;
    while (back < shorter - front && a[a.size() - 1 - back] == b[b.size() - 1 - back])
        ++back;
    return longer == 0 ? 0 : static_cast<double>(front + back) / static_cast<double>(longer);
}

double likeness(const Neighbourhood &gone, const Neighbourhood &added, const Shares &callers,
                const Shares &callees)
{
    const double neighbours = (common(callers, added.callers) + common(callees, added.callees)) / 2;
    const double weights = std::min(gone.weight, added.weight) / std::max(gone.weight, added.weight);
    return neighbours * (0.5 + 0.5 * weights);
}

struct Scored
{
    size_t gone = 0, added = 0;
    double likeness = 0, evidence = 0;
};

// The best pairs of which no two have a function in common.
std::vector<Scored> bestPairs(std::vector<Scored> all)
{
    std::sort(all.begin(), all.end(), [](const Scored &a, const Scored &b) {
        return a.evidence != b.evidence ? a.evidence > b.evidence
                                        : std::pair(a.gone, a.added) < std::pair(b.gone, b.added);
    });
    std::vector<Scored> best;
    std::map<size_t, bool> goneTaken, addedTaken;
    for (const Scored &pair : all) {
        if (goneTaken[pair.gone] || addedTaken[pair.added])
            continue;
        goneTaken[pair.gone] = addedTaken[pair.added] = true;
        best.push_back(pair);
    }
    return best;
}

} // namespace

OneSidedFunctions oneSidedFunctions(const Comparison &comparison)
{
    OneSidedFunctions found;
    const FrameTable &frames = comparison.frames();
    for (size_t i = 0; i < frames.size(); ++i) {
        const FrameId frame(i);
        if (frames[frame].name.empty())
            continue;
        const Change::Kind kind = comparison.cumChange(frame).kind;
        if (kind == Change::Kind::Gone)
            found.gone.push_back(frame);
        else if (kind == Change::Kind::New)
            found.added.push_back(frame);
    }
    return found;
}

std::vector<RenamePair> suggestedRenames(const Comparison &comparison, size_t most, const StopToken &stop)
{
    if (comparison.base()->total() == 0 || comparison.current()->total() == 0)
        return {};
    const OneSidedFunctions functions = oneSidedFunctions(comparison);
    if (functions.gone.empty() || functions.added.empty())
        return {};
    const auto gone = neighbourhoods(functions.gone, comparison, comparison.base());
    const auto added = neighbourhoods(functions.added, comparison, comparison.current());
    const FrameTable &frames = comparison.frames();

    std::unordered_map<uint32_t, uint32_t> pairs; // gone to new, as frames
    std::vector<Scored> best;
    for (int round = 0; round < rounds; ++round) {
        std::vector<Scored> all;
        for (size_t g = 0; g < gone.size(); ++g) {
            if (stop.stop_requested())
                return {};
            const Shares callers = renamed(gone[g].callers, pairs), callees = renamed(gone[g].callees, pairs);
            for (size_t a = 0; a < added.size(); ++a) {
                const double score = likeness(gone[g], added[a], callers, callees);
                const double names = nameLikeness(frames[gone[g].frame].name, frames[added[a].frame].name);
                const double evidence = score + weightOfNames * names;
                if (score > 0 && evidence >= leastToCount)
                    all.push_back({g, a, score, evidence});
            }
        }
        best = bestPairs(std::move(all));
        std::unordered_map<uint32_t, uint32_t> now;
        for (const Scored &pair : best)
            now[gone[pair.gone].frame.row] = added[pair.added].frame.row;
        if (now == pairs)
            break;
        pairs = std::move(now);
    }
    std::vector<RenamePair> suggested;
    for (const Scored &pair : best) {
        if (pair.likeness >= leastLikeness && pair.evidence >= leastToSuggest)
            suggested.push_back({gone[pair.gone].frame, added[pair.added].frame, pair.likeness});
    }
    std::stable_sort(suggested.begin(), suggested.end(),
                     [](const RenamePair &a, const RenamePair &b) { return a.likeness > b.likeness; });
    if (suggested.size() > most)
        suggested.resize(most);
    return suggested;
}

} // namespace proflens
