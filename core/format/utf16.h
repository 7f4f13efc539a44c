// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace proflens {

// The same text in UTF-8, if the bytes begin with the mark of UTF-16 in either byte order, as what
// PowerShell writes to files; nothing if they do not. What is half a pair becomes U+FFFD.
std::optional<std::string> fromUtf16(std::span<const uint8_t> bytes);

} // namespace proflens
