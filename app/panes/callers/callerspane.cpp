// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/callers/callerspane.h"

#include "app/panes/functionmenu.h"
#include "app/panes/tableview.h"
#include "app/style/text.h"
#include "core/format/savefile.h"
#include "core/measure/measure.h"
#include "core/report/csv.h"

#include <QClipboard>
#include <QEvent>
#include <QFile>
#include <QGuiApplication>
#include <QItemSelectionModel>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace proflens {

namespace {

constexpr int dimAfterMs = 200;
// From here on the tables stand beside each other.
constexpr int wideWidth = 1000;
// Names beyond this many characters have more than they can get in any case.
constexpr qsizetype mostMeasured = 1000;

QString fromBytes(std::string_view bytes)
{
    return QString::fromUtf8(bytes.data(), qsizetype(bytes.size()));
}

} // namespace

CallersPane::CallersPane(Document *document, QWidget *parent)
    : Pane(document, parent)
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_dim(new QTimer(this))
    , m_job(this)
{
    m_splitter->setChildrenCollapsible(false);
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] { m_userSized = true; });
    m_splitter->addWidget(makeHalf(m_callers, CallModel::Side::Callers));
    m_splitter->addWidget(makeMiddle());
    m_splitter->addWidget(makeHalf(m_callees, CallModel::Side::Callees));
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setStretchFactor(2, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(m_splitter);
    setFocusProxy(m_callers.view);
    makeActions();

    m_dim->setSingleShot(true);
    m_dim->setInterval(dimAfterMs);
    connect(m_dim, &QTimer::timeout, this, [this] {
        m_callers.view->setDimmed(true);
        m_callees.view->setDimmed(true);
    });
}

void CallersPane::makeActions()
{
    addCursorActions();
    addSeparator();
    m_copyRows = addPaneAction(tr("Copy &rows"), {QKeySequence::Copy}, [this] { copy(focused()); });
    m_selectAll =
        addPaneAction(tr("Select &all"), {QKeySequence::SelectAll}, [this] { focused().view->selectAll(); });
    addSeparator();
    addAction(m_callers.view->makeColumnMenu(tr("Columns of the c&allers"), QStringLiteral("12340"), this)
                  ->menuAction());
    addAction(m_callees.view->makeColumnMenu(tr("Columns of the callees"), QStringLiteral("56789"), this)
                  ->menuAction());
    for (const Half *half : {&m_callers, &m_callees})
        connect(half->view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
                &CallersPane::updateActions);
    updateActions();
}

void CallersPane::updateActions()
{
    bool any = false, selected = false;
    for (const Half *half : {&m_callers, &m_callees}) {
        any = any || half->model->rowCount() > 0;
        selected = selected || half->view->selectionModel()->hasSelection();
    }
    m_copyRows->setEnabled(selected);
    m_selectAll->setEnabled(any);
    Pane::updateActions();
}

// The table that keys are for.
const CallersPane::Half &CallersPane::focused() const
{
    return m_callees.view->hasFocus() ? m_callees : m_callers;
}

QString CallersPane::cursorFunction() const
{
    if (!m_shown)
        return {};
    const Half &half = focused();
    const QModelIndex current = half.view->currentIndex();
    return half.view->hasFocus() && current.isValid() ? functionAt(half, current.row())
                                                      : document()->state().active;
}

QWidget *CallersPane::makeHalf(Half &half, CallModel::Side side)
{
    half.callers = side == CallModel::Side::Callers;
    auto *box = new QWidget(this);
    half.model = new CallModel(side, box);
    half.view = new TableView(box);
    half.title = new QLabel(box);
    half.title->setBuddy(half.view);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins({});
    layout->setSpacing(2);
    layout->addWidget(half.title);
    layout->addWidget(half.view);

    half.view->setObjectName(half.callers ? QStringLiteral("callers") : QStringLiteral("callees"));
    half.view->setAccessibleName(half.callers ? tr("Callers") : tr("Callees"));
    half.view->setModel(half.model);
    half.view->setSortingEnabled(true);
    half.view->sortByColumn(int(CallColumn::Weight), Qt::DescendingOrder);
    const QString share = QStringLiteral("100.00%");
    half.view->setColumns({QStringLiteral("-1234.56MB"), share, share, {}}, {0, 0, 0, 1});
    half.view->setMinimumHeight(half.view->fontMetrics().height() * 4);
    Half *self = &half;
    connect(half.view, &TableView::opened, this, [this, self](int row) { walk(*self, row); });
    connect(half.view, &TableView::copyRequested, this, [this, self] { copy(*self); });
    connect(half.view, &TableView::menuRequested, this,
            [this, self](QMenu *menu, int row) { fillMenu(*self, menu, row); });
    connect(half.view, &TableView::walkedSideways, this, [this](int direction) {
        TableView *to = direction < 0 ? m_callers.view : m_callees.view;
        to->setFocus(Qt::OtherFocusReason);
        if (!to->currentIndex().isValid() && to->model()->rowCount() > 0)
            to->showRow(0);
    });
    return box;
}

