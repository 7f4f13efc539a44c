// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/data.h"
#include "core/report/datajson.h"

// One function per report that is made of rows; see writeData().
namespace proflens {

Status printTopData(Report &report, DataFormat format, Output &out);
Status printTreeData(Report &report, DataFormat format, Output &out); // peek too
Status printTracesData(Report &report, DataFormat format, Output &out);
Status printTagsData(Report &report, DataFormat format, Output &out);

} // namespace proflens
