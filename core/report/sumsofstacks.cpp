// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/sumsofstacks.h"

#include "core/measure/arithmetic.h"
#include "core/select/merge.h"

namespace proflens {

namespace {

// Which label sets mark samples of a base.
std::vector<bool> ofBase(const Profile &profile)
{
    std::vector<bool> base(profile.labels.size());
    for (size_t i = 0; i < base.size(); ++i) {
        for (const Label &label : profile.labels[LabelSetId(i)]) {
            if (!label.isNumber && profile.text(label.key) == baseLabelKey &&
                profile.text(label.text) == baseLabelValue)
                base[i] = true;
        }
    }
    return base;
}

} // namespace

SumsOfStacks::SumsOfStacks(const Report &report)
    : m_frames(report.frames())
    , m_stacks(StackIndex::make(report.selection(), *m_frames))
    , m_ratio(1 / report.options().divideBy)
{
    const Profile &profile = report.profile();
    const Selection &selection = report.selection();
    const std::vector<bool> base = ofBase(profile);
    std::vector<int64_t> current(profile.samples.size()), before(profile.samples.size());
    // Means have no two sides: a quotient of differences is none of quotients.
    if (!report.options().mean) {
        for (size_t sample = 0; sample < current.size(); ++sample) {
            const bool isBase = base[profile.samples.labels[sample].row];
            (isBase ? before : current)[sample] = report.value(sample);
            m_isDifference = m_isDifference || (isBase && selection.keepsSample(sample));
        }
    }
    if (!m_isDifference) {
        m_current = weigh(selection, *m_stacks, report.formula());
        return;
    }
    m_current = weigh(selection, *m_stacks, current);
    m_base = weigh(selection, *m_stacks, before);
}

int64_t SumsOfStacks::shown(const StackWeights &weights, uint32_t row) const
{
    int64_t value = weights.of(row, row + 1);
    if (const int64_t divisor = weights.divisorOf(row, row + 1))
        value = measure::quotient(value, divisor);
    if (m_ratio > 0 && m_ratio != 1)
        value = static_cast<int64_t>(static_cast<double>(value) * m_ratio);
    return value;
}

void SumsOfStacks::forEach(
    const std::function<bool(std::span<const StackElement>, int64_t, int64_t)> &f) const
{
    std::vector<StackElement> path;
    for (uint32_t row = 0; row < m_stacks->size(); ++row) {
        const auto rest = m_stacks->rest(row);
        path.resize(m_stacks->shared(row));
        path.insert(path.end(), rest.begin(), rest.end());
        const int64_t value = shown(m_current, row);
        const int64_t base = m_isDifference ? -shown(m_base, row) : 0;
        if ((value != 0 || base != 0) && !f(path, value, base))
            return;
    }
}

} // namespace proflens
