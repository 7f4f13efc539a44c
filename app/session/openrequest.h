// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/viewstate.h"
#include "core/format/read.h"
#include "core/profile/profile.h"
#include "core/profile/result.h"

#include <QString>
#include <QStringList>

#include <functional>

namespace proflens {

// One side of a comparison: a profile, or several that are merged.
struct SideRequest
{
    QStringList paths; // absolute; the first is what the side is called by
    // Reads it, on a worker thread and again for each reload. Empty: reads and merges the files at paths.
    std::function<Result<ProfilePtr>(const ReadOptions &)> read;

    bool isEmpty() const { return paths.isEmpty(); }
};

// What a document is to show, and how at first.
struct OpenRequest
{
    QString path;          // what it is called by; absolute
    QStringList morePaths; // merged with it
    // Reads the profile, on a worker thread and again for each reload. Empty: reads the file at path, merged
    // with those at morePaths.
    std::function<Result<ProfilePtr>(const ReadOptions &)> read;
    SideRequest base; // what it is compared with; empty: nothing
    ViewState state;
    QString sampleType; // as Profile::sampleIndex() takes it; empty: the profile's default

    SideRequest current() const { return {QStringList(path) + morePaths, read}; }
};

} // namespace proflens
