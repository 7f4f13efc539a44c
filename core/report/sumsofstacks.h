// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/stackindex.h"
#include "core/report/report.h"

#include <functional>
#include <memory>
#include <span>

namespace proflens {

// The distinct stacks that a report is about, each with its value: what is exported for other programs.
class SumsOfStacks
{
public:
    explicit SumsOfStacks(const Report &report);

    // Whether there are samples of a base, as -diff_base leaves them: then each stack has two values.
    bool isDifference() const { return m_isDifference; }
    const FrameTable &frames() const { return *m_frames; }

    // Calls f(frames, value, base) for each stack that is not 0 throughout, frames root first; base is 0
    // where there is none, and taken away from nothing: the whole is value − base. f returns false to end.
    void forEach(const std::function<bool(std::span<const StackElement>, int64_t, int64_t)> &f) const;

private:
    int64_t shown(const StackWeights &weights, uint32_t row) const;

    std::shared_ptr<const FrameTable> m_frames;
    std::shared_ptr<const StackIndex> m_stacks;
    StackWeights m_current, m_base;
    bool m_isDifference = false;
    double m_ratio = 1;
};

} // namespace proflens
