// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/source/sourcepane.h"

#include "app/panes/comparetext.h"
#include "app/panes/elidedcombobox.h"
#include "app/panes/functionmenu.h"
#include "app/panes/searchline.h"
#include "app/panes/source/sourcemodel.h"
#include "app/panes/source/sourcenotice.h"
#include "app/panes/source/sourceview.h"
#include "app/style/text.h"

#include <QApplication>
#include <QDateTime>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLayout>
#include <QLocale>
#include <QMenu>
#include <QScrollBar>
#include <QTimer>

#include <algorithm>

namespace proflens {

namespace {

constexpr int dimAfterMs = 150;

QString text(std::string_view bytes)
{
    return QString::fromUtf8(bytes.data(), qsizetype(bytes.size()));
}

// Names may be 2,000 bytes long: the beginning and the end of them will do.
QString shortened(const std::string &bytes)
{
    constexpr qsizetype most = 120;
    const QString shown = style::displayText(bytes);
    return shown.size() <= most ? shown : shown.left(most / 3) + QChar(u'…') + shown.right(most * 2 / 3);
}

uint64_t magnitude(int64_t value)
{
    return value < 0 ? uint64_t(0) - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
}

} // namespace

SourcePane::SourcePane(Document *document, QWidget *parent)
    : Pane(document, parent)
    , m_model(new SourceModel(this))
    , m_view(new SourceView(m_model, this))
    , m_notice(new SourceNotice(this))
    , m_search(new SearchLine(this))
    , m_files(new ElidedComboBox(this))
    , m_functions(new ElidedComboBox(this))
    , m_later(new QTimer(this))
    , m_dim(new QTimer(this))
    , m_job(this)
    , m_colourJob(this)
{
    makeActions();
    makeLayout();
    // One request for all that changes in a moment.
    m_later->setSingleShot(true);
    m_later->setInterval(0);
    connect(m_later, &QTimer::timeout, this, &SourcePane::start);
    m_dim->setSingleShot(true);
    m_dim->setInterval(dimAfterMs);
    connect(m_dim, &QTimer::timeout, this, [this] { m_view->setDimmed(true); });

    connect(m_view, &SourceView::opened, this, &SourcePane::openFunction);
    connect(m_view, &SourceView::menuRequested, this, &SourcePane::fillMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &SourcePane::showStatus);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &SourcePane::updateActions);
    connect(qApp, &QApplication::focusChanged, this, &SourcePane::showStatus);
    connect(m_notice, &SourceNotice::locateRequested, this, &SourcePane::askLocate);
    connect(m_notice, &SourceNotice::folderRequested, this, &SourcePane::askFolder);
    connect(m_notice, &SourceNotice::functionRequested, document, &Document::setActive);
    connect(m_search, &SearchLine::searched, this, &SourcePane::search);
    connect(m_search, &SearchLine::left, this, [this] {
        m_view->setFocus(Qt::TabFocusReason);
        stepMatch(0);
    });
    connect(m_files, &QComboBox::activated, this, [this](int row) {
        m_chosenFile = m_sheet->files[size_t(row)].file;
        m_reveal = true;
        ask();
    });
    connect(m_functions, &QComboBox::activated, this, [this](int row) {
        const size_t function = m_functions->itemData(row).toUInt();
        if (const QString name = text(m_sheet->costs.functions[function].name);
            !name.isEmpty() && name != this->document()->state().active)
            follow(name, false);
        else
            reveal(); // the same again: back to it
    });
}

SourcePane::~SourcePane()
{
    m_stop.request_stop();
    m_colourStop.request_stop();
    // Children lose focus and selection while they are deleted, which is after this.
    disconnect(qApp, nullptr, this, nullptr);
    m_view->selectionModel()->disconnect(this);
}

void SourcePane::useSettings(QSettings *settings)
{
    m_settings.use(settings, id());
}

bool SourcePane::isIdle() const
{
    return !m_later->isActive() && !m_job.isRunning() && !m_colourJob.isRunning() && !m_search->isPending();
}

bool SourcePane::hasText() const
{
    return m_sheet && m_sheet->text;
}

void SourcePane::showAnalysis()
{
    ask();
}

