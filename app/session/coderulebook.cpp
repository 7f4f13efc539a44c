// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/coderulebook.h"

#include "core/select/regex.h"

#include <QSettings>
#include <QStringList>

namespace proflens {

namespace {

QString keyOf(Language language)
{
    const std::string_view name = languageName(language);
    return QStringLiteral("myCode/") + QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

} // namespace

CodeRuleBook::CodeRuleBook()
{
    for (size_t i = 0; i < m_rules.size(); ++i)
        m_rules[i] = defaultCodeRules(static_cast<Language>(i));
}

void CodeRuleBook::read(const QSettings &settings)
{
    for (size_t i = 0; i < m_rules.size(); ++i) {
        const QString key = keyOf(static_cast<Language>(i));
        if (!settings.contains(key))
            continue;
        // State, pattern and what it is about, one after the other: patterns may hold any separator.
        const QStringList flat = settings.value(key).toStringList();
        CodeRules rules;
        for (qsizetype at = 0; at + 2 < flat.size(); at += 3) {
            CodeRule rule{flat[at + 1].toStdString(), flat[at + 2].toStdString(),
                          flat[at] == QLatin1String("on")};
            if (Regex::compile(rule.pattern).ok())
                rules.push_back(std::move(rule));
        }
        m_rules[i] = std::move(rules);
    }
}

void CodeRuleBook::write(QSettings &settings) const
{
    for (size_t i = 0; i < m_rules.size(); ++i) {
        const auto language = static_cast<Language>(i);
        if (m_rules[i] == defaultCodeRules(language)) {
            settings.remove(keyOf(language));
            continue;
        }
        QStringList flat;
        for (const CodeRule &rule : m_rules[i])
            flat << QLatin1String(rule.enabled ? "on" : "off") << QString::fromStdString(rule.pattern)
                 << QString::fromStdString(rule.about);
        settings.setValue(keyOf(language), flat);
    }
}

} // namespace proflens
