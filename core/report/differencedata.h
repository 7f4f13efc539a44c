// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/data.h"
#include "core/report/differencetext.h"

namespace proflens {

// What -top says of two profiles, for programs: rows with base, current and difference. As writeData(), with
// options' node count, node fraction (of the larger side's total, by the larger cum of both sides) and order:
// by the amount of the difference in flat or cum.
Status writeDifferenceData(const ComparisonPtr &comparison, const ReportOptions &options, DataFormat format,
                           Output &out);

} // namespace proflens
