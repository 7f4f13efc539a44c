// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace proflens {

// A profile that comes with the program.
struct SampleFile
{
    QString path;
    QString title; // what a menu calls it: "CPU, first round"
};

// Those that are installed with the program, or stand beside its source where it was built; none if there are
// none. programFolder: where the program is.
QList<SampleFile> findSamples(const QString &programFolder);

} // namespace proflens
