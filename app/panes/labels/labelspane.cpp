// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/labels/labelspane.h"

#include "app/panes/costtree.h"
#include "app/panes/costtrees.h"
#include "app/panes/labels/labelhistogramview.h"
#include "app/panes/labels/labelsmodel.h"
#include "app/panes/searchline.h"
#include "core/format/savefile.h"
#include "core/report/labeltext.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace proflens {

namespace {

constexpr int dimAfterMs = 200;
// The last of the orders: values by name and size rather than by what they cost.
constexpr int byValue = -1;

struct Listed
{
    LabelCostsPtr costs;
    std::vector<ListedLabels> labels;
};

} // namespace

LabelsPane::LabelsPane(Document *document, QWidget *parent)
    : Pane(document, parent)
    , m_model(new LabelsModel(this))
    , m_trees(new CostTrees(m_model, tr("Labels by cost"), this))
    , m_search(new SearchLine(this))
    , m_order(new QComboBox(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_dim(new QTimer(this))
    , m_job(this)
{
    m_order->setObjectName(QStringLiteral("order"));
    m_order->setAccessibleName(tr("Order of the labels"));
    m_order->setToolTip(tr("Order of the labels"));
    connect(m_order, &QComboBox::activated, this, [this] {
        if (m_settings && !this->document()->isComparison())
            m_settings->setValue(id() + QStringLiteral("/byValue"),
                                 m_order->currentData().toInt() == byValue);
        list();
    });
    fillOrders(false);

    auto *bar = new QHBoxLayout;
    bar->addWidget(m_search, 1);
    bar->addWidget(m_order);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_trees);
    m_splitter->addWidget(makeHistogram());
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(4);
    layout->addLayout(bar);
    layout->addWidget(m_splitter, 1);
    setFocusProxy(m_trees);

    m_search->setPlaceholder(tr("Search labels (regular expression)"));
    connect(m_search, &SearchLine::searched, this, &LabelsPane::list);
    connect(m_search, &SearchLine::left, this, [this] {
        m_trees->view()->setFocus(Qt::TabFocusReason);
        if (!m_trees->view()->currentIndex().isValid() && m_model->rowCount() > 0)
            m_trees->showRow(m_model->index(0, 0));
    });
    makeActions();

    connect(m_trees, &CostTrees::currentChanged, this, &LabelsPane::showHistogram);
    connect(m_trees, &CostTrees::selectionChanged, this, &LabelsPane::updateActions);
    connect(m_trees, &CostTrees::opened, this, &LabelsPane::open);
    connect(m_trees, &CostTrees::rowClicked, this, [this](const QModelIndex &index, bool onText) {
        if (onText)
            open(index);
    });
    connect(m_trees, &CostTrees::copyRequested, this, &LabelsPane::copy);
    connect(m_trees, &CostTrees::leftUpwards, this, [this] { m_search->start(); });
    connect(m_trees, &CostTrees::menuRequested, this, [this](QMenu *menu, const QModelIndex &) {
        menu->addActions({m_focus, m_ignore});
        menu->addSeparator();
        menu->addActions({m_showKey, m_hideKey});
        menu->addSeparator();
        menu->addActions({m_groupRoot, m_groupLeaf, m_ungroup});
        menu->addSeparator();
        menu->addActions({m_copyRows, m_selectAll, m_fold});
    });
    connect(m_model, &QAbstractItemModel::modelReset, this, &LabelsPane::updateActions);
    connect(document, &Document::stateChanged, this, &LabelsPane::updateActions);

    m_dim->setSingleShot(true);
    m_dim->setInterval(dimAfterMs);
    connect(m_dim, &QTimer::timeout, this, [this] { m_trees->setDimmed(true); });
}

LabelsPane::~LabelsPane()
{
    m_stop.request_stop();
}

QWidget *LabelsPane::makeHistogram()
{
    m_histogramBox = new QWidget(this);
    m_histogram = new LabelHistogramView(m_histogramBox);
    m_range = new QLabel(m_histogramBox);
    m_range->setObjectName(QStringLiteral("range"));
    m_range->setTextFormat(Qt::PlainText);
    m_range->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_range->setWordWrap(true);
    m_focusButton = new QPushButton(tr("Focus on range"), m_histogramBox);
    m_ignoreButton = new QPushButton(tr("Ignore range"), m_histogramBox);
    auto *line = new QHBoxLayout;
    line->addWidget(m_range, 1);
    for (QPushButton *button : {m_focusButton, m_ignoreButton}) {
        button->setAutoDefault(false);
        line->addWidget(button);
    }
    auto *layout = new QVBoxLayout(m_histogramBox);
    layout->setContentsMargins({});
    layout->setSpacing(2);
    layout->addLayout(line);
    layout->addWidget(m_histogram, 1);
    connect(m_focusButton, &QPushButton::clicked, this, [this] { addChips(rangeChips(false)); });
    connect(m_ignoreButton, &QPushButton::clicked, this, [this] { addChips(rangeChips(true)); });
    connect(m_histogram, &LabelHistogramView::rangeChanged, this, &LabelsPane::showRange);
    connect(m_histogram, &LabelHistogramView::rangeOpened, this, [this] { addChips(rangeChips(false)); });
    connect(m_histogram, &LabelHistogramView::menuRequested, this, [this](const QPoint &position) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addActions({m_focusRange, m_ignoreRange});
        menu->popup(position);
    });
    m_histogramBox->hide();
    return m_histogramBox;
}