void SourcePane::showActive()
{
    if (document()->state().active != m_shownActive) {
        m_reveal = !m_stay;
        if (!m_keepFile)
            m_chosenFile.clear();
    }
    ask();
}

void SourcePane::showBusy(bool busy)
{
    if (busy)
        m_dim->start();
    else if (isIdle()) {
        m_dim->stop();
        m_view->setDimmed(false);
    }
}

void SourcePane::ask()
{
    m_stop.request_stop();
    m_job.cancel();
    m_later->start();
}

void SourcePane::start()
{
    if (!document()->analysis())
        return;
    SourceRequest request;
    request.analysis = document()->analysis();
    request.comparison = document()->comparison();
    const CompareState &compare = document()->state().compare;
    request.sideBySide = compare.look == CompareState::Look::SideBySide;
    m_shownActive = document()->state().active;
    for (const FrameId id : document()->activeFrames()) {
        const Frame &frame = request.analysis->frames()[id];
        if (!frame.name.empty())
            request.names.emplace_back(frame.name);
        else if (!frame.file.empty())
            request.file = frame.file;
    }
    if (request.names.empty() && request.file.empty() && !m_shownActive.isEmpty())
        request.names.push_back(m_shownActive.toStdString()); // filtered away
    if (request.comparison) {
        // The base's functions go by their own names in its files.
        for (const RenamedFunction &renamed : compare.renamed) {
            if (std::find(request.names.begin(), request.names.end(), renamed.to) != request.names.end())
                request.names.push_back(renamed.from);
        }
    }
    std::sort(request.names.begin(), request.names.end());
    request.names.erase(std::unique(request.names.begin(), request.names.end()), request.names.end());
    if (!m_chosenFile.empty())
        request.file = m_chosenFile;
    for (const PathMapping &mapping : m_settings.mappings())
        request.places.mappings.push_back(mapping);
    for (const QString &folder : m_settings.searchFolders())
        request.places.searchFolders.push_back(folder.toStdString());
    if (!document()->path().isEmpty())
        request.places.profileFolder = QFileInfo(document()->path()).absolutePath().toStdString();
    if (m_sheet) {
        request.machine = m_sheet->machine;
        request.text = m_sheet->text;
    }
    m_stop.request_stop();
    m_stop = {};
    m_dim->start();
    m_job.run(
        [request = std::move(request), stop = m_stop.get_token()] {
            return std::make_shared<const SourceSheet>(makeSourceSheet(request, stop));
        },
        [this](const std::shared_ptr<const SourceSheet> &sheet) { take(sheet); });
}

void SourcePane::take(const std::shared_ptr<const SourceSheet> &sheet)
{
    if (sheet->state == SourceSheet::State::Stopped)
        return; // a newer request is under way
    m_dim->stop();
    m_view->setDimmed(false);
    const bool sameFile =
        m_sheet && m_sheet->costs.file == sheet->costs.file && bool(m_sheet->text) == bool(sheet->text);
    const bool hadRows = m_model->rowCount() > 0;
    const int row = m_view->currentRow();
    const int64_t current = row >= 0 && sameFile ? m_model->lineOf(row) : 0;
    const int top = m_view->verticalScrollBar()->value();

    m_sheet = sheet;
    m_model->setSheet(sheet);
    m_view->fitColumns();
    showFiles();
    showFunctions();
    showNotice();
    layout()->activate(); // the notice takes its height before a line is brought into view
    const bool hot = !sheet->costs.hottest.empty();
    for (QAction *action : {m_nextHot, m_previousHot, m_costBelow, m_costAbove})
        action->setEnabled(hot);
    for (QAction *action : {m_openEditor, m_copySource, m_goToLine})
        action->setEnabled(hasText());
    m_locate->setEnabled(!sheet->costs.file.empty());

    if (m_reveal || !sameFile || !hadRows) {
        reveal();
    } else {
        m_view->showRow(m_model->rowOf(current));
        m_view->verticalScrollBar()->setValue(top);
    }
    m_reveal = false;
    updateActions();
    colour();
    if (m_search->pattern())
        search();
}

