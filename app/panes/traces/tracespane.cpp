// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/traces/tracespane.h"

#include "app/panes/comparetext.h"
#include "app/panes/costtree.h"
#include "app/panes/costtrees.h"
#include "app/panes/functionmenu.h"
#include "app/panes/searchline.h"
#include "app/panes/traces/tracesmodel.h"
#include "core/format/savefile.h"
#include "core/report/tracetext.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QSettings>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace proflens {

namespace {

constexpr int dimAfterMs = 200;
// What no clipboard should have to hold; export has no such limit.
constexpr size_t mostCopied = 64U << 20;

struct Listed
{
    TraceTablePtr table;
    std::vector<uint32_t> rows;
};

} // namespace

TracesPane::TracesPane(Document *document, QWidget *parent)
    : Pane(document, parent)
    , m_model(new TracesModel(this))
    , m_trees(new CostTrees(m_model, tr("Stacks by cost"), this))
    , m_search(new SearchLine(this))
    , m_order(new QComboBox(this))
    , m_direction(new QCheckBox(tr("Root first"), this))
    , m_dim(new QTimer(this))
    , m_job(this)
    , m_activeJob(this)
{
    auto *bar = new QHBoxLayout;
    bar->addWidget(m_search, 1);
    bar->addWidget(m_direction);
    bar->addWidget(m_order);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(4);
    layout->addLayout(bar);
    layout->addWidget(m_trees);
    setFocusProxy(m_trees);

    m_search->setPlaceholder(tr("Search functions and labels (regular expression)"));
    connect(m_search, &SearchLine::searched, this, &TracesPane::list);
    connect(m_search, &SearchLine::left, this, [this] {
        m_trees->view()->setFocus(Qt::TabFocusReason);
        if (!m_trees->view()->currentIndex().isValid() && m_model->rowCount() > 0)
            m_trees->showRow(m_model->index(0, 0));
    });

    m_order->setObjectName(QStringLiteral("order"));
    m_order->setAccessibleName(tr("Order of the stacks"));
    m_order->setToolTip(tr("Order of the stacks"));
    const std::pair<QString, CostOrder> orders[] = {
        {tr("Largest change first"), CostOrder::Amount},
        {tr("Grew most first"), CostOrder::Grew},
        {tr("Shrank most first"), CostOrder::Shrank},
        {tr("Costliest of the base first"), CostOrder::Base},
        {tr("Costliest of the current side first"), CostOrder::Current},
    };
    for (const auto &[text, order] : orders)
        m_order->addItem(text, int(order));
    m_order->hide();
    connect(m_order, &QComboBox::activated, this, [this] {
        if (m_settings)
            m_settings->setValue(id() + QStringLiteral("/order"), m_order->currentIndex());
        list();
    });

    connect(m_trees, &CostTrees::currentChanged, this, &TracesPane::updateActions);
    connect(m_trees, &CostTrees::selectionChanged, this, &TracesPane::showSum);
    connect(m_trees, &CostTrees::selectionChanged, this, &TracesPane::updateActions);
    connect(m_trees, &CostTrees::opened, this, &TracesPane::open);
    connect(m_trees, &CostTrees::rowClicked, this, &TracesPane::click);
    connect(m_trees, &CostTrees::copyRequested, this, &TracesPane::copy);
    connect(m_trees, &CostTrees::leftUpwards, this, [this] { m_search->start(); });
    connect(m_trees, &CostTrees::menuRequested, this, [this](QMenu *menu, const QModelIndex &index) {
        if (const QString function = m_model->functionOf(index); !function.isEmpty()) {
            addFunctionActions(menu, this->document(), function);
            menu->addSeparator();
        }
        menu->addActions({m_copyRows, m_copyAll, m_selectAll});
        menu->addSeparator();
        menu->addActions({m_unfold, m_fold, m_rootFirst});
    });
    connect(m_model, &QAbstractItemModel::modelReset, this, &TracesPane::updateActions);
    makeActions();

    m_dim->setSingleShot(true);
    m_dim->setInterval(dimAfterMs);
    connect(m_dim, &QTimer::timeout, this, [this] { m_trees->setDimmed(true); });
}

