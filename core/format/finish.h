// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"

namespace proflens {

// What pprof does to every profile it opens, whatever its format, and what its -raw and -proto therefore
// show; every reader ends with it, and doing it twice does no harm:
// - A profile without mappings gets one, empty, that all its locations belong to (reference: google/pprof,
// locateBinaries).
// - The name of a mapping without a build id that is a URL, and so the address the profile came from, is
// taken away
//   (unsourceMappings).
void finishReading(Profile &profile);

} // namespace proflens
