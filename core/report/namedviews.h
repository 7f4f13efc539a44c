// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report.h"

#include <string>
#include <vector>

namespace proflens {

// A filter as a window keeps it: it may be switched off.
struct NamedFilter
{
    Filter filter;
    bool enabled = true;

    bool operator==(const NamedFilter &) const = default;
};

// A set of filters and options under a name, as pprof's web pages keep them, too.
struct NamedView
{
    std::string name;
    // What pprof's file keeps of them (see Option::saved), and divideBy, myCode and allFrames. Their filters
    // are those of `filters` that are on.
    ReportOptions options;
    std::vector<NamedFilter> filters;
};

// The file that pprof keeps its named views in: pprof/settings.json below $XDG_CONFIG_HOME or ~/.config
// (reference: google/pprof, internal/driver/settings.go).
Result<std::string> namedViewsPath();

// What the file has, in its order; nothing where there is no file. As pprof reads it: what is not there is
// false or 0, and texts that are not there are as ever.
Result<std::vector<NamedView>> readNamedViews(const std::string &path);

// Each reads the file, changes one view in it and writes it whole or not at all; whatever else is in the file
// stays. An Error where the file is not what it should be, which then stays as it is.
//
// Several filters of one kind, those that are off, all_frames, divide_by and "only my code" are more than
// pprof keeps: they are in a field of ours that it ignores, and loses when it writes the file. What it reads
// comes as near as it can.
Status saveNamedView(const std::string &path, const NamedView &view); // replaces one of the same name
Status renameNamedView(const std::string &path, const std::string &from, const std::string &to);
Status removeNamedView(const std::string &path, const std::string &name);

} // namespace proflens
