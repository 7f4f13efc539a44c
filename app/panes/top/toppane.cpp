// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/top/toppane.h"

#include "app/panes/comparetext.h"
#include "app/panes/functionmenu.h"
#include "app/panes/searchline.h"
#include "app/panes/tableview.h"
#include "app/panes/top/differencemodel.h"
#include "app/panes/top/differenceview.h"
#include "app/panes/top/functionmodel.h"
#include "app/style/text.h"
#include "core/format/savefile.h"
#include "core/report/csv.h"
#include "core/report/differencetext.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLocale>
#include <QMenu>
#include <QScopedValueRollback>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace proflens {

namespace {

// From so many on they are sorted on another thread.
constexpr size_t manyFunctions = 4096;
constexpr int keysRestMs = 350;
constexpr int dimAfterMs = 200;

} // namespace

TopPane::TopPane(Document *document, QWidget *parent)
    : Pane(document, parent)
    , m_model(new FunctionModel(this))
    , m_view(new TableView(this))
    , m_differences(new DifferenceView(this))
    , m_search(new SearchLine(this))
    , m_settle(new QTimer(this))
    , m_dim(new QTimer(this))
    , m_tableJob(this)
    , m_sumJob(this)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(4);
    auto *bar = new QHBoxLayout;
    bar->addWidget(m_search);
    bar->addWidget(m_differences->orderBox());
    layout->addLayout(bar);
    layout->addWidget(m_view);
    layout->addWidget(m_differences);
    m_differences->hide();
    m_differences->orderBox()->hide();
    setFocusProxy(m_view);

    m_search->setPlaceholder(tr("Search functions (regular expression)"));
    connect(m_search, &SearchLine::searched, this, &TopPane::search);
    connect(m_search, &SearchLine::left, this, [this] {
        view()->setFocus(Qt::TabFocusReason);
        if (view()->selectedRowNumbers().empty() && rowCount() > 0)
            showRow(0);
    });

    m_view->setAccessibleName(tr("Functions by cost"));
    m_view->setModel(m_model);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(int(FunctionColumn::Flat), Qt::DescendingOrder);
    const QString value = QStringLiteral("-1234.56MB"), share = QStringLiteral("0.00088%");
    m_view->setColumns({value, share, share, value, share, {}, {}}, {0, 0, 0, 0, 0, 2, 1});
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &TopPane::currentChanged);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TopPane::showSum);
    connect(m_view, &QTableView::clicked, this, &TopPane::makeCurrentActive);
    connect(m_view, &TableView::opened, this, &TopPane::openSource);
    connect(m_view, &TableView::copyRequested, this, &TopPane::copy);
    connect(m_view, &TableView::leftUpwards, this, [this] { m_search->start(); });
    connect(m_view, &TableView::menuRequested, this, &TopPane::fillMenu);
    connect(m_differences, &DifferenceView::currentRowChanged, this, &TopPane::currentChanged);
    connect(m_differences, &DifferenceView::selectionChanged, this, &TopPane::showSum);
    connect(m_differences, &DifferenceView::clicked, this, &TopPane::makeCurrentActive);
    connect(m_differences, &DifferenceView::opened, this, &TopPane::openSource);
    connect(m_differences, &DifferenceView::copyRequested, this, &TopPane::copy);
    connect(m_differences, &DifferenceView::leftUpwards, this, [this] { m_search->start(); });
    connect(m_differences, &DifferenceView::menuRequested, this, &TopPane::fillMenu);

    makeActions();

    m_settle->setSingleShot(true);
    m_settle->setInterval(keysRestMs);
    connect(m_settle, &QTimer::timeout, this, &TopPane::makeCurrentActive);
    m_dim->setSingleShot(true);
    m_dim->setInterval(dimAfterMs);
    connect(m_dim, &QTimer::timeout, this, [this] {
        m_view->setDimmed(true);
        m_differences->setDimmed(true);
    });
}

bool TopPane::comparing() const
{
    return m_differences->model()->table().has_value();
}

TableView *TopPane::view() const
{
    return comparing() ? m_differences->view() : m_view;
}

size_t TopPane::rowCount() const
{
    return size_t(view()->model()->rowCount());
}

