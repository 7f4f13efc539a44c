// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/comparedinfo.h"

#include <QString>

namespace proflens {

// A ProfileInfo as rich text in the person's language and locale; times in their time zone. bytes: size of
// the file, 0 if unknown. Everything that comes from the profile is escaped.
QString infoHtml(const ProfileInfo &info, const QString &path, qint64 bytes);
// The same for both sides of a comparison, in columns beside each other.
QString comparedInfoHtml(const SideInfo &base, const SideInfo &current);

} // namespace proflens
