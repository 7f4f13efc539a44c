// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/top/toppane.h"

#include "app/panes/functionmenu.h"
#include "app/panes/searchline.h"
#include "app/panes/tableview.h"
#include "app/panes/top/functionmodel.h"
#include "app/style/text.h"
#include "core/format/savefile.h"
#include "core/report/csv.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QFile>
#include <QGuiApplication>
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

constexpr int keysRestMs = 350;
constexpr int dimAfterMs = 200;

} // namespace

TopPane::TopPane(Document *document, QWidget *parent)
    : Pane(document, parent)
    , m_model(new FunctionModel(this))
    , m_view(new TableView(this))
    , m_search(new SearchLine(this))
    , m_settle(new QTimer(this))
    , m_dim(new QTimer(this))
    , m_sumJob(this)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(4);
    layout->addWidget(m_search);
    layout->addWidget(m_view);
    setFocusProxy(m_view);

    m_search->setPlaceholder(tr("Search functions (regular expression)"));
    connect(m_search, &SearchLine::searched, this, &TopPane::search);
    connect(m_search, &SearchLine::left, this, [this] {
        m_view->setFocus(Qt::TabFocusReason);
        if (m_view->selectedRowNumbers().empty() && m_model->rowCount() > 0)
            m_view->showRow(0);
    });

    m_view->setAccessibleName(tr("Functions by cost"));
    m_view->setModel(m_model);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(int(FunctionColumn::Flat), Qt::DescendingOrder);
    const QString value = QStringLiteral("-1234.56MB"), share = QStringLiteral("100.00%");
    m_view->setColumns({value, share, share, value, share, {}, {}}, {0, 0, 0, 0, 0, 2, 1});
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &TopPane::currentChanged);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TopPane::showSum);
    connect(m_view, &QTableView::clicked, this, &TopPane::makeCurrentActive);
    connect(m_view, &TableView::opened, this, &TopPane::openSource);
    connect(m_view, &TableView::copyRequested, this, &TopPane::copy);
    connect(m_view, &TableView::leftUpwards, this, [this] { m_search->start(); });
    connect(m_view, &TableView::menuRequested, this, &TopPane::fillMenu);

    makeActions();

    m_settle->setSingleShot(true);
    m_settle->setInterval(keysRestMs);
    connect(m_settle, &QTimer::timeout, this, &TopPane::makeCurrentActive);
    m_dim->setSingleShot(true);
    m_dim->setInterval(dimAfterMs);
    connect(m_dim, &QTimer::timeout, this, [this] { m_view->setDimmed(true); });
}

void TopPane::makeActions()
{
    addCursorActions();
    addSeparator();
    m_copyRows = addPaneAction(tr("Copy &rows"), {QKeySequence::Copy}, [this] { copy(); });
    m_selectAll =
        addPaneAction(tr("Select &all"), {QKeySequence::SelectAll}, [this] { m_view->selectAll(); });
    addSeparator();
    addAction(m_view->makeColumnMenu(tr("&Columns"), QStringLiteral("12345670"), this)->menuAction());
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TopPane::updateActions);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TopPane::updateActions);
    connect(m_model, &QAbstractItemModel::modelReset, this, &TopPane::updateActions);
    updateActions();
}

void TopPane::updateActions()
{
    m_copyRows->setEnabled(m_view->selectionModel()->hasSelection());
    m_selectAll->setEnabled(m_model->rowCount() > 0);
    Pane::updateActions();
}

QString TopPane::cursorFunction() const
{
    const QModelIndex current = m_view->currentIndex();
    return current.isValid() && m_model->table() ? functionAt(current.row()) : QString();
}

void TopPane::useSettings(QSettings *settings)
{
    m_view->useSettings(settings, id());
}

QList<ExportFormat> TopPane::exportFormats()
{
    if (!m_model->table())
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
    return !m_search->isPending() && !m_sumJob.isRunning();
}

bool TopPane::startSearch()
{
    m_search->start();
    return true;
}

void TopPane::showAnalysis()
{
    m_settle->stop();
    m_model->setAnalysis(document()->analysis());
    const QString widest = widestValue(*document()->analysis());
    m_view->setWidest(int(FunctionColumn::Flat), widest);
    m_view->setWidest(int(FunctionColumn::Cum), widest);
    showCount();
    showSum();
}

