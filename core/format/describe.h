// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace proflens {

// What bytes that no reader knows look like, and what to do about it; the rest of a sentence that begins with
// the file's name. otherwise: what to say where nothing is known of them.
std::string describeUnknown(std::span<const uint8_t> bytes, const std::string &otherwise);

} // namespace proflens