void SourcePane::colour()
{
    if (m_sheet->text == m_coloured)
        return;
    m_coloured = m_sheet->text;
    m_colourStop.request_stop();
    m_colourStop = {};
    if (!m_coloured) {
        m_colourJob.cancel();
        return;
    }
    m_colourJob.run(
        [file = m_coloured, stop = m_colourStop.get_token()] {
            return std::make_shared<Highlighting>(highlight(*file, stop));
        },
        [this](const std::shared_ptr<Highlighting> &colours) {
            m_model->setHighlighting(std::move(*colours));
        });
}

// A cost as lists name it: of a comparison, the difference.
QString SourcePane::costText(BothValues values) const
{
    const Analysis &analysis = *m_sheet->analysis;
    if (!m_sheet->comparison)
        return QString::fromStdString(analysis.formatAuto(values.current));
    const int64_t delta = values.delta();
    return tr("Δ %1").arg(QString::fromStdString(withSign(analysis.formatAuto(delta), delta)));
}

void SourcePane::showFiles()
{
    m_files->clear();
    int current = -1;
    for (const ComparedFileCost &file : m_sheet->files) {
        const QString path = style::displayText(file.file);
        const qsizetype slash = path.lastIndexOf(QLatin1Char('/'));
        const QString name = slash > 0 ? tr("%1 in %2").arg(path.mid(slash + 1), path.left(slash)) : path;
        m_files->addItem(m_sheet->files.size() > 1 ? tr("%1 (cum %2)").arg(name, costText(file.cum)) : name);
        m_files->setItemData(m_files->count() - 1, style::wrappedToolTip(path), Qt::ToolTipRole);
        if (file.file == m_sheet->costs.file)
            current = m_files->count() - 1;
    }
    if (current < 0 && !m_sheet->costs.file.empty()) {
        m_files->insertItem(0, style::displayText(m_sheet->costs.file));
        current = 0;
    }
    m_files->setCurrentIndex(current);
    m_files->setEnabled(m_files->count() > 0);
    QString tip = style::displayText(m_sheet->costs.file);
    if (m_sheet->search.found && *m_sheet->search.found != m_sheet->costs.file)
        tip += QLatin1Char('\n') + tr("found as %1").arg(style::displayText(*m_sheet->search.found));
    m_files->setToolTip(tip.isEmpty() ? QString() : style::wrappedToolTip(tip));
}

void SourcePane::showFunctions()
{
    m_functions->clear();
    const auto &functions = m_sheet->costs.functions;
    std::vector<uint32_t> order(functions.size());
    for (uint32_t row = 0; row < order.size(); ++row)
        order[row] = row;
    // Without a base, the difference is the cost.
    std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
        return magnitude(m_sheet->functionCum(a).delta()) > magnitude(m_sheet->functionCum(b).delta());
    });
    int current = -1;
    for (const uint32_t row : order) {
        const SourceFunctionCost &function = functions[row];
        const QString name = function.name.empty() ? tr("(no name)") : style::displayText(function.name);
        const BothValues flat = m_sheet->functionFlat(row), cum = m_sheet->functionCum(row);
        m_functions->addItem(flat == BothValues() && cum == BothValues()
                                 ? name
                                 : tr("%1 (flat %2, cum %3)").arg(name, costText(flat), costText(cum)),
                             row);
        if (std::find(m_sheet->active.begin(), m_sheet->active.end(), row) != m_sheet->active.end() &&
            current < 0)
            current = m_functions->count() - 1;
    }
    m_functions->setCurrentIndex(current);
    m_functions->setEnabled(m_functions->count() > 0);
    m_functions->setToolTip(current < 0
                                ? (m_sheet->comparison ? tr("Functions of this file, largest change first")
                                                       : tr("Functions of this file, dearest first"))
                                : style::wrappedToolTip(m_functions->currentText()));
}

QString SourcePane::notFoundText() const
{
    if (!m_sheet->readError.empty())
        return shortened(m_sheet->readError);
    return tr("The source file %1 was not found. Below are its lines that cost something.")
        .arg(shortened(m_sheet->costs.file));
}

QString SourcePane::namelessText()
{
    return tr("The profile has no function names, only addresses, and so no source files.");
}

