// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/result.h"
#include "core/report/output.h"

#include <functional>
#include <string>
#include <string_view>

namespace proflens {

// Writes what print() prints into a file, piece by piece, and whole or not at all: it has another name until
// all is there. Devices and pipes are written to as they are.
Status writeReportFile(const std::string &path, const std::function<Status(Output &)> &print);

// pprof's name for a report that is no text and for which none was given: the first profileNNN.ENDING, from
// 001, that the folder does not hold. An empty folder is the current one.
std::string freeReportName(std::string_view ending, const std::string &folder = {});

// Writes all of text. False if that is not possible; errno says why.
bool writeAll(int file, std::string_view text);

} // namespace proflens
