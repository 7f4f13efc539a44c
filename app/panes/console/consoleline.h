// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace proflens {

// A line as the console shows it: visible text, of which a part may be the name of a function.
struct ConsoleLine
{
    enum class Kind { Output, Typed, Problem, Note };
    QString text;
    Kind kind = Kind::Output;
    qsizetype linkBegin = 0, linkEnd = 0; // of text; equal: no link
    QString function = {};                // as ViewState::active has it

    bool hasLink() const { return linkBegin < linkEnd; }
};

// Plain lines of one kind; the end of the last one may be missing.
QList<ConsoleLine> consoleLines(const QString &text, ConsoleLine::Kind kind);

} // namespace proflens
