// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/codechip.h"

namespace proflens {

QString languageText(Language language)
{
    const std::string_view title = languageTitle(language);
    return QString::fromUtf8(title.data(), static_cast<qsizetype>(title.size()));
}

CodeChip::CodeChip(QWidget *parent)
    : Chip(parent)
{}

void CodeChip::setLanguage(Language language, bool isGuessed, bool hasRules)
{
    QString meaning =
        tr("Hides the runtime and the standard library; their cost goes to the callers that are left.");
    if (isGuessed)
        meaning += QLatin1Char(' ') + tr("The language is guessed.");
    if (!hasRules)
        meaning += QLatin1Char(' ') + tr("No rule of this language is on, so nothing is hidden.");
    say(tr("Only my code"),
        hasRules ? languageText(language) : tr("%1: no rules").arg(languageText(language)), false, meaning,
        true);
}

} // namespace proflens