FrameId TopPane::frameAt(size_t row) const
{
    return comparing() ? m_differences->model()->table()->frame(row) : m_model->table()->frame(row);
}

std::optional<size_t> TopPane::rowOf(FrameId frame) const
{
    if (comparing())
        return m_differences->model()->table()->rowOf(frame);
    return m_model->table() ? m_model->table()->rowOf(frame) : std::nullopt;
}

void TopPane::showRow(int row)
{
    if (comparing())
        m_differences->showRow(row);
    else
        m_view->showRow(row);
}

void TopPane::makeActions()
{
    addCursorActions();
    addSeparator();
    m_copyRows = addPaneAction(tr("Copy &rows"), {QKeySequence::Copy}, [this] { copy(); });
    m_selectAll =
        addPaneAction(tr("Select &all"), {QKeySequence::SelectAll}, [this] { view()->selectAll(); });
    addSeparator();
    m_columns = m_view->makeColumnMenu(tr("&Columns"), QStringLiteral("12345670"), this)->menuAction();
    addAction(m_columns);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TopPane::updateActions);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TopPane::updateActions);
    connect(m_model, &QAbstractItemModel::modelReset, this, &TopPane::updateActions);
    connect(m_differences, &DifferenceView::currentRowChanged, this, &TopPane::updateActions);
    connect(m_differences, &DifferenceView::selectionChanged, this, &TopPane::updateActions);
    connect(m_differences->model(), &QAbstractItemModel::modelReset, this, &TopPane::updateActions);
    updateActions();
}

void TopPane::updateActions()
{
    m_copyRows->setEnabled(view()->selectionModel()->hasSelection());
    m_selectAll->setEnabled(rowCount() > 0);
    Pane::updateActions();
}

QString TopPane::cursorFunction() const
{
    const QModelIndex current = view()->currentIndex();
    return current.isValid() && (m_model->table() || comparing()) ? functionAt(current.row()) : QString();
}

void TopPane::useSettings(QSettings *settings)
{
    m_view->useSettings(settings, id());
    m_differences->useSettings(settings, id() + QStringLiteral("/compared"));
}

QList<ExportFormat> TopPane::exportFormats()
{
    if (!m_model->table() && !comparing())
        return {};
    return {{tr("Top table as CSV"), QStringLiteral("csv"), tr("Comma-separated values (*.csv)"),
             QStringLiteral("T, C"), [this](const QString &path) { return writeCsv(path); }}};
}

QList<KeyHelp> TopPane::keyHelp() const
{
    return {{tr("Up, Down"), tr("Walk through the functions; the one you stay on becomes active")},
            {tr("Enter"), tr("Open the source of the function")},
            {tr("Shift+Up, Shift+Down"), tr("Select several functions; the status bar adds them up")}};
}

bool TopPane::isIdle() const
{
    return !m_search->isPending() && !m_sumJob.isRunning() && !m_tableJob.isRunning();
}

bool TopPane::startSearch()
{
    m_search->start();
    return true;
}

void TopPane::showAnalysis()
{
    m_settle->stop();
    const ComparisonPtr comparison = document()->comparison();
    const QWidget *focus = QApplication::focusWidget();
    const bool wasIn = focus == m_view || m_differences->isAncestorOf(focus);
    m_tableJob.cancel();
    if (comparison) {
        m_model->setTable({});
        m_differences->setComparison(comparison, document()->state().compare,
                                     document()->sideTitle(Document::Side::Base),
                                     document()->sideTitle(Document::Side::Current));
    } else {
        m_differences->clear();
    }
    m_view->setVisible(!comparison);
    m_differences->setVisible(bool(comparison));
    m_differences->orderBox()->setVisible(bool(comparison));
    // Of the tables' column menus the pane has those of what is seen.
    removeAction(m_columns);
    for (QAction *columns : m_differences->allColumnMenus())
        removeAction(columns);
    if (comparison)
        addActions(m_differences->columnMenus());
    else
        addAction(m_columns);
    setFocusProxy(comparison ? static_cast<QWidget *>(m_differences) : m_view);
    if (wasIn && !view()->hasFocus())
        view()->setFocus(Qt::OtherFocusReason);
    if (comparison)
        showTable();
    else
        makeTable();
}

