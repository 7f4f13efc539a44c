// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/style/graphpainter.h"
#include "core/profile/result.h"

#include <QByteArray>
#include <QString>

#include <string>

namespace proflens::style {

// The picture that an SVG text of ours is, as the bytes of a PNG (at twice its size, to be sharp on today's
// screens, or less where that would be too large) or of a PDF of one page. Needs a QGuiApplication, but no
// display.
Result<QByteArray> svgImage(const std::string &svg, ImageFormat format, const QString &title);

} // namespace proflens::style
