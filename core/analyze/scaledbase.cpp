// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analyze/scaledbase.h"

#include "core/select/join.h"
#include "core/select/merge.h"

namespace proflens {

Result<ProfilePtr> scaledBase(const ProfilePtr &current, const ProfilePtr &base, const Scaling &scaling)
{
    if (scaling.by == ScaleBy::None)
        return base;
    if (scaling.by == ScaleBy::Total) {
        const auto same = normalized(*base, *current);
        if (!same)
            return same.error();
        return ProfilePtr(*same);
    }
    const auto joined = joinProfiles(base, current);
    if (!joined)
        return joined.error();
    ComparisonOptions options;
    options.scaling = scaling;
    const auto comparison = Comparison::make(*joined, options);
    if (!comparison)
        return comparison.error();
    if (!(*comparison)->scalingProblem().empty())
        return Error{(*comparison)->scalingProblem()};
    return ProfilePtr(scaled(*base, std::vector<double>(base->sampleTypes.size(), (*comparison)->factor())));
}

} // namespace proflens
