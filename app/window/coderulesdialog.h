// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/coderulebook.h"
#include "app/session/latestjob.h"
#include "core/profile/profile.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QPushButton;
class QTableView;

namespace proflens {

class CodeRulesModel;

// What is not one's own code: the rules of each language, to be seen, switched, changed and put back.
class CodeRulesDialog : public QDialog
{
    Q_OBJECT

public:
    // profile: where matches are counted; may be empty.
    CodeRulesDialog(const CodeRuleBook &rules, Language language, ProfilePtr profile,
                    QWidget *parent = nullptr);

    const CodeRuleBook &rules() const { return m_rules; }
    CodeRulesModel *model() const { return m_model; }

private:
    Language language() const;
    void showLanguage();
    void edited();
    void count();

    CodeRuleBook m_rules;
    ProfilePtr m_profile;
    QComboBox *m_languages;
    CodeRulesModel *m_model;
    QTableView *m_table;
    QLabel *m_problem;
    QPushButton *m_remove, *m_restore, *m_ok = nullptr;
    LatestJob m_counting;
};

} // namespace proflens
