// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/comparison.h"

namespace proflens {

// The base multiplied as scaling says, for reports that take one profile less the other. The Error says why
// that is not possible.
Result<ProfilePtr> scaledBase(const ProfilePtr &current, const ProfilePtr &base, const Scaling &scaling);

} // namespace proflens