TracesPane::~TracesPane()
{
    m_stop.request_stop();
}

void TracesPane::makeActions()
{
    addCursorActions();
    addSeparator();
    m_copyRows = addPaneAction(tr("Copy &stacks"), {QKeySequence::Copy}, [this] { copy(); });
    m_copyAll = addPaneAction(tr("Copy a&ll stacks"), {QKeySequence(tr("Ctrl+Shift+C"))},
                              [this] { copyStacks(m_model->rows()); });
    m_selectAll =
        addPaneAction(tr("Select &all"), {QKeySequence::SelectAll}, [this] { m_trees->view()->selectAll(); });
    addSeparator();
    m_unfold = addPaneAction(tr("&Unfold selected stacks"), {QKeySequence(tr("Ctrl+J, U"))}, [this] {
        for (const QModelIndex &index : m_trees->view()->selectedRows())
            m_trees->view()->setExpanded(index, true);
    });
    m_fold = addPaneAction(tr("F&old all stacks"), {QKeySequence(tr("Ctrl+J, F"))},
                           [this] { m_trees->foldAll(); });
    m_rootFirst = addPaneAction(tr("&Root first"), {QKeySequence(tr("Ctrl+J, R"))},
                                [this] { setRootFirst(m_rootFirst->isChecked()); });
    m_rootFirst->setCheckable(true);
    m_rootFirst->setToolTip(
        tr("Begin stacks where the thread began, rather than where the sample was taken"));
    m_direction->setToolTip(m_rootFirst->toolTip());
    connect(m_direction, &QCheckBox::toggled, this, &TracesPane::setRootFirst);
    updateActions();
}

void TracesPane::updateActions()
{
    const bool any = m_model->rowCount() > 0;
    m_copyRows->setEnabled(m_trees->view()->selectionModel()->hasSelection());
    m_unfold->setEnabled(m_copyRows->isEnabled());
    for (QAction *action : {m_copyAll, m_selectAll, m_fold})
        action->setEnabled(any);
    Pane::updateActions();
}

void TracesPane::useSettings(QSettings *settings)
{
    m_settings = settings;
    setRootFirst(settings->value(id() + QStringLiteral("/rootFirst")).toBool());
    m_order->setCurrentIndex(
        std::clamp(settings->value(id() + QStringLiteral("/order")).toInt(), 0, m_order->count() - 1));
}

void TracesPane::setRootFirst(bool rootFirst)
{
    m_rootFirst->setChecked(rootFirst);
    m_direction->setChecked(rootFirst);
    if (m_settings)
        m_settings->setValue(id() + QStringLiteral("/rootFirst"), rootFirst);
    const auto current = m_model->stackOf(m_trees->view()->currentIndex());
    m_model->setRootFirst(rootFirst);
    if (const QModelIndex index = current ? m_model->indexOfStack(*current) : QModelIndex(); index.isValid())
        m_trees->showRow(index);
}

QList<ExportFormat> TracesPane::exportFormats()
{
    if (!m_model->table())
        return {};
    return {{tr("Traces as text"), QStringLiteral("txt"), tr("Text (*.txt)"), QStringLiteral("R, T"),
             [this](const QString &path) { return write(path, false); }},
            {tr("Traces as CSV"), QStringLiteral("csv"), tr("Comma-separated values (*.csv)"),
             QStringLiteral("R, C"), [this](const QString &path) { return write(path, true); }}};
}

QList<KeyHelp> TracesPane::keyHelp() const
{
    return {{tr("Up, Down"), tr("Walk through the stacks")},
            {tr("Right, Left"), tr("Unfold a stack, fold it")},
            {tr("Enter"), tr("Unfold or fold a stack; open the source of a frame; show more")}};
}

bool TracesPane::isIdle() const
{
    return !m_search->isPending() && !m_job.isRunning() && !m_activeJob.isRunning();
}

bool TracesPane::startSearch()
{
    m_search->start();
    return true;
}