// Sorting many functions takes longer than a person who types wants to wait.
void TopPane::makeTable()
{
    const AnalysisPtr analysis = document()->analysis();
    if (m_model->table() && m_model->table()->hasNumbersOf(*analysis)) {
        m_model->showAs(analysis);
        showTable();
        return;
    }
    if (analysis->frames().size() < manyFunctions) {
        m_model->setTable(m_model->maker(analysis)());
        showTable();
        return;
    }
    m_tableJob.run(m_model->maker(analysis), [this](FunctionTable table) {
        m_model->setTable(std::move(table));
        showTable();
        showActive();
    });
}

void TopPane::showTable()
{
    if (!comparing()) {
        const QString widest = widestValue(*document()->analysis());
        m_view->setWidest(int(FunctionColumn::Flat), widest);
        m_view->setWidest(int(FunctionColumn::Cum), widest);
    }
    showCount();
    showSum();
}

// Whether the table is that of the document, and not one that a newer one will replace.
bool TopPane::isTableCurrent() const
{
    return comparing() || (m_model->table() && m_model->table()->analysis() == document()->analysis());
}

void TopPane::showBusy(bool busy)
{
    if (busy) {
        m_dim->start();
    } else {
        m_dim->stop();
        m_view->setDimmed(false);
        m_differences->setDimmed(false);
    }
}

void TopPane::search()
{
    m_settle->stop();
    const std::vector<FrameId> selected = selectedFrames();
    QElapsedTimer timer;
    timer.start();
    m_model->search(m_search->pattern());
    m_differences->model()->search(m_search->pattern());
    m_search->setCost(timer.elapsed());
    select(selected);
    showCount();
}

void TopPane::showCount()
{
    if (!isTableCurrent())
        return;
    const int shown = int(rowCount());
    const int all = int(comparing() ? m_differences->model()->table()->functionCount()
                                    : m_model->table()->functionCount());
    QString summary = m_search->pattern() ? tr("%L1 of %Ln function(s)", nullptr, all).arg(shown)
                                          : tr("%Ln function(s)", nullptr, all);
    const bool hiding = comparing() && document()->state().compare.hideNoise;
    if (hiding) {
        const size_t noise = m_differences->model()->table()->noiseCount();
        summary = tr("%1, without noise: %Ln", nullptr, all - int(noise)).arg(summary);
    }
    m_search->setSummary(summary);
    const Analysis &analysis = *document()->analysis();
    const auto say = [this](const QString &text) {
        m_view->setEmptyText(text);
        m_differences->setEmptyText(text);
    };
    if (shown > 0)
        say({});
    else if (all > 0 && hiding && !m_search->pattern())
        say(tr("No function changed by more than sampling alone explains."));
    else if (all > 0)
        say(tr("No function matches the search."));
    else if (analysis.profile()->samples.size() == 0)
        say(tr("The profile has no samples."));
    else if (!analysis.options().filters.empty())
        say(tr("The filters leave no samples."));
    else
        say(tr("All values of this sample type are zero."));
}

QString TopPane::functionAt(int row) const
{
    const std::string_view name = comparing() ? m_differences->model()->table()->functionName(size_t(row))
                                              : m_model->table()->functionName(size_t(row));
    return QString::fromUtf8(name.data(), qsizetype(name.size()));
}

std::vector<FrameId> TopPane::selectedFrames() const
{
    std::vector<FrameId> frames;
    for (size_t row : view()->selectedRowNumbers())
        frames.push_back(frameAt(row));
    return frames;
}

void TopPane::select(const std::vector<FrameId> &frames)
{
    const QScopedValueRollback following(m_following, true);
    std::vector<size_t> rows;
    for (FrameId frame : frames) {
        if (const auto row = rowOf(frame))
            rows.push_back(*row);
    }
    if (rows.empty()) {
        showActive();
        return;
    }
    std::sort(rows.begin(), rows.end());
    showRow(int(rows.front()));
    const QAbstractItemModel &model = *view()->model();
    QItemSelection selection;
    for (size_t i = 0; i < rows.size();) {
        size_t end = i + 1;
        while (end < rows.size() && rows[end] == rows[end - 1] + 1)
            ++end;
        selection.select(model.index(int(rows[i]), 0),
                         model.index(int(rows[end - 1]), model.columnCount() - 1));
        i = end;
    }
    view()->selectionModel()->select(selection, QItemSelectionModel::Select);
}

