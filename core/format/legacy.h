// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/format/read.h"

namespace proflens {

// The formats older than profile.proto that pprof still reads, tried in pprof's order; the first that
// recognises the bytes answers. readProfile() comes here when the bytes, inflated and whole, are no
// profile.proto.
//
// A null pointer means that none of them knows the bytes; an Error that one does, and what is wrong with
// them. name stands for the file in errors. Throws std::bad_alloc when memory runs short, as the standard
// library does.
Result<std::shared_ptr<Profile>> readLegacy(std::span<const uint8_t> bytes, const std::string &name,
                                            const ReadOptions &options = {});

} // namespace proflens