// The active function has no file: says so, and which ones around it have.
void SourcePane::showWhereElse()
{
    const SourceSheet &sheet = *m_sheet;
    constexpr size_t most = 3;
    QList<SourceNotice::Links> groups;
    const auto offer = [&](const QString &title, const std::vector<FunctionWithSource> &functions) {
        SourceNotice::Links group{title, {}};
        for (size_t i = 0; i < std::min(functions.size(), most); ++i) {
            QString name = shortened(functions[i].name);
            if (!sheet.comparison)
                name = tr("%1 (%2)").arg(
                    name, QString::fromStdString(sheet.analysis->formatAuto(functions[i].cost)));
            group.links.append({name, text(functions[i].name)});
        }
        if (!group.links.isEmpty())
            groups.append(group);
    };
    offer(tr("Nearest callees with a source file:"), sheet.nearest.callees);
    offer(tr("Nearest callers with a source file:"), sheet.nearest.callers);
    if (groups.isEmpty() && !sheet.hottest.empty())
        groups.append({tr("Of the functions that have a source file, this one costs most:"),
                       {{shortened(sheet.hottest), text(sheet.hottest)}}});
    const QString name = shortened(m_shownActive.toStdString());
    if (groups.isEmpty()) {
        m_view->setEmptyText(
            document()->hasOnlyAddresses()
                ? namelessText()
                : tr("The profile does not say which source files its functions are in. It may lack "
                     "debug information, or be in a format that holds no files."));
        return;
    }
    m_view->setEmptyText(tr("There is no source file to show."));
    m_notice->showLinks(tr("The profile does not say which source file %1 is in.").arg(name), groups);
}

void SourcePane::showNotice()
{
    const SourceSheet &sheet = *m_sheet;
    m_view->setEmptyText({});
    m_notice->hideAll();
    switch (sheet.state) {
    case SourceSheet::State::Stopped:
        return;
    case SourceSheet::State::NoCosts:
        m_view->setEmptyText(sheet.analysis->profile()->samples.size() == 0
                                 ? tr("The profile has no samples.")
                             : sheet.analysis->total() == 0 ? tr("All values of this sample type are zero.")
                             : document()->hasOnlyAddresses()
                                 ? namelessText()
                                 : tr("The profile does not say which source files its functions are in."));
        return;
    case SourceSheet::State::NoSource:
        if (const auto frames = sheet.analysis->frames().find(m_shownActive.toStdString());
            !frames.empty() && sheet.analysis->frames()[frames.front()].isLabel()) {
            m_view->setEmptyText(tr("%1 is a label of samples and has no source; choose a function.")
                                     .arg(shortened(m_shownActive.toStdString())));
            return;
        }
        showWhereElse();
        return;
    case SourceSheet::State::Missing: {
        QStringList tried;
        for (const std::string &path : sheet.search.tried)
            tried << style::displayText(path);
        m_notice->showMissing(notFoundText(), tried);
        if (m_model->rowCount() == 0)
            m_view->setEmptyText(tr("The filters leave no sample in this file."));
        return;
    }
    case SourceSheet::State::Shown:
        break;
    }
    showVersionNote();
    if (sheet.text->lineCount() == 0)
        m_view->setEmptyText(tr("The file is empty."));
}

// What speaks against the text being that of the program, or else that nobody asked for this file.
void SourcePane::showVersionNote()
{
    const SourceSheet &sheet = *m_sheet;
    const auto &lines = sheet.costs.lines;
    const auto time = [](int64_t nanos) {
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(nanos / 1'000'000), QLocale::ShortFormat);
    };
    const QString here = shortened(sheet.text->path());
    const QString shown =
        sheet.isOtherFile ? tr("Shown is %1, found in place of %2.").arg(here, shortened(sheet.costs.file))
                          : tr("Shown is %1.").arg(here);
    const auto warn = [&](const QString &what) { m_notice->showNote(shown + QLatin1Char(' ') + what, true); };
    if (!lines.empty() && lines.back().line > int64_t(sheet.text->lineCount()))
        warn(tr("It has %Ln line(s), but the profile has costs up to line %1: it is another version of the "
                "file, and "
                "costs may stand beside the wrong lines.",
                nullptr, int(sheet.text->lineCount()))
                 .arg(QLocale().toString(qlonglong(lines.back().line))));
    else if (!sheet.goVersion.empty())
        warn(tr("It is of Go %1, the profile's of Go %2: costs may stand beside the wrong lines.")
                 .arg(text(sheet.goVersionHere), text(sheet.goVersion)));
    else if (sheet.version == SourceVersion::Other)
        warn(tr("It is another version of the file: functions are not where the profile says, and costs "
                "stand beside "
                "the wrong lines."));
    else if (sheet.changedSince && !sheet.isOtherFile)
        warn(tr("The file was changed on %1, after the profile was taken on %2: costs may stand beside the "
                "wrong "
                "lines.")
                 .arg(time(sheet.text->changedNanos()), time(sheet.profiledNanos)));
    else if (sheet.isOtherFile && sheet.version == SourceVersion::Unknown)
        warn(tr("The profile does not tell whether it is the same version: costs may stand beside the wrong "
                "lines."));
    else if (sheet.guessed)
        m_notice->showNote(sheet.comparison ? tr("No function is active: this is where most changed.")
                                            : tr("No function is active: this is where most is spent."));
    // That a name without folders above it was found is no news.
    else if (sheet.isOtherFile && sheet.costs.file.starts_with('/'))
        m_notice->showNote(shown);
}