void TopPane::showActive()
{
    if (!isTableCurrent())
        return; // follows with the table
    const QScopedValueRollback following(m_following, true);
    m_settle->stop();
    std::optional<size_t> first;
    const std::vector<size_t> selected = view()->selectedRowNumbers();
    for (FrameId frame : document()->activeFrames()) {
        const auto row = rowOf(frame);
        // What the person selected stays as it is.
        if (row && std::binary_search(selected.begin(), selected.end(), *row))
            return;
        if (row && (!first || *row < *first))
            first = row;
    }
    if (first)
        showRow(int(*first));
    else if (comparing())
        m_differences->clearSelection();
    else
        m_view->clearSelection();
}

void TopPane::currentChanged()
{
    if (!m_following)
        m_settle->start();
}

void TopPane::makeCurrentActive()
{
    m_settle->stop();
    const QModelIndex current = view()->currentIndex();
    // Who selects several rows is adding up, not moving on.
    if (current.isValid() && view()->selectedRowNumbers().size() == 1)
        document()->setActive(functionAt(current.row()));
}

void TopPane::openSource(int row)
{
    m_settle->stop();
    document()->setActive(functionAt(row));
    document()->showPane(QStringLiteral("source"));
}

void TopPane::showSum()
{
    const std::vector<FrameId> frames = selectedFrames();
    if (frames.size() < 2) {
        m_sumJob.cancel();
        Q_EMIT statusMessage({});
        return;
    }
    if (comparing()) {
        showDifferenceSum(frames);
        return;
    }
    const AnalysisPtr analysis = m_model->table()->analysis();
    // Functions that call one another share samples, so that adding their cums would count these twice.
    m_sumJob.run(
        [analysis, frames] {
            return neighborsOf(frames, analysis->stacks(), analysis->weights(), analysis->frames());
        },
        [this, analysis, count = int(frames.size())](const Neighbors &sum) {
            const auto cost = [&](int64_t value) {
                return tr("%1 (%2)").arg(QString::fromStdString(analysis->formatAuto(value)),
                                         QString::fromStdString(analysis->percent(value)));
            };
            Q_EMIT statusMessage(
                tr("%Ln function(s) selected: flat %1, cum %2 (each sample counted once)", nullptr, count)
                    .arg(cost(sum.flatValue()), cost(sum.cumValue())));
        });
}

void TopPane::showDifferenceSum(const std::vector<FrameId> &frames)
{
    const ComparisonPtr comparison = m_differences->model()->table()->comparison();
    m_sumJob.run(
        [comparison, frames] { return comparedSum(*comparison, frames); },
        [this, comparison, count = int(frames.size())](const ComparedSum &sum) {
            Q_EMIT statusMessage(
                tr("%Ln function(s) selected: flat: %1; cum: %2 (each sample counted once)", nullptr, count)
                    .arg(bothText(*comparison, sum.flat), bothText(*comparison, sum.cum)));
        });
}

void TopPane::copy()
{
    if (!m_model->table() && !comparing())
        return;
    const std::vector<size_t> rows = view()->selectedRowNumbers();
    const std::string text = comparing() ? tableText(*m_differences->model()->table(), TableFormat::Tsv, rows)
                                         : tableText(*m_model->table(), TableFormat::Tsv, rows);
    QApplication::clipboard()->setText(QString::fromStdString(text));
}

Status TopPane::writeCsv(const QString &path) const
{
    const std::string text = comparing() ? tableText(*m_differences->model()->table(), TableFormat::Csv)
                                         : tableText(*m_model->table(), TableFormat::Csv);
    return saveFile(QFile::encodeName(path).toStdString(), text);
}

void TopPane::fillMenu(QMenu *menu, int row)
{
    addFunctionActions(menu, document(), functionAt(row));
    menu->addSeparator();
    menu->addActions({m_copyRows, m_selectAll});
}

} // namespace proflens
