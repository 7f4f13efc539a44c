// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"

#include <string>

namespace proflens {

// The bytes of a .pb.gz file that pprof reads back with the same -raw output: gzip of profile.proto.
Result<std::string> encodeProfile(const Profile &profile);

// Writes them to path; the old file stays whole until the new one is complete (written beside it, then renamed).
Status writeProfile(const Profile &profile, const std::string &path);

} // namespace proflens