QString TracesPane::cursorFunction() const
{
    return m_model->functionOf(m_trees->view()->currentIndex());
}

TraceQuery TracesPane::query() const
{
    TraceQuery query;
    query.pattern = m_search->pattern();
    if (document()->comparison()) {
        query.order = CostOrder(m_order->currentData().toInt());
        query.hideNoise = document()->state().compare.hideNoise;
    }
    return query;
}

void TracesPane::showAnalysis()
{
    const AnalysisPtr analysis = document()->analysis();
    const ComparisonPtr comparison = document()->comparison();
    m_order->setVisible(comparison != nullptr);
    if (analysis == m_analysis && comparison == m_comparison && m_model->table() && !m_job.isRunning()) {
        setLook();
        list();
        return;
    }
    m_analysis = analysis;
    m_comparison = comparison;
    m_stop.request_stop();
    m_stop = {};
    // What is shown stays until its successor is there.
    m_dim->start();
    m_job.run(
        [analysis, comparison, query = query(), stop = m_stop.get_token()] {
            const TraceTablePtr table =
                comparison ? TraceTable::make(comparison, stop) : TraceTable::make(analysis, stop);
            return Listed{table, table ? table->rows(query, stop) : std::vector<uint32_t>()};
        },
        [this](const Listed &listed) {
            take(listed.table, listed.rows);
            setLook();
            showActive();
        });
}

void TracesPane::setLook()
{
    m_trees->setLook(m_comparison, document()->state().compare, document()->sideTitle(Document::Side::Base),
                     document()->sideTitle(Document::Side::Current));
}

// Lists the same stacks in another way.
void TracesPane::list()
{
    const TraceTablePtr table = m_model->table();
    if (!table)
        return;
    if (table->analysis() != document()->analysis())
        return; // the next one will be asked for what is wanted by then
    m_stop.request_stop();
    m_stop = {};
    m_dim->start();
    QElapsedTimer timer;
    timer.start();
    m_job.run([table, query = query(), stop = m_stop.get_token()] { return table->rows(query, stop); },
              [this, table, timer](const std::vector<uint32_t> &rows) {
                  m_search->setCost(timer.elapsed());
                  take(table, rows);
              });
}

void TracesPane::take(const TraceTablePtr &table, std::vector<uint32_t> rows)
{
    m_dim->stop();
    m_trees->setDimmed(false);
    const auto current =
        m_model->table() == table ? m_model->stackOf(m_trees->view()->currentIndex()) : std::nullopt;
    if (m_model->table() != table || m_model->rows() != rows)
        m_model->setTable(table, std::move(rows));
    if (const QModelIndex index = current ? m_model->indexOfStack(*current) : QModelIndex(); index.isValid())
        m_trees->showRow(index);
    showCount();
    showSum();
}

void TracesPane::showCount()
{
    const TraceTablePtr &table = m_model->table();
    if (!table)
        return;
    const auto shown = int(m_model->rows().size()), all = int(table->size());
    m_search->setSummary(shown != all ? tr("%L1 of %Ln stack(s)", nullptr, all).arg(shown)
                                      : tr("%Ln stack(s)", nullptr, all));
    if (shown > 0)
        m_trees->setEmptyText({});
    else if (all > 0)
        m_trees->setEmptyText(m_search->pattern()
                                  ? tr("No stack matches the search.")
                                  : tr("No stack changed by more than sampling alone explains."));
    else if (table->analysis()->profile()->samples.size() == 0)
        m_trees->setEmptyText(tr("The profile has no samples."));
    else if (table->analysis()->options().filters.empty())
        m_trees->setEmptyText(tr("All values of this sample type are zero."));
    else
        m_trees->setEmptyText(tr("No sample has a value of this sample type and matches the filters."));
}

