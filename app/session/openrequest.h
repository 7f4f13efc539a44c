// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/viewstate.h"
#include "core/format/read.h"
#include "core/profile/profile.h"
#include "core/profile/result.h"

#include <QString>

#include <functional>

namespace proflens {

// What a document is to show, and how at first.
struct OpenRequest
{
    QString path; // what it is called by; absolute
    // Reads the profile, on a worker thread and again for each reload. Empty: reads the file at path.
    std::function<Result<ProfilePtr>(const ReadOptions &)> read;
    ViewState state;
    QString sampleType; // as Profile::sampleIndex() takes it; empty: the profile's default
};

} // namespace proflens
