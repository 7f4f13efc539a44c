// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/format/read.h"

namespace proflens {

// Formats that pprof does not read and users have all the same: Go's dumps of goroutines, the text of perf
// script, folded stacks, speedscope, and the JSON of V8. readProfile() comes here last.
//
// A null pointer means that none of them knows the bytes; an Error that one does, and what is wrong with
// them. name stands for the file in errors. Throws std::bad_alloc when memory runs short.
Result<std::shared_ptr<Profile>> readForeign(std::span<const uint8_t> bytes, const std::string &name,
                                             const ReadOptions &options = {});

} // namespace proflens
