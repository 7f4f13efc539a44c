// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/filtereffects.h"

#include "core/analyze/parallel.h"
#include "core/analyze/stackindex.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <optional>

namespace proflens {

namespace {

// How many samples a thread takes at a time.
constexpr size_t samplesPiece = 1 << 16;

struct Left
{
    int64_t total = 0;
    size_t samples = 0;
};

Left leftOf(const Selection &selection, const ValueFormula &formula)
{
    Left left;
    left.total = totalOf(selection, formula, &left.samples);
    return left;
}

// How much of what `after` keeps has another leaf than in `before`.
int64_t movedBetween(const Selection &before, const Selection &after, const ValueFormula &formula)
{
    const Profile &profile = *after.profile();
    const std::vector<uint8_t> moved = Selection::otherLeaves(before, after);
    std::atomic<uint64_t> sum = 0;
    const size_t samples = profile.samples.size();
    inParallel(samples, formula.isOfEachAlone() ? samplesPiece : samples + 1, [&](size_t begin, size_t end) {
        uint64_t some = 0;
        forEachValue(profile.samples, formula, begin, end, [&](size_t sample, int64_t value, int64_t) {
            if (moved[profile.samples.stack[sample].row] && after.keepsSample(sample))
                some += value < 0 ? uint64_t(0) - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
        });
        sum += some;
    });
    return static_cast<int64_t>(sum.load());
}

// Applies filters one after the other in the order in which they are told.
class Teller
{
public:
    Teller(const Selection &whole, const ValueFormula &formula)
        : m_formula(formula)
        , m_before(leftOf(whole, formula))
    {}

    // shape: where the filter was applied to; all: with everything that the filters so far leave out.
    template <typename Apply>
    Status tell(const Filter &filter, const Selection &shape, const Selection &all, FilterEffect &effect,
                Apply &&apply)
    {
        const bool movesCost = changesFrames(filter.kind) && m_formula.count < 0;
        const std::optional<Selection> before = movesCost ? std::optional(shape) : std::nullopt;
        if (const Status status = apply(); !status)
            return status;
        const Left after = leftOf(all, m_formula);
        effect.leftOut = m_before.total - after.total;
        effect.samples = m_before.samples - std::min(m_before.samples, after.samples);
        if (movesCost)
            effect.moved = movedBetween(*before, all, m_formula);
        m_before = after;
        return success();
    }

private:
    const ValueFormula &m_formula;
    Left m_before;
};

bool byKind(const Filter &a, const Filter &b)
{
    return a.kind < b.kind;
}

} // namespace

Result<std::vector<FilterEffect>> applyTelling(Selection &selection, std::span<const Filter> filters,
                                               const ValueFormula &formula, const StopToken &stop)
{
    std::vector<FilterEffect> effects(filters.size());
    if (filters.empty())
        return effects;
    Teller teller(selection, formula);
    if (std::is_sorted(filters.begin(), filters.end(), byKind)) {
        for (size_t i = 0; i < filters.size() && !stop.stop_requested(); ++i) {
            std::vector<bool> matched;
            const Status status = teller.tell(filters[i], selection, selection, effects[i], [&] {
                return selection.apply({&filters[i], 1}, &matched);
            });
            if (!status)
                return status.error();
            effects[i].matched = matched[0];
        }
        return effects;
    }

    // Filters that leave out samples look at names and labels as they are before any frame is left out, so
    // they can be applied in any order, but apart from those that change frames. These are applied anew where
    // one comes that goes before others.
    const Selection whole = selection;
    std::vector<bool> matched;
    if (const Status status = selection.apply(filters, &matched); !status)
        return status.error();
    Selection narrowed = whole, shape = whole, all = whole;
    std::vector<Filter> shaping;
    for (size_t i = 0; i < filters.size() && !stop.stop_requested(); ++i) {
        const Filter &filter = filters[i];
        const Status status = teller.tell(filter, shape, all, effects[i], [&]() -> Status {
            if (changesFrames(filter.kind)) {
                const bool isLast = shaping.empty() || !byKind(filter, shaping.back());
                shaping.insert(std::upper_bound(shaping.begin(), shaping.end(), filter, byKind), filter);
                if (!isLast)
                    shape = whole;
                const std::span<const Filter> toApply =
                    isLast ? std::span<const Filter>(&filter, 1) : std::span<const Filter>(shaping);
                if (const Status applied = shape.apply(toApply); !applied)
                    return applied;
            } else if (filter.kind != FilterKind::TagShow && filter.kind != FilterKind::TagHide) {
                if (const Status applied = narrowed.apply({&filter, 1}); !applied)
                    return applied;
            }
            all = shape;
            all.dropWith(narrowed);
            return success();
        });
        if (!status)
            return status.error();
        effects[i].matched = matched[i];
    }
    return effects;
}

} // namespace proflens
