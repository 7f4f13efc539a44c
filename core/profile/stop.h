// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

namespace proflens {

// Long computations take one and look at it every few milliseconds. A default-made token never stops.
using StopToken = std::stop_token;

} // namespace proflens
