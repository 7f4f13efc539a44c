// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/console/consolepane.h"

#include "app/panes/console/consoleinput.h"
#include "app/panes/console/consoleview.h"
#include "app/panes/searchline.h"
#include "app/session/viewoptions.h"
#include "app/style/syntax.h"
#include "core/format/savefile.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QFile>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace proflens {

namespace {

const QString promptText = QStringLiteral("(proflens) ");

// What a shell has to know of a profile: its sample types, or those that both sides have.
ProfilePtr typesOf(const Document &document)
{
    auto types = std::make_shared<Profile>();
    types->sampleTypes = document.sampleTypes();
    types->defaultSampleType = document.profile()->defaultSampleType;
    return types;
}

// What is wrong with the filters that are new.
QString filterProblem(const ReportOptions &before, const ReportOptions &after)
{
    for (const Filter &filter : after.filters) {
        if (std::find(before.filters.begin(), before.filters.end(), filter) != before.filters.end())
            continue;
        const QString wrong = patternProblem(filter.kind, QString::fromStdString(filter.pattern));
        if (!wrong.isEmpty())
            return QStringLiteral("%1: %2").arg(QString::fromUtf8(filterName(filter.kind).data()), wrong);
    }
    return {};
}

} // namespace

ConsolePane::ConsolePane(Document *document, QWidget *parent, const std::string &history)
    : Pane(document, parent)
    , m_view(new ConsoleView(this))
    , m_input(new ConsoleInput(this))
    , m_prompt(new QLabel(promptText.trimmed(), this))
    , m_search(new SearchLine(this))
    , m_history(history)
    , m_job(this)
    , m_namesJob(this)
{
    m_own.compactLabels = true;
    m_view->setAccessibleName(tr("Answers"));
    m_input->setAccessibleName(tr("Command"));
    m_input->setPlaceholderText(tr("top10, list REGEX, focus=REGEX, help …"));
    m_input->setHistory(&m_history);
    m_input->setSource([this](std::string_view line, size_t cursor) {
        return m_names ? complete(line, cursor, *m_names) : Completion{cursor, cursor, {}};
    });
    m_prompt->setFont(style::codeFont(font()));
    m_prompt->setTextFormat(Qt::PlainText);
    m_prompt->setBuddy(m_input);
    m_search->setPlaceholder(tr("Find in the answers"));
    m_search->hide();

    auto *line = new QWidget(this);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Base);
    auto *lineLayout = new QHBoxLayout(line);
    constexpr int margin = 4;
    lineLayout->setContentsMargins(margin, 1, margin, 1);
    lineLayout->setSpacing(margin);
    lineLayout->addWidget(m_prompt);
    lineLayout->addWidget(m_input, 1);
    m_view->setFrameShape(QFrame::NoFrame);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_search);
    column->addWidget(m_view, 1);
    column->addWidget(line);
    setFocusProxy(m_input);

    connect(m_input, &ConsoleInput::entered, this, &ConsolePane::enter);
    connect(m_input, &ConsoleInput::interrupted, this, [this] {
        if (m_view->textCursor().hasSelection())
            m_view->copy();
        else
            stop();
    });
    connect(m_input, &ConsoleInput::scrolled, this, [this](int pages) {
        QScrollBar *bar = m_view->verticalScrollBar();
        bar->setValue(bar->value() + pages * bar->pageStep());
    });
    connect(m_view, &ConsoleView::typed, this, [this](const QString &text) {
        m_input->setFocus();
        m_input->insert(text);
    });
    connect(m_view, &ConsoleView::linkActivated, document, &Document::setActive);
    connect(m_view, &ConsoleView::linkHovered, document, &Document::setHovered);
    connect(m_view, &QPlainTextEdit::cursorPositionChanged, this, &ConsolePane::updateActions);
    connect(m_search, &SearchLine::searched, this, &ConsolePane::search);
    connect(m_search, &SearchLine::left, this, [this] { m_view->goToMatch(true); });
    makeActions();
}

ConsolePane::~ConsolePane()
{
    m_stop.request_stop();
}