void TopPane::showBusy(bool busy)
{
    if (busy) {
        m_dim->start();
    } else {
        m_dim->stop();
        m_view->setDimmed(false);
    }
}

void TopPane::search()
{
    m_settle->stop();
    const std::vector<FrameId> selected = selectedFrames();
    QElapsedTimer timer;
    timer.start();
    m_model->search(m_search->pattern());
    m_search->setCost(timer.elapsed());
    select(selected);
    showCount();
}

void TopPane::showCount()
{
    if (!m_model->table())
        return;
    const FunctionTable &table = *m_model->table();
    const int all = int(table.functionCount());
    m_search->setSummary(m_search->pattern()
                             ? tr("%L1 of %Ln function(s)", nullptr, all).arg(int(table.size()))
                             : tr("%Ln function(s)", nullptr, all));
    const Analysis &analysis = *table.analysis();
    if (table.size() > 0)
        m_view->setEmptyText({});
    else if (all > 0)
        m_view->setEmptyText(tr("No function matches the search."));
    else if (analysis.profile()->samples.size() == 0)
        m_view->setEmptyText(tr("The profile has no samples."));
    else if (!analysis.options().filters.empty())
        m_view->setEmptyText(tr("The filters leave no samples."));
    else
        m_view->setEmptyText(
            tr("No sample has a value of %1.").arg(style::displayText(analysis.sampleType().type)));
}

QString TopPane::functionAt(int row) const
{
    const std::string_view name = m_model->table()->functionName(size_t(row));
    return QString::fromUtf8(name.data(), qsizetype(name.size()));
}

std::vector<FrameId> TopPane::selectedFrames() const
{
    std::vector<FrameId> frames;
    if (m_model->table()) {
        for (size_t row : m_view->selectedRowNumbers())
            frames.push_back(m_model->table()->frame(row));
    }
    return frames;
}

void TopPane::select(const std::vector<FrameId> &frames)
{
    if (!m_model->table())
        return;
    const QScopedValueRollback following(m_following, true);
    std::vector<size_t> rows;
    for (FrameId frame : frames) {
        if (const auto row = m_model->table()->rowOf(frame))
            rows.push_back(*row);
    }
    if (rows.empty()) {
        showActive();
        return;
    }
    std::sort(rows.begin(), rows.end());
    m_view->showRow(int(rows.front()));
    QItemSelection selection;
    for (size_t i = 0; i < rows.size();) {
        size_t end = i + 1;
        while (end < rows.size() && rows[end] == rows[end - 1] + 1)
            ++end;
        selection.select(m_model->index(int(rows[i]), 0),
                         m_model->index(int(rows[end - 1]), functionColumnCount - 1));
        i = end;
    }
    m_view->selectionModel()->select(selection, QItemSelectionModel::Select);
}

void TopPane::showActive()
{
    if (!m_model->table())
        return;
    const QScopedValueRollback following(m_following, true);
    m_settle->stop();
    const FunctionTable &table = *m_model->table();
    std::optional<size_t> first;
    const std::vector<size_t> selected = m_view->selectedRowNumbers();
    for (FrameId frame : document()->activeFrames()) {
        const auto row = table.rowOf(frame);
        // What the person selected stays as it is.
        if (row && std::binary_search(selected.begin(), selected.end(), *row))
            return;
        if (row && (!first || *row < *first))
            first = row;
    }
    if (first)
        m_view->showRow(int(*first));
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
    const QModelIndex current = m_view->currentIndex();
    // Who selects several rows is adding up, not moving on.
    if (current.isValid() && m_model->table() && m_view->selectedRowNumbers().size() == 1)
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

void TopPane::copy()
{
    if (!m_model->table())
        return;
    const std::string text = tableText(*m_model->table(), TableFormat::Tsv, m_view->selectedRowNumbers());
    QGuiApplication::clipboard()->setText(QString::fromStdString(text));
}

Status TopPane::writeCsv(const QString &path) const
{
    const std::string text = tableText(*m_model->table(), TableFormat::Csv);
    return saveFile(QFile::encodeName(path).toStdString(), text);
}

void TopPane::fillMenu(QMenu *menu, int row)
{
    addFunctionActions(menu, document(), functionAt(row));
    menu->addSeparator();
    menu->addActions({m_copyRows, m_selectAll});
}

} // namespace proflens
