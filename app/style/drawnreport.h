// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/reportcommands.h"

#include <QFont>

namespace proflens::style {

// Prints a call graph as a drawing. Needs a QGuiApplication for PNG and PDF, though no display; font is
// theirs. note: what is to be said of the layout, empty if all went well. Blocks; the Error may be that it
// was stopped.
Status drawReport(const ProfilePtr &profile, Drawing drawing, const ReportOptions &options, const QFont &font,
                  Output &out, std::string *note, const StopToken &stop = {});

} // namespace proflens::style