QWidget *CallersPane::makeMiddle()
{
    auto *middle = new QWidget(this);
    middle->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_name = new QLabel(middle);
    QFont bold = m_name->font();
    bold.setBold(true);
    m_name->setFont(bold);
    m_name->setTextFormat(Qt::PlainText);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_name->setContextMenuPolicy(Qt::CustomContextMenu);
    m_name->installEventFilter(this);
    connect(m_name, &QWidget::customContextMenuRequested, this, [this](const QPoint &position) {
        if (!m_shown)
            return;
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        addFunctionActions(menu, document(), document()->state().active);
        menu->popup(m_name->mapToGlobal(position));
    });
    m_costs = new QLabel(middle);
    m_notes = new QLabel(middle);
    for (QLabel *label : {m_costs, m_notes}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_start = new QPushButton(middle);
    m_start->setAutoDefault(false);
    connect(m_start, &QPushButton::clicked, this, [this] {
        const QString function = costliest();
        if (!function.isEmpty())
            document()->setActive(function);
    });
    auto *layout = new QVBoxLayout(middle);
    layout->setContentsMargins(6, 2, 6, 2);
    layout->setSpacing(2);
    layout->addStretch(1);
    layout->addWidget(m_name);
    layout->addWidget(m_costs);
    layout->addWidget(m_notes);
    layout->addWidget(m_start, 0, Qt::AlignLeft);
    layout->addStretch(1);
    return middle;
}

void CallersPane::useSettings(QSettings *settings)
{
    m_callers.view->useSettings(settings, id() + QStringLiteral("/callers"));
    m_callees.view->useSettings(settings, id() + QStringLiteral("/callees"));
}

QList<ExportFormat> CallersPane::exportFormats()
{
    if (!m_shown)
        return {};
    return {{tr("Callers and callees as CSV"), QStringLiteral("csv"), tr("Comma-separated values (*.csv)"),
             QStringLiteral("C, C"), [this](const QString &path) { return writeCsv(path); }}};
}

QList<KeyHelp> CallersPane::keyHelp() const
{
    return {{tr("Enter"), tr("Walk on to the caller or callee")},
            {tr("Left, Right"), tr("To the callers, to the callees")}};
}

void CallersPane::showBusy(bool busy)
{
    if (busy) {
        m_dim->start();
        return;
    }
    m_dim->stop();
    m_callers.view->setDimmed(false);
    m_callees.view->setDimmed(false);
}

// What there is to show follows with showActive().
void CallersPane::showAnalysis()
{
    const QString widest = widestValue(*document()->analysis());
    for (Half *half : {&m_callers, &m_callees})
        half->view->setWidest(int(CallColumn::Weight), widest);
}

void CallersPane::showActive()
{
    const AnalysisPtr analysis = document()->analysis();
    const QString active = document()->state().active;
    std::vector<FrameId> frames = document()->activeFrames();
    std::erase_if(frames, [&](FrameId frame) { return !analysis->costs().seen[frame.row]; });
    if (active.isEmpty()) {
        showNothing(tr("No function is active. Choose one in any pane, and here is who calls it and whom it "
                       "calls."));
        return;
    }
    if (frames.empty()) {
        const QByteArray name = active.toUtf8();
        showNothing(tr("%1 is in none of the samples shown: the filters, the sample type or the granularity "
                       "leave it out.")
                        .arg(style::displayText({name.constData(), size_t(name.size())})));
        return;
    }
    m_job.run(
        [analysis, frames] {
            return neighborsOf(frames, analysis->stacks(), analysis->weights(), analysis->frames());
        },
        [this, analysis](const Neighbors &calls) { showCalls(analysis, calls); });
}

void CallersPane::showCalls(const AnalysisPtr &analysis, const Neighbors &calls)
{
    m_shown = true;
    m_callers.model->setTable(CallTable(analysis, calls.callers, calls.cumValue()));
    m_callees.model->setTable(CallTable(analysis, calls.callees, calls.cumValue()));
    m_callers.title->setText(tr("Callers: %L1").arg(m_callers.model->rowCount()));
    m_callees.title->setText(tr("Callees: %L1").arg(m_callees.model->rowCount()));
    m_callers.view->setEmptyText(tr("Nothing calls it: stacks begin here."));
    m_callees.view->setEmptyText(tr("It calls nothing that was sampled."));
    // Who walks with Enter is on the heaviest call again.
    for (const Half *half : {&m_callers, &m_callees}) {
        if (half->view->hasFocus() && half->model->rowCount() > 0)
            half->view->showRow(0);
    }
    const auto cost = [&](int64_t value) {
        return tr("%1 (%2)").arg(QString::fromStdString(analysis->formatAuto(value)),
                                 QString::fromStdString(analysis->percent(value)));
    };
    m_costs->setText(tr("flat %1, cum %2").arg(cost(calls.flatValue()), cost(calls.cumValue())));
    m_costs->show();
    showNotes(analysis, calls);
    m_start->hide();
    showName();
    updateActions();
}

// What keeps callers or callees from adding up to the cum: short, and explained in a tool tip.
void CallersPane::showNotes(const AnalysisPtr &analysis, const Neighbors &calls)
{
    const auto part = [&](const SampleSum &sum) {
        QString share = QString::fromStdString(measure::percentage(sum.value(), calls.cumValue())).trimmed();
        return tr("%1 (%2)").arg(QString::fromStdString(analysis->formatAuto(sum.value())), share);
    };
    QStringList parts, reasons;
    if (calls.uncalled.weight != 0 && !calls.callers.empty()) {
        parts << tr("without a caller: %1").arg(part(calls.uncalled));
        reasons << tr("Without a caller: stacks that begin with it.");
    }
    if (calls.selfCalls.weight != 0) {
        parts << tr("calls itself: %1").arg(part(calls.selfCalls));
        reasons << tr("Calls itself: samples with such a call, which is in neither list.");
    }
    if (calls.recursive.weight != 0) {
        parts << tr("recursive: %1").arg(part(calls.recursive));
        reasons << tr("Recursive: it is on the stack more than once. Such samples count once in its cum, but "
                      "may count for several callers or callees, which then add up to more.");
    }
    if (!reasons.isEmpty())
        reasons << tr("Shares are of its cum.");
    m_notes->setText(parts.join(QStringLiteral(" · ")));
    m_notes->setToolTip(reasons.isEmpty() ? QString() : style::wrappedToolTip(reasons.join(u'\n')));
    m_notes->setVisible(!parts.isEmpty());
}

void CallersPane::showNothing(const QString &reason)
{
    m_job.cancel();
    m_shown = false;
    for (const Half *half : {&m_callers, &m_callees}) {
        half->model->setTable({});
        half->view->setEmptyText({});
    }
    m_callers.title->setText(tr("Callers"));
    m_callees.title->setText(tr("Callees"));
    m_name->clear();
    m_name->hide();
    m_costs->hide();
    m_notes->setText(reason);
    m_notes->setToolTip({});
    fitNotes();
    m_notes->show();
    const QByteArray start = costliest().toUtf8();
    m_start->setVisible(!start.isEmpty());
    const QString name = style::displayText({start.constData(), size_t(start.size())});
    m_start->setText(
        tr("Start with %1").arg(style::elidedName(name, QFontMetricsF(font()), 400).replace(u'&', "&&")));
    m_start->setToolTip(style::wrappedToolTip(tr("The function with the highest flat") + u'\n' + name));
    updateActions();
}

// The function with the highest flat: where the time or memory goes, and so where questions begin.
QString CallersPane::costliest() const
{
    const AnalysisPtr analysis = document()->analysis();
    if (!analysis)
        return {};
    const FrameCosts &costs = analysis->costs();
    std::optional<FrameId> best;
    uint64_t most = 0;
    for (uint32_t i = 0; i < costs.seen.size(); ++i) {
        const int64_t flat = costs.flatValue(FrameId(i));
        const uint64_t size = flat < 0 ? 0 - static_cast<uint64_t>(flat) : static_cast<uint64_t>(flat);
        if (costs.seen[i] && (!best || size > most)) {
            best = FrameId(i);
            most = size;
        }
    }
    if (!best)
        return {};
    const std::string_view name = analysis->frames()[*best].name;
    return fromBytes(name.empty() ? analysis->frames().printableName(*best) : name);
}

void CallersPane::showName()
{
    const QByteArray bytes = document()->state().active.toUtf8();
    const QString name = style::displayText({bytes.constData(), size_t(bytes.size())});
    m_name->setVisible(m_shown);
    shareWidth(name);
    m_name->setText(style::elidedName(name, QFontMetricsF(m_name->font()), m_name->width()));
    m_name->setToolTip(style::wrappedToolTip(name));
    m_name->setAccessibleName(name);
    fitNotes();
}

// Between the tables, the middle has the room that the name needs, as far as these can spare it.
void CallersPane::shareWidth(const QString &name)
{
    if (m_splitter->orientation() != Qt::Horizontal || m_userSized)
        return;
    const int margins = m_splitter->widget(1)->layout()->contentsMargins().left() * 2 + 2;
    const int needed = m_name->fontMetrics().horizontalAdvance(name.left(mostMeasured)) + margins;
    const int middle = std::clamp(needed, width() / 5, width() * 2 / 5);
    const int table = (width() - middle) / 2;
    const QList<int> sizes = {table, middle, table};
    if (m_shared != sizes) {
        m_shared = sizes;
        m_splitter->setSizes(sizes);
    }
}

// A splitter does not ask wrapped text how high it would be.
void CallersPane::fitNotes()
{
    m_notes->setMinimumHeight(std::max(0, m_notes->heightForWidth(m_notes->width())));
}

void CallersPane::resizeEvent(QResizeEvent *event)
{
    Pane::resizeEvent(event);
    const Qt::Orientation wanted =
        width() >= wideWidth && width() > 2 * height() ? Qt::Horizontal : Qt::Vertical;
    if (m_splitter->orientation() != wanted) {
        m_splitter->setOrientation(wanted);
        m_userSized = false;
        m_shared.clear();
        // Above one another, the middle is as high as its text; side by side, it must not make the rest so.
        const bool wide = wanted == Qt::Horizontal;
        m_splitter->widget(1)->setSizePolicy(QSizePolicy::Preferred,
                                             wide ? QSizePolicy::Preferred : QSizePolicy::Maximum);
        const int part = width() / 5;
        m_splitter->setSizes(wide ? QList<int>{2 * part, part, 2 * part} : QList<int>{1, 0, 1});
    }
    QTimer::singleShot(0, this, [this] {
        if (m_shown)
            showName();
        else
            fitNotes();
    });
}

bool CallersPane::eventFilter(QObject *object, QEvent *event)
{
    // The person moved the splitter, or it made room.
    if (object == m_name && event->type() == QEvent::Resize && m_shown)
        showName();
    return Pane::eventFilter(object, event);
}

void CallersPane::changeEvent(QEvent *event)
{
    Pane::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_shown)
        showName();
}

QString CallersPane::functionAt(const Half &half, int row) const
{
    return fromBytes(half.model->table().functionName(size_t(row)));
}

void CallersPane::walk(const Half &half, int row)
{
    document()->setActive(functionAt(half, row));
}

void CallersPane::copy(const Half &half)
{
    const std::vector<size_t> rows = half.view->selectedRowNumbers();
    if (rows.empty())
        return;
    QGuiApplication::clipboard()->setText(
        QString::fromStdString(callTableText(half.model->table(), half.callers, TableFormat::Tsv, rows)));
}

void CallersPane::fillMenu(const Half &half, QMenu *menu, int row)
{
    addFunctionActions(menu, document(), functionAt(half, row));
    menu->addSeparator();
    menu->addActions({m_copyRows, m_selectAll});
}

Status CallersPane::writeCsv(const QString &path) const
{
    const std::string text =
        callTableText(m_callers.model->table(), m_callees.model->table(), TableFormat::Csv);
    return saveFile(QFile::encodeName(path).toStdString(), text);
}

} // namespace proflens
