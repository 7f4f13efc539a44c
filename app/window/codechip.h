// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/chip.h"
#include "core/select/coderules.h"

namespace proflens {

// Says that only one's own code is seen, of which language, and how much that hides.
class CodeChip : public Chip
{
    Q_OBJECT

public:
    explicit CodeChip(QWidget *parent = nullptr);

    // isGuessed: nobody chose the language. hasRules: any rule is on.
    void setLanguage(Language language, bool isGuessed, bool hasRules);
};

// "C and C++".
QString languageText(Language language);

} // namespace proflens
