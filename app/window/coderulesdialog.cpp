// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/coderulesdialog.h"

#include "app/style/palette.h"
#include "app/window/codechip.h"
#include "app/window/coderulesmodel.h"
#include "core/select/regex.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <utility>

namespace proflens {

namespace {

// By rule, how many functions it hides.
std::vector<int> countsOf(const CodeRules &rules, const Profile &profile)
{
    std::vector<int> counts;
    for (const CodeRule &rule : rules) {
        const auto re = Regex::compile(rule.pattern);
        if (!re.ok() || rule.pattern.empty()) {
            counts.push_back(-1);
            continue;
        }
        // Files repeat more than names.
        std::vector<uint8_t> files(profile.strings.size());
        int count = 0;
        for (const Function &function : profile.functions) {
            uint8_t &file = files[function.file.row];
            if (!file)
                file = re->matches(profile.text(function.file)) ? 2 : 1;
            count += file == 2 || re->matches(profile.text(function.name));
        }
        counts.push_back(count);
    }
    return counts;
}

} // namespace

CodeRulesDialog::CodeRulesDialog(const CodeRuleBook &rules, Language language, ProfilePtr profile,
                                 QWidget *parent)
    : QDialog(parent)
    , m_rules(rules)
    , m_profile(std::move(profile))
    , m_languages(new QComboBox(this))
    , m_model(new CodeRulesModel(this))
    , m_table(new QTableView(this))
    , m_problem(new QLabel(this))
    , m_remove(new QPushButton(tr("Re&move"), this))
    , m_restore(new QPushButton(tr("Restore &Defaults"), this))
    , m_counting(this)
{
    setWindowTitle(tr("Rules of My Code"));
    auto *about = new QLabel(
        tr("With “Only my code”, frames that match a rule are hidden, and their cost goes to the nearest "
           "caller that is left, as with pprof's -hide. A rule is a regular expression that is tried on the "
           "names of functions, source files and binaries."),
        this);
    about->setWordWrap(true);
    for (size_t i = 0; i < languageNames.size(); ++i)
        m_languages->addItem(languageText(static_cast<Language>(i)));
    m_languages->setCurrentIndex(static_cast<int>(language));
    auto *label = new QLabel(tr("&Language:"), this);
    label->setBuddy(m_languages);
    auto *top = new QHBoxLayout;
    top->addWidget(label);
    top->addWidget(m_languages);
    top->addStretch();

    m_model->setPalette(palette());
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Rules"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setWordWrap(false);
    m_table->setTextElideMode(Qt::ElideRight);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(CodeRulesModel::AboutColumn, QHeaderView::Interactive);
    m_table->horizontalHeader()->setSectionResizeMode(CodeRulesModel::PatternColumn, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(CodeRulesModel::CountColumn,
                                                      QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->setColumnWidth(CodeRulesModel::AboutColumn, 40 * fontMetrics().averageCharWidth());

    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    QPalette wrong = palette();
    wrong.setColor(QPalette::WindowText, style::errorText(palette()));
    m_problem->setPalette(wrong);

    auto *add = new QPushButton(tr("&Add"), this);
    auto *row = new QHBoxLayout;
    row->addWidget(add);
    row->addWidget(m_remove);
    row->addStretch();
    row->addWidget(m_restore);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_ok = buttons->button(QDialogButtonBox::Ok);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *column = new QVBoxLayout(this);
    column->addWidget(about);
    column->addLayout(top);
    column->addWidget(m_table, 1);
    column->addLayout(row);
    column->addWidget(m_problem);
    column->addWidget(buttons);
    resize(860, 480);

    connect(m_languages, &QComboBox::currentIndexChanged, this, &CodeRulesDialog::showLanguage);
    connect(m_model, &CodeRulesModel::edited, this, &CodeRulesDialog::edited);
    connect(add, &QPushButton::clicked, this, [this] {
        m_model->addRule();
        const QModelIndex pattern = m_model->index(m_model->rowCount() - 1, CodeRulesModel::PatternColumn);
        m_table->setCurrentIndex(pattern);
        m_table->edit(pattern);
    });
    connect(m_remove, &QPushButton::clicked, this,
            [this] { m_model->removeRule(m_table->currentIndex().row()); });
    connect(m_restore, &QPushButton::clicked, this, [this] {
        m_rules.set(this->language(), defaultCodeRules(this->language()));
        showLanguage();
    });
    showLanguage();
}

Language CodeRulesDialog::language() const
{
    return static_cast<Language>(m_languages->currentIndex());
}

void CodeRulesDialog::showLanguage()
{
    m_model->setRules(m_rules.of(language()));
    m_table->setCurrentIndex(m_model->index(0, CodeRulesModel::AboutColumn));
    edited();
}

void CodeRulesDialog::edited()
{
    m_rules.set(language(), m_model->rules());
    const QString problem = m_model->problem();
    m_problem->setVisible(!problem.isEmpty());
    m_problem->setText(fontMetrics().elidedText(problem, Qt::ElideMiddle, 4 * width()));
    m_ok->setEnabled(problem.isEmpty());
    // Another language would hide what is wrong in this one.
    m_languages->setEnabled(problem.isEmpty());
    m_remove->setEnabled(m_model->rowCount() > 0);
    m_restore->setEnabled(m_model->rules() != defaultCodeRules(language()));
    count();
}

void CodeRulesDialog::count()
{
    if (!m_profile)
        return;
    m_counting.run([rules = m_model->rules(), profile = m_profile] { return countsOf(rules, *profile); },
                   [this](const std::vector<int> &counts) { m_model->setCounts(counts); });
}

} // namespace proflens
