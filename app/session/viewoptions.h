// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/viewstate.h"
#include "core/report/report.h"

#include <vector>

namespace proflens {

// A view in pprof's options, and back: what shells and reports know it by.
//
// The options of a view; those that a view lacks are taken from others. types: those that sampleIndex counts.
ReportOptions viewOptions(const ViewState &state, const std::vector<ValueType> &types,
                          ReportOptions others = {});

// The view with the options that differ between before and after. What is as before stays as it is, although
// options say less than a view: chips that are switched off, several chips of one kind.
ViewState withOptions(ViewState state, const ReportOptions &before, const ReportOptions &after,
                      const std::vector<ValueType> &types);

} // namespace proflens