void SourcePane::reveal()
{
    // The dearest line of the active function, else of the file.
    int row = -1;
    const SourceCosts &costs = m_sheet->costs;
    for (const uint32_t line : costs.hottest) {
        const auto &functions = costs.lines[line].functions;
        const bool ours = std::any_of(functions.begin(), functions.end(), [&](uint32_t function) {
            return std::find(m_sheet->active.begin(), m_sheet->active.end(), function) !=
                   m_sheet->active.end();
        });
        if (ours || m_sheet->active.empty()) {
            row = m_model->rowOf(costs.lines[line].line);
            break;
        }
    }
    for (size_t i = 0; row < 0 && i < m_sheet->active.size(); ++i)
        row = m_model->rowOf(costs.functions[m_sheet->active[i]].firstLine);
    m_view->showRow(std::max(row, 0));
}

void SourcePane::stepHot(int step)
{
    if (!m_sheet || m_sheet->costs.hottest.empty())
        return;
    const auto &hottest = m_sheet->costs.hottest;
    const int row = m_view->currentRow();
    const int64_t line = row < 0 ? -1 : m_model->lineOf(row);
    const auto found = std::find_if(hottest.begin(), hottest.end(),
                                    [&](uint32_t hot) { return m_sheet->costs.lines[hot].line == line; });
    const auto count = static_cast<int64_t>(hottest.size());
    // From a line without costs to the hottest.
    const int64_t rank = found == hottest.end() ? 0 : (found - hottest.begin() + step + count) % count;
    m_view->showRow(m_model->rowOf(m_sheet->costs.lines[hottest[size_t(rank)]].line));
}

void SourcePane::stepCost(int step)
{
    if (!m_sheet)
        return;
    const int row = m_view->currentRow();
    int next = -1;
    for (const uint32_t hot : m_sheet->costs.hottest) {
        const int candidate = m_model->rowOf(m_sheet->costs.lines[hot].line);
        if (step > 0 ? candidate > row && (next < 0 || candidate < next)
                     : candidate < row && candidate > next)
            next = candidate;
    }
    if (next >= 0)
        m_view->showRow(next);
}

void SourcePane::search()
{
    m_model->setPattern(m_search->pattern());
    m_found.clear();
    if (!m_search->pattern() || !m_sheet) {
        m_search->setSummary({});
        return;
    }
    QElapsedTimer timer;
    timer.start();
    m_found = searchSource(*m_sheet, *m_search->pattern());
    // Without the text, rows are those of costs; the model leaves out lines that cost nothing.
    if (!m_sheet->text) {
        std::vector<uint32_t> rows;
        for (const uint32_t line : m_found) {
            if (const int row = m_model->rowOf(m_sheet->costs.lines[line].line); row >= 0)
                rows.push_back(uint32_t(row));
        }
        m_found = std::move(rows);
    }
    m_search->setCost(timer.elapsed());
    m_search->setSummary(tr("%Ln line(s)", nullptr, int(m_found.size())));
    stepMatch(0);
}

