// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/viewstate.h"
#include "core/report/namedviews.h"

#include <QString>

namespace proflens {

// A named view of a state. What no state knows is as in `others`.
NamedView namedView(const QString &name, const ViewState &state, const ReportOptions &others = {});
// The state under a named view. What named views do not keep (sample type, active function, …) stays.
ViewState withNamedView(const ViewState &state, const NamedView &view);

} // namespace proflens
