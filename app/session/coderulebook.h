// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/select/coderules.h"

#include <array>

class QSettings;

namespace proflens {

// What is not one's own code, by language: the rules that come with the program unless a person changed them.
class CodeRuleBook
{
public:
    CodeRuleBook();

    const CodeRules &of(Language language) const { return m_rules[static_cast<size_t>(language)]; }
    void set(Language language, const CodeRules &rules) { m_rules[static_cast<size_t>(language)] = rules; }
    bool operator==(const CodeRuleBook &) const = default;

    // Settings keep only what was changed. A rule whose pattern is wrong is not read.
    void read(const QSettings &settings);
    void write(QSettings &settings) const;

private:
    std::array<CodeRules, languageNames.size()> m_rules;
};

} // namespace proflens
