// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <functional>

namespace proflens {

// The program and arguments that open a file at a line: `command` is split as a shell would (quotes), then %f
// becomes the file, %l the line and %% a percent sign. Without %f the file comes last. Empty if the command
// is.
QStringList editorCommand(const QString &command, const QString &file, qint64 line);

// The command to use where the person has set none. variable: an environment variable; find: the path of a
// program, or empty. $VISUAL and $EDITOR count if it is known how they take a line; then the editors that are
// installed; at last xdg-open, which knows no lines. Empty if there is nothing.
QString guessEditor(const std::function<QString(const char *)> &variable,
                    const std::function<QString(const QString &)> &find);

} // namespace proflens
