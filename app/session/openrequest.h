// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/viewstate.h"
#include "core/format/read.h"
#include "core/profile/profile.h"
#include "core/profile/result.h"

#include <QByteArray>
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
    // What is read is the base that the files hold beside what they are about.
    bool isOwnBase = false;

    bool isEmpty() const { return paths.isEmpty(); }
    // Whether the two would read the same.
    bool isSame(const SideRequest &other) const { return !read && !other.read && paths == other.paths; }
};

// What a document is to show, and how at first.
struct OpenRequest
{
    QString path;          // what it is called by; absolute
    QStringList morePaths; // merged with it
    // Reads the profile, on a worker thread and again for each reload. Empty: reads the file at path, merged
    // with those at morePaths.
    std::function<Result<ProfilePtr>(const ReadOptions &)> read;
    bool isOwnBase = false; // as of SideRequest
    SideRequest base; // what it is compared with; empty: nothing
    // Nobody said which of the two is the base: it is the older profile, where both know when they were
    // taken.
    bool olderIsBase = false;
    ViewState state;
    QString sampleType; // as Profile::sampleIndex() takes it; empty: the profile's default
    QString session;    // the session file that this comes from; empty: none
    QByteArray layout;  // of the panes; empty: as always

    SideRequest current() const { return {QStringList(path) + morePaths, read, isOwnBase}; }
    void setCurrent(const SideRequest &side)
    {
        path = side.paths.value(0);
        morePaths = side.paths.mid(1);
        read = side.read;
        isOwnBase = side.isOwnBase;
    }
    void swapSides()
    {
        const SideRequest before = current();
        setCurrent(base);
        base = before;
    }
};

} // namespace proflens