void TracesPane::showSum()
{
    const TraceTablePtr &table = m_model->table();
    const std::vector<uint32_t> stacks = table ? selectedStacks() : std::vector<uint32_t>();
    // Means do not add up.
    if (stacks.size() < 2 || table->analysis()->formula().count >= 0) {
        Q_EMIT statusMessage({});
        return;
    }
    BothValues sum;
    for (const uint32_t stack : stacks) {
        sum.base += table->values(stack).base;
        sum.current += table->values(stack).current;
    }
    const Analysis &analysis = *table->analysis();
    const QString text = table->comparison()
                             ? bothText(*table->comparison(), sum)
                             : tr("%1 (%2)").arg(QString::fromStdString(analysis.formatAuto(sum.current)),
                                                 QString::fromStdString(analysis.percent(sum.current)));
    Q_EMIT statusMessage(tr("%Ln stack(s) selected: %1", nullptr, int(stacks.size())).arg(text));
}

void TracesPane::showActive()
{
    const TraceTablePtr table = m_model->table();
    if (!table || table->analysis() != document()->analysis())
        return;
    const std::vector<FrameId> frames = document()->activeFrames();
    m_activeJob.run([table, frames] { return table->rowsWith(frames); },
                    [this, table, frames](const std::vector<uint8_t> &stacks) {
                        if (m_model->table() == table)
                            m_model->setActive(frames, stacks);
                    });
}

void TracesPane::showBusy(bool busy)
{
    if (busy) {
        m_dim->start();
    } else if (!m_job.isRunning()) {
        m_dim->stop();
        m_trees->setDimmed(false);
    }
}

void TracesPane::open(const QModelIndex &index)
{
    if (m_model->isMore(index)) {
        m_model->showMore(index);
    } else if (m_model->hasChildren(index.siblingAtColumn(0))) {
        m_trees->view()->toggle(index);
    } else if (const QString function = m_model->functionOf(index); !function.isEmpty()) {
        document()->setActive(function);
        document()->showPane(QStringLiteral("source"));
    }
}

void TracesPane::click(const QModelIndex &index, bool onText)
{
    if (onText && m_model->isMore(index)) {
        m_model->showMore(index);
        return;
    }
    if (m_model->isStack(index))
        return;
    if (const QString function = m_model->functionOf(index); !function.isEmpty())
        document()->setActive(function);
}

std::vector<uint32_t> TracesPane::selectedStacks() const
{
    std::vector<uint32_t> stacks;
    for (const QModelIndex &index : m_trees->view()->selectedRows()) {
        const auto stack = m_model->stackOf(index);
        if (stack && (stacks.empty() || stacks.back() != *stack))
            stacks.push_back(*stack);
    }
    return stacks;
}

void TracesPane::copy()
{
    const QModelIndexList rows = m_trees->view()->selectedRows();
    if (std::any_of(rows.begin(), rows.end(),
                    [this](const QModelIndex &row) { return m_model->isStack(row); })) {
        copyStacks(selectedStacks());
        return;
    }
    // Of what stands below stacks, what it says.
    QStringList lines;
    for (const QModelIndex &index : rows)
        lines << index.siblingAtColumn(int(CostColumn::Name)).data().toString();
    if (!lines.isEmpty())
        QGuiApplication::clipboard()->setText(lines.join(u'\n') + u'\n');
}

void TracesPane::copyStacks(const std::vector<uint32_t> &rows)
{
    if (!m_model->table())
        return;
    std::string text;
    bool whole = true;
    {
        Output out([&](std::string_view piece) {
            whole = text.size() + piece.size() <= mostCopied;
            if (whole)
                text += piece;
            return whole;
        });
        writeTraces(*m_model->table(), rows, out);
    }
    QGuiApplication::clipboard()->setText(QString::fromStdString(text));
    if (!whole)
        Q_EMIT statusMessage(
            tr("Only the first stacks were copied, since all of them would be too much for the "
               "clipboard; export them to a file."));
}

Status TracesPane::write(const QString &path, bool asTable) const
{
    return saveFile(QFile::encodeName(path).toStdString(), [&](const FileSink &sink) {
        Output out(sink);
        if (asTable)
            writeTraceTable(*m_model->table(), m_model->rows(), TableFormat::Csv, out);
        else
            writeTraces(*m_model->table(), m_model->rows(), out);
    });
}

} // namespace proflens
