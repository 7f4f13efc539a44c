// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/console/consoleline.h"

namespace proflens {

QList<ConsoleLine> consoleLines(const QString &text, ConsoleLine::Kind kind)
{
    QList<ConsoleLine> lines;
    QString whole = text;
    if (whole.endsWith(u'\n'))
        whole.chop(1);
    for (const QString &line : whole.split(u'\n'))
        lines.append({line, kind});
    return lines;
}

} // namespace proflens
