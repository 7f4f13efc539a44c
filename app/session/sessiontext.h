// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/sessionfile.h"

#include <QCoreApplication>

namespace proflens {

// For the texts of session files, which belong to no class.
struct SessionWords
{
    Q_DECLARE_TR_FUNCTIONS(proflens::Session)
};

// Its file name, wherever it was.
QString calledProfile(const SessionProfile &profile);

} // namespace proflens