void ConsolePane::makeActions()
{
    addCursorActions();
    addSeparator();
    m_copyAction = addPaneAction(tr("&Copy"), {QKeySequence::Copy}, [this] { m_view->copy(); });
    m_copyAction->setEnabled(false);
    connect(m_view, &QPlainTextEdit::copyAvailable, m_copyAction, &QAction::setEnabled);
    addPaneAction(tr("Select &all"), {QKeySequence::SelectAll}, [this] { m_view->selectAll(); });
    addSeparator();
    addPaneAction(tr("Clear the C&onsole"), {QKeySequence(tr("Ctrl+L"))}, [this] {
        m_view->clearAll();
        updateActions();
    });
    m_stopAction =
        addPaneAction(tr("S&top the Report"), {QKeySequence(tr("Ctrl+Shift+K"))}, [this] { stop(); });
    m_stopAction->setEnabled(false);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this, [this](const QPoint &place) {
        // Where the mouse is, the cursor goes, unless text is selected that is to be copied.
        if (!m_view->textCursor().hasSelection())
            m_view->setTextCursor(m_view->cursorForPosition(place));
        QMenu menu;
        const bool some = !cursorFunction().isEmpty();
        for (QAction *action : actions()) {
            if (some || !cursorActions().contains(action))
                menu.addAction(action);
        }
        menu.exec(m_view->viewport()->mapToGlobal(place));
    });
}

QList<ExportFormat> ConsolePane::exportFormats()
{
    if (m_view->document()->isEmpty())
        return {};
    return {{tr("Console as text"), QStringLiteral("txt"), tr("Text (*.txt)"), QStringLiteral("C, O"),
             [this](const QString &path) {
                 return saveFile(QFile::encodeName(path).toStdString(), m_view->toPlainText().toStdString());
             }}};
}

QList<KeyHelp> ConsolePane::keyHelp() const
{
    return {{tr("Tab"), tr("Complete a command, an option, a value or the name of a function")},
            {tr("Up, Down"), tr("Bring back what was typed before")},
            {tr("Page Up, Page Down"), tr("Scroll the answers")},
            {tr("Escape"), tr("Clear the line; on an empty one, stop the report")}};
}

QString ConsolePane::cursorFunction() const
{
    return m_view->cursorFunction();
}

bool ConsolePane::startSearch()
{
    m_search->show();
    m_search->start();
    return true;
}

void ConsolePane::search()
{
    const int count = m_view->mark(m_search->pattern());
    m_search->setSummary(m_search->pattern() ? tr("%n match(es)", nullptr, count) : QString());
    if (!m_search->pattern()) {
        m_search->hide();
        m_input->setFocus();
    }
}

bool ConsolePane::isIdle() const
{
    return !m_job.isRunning() && !m_namesJob.isRunning() && !m_view->isPending() && m_waiting.isEmpty();
}

void ConsolePane::showEvent(QShowEvent *event)
{
    Pane::showEvent(event);
    // Whoever brings a console to the front wants to type into it.
    if (!event->spontaneous() && window()->isActiveWindow() &&
        !qobject_cast<QLineEdit *>(window()->focusWidget()))
        m_input->setFocus(Qt::OtherFocusReason);
    if (!m_greeted) {
        m_greeted = true;
        say(tr("pprof's commands, on what all panes show. help lists them, o lists the options."),
            ConsoleLine::Kind::Note);
    }
}

void ConsolePane::showAnalysis()
{
    const ProfilePtr profile = document()->profile();
    if (profile == m_profile)
        return;
    m_profile = profile;
    m_namesJob.run([profile] { return std::make_shared<const ShellVocabulary>(*profile); },
                   [this](const std::shared_ptr<const ShellVocabulary> &names) { m_names = names; });
}

ReportOptions ConsolePane::options() const
{
    return viewOptions(document()->state(), document()->sampleTypes(), m_own);
}

void ConsolePane::say(const QString &text, ConsoleLine::Kind kind)
{
    m_view->append(consoleLines(text, kind));
    updateActions();
}

void ConsolePane::enter(const QString &line)
{
    if (const Status remembered = m_history.add(line.toStdString()); !remembered && !m_saidForgets) {
        m_saidForgets = true;
        say(QString::fromStdString(remembered.error().message), ConsoleLine::Kind::Note);
    }
    if (m_job.isRunning())
        m_waiting.append(line);
    else
        answer(line);
}

