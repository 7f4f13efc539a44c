// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analyze/labelcosts.h"
#include "core/report/csv.h"

#include <span>
#include <string>

namespace proflens {

// Keys and values as -tags prints them, and below each key the samples that lack it. Of two profiles with
// base, current and difference.
std::string labelsText(const LabelCosts &costs, std::span<const ListedLabels> listed);
// The same as a table: a row for each value, numbers exact and in the unit of their key (as "least:greatest"
// where several look the same), values in the sample type's own.
std::string labelsTable(const LabelCosts &costs, std::span<const ListedLabels> listed, TableFormat format);

// How a row is called that stands for the samples without a key.
std::string withoutText(const LabelKey &key);

} // namespace proflens