// The choice stays where there is one like it.
void LabelsPane::fillOrders(bool compared)
{
    const int before = m_order->currentData().toInt();
    m_order->clear();
    if (compared) {
        m_order->addItem(tr("Largest change first"), int(CostOrder::Amount));
        m_order->addItem(tr("Grew most first"), int(CostOrder::Grew));
        m_order->addItem(tr("Shrank most first"), int(CostOrder::Shrank));
        m_order->addItem(tr("Costliest of the base first"), int(CostOrder::Base));
        m_order->addItem(tr("Costliest of the current side first"), int(CostOrder::Current));
    } else {
        m_order->addItem(tr("Costliest first"), int(CostOrder::Amount));
    }
    m_order->addItem(tr("By value"), byValue);
    m_order->setCurrentIndex(std::max(0, m_order->findData(before)));
}

void LabelsPane::useSettings(QSettings *settings)
{
    m_settings = settings;
    if (settings->value(id() + QStringLiteral("/byValue")).toBool())
        m_order->setCurrentIndex(m_order->findData(byValue));
}

QList<ExportFormat> LabelsPane::exportFormats()
{
    if (!m_model->costs())
        return {};
    const auto save = [](const QString &path, const std::string &text) {
        return saveFile(QFile::encodeName(path).toStdString(), text);
    };
    return {{tr("Labels as text"), QStringLiteral("txt"), tr("Text (*.txt)"), QStringLiteral("L, T"),
             [this, save](const QString &path) {
                 return save(path, labelsText(*m_model->costs(), m_model->listed()));
             }},
            {tr("Labels as CSV"), QStringLiteral("csv"), tr("Comma-separated values (*.csv)"),
             QStringLiteral("L, C"), [this, save](const QString &path) {
                 return save(path, labelsTable(*m_model->costs(), m_model->listed(), TableFormat::Csv));
             }}};
}

QList<KeyHelp> LabelsPane::keyHelp() const
{
    return {{tr("Up, Down"), tr("Walk through the labels")},
            {tr("Right, Left"), tr("Unfold a key, fold it")},
            {tr("Enter"), tr("Only samples with the value; show more")},
            {tr("Left, Right, Home, End"), tr("In the histogram: choose a bar; with Shift, several")}};
}

bool LabelsPane::isIdle() const
{
    return !m_search->isPending() && !m_job.isRunning();
}

bool LabelsPane::startSearch()
{
    m_search->start();
    return true;
}

LabelQuery LabelsPane::query() const
{
    LabelQuery query;
    query.pattern = m_search->pattern();
    const int order = m_order->currentData().toInt();
    query.byValue = order == byValue;
    query.sortKeys = true;
    query.order = query.byValue ? CostOrder::Amount : CostOrder(order);
    query.hideNoise = document()->comparison() && document()->state().compare.hideNoise;
    return query;
}

void LabelsPane::showAnalysis()
{
    const AnalysisPtr analysis = document()->analysis();
    const ComparisonPtr comparison = document()->comparison();
    if ((comparison != nullptr) != (m_order->count() > 2))
        fillOrders(comparison != nullptr);
    if (analysis == m_analysis && comparison == m_comparison && m_model->costs() && !m_job.isRunning()) {
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
            const LabelCostsPtr costs =
                comparison ? LabelCosts::make(comparison, stop) : LabelCosts::make(analysis, stop);
            return Listed{costs, costs ? costs->list(query) : std::vector<ListedLabels>()};
        },
        [this](const Listed &listed) {
            take(listed.costs, listed.labels);
            setLook();
        });
}

void LabelsPane::setLook()
{
    m_trees->setLook(m_comparison, document()->state().compare, document()->sideTitle(Document::Side::Base),
                     document()->sideTitle(Document::Side::Current));
    showHistogram();
}

// Lists the same labels in another way.
void LabelsPane::list()
{
    const LabelCostsPtr costs = m_model->costs();
    if (!costs || costs->analysis() != document()->analysis())
        return; // the next ones will be asked for what is wanted by then
    QElapsedTimer timer;
    timer.start();
    m_dim->start();
    m_job.run([costs, query = query()] { return costs->list(query); },
              [this, costs, timer](const std::vector<ListedLabels> &listed) {
                  m_search->setCost(timer.elapsed());
                  take(costs, listed);
              });
}