void ConsolePane::answer(const QString &line)
{
    say(promptText + line, ConsoleLine::Kind::Typed);
    QScrollBar *bar = m_view->verticalScrollBar();
    bar->setValue(bar->maximum());
    if (!document()->profile() || document()->sampleTypes().empty()) {
        say(tr("There is no profile yet."), ConsoleLine::Kind::Problem);
        return;
    }
    Shell shell(typesOf(*document()), {});
    shell.setNormalizes(document()->isComparison());
    const ReportOptions before = options();
    shell.setOptions(before);
    const ShellAnswer answer = shell.answer(line.toStdString());
    const ReportOptions after = shell.options();
    if (const QString wrong = filterProblem(before, after); !wrong.isEmpty()) {
        say(wrong, ConsoleLine::Kind::Problem);
        return;
    }
    if (!(after == before)) {
        m_own = after;
        document()->setState(withOptions(document()->state(), before, after, document()->sampleTypes()));
    }
    switch (answer.kind) {
    case ShellAnswer::Kind::Nothing:
        break;
    case ShellAnswer::Kind::Text:
        say(QString::fromStdString(answer.text), ConsoleLine::Kind::Output);
        break;
    case ShellAnswer::Kind::Problem:
        say(QString::fromStdString(answer.text), ConsoleLine::Kind::Problem);
        break;
    case ShellAnswer::Kind::Report:
        print(*answer.report);
        break;
    case ShellAnswer::Kind::Window:
        openWindow(*answer.report);
        break;
    case ShellAnswer::Kind::Quit:
        say(tr("The console has no end. Close its pane, or the profile."), ConsoleLine::Kind::Note);
        break;
    }
}

// This is the window that pprof's viewers stand for here.
void ConsolePane::openWindow(const ShellReport &report)
{
    document()->setState(
        withOptions(document()->state(), options(), report.options, document()->sampleTypes()));
    const bool calls = report.command->kind == ReportKind::Callgrind;
    document()->showPane(calls ? QStringLiteral("callers") : QStringLiteral("graph"));
    // What is typed next is meant for here: other panes act on plain letters.
    if (isVisible() && !visibleRegion().isEmpty())
        m_input->setFocus();
    say(calls ? tr("Shown in the pane Callers and callees.") : tr("Shown in the pane Call graph."),
        ConsoleLine::Kind::Note);
}

void ConsolePane::print(const ShellReport &report)
{
    const ViewState &state = document()->state();
    ConsoleJob job;
    job.report = report;
    // The rules that hide code are those of the window, which a person may have edited.
    job.report.options.myCode = {};
    if (const auto filter = document()->codeFilter(); filter && report.options.myCode.on)
        job.report.options.filters.insert(job.report.options.filters.begin(), *filter);
    job.profile = document()->profile();
    job.base = document()->base();
    job.report.options.isDifference = job.base != nullptr;
    job.scaling = state.compare.scaling;
    job.diffBase = state.compare.percentOf != PercentOf::Difference;
    job.names = m_names;
    job.font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    m_stop = std::stop_source();
    job.stop = m_stop.get_token();
    m_job.run([job] { return runConsoleJob(job); },
              [this](const QList<ConsoleLine> &lines) { finish(lines); });
    showRunning();
}

void ConsolePane::finish(const QList<ConsoleLine> &lines)
{
    m_view->append(lines);
    showRunning();
    updateActions();
    while (!m_job.isRunning() && !m_waiting.isEmpty())
        answer(m_waiting.takeFirst());
}

void ConsolePane::stop()
{
    m_waiting.clear();
    if (!m_job.isRunning())
        return;
    m_stop.request_stop();
    m_job.cancel();
    say(tr("Stopped."), ConsoleLine::Kind::Note);
    showRunning();
}

void ConsolePane::showRunning()
{
    m_prompt->setEnabled(!m_job.isRunning());
    m_stopAction->setEnabled(m_job.isRunning());
    Q_EMIT statusMessage(m_job.isRunning() ? tr("Printing a report; Escape on an empty line stops it")
                                           : QString());
}

} // namespace proflens