void SourcePane::stepMatch(int step)
{
    if (m_found.empty())
        return;
    const auto row = static_cast<uint32_t>(std::max(m_view->currentRow(), 0));
    // 0: stay if the row matches, else go on to the next.
    auto next = step > 0 ? std::upper_bound(m_found.begin(), m_found.end(), row)
                         : std::lower_bound(m_found.begin(), m_found.end(), row);
    if (step < 0)
        next = next == m_found.begin() ? m_found.end() - 1 : next - 1;
    else if (next == m_found.end())
        next = m_found.begin();
    m_view->showRow(int(*next));
}

bool SourcePane::startSearch()
{
    m_search->show();
    m_search->start();
    return true;
}

void SourcePane::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_search->isVisible()) {
        m_search->setText({});
        m_search->hide();
        m_view->setFocus(Qt::OtherFocusReason);
        return;
    }
    Pane::keyPressEvent(event);
}

void SourcePane::openFunction(int row)
{
    const auto function = m_model->functionOf(row);
    if (!function || m_sheet->costs.functions[*function].name.empty())
        return;
    follow(text(m_sheet->costs.functions[*function].name), true);
}

void SourcePane::follow(const QString &function, bool stay)
{
    // Of the function's files it is the one that is seen now.
    m_chosenFile = m_sheet->costs.file;
    m_keepFile = true;
    m_stay = stay;
    document()->setActive(function);
    m_keepFile = m_stay = false;
}

void SourcePane::sayStatus(const QString &text)
{
    m_statusShown = !text.isEmpty();
    Q_EMIT statusMessage(text);
}

void SourcePane::showStatus()
{
    // The status bar belongs to the pane that the person is in.
    const QWidget *focus = QApplication::focusWidget();
    if (!focus || !isAncestorOf(focus)) {
        if (m_statusShown)
            sayStatus({});
        return;
    }
    const QList<int> rows = m_view->selectedRowNumbers();
    if (!m_sheet || rows.isEmpty()) {
        sayStatus({});
        return;
    }
    const Analysis &analysis = *m_sheet->analysis;
    const auto amount = [&](int64_t value) {
        return tr("%1 (%2)").arg(QString::fromStdString(analysis.formatAuto(value)),
                                 QString::fromStdString(analysis.percent(value)));
    };
    if (rows.size() > 1) {
        // Only flat adds up: lines share the samples of what they call.
        uint64_t flat = 0, base = 0;
        for (const int row : rows) {
            if (const SourceLineCost *cost = m_sheet->costs.at(m_model->lineOf(row))) {
                flat += static_cast<uint64_t>(cost->flat);
                base +=
                    static_cast<uint64_t>(m_sheet->lineFlat(size_t(cost - m_sheet->costs.lines.data())).base);
            }
        }
        const QString sum = m_sheet->comparison
                                ? bothText(*m_sheet->comparison, {int64_t(base), int64_t(flat)})
                                : amount(int64_t(flat));
        sayStatus(tr("%Ln line(s) selected: flat %1", nullptr, int(rows.size())).arg(sum));
        return;
    }
    const SourceLineCost *cost = m_sheet->costs.at(m_model->lineOf(rows[0]));
    const size_t index = cost ? size_t(cost - m_sheet->costs.lines.data()) : 0;
    if (!cost || (m_sheet->lineFlat(index) == BothValues() && m_sheet->lineCum(index) == BothValues())) {
        sayStatus({});
        return;
    }
    const auto &hottest = m_sheet->costs.hottest;
    const auto rank = std::find_if(hottest.begin(), hottest.end(), [&](uint32_t hot) {
        return m_sheet->costs.lines[hot].line == cost->line;
    });
    if (const ComparisonPtr comparison = m_sheet->comparison) {
        sayStatus(tr("Line %1: flat: %2; cum: %3; change %L4 of %L5")
                      .arg(QLocale().toString(qlonglong(cost->line)),
                           bothText(*comparison, m_sheet->lineFlat(index)),
                           bothText(*comparison, m_sheet->lineCum(index)))
                      .arg(int(rank - hottest.begin()) + 1)
                      .arg(int(hottest.size())));
        return;
    }
    sayStatus(tr("Line %1: flat %2, cum %3; hot line %L4 of %L5")
                  .arg(QLocale().toString(qlonglong(cost->line)), amount(cost->flat), amount(cost->cum))
                  .arg(int(rank - hottest.begin()) + 1)
                  .arg(int(hottest.size())));
}

} // namespace proflens