void LabelsPane::take(const LabelCostsPtr &costs, std::vector<ListedLabels> listed)
{
    m_dim->stop();
    m_trees->setDimmed(false);
    // Keys that were unfolded stay so, and the key that the cursor is on.
    std::vector<std::string> open;
    std::string current;
    CostTree *view = m_trees->view();
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (view->isOpen(m_model->index(row, 0)))
            open.emplace_back(m_model->keyOf(m_model->index(row, 0))->name);
    }
    if (view->currentIndex().isValid())
        current = m_model->keyOf(view->currentIndex())->name;
    const bool first = m_model->rowCount() == 0;
    m_model->setCosts(costs, std::move(listed));
    // Who opens a profile sees values at once; who searches wants to see what was found.
    unfold(open, first || m_search->pattern());
    if (const QModelIndex key = current.empty() ? QModelIndex() : m_model->indexOfKey(current); key.isValid())
        m_trees->showRow(key);
    showCount();
    showHistogram();
}

// Unfolds the keys that were open, and with `more` others too: those with the fewest values first, as many as
// have room, and at least one.
void LabelsPane::unfold(const std::vector<std::string> &open, bool more)
{
    constexpr int few = 30;
    const CostTree *view = m_trees->view();
    const int line = view->sizeHintForRow(0);
    const int room = std::max(few, line > 0 ? view->viewport()->height() / line - m_model->rowCount() : 0);
    std::vector<QModelIndex> keys;
    int rows = 0;
    const auto expand = [&](const QModelIndex &key) {
        rows += m_model->rowCount(key);
        for (CostTree *tree : m_trees->views())
            tree->expand(key);
    };
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex key = m_model->index(row, 0);
        if (std::find(open.begin(), open.end(), m_model->keyOf(key)->name) != open.end())
            expand(key);
        else
            keys.push_back(key);
    }
    if (!more)
        return;
    const QModelIndex first = m_model->index(0, 0);
    std::stable_sort(keys.begin(), keys.end(), [&](const QModelIndex &a, const QModelIndex &b) {
        return m_model->rowCount(a) < m_model->rowCount(b);
    });
    for (const QModelIndex &key : keys) {
        if (rows + m_model->rowCount(key) > room)
            break;
        expand(key);
    }
    if (rows == 0 && first.isValid())
        expand(first);
}

void LabelsPane::showCount()
{
    if (!m_model->costs())
        return;
    const auto all = int(m_model->costs()->keys().size()), shown = int(m_model->listed().size());
    m_order->setEnabled(all > 0);
    m_search->setSummary(shown != all ? tr("%L1 of %Ln key(s)", nullptr, all).arg(shown)
                                      : tr("%Ln key(s)", nullptr, all));
    if (shown > 0)
        m_trees->setEmptyText({});
    else if (all > 0)
        m_trees->setEmptyText(m_search->pattern()
                                  ? tr("No label matches the search.")
                                  : tr("No label changed by more than sampling alone explains."));
    else if (m_analysis->profile()->samples.size() == 0)
        m_trees->setEmptyText(tr("The profile has no samples."));
    else
        m_trees->setEmptyText(m_analysis->profile()->labels.size() > 1
                                  ? tr("No sample that matches the filters has a label that is shown.")
                                  : tr("The samples have no labels."));
}

// Of the key that the cursor is on, or else the first one with numbers.
void LabelsPane::showHistogram()
{
    const LabelCostsPtr &costs = m_model->costs();
    const LabelKey *key = costs ? m_model->keyOf(m_trees->view()->currentIndex()) : nullptr;
    for (size_t i = 0; !key && costs && i < m_model->listed().size(); ++i) {
        const LabelKey &at = costs->keys()[m_model->listed()[i].key];
        key = at.numbers.empty() ? nullptr : &at;
    }
    if (key && key->numbers.empty())
        key = nullptr;
    m_histogram->setKey(key ? costs : nullptr, key, document()->state().compare.look);
    m_histogramBox->setVisible(key != nullptr);
    showRange();
}

void LabelsPane::showRange()
{
    m_range->setText(m_histogram->text());
    updateActions();
}

void LabelsPane::showBusy(bool busy)
{
    if (busy) {
        m_dim->start();
    } else if (!m_job.isRunning()) {
        m_dim->stop();
        m_trees->setDimmed(false);
    }
}

void LabelsPane::open(const QModelIndex &index)
{
    if (m_model->isMore(index))
        m_model->showMore(index);
    else if (LabelsModel::isKey(index))
        m_trees->view()->toggle(index);
    else
        addChips(chipsFor({index}, false));
}

} // namespace proflens
