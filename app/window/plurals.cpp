// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/plurals.h"

namespace proflens {

QString EnglishPlurals::translate(const char *, const char *sourceText, const char *, int n) const
{
    // A null text means: ask the next one, or take the source as it is.
    if (n < 0)
        return {};
    QString text = QString::fromUtf8(sourceText);
    for (const QLatin1String ending : {QLatin1String("s"), QLatin1String("es")}) {
        const QString written = QLatin1Char('(') + ending + QLatin1Char(')');
        text.replace(written, n == 1 ? QString() : QString(ending));
    }
    return text;
}

} // namespace proflens
