// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layout/comparedflame.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace proflens {

namespace {

uint64_t magnitude(int64_t value)
{
    return value < 0 ? uint64_t(0) - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
}

} // namespace

ComparedFlame::ComparedFlame(ComparisonPtr comparison, ComparedWidth width, bool inverted)
    : m_comparison(std::move(comparison))
    , m_width(width)
    , m_inverted(inverted)
    , m_weights(comparedWeights(*m_comparison, width, inverted))
    , m_tree(inverted ? m_comparison->current()->invertedStacks() : m_comparison->stacks(), m_weights)
{
    measure();
}

FlameRows ComparedFlame::selfRows(FlameNode node) const
{
    // A stack that ends here sorts before all that go on, and stacks are distinct.
    const StackIndex &index = m_tree.index();
    const bool ends = node.row < index.size() && index.depth(node.row) == node.depth;
    return {node.row, node.row + (ends ? 1 : 0)};
}

Change ComparedFlame::change(FlameRows rows) const
{
    return m_comparison->changeOfRows(rows.begin, rows.end, m_inverted);
}

void ComparedFlame::measure()
{
    const StackIndex &index = m_tree.index();
    const auto look = [this](FlameRows rows, bool self) {
        const uint64_t size = magnitude(values(rows).delta());
        int64_t &most = m_mostDelta[self];
        // Whether it is noise takes longer to tell.
        if (size > static_cast<uint64_t>(most) && size <= static_cast<uint64_t>(INT64_MAX) &&
            change(rows).isWorthColor())
            most = static_cast<int64_t>(size);
    };
    std::vector<uint32_t> open; // by depth: the row where the node of the path begins
    for (uint32_t row = 0; row < index.size(); ++row) {
        for (const uint32_t shared = index.shared(row); open.size() > shared; open.pop_back())
            look({open.back(), row}, false);
        open.resize(index.depth(row), row);
        look({row, row + 1}, true);
    }
    for (; !open.empty(); open.pop_back())
        look({open.back(), index.size()}, false);
    look({0, index.size()}, false);
}

const StackWeights &ComparedFlame::weightsOf(ComparedSide side) const
{
    const Analysis &analysis = side == ComparedSide::Base ? *m_comparison->base() : *m_comparison->current();
    return m_inverted ? analysis.invertedWeights() : analysis.weights();
}

double ComparedFlame::filled(FlameRows rows, ComparedSide side) const
{
    const auto room = static_cast<double>(m_weights.of(rows.begin, rows.end));
    const auto part = static_cast<double>(weightsOf(side).of(rows.begin, rows.end));
    return room == 0 ? 0 : std::min(std::abs(part / room), 1.0);
}

bool ComparedFlame::lacks(FlameRows rows, ComparedSide side) const
{
    const ComparedSide other = side == ComparedSide::Base ? ComparedSide::Current : ComparedSide::Base;
    return weightsOf(side).of(rows.begin, rows.end) == 0 && weightsOf(other).of(rows.begin, rows.end) != 0;
}

ComparedShares coveredShares(const ComparedFlame &flame, const FlameSearch &search)
{
    const StackIndex &index = flame.tree().index();
    const bool inverted = flame.inverted();
    std::array<double, 2> covered{}, all{};
    const std::array<const Analysis *, 2> sides = {flame.comparison()->base().get(),
                                                   flame.comparison()->current().get()};
    uint32_t outermost = UINT32_MAX; // depth of the first match on the path
    for (uint32_t row = 0; row < index.size(); ++row) {
        const uint32_t shared = index.shared(row);
        if (shared < outermost)
            outermost = UINT32_MAX;
        const auto rest = index.rest(row);
        for (uint32_t i = 0; i < rest.size() && outermost == UINT32_MAX; ++i) {
            if (search.matchesFrame(rest[i].frame()))
                outermost = shared + i + 1;
        }
        for (size_t side = 0; side < 2; ++side) {
            const StackWeights &weights = inverted ? sides[side]->invertedWeights() : sides[side]->weights();
            const auto value = static_cast<double>(magnitude(weights.of(row, row + 1)));
            all[side] += value;
            if (outermost != UINT32_MAX)
                covered[side] += value;
        }
    }
    // Means have a total that is no sum.
    const auto share = [&](size_t side) {
        const double total = sides[side]->options().mean || sides[side]->formula().count >= 0
                                 ? all[side]
                                 : static_cast<double>(sides[side]->total());
        return total == 0 ? 0 : covered[side] / total;
    };
    return {share(0), share(1)};
}

std::string comparedFlameText(const ComparedFlame &flame)
{
    constexpr std::array words = {"same", "grew", "shrank", "new", "gone"};
    const FlameTree &tree = flame.tree();
    const StackIndex &index = tree.index();
    std::string text;
    for (uint32_t row = 0; row < index.size(); ++row) {
        for (uint32_t depth = index.shared(row) + 1; depth <= index.depth(row); ++depth) {
            const FlameNode node{row, depth};
            const BothValues values = flame.total(node);
            if (values == BothValues{})
                continue;
            const Change change = flame.change(node);
            text.append(std::to_string(depth)).append(" ");
            text.append(flame.comparison()->frames().printableName(tree.element(node).frame())).append(" ");
            text.append(std::to_string(values.base)).append(" ");
            text.append(std::to_string(values.current)).append(" ");
            text.append(words[static_cast<size_t>(change.kind)]).append(change.noise ? "?\n" : "\n");
        }
    }
    return text;
}

} // namespace proflens
