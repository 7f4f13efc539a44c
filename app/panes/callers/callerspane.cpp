// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/callers/callerspane.h"

#include "app/panes/comparetext.h"
#include "app/panes/functionmenu.h"
#include "app/panes/tableview.h"
#include "app/style/text.h"
#include "core/format/savefile.h"
#include "core/measure/measure.h"
#include "core/report/csv.h"
#include "core/report/differencetext.h"

#include <QClipboard>
#include <QEvent>
#include <QFile>
#include <QGuiApplication>
#include <QHeaderView>
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
constexpr int wideWidth = 1200;
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
        for (const Half *half : {&m_callers, &m_callees}) {
            for (TableView *view : {half->single, half->difference, half->sides})
                view->setDimmed(true);
        }
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
    const auto menus = [this](Half &half, const QString &title, const char *single, const char *difference,
                              const char *sides) {
        for (const auto &[view, keys] :
             {std::pair(half.single, single), std::pair(half.difference, difference),
              std::pair(half.sides, sides)}) {
            half.columns << view->makeColumnMenu(title, QString::fromLatin1(keys), this)->menuAction();
            connect(view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
                    &CallersPane::updateActions);
        }
        addAction(half.columns.first());
    };
    menus(m_callers, tr("Columns of the c&allers"), "12340", "ABCDEFG", "ABCDEF");
    menus(m_callees, tr("Columns of the callees"), "56789", "HIJKLMN", "HIJKLM");
    updateActions();
}

void CallersPane::updateActions()
{
    bool any = false, selected = false;
    for (const Half *half : {&m_callers, &m_callees}) {
        any = any || half->view->model()->rowCount() > 0;
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
    half.compared = new ComparedCallModel(
        half.callers ? ComparedCallModel::Side::Callers : ComparedCallModel::Side::Callees, box);
    half.title = new QLabel(box);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins({});
    layout->setSpacing(2);
    layout->addWidget(half.title);
    makeViews(half, box);
    for (TableView *view : {half.single, half.difference, half.sides})
        layout->addWidget(view);
    half.view = half.single;
    half.title->setBuddy(half.view);
    half.difference->hide();
    half.sides->hide();
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
    for (const Half *half : {&m_callers, &m_callees}) {
        for (TableView *view : {half->single, half->difference, half->sides})
            view->useSettings(settings, id() + u'/' + view->objectName());
        // What changed most is first until somebody wants another order.
        const QHeaderView *header = half->difference->horizontalHeader();
        if (header->sortIndicatorSection() == int(ComparedCallColumn::Delta) &&
            header->sortIndicatorOrder() == Qt::DescendingOrder)
            half->compared->sortByAmount();
    }
}

QList<ExportFormat> CallersPane::exportFormats()
{
    if (!hasTables())
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
    for (const Half *half : {&m_callers, &m_callees}) {
        for (TableView *view : {half->single, half->difference, half->sides})
            view->setDimmed(false);
    }
}

// What there is to show follows with showActive().
void CallersPane::showAnalysis()
{
    useViews();
    QString widest = widestValue(*document()->analysis());
    if (!m_comparing) {
        for (const Half *half : {&m_callers, &m_callees}) {
            half->compared->setTable({});
            half->single->setWidest(int(CallColumn::Weight), widest);
        }
        return;
    }
    const QString base = widestValue(*document()->comparison()->base());
    if (base.size() > widest.size())
        widest = base;
    for (const Half *half : {&m_callers, &m_callees}) {
        half->model->setTable({});
        for (TableView *view : {half->difference, half->sides}) {
            view->setWidest(int(ComparedCallColumn::Base), widest);
            view->setWidest(int(ComparedCallColumn::Current), widest);
            view->setWidest(int(ComparedCallColumn::Delta), u'+' + widest);
        }
    }
}

void CallersPane::showActive()
{
    const AnalysisPtr analysis = document()->analysis();
    const QString active = document()->state().active;
    std::vector<FrameId> frames = document()->activeFrames();
    std::erase_if(frames, [&](FrameId frame) { return !hasSamples(frame); });
    if (active.isEmpty() && analysis && analysis->frames().size() == 0) {
        showNothing(tr("The profile has no functions."));
        return;
    }
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
    if (const ComparisonPtr comparison = document()->comparison()) {
        m_job.run([comparison, frames] { return comparedNeighbors(*comparison, frames); },
                  [this, comparison](const ComparedNeighbors &calls) { showCompared(comparison, calls); });
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
    if (m_comparing)
        return; // a comparison is under way
    m_callers.model->setTable(CallTable(analysis, calls.callers, calls.cumValue()));
    m_callees.model->setTable(CallTable(analysis, calls.callees, calls.cumValue()));
    // In the unit of the tables above and below.
    const auto cost = [&](int64_t value) {
        return tr("%1 (%2)").arg(QString::fromStdString(analysis->formatSeen(value)),
                                 QString::fromStdString(analysis->percent(value)));
    };
    m_costs->setText(tr("flat %1, cum %2").arg(cost(calls.flatValue()), cost(calls.cumValue())));
    m_costs->setToolTip({});
    const auto part = [&](const SampleSum &sum) {
        if (sum.weight == 0)
            return QString();
        QString share = QString::fromStdString(measure::percentage(sum.value(), calls.cumValue())).trimmed();
        return tr("%1 (%2 of its cum)").arg(QString::fromStdString(analysis->formatSeen(sum.value())), share);
    };
    showNotes({calls.callers.empty() ? QString() : part(calls.uncalled), part(calls.selfCalls),
               part(calls.recursive)});
    showTables();
}

void CallersPane::showTables()
{
    m_shown = true;
    m_callers.title->setText(tr("Callers: %L1").arg(m_callers.view->model()->rowCount()));
    m_callees.title->setText(tr("Callees: %L1").arg(m_callees.view->model()->rowCount()));
    m_callers.view->setEmptyText(tr("Nothing calls it: stacks begin here."));
    m_callees.view->setEmptyText(tr("It calls nothing else that was sampled."));
    // Who walks with Enter is on the heaviest call again.
    for (const Half *half : {&m_callers, &m_callees}) {
        if (half->view->hasFocus() && half->view->model()->rowCount() > 0)
            half->view->showRow(0);
    }
    showMiddle();
    m_start->hide();
    showName();
    shareHeight();
    updateActions();
}

// What keeps callers or callees from adding up to the cum: short, and explained in a tool tip.
void CallersPane::showNotes(const NoteParts &of)
{
    QStringList parts, reasons;
    if (!of.uncalled.isEmpty()) {
        parts << tr("without a caller: %1").arg(of.uncalled);
        reasons << tr("Without a caller: stacks that begin with it.");
    }
    if (!of.selfCalls.isEmpty()) {
        parts << tr("calls itself: %1").arg(of.selfCalls);
        reasons << tr("Calls itself: samples with such a call, which is in neither list.");
    }
    if (!of.recursive.isEmpty()) {
        parts << tr("recursive: %1").arg(of.recursive);
        reasons << tr("Recursive: it is on the stack more than once. Such samples count once in its cum, but "
                      "may count for several callers or callees, which then add up to more.");
    }
    if (!reasons.isEmpty())
        reasons << (m_comparing ? tr("Percentages are of %1").arg(percentOfText(*document()->comparison()))
                                : tr("Shares are of its cum."));
    m_notes->setText(parts.join(QStringLiteral(" · ")));
    m_notes->setToolTip(reasons.isEmpty() ? QString() : style::wrappedToolTip(reasons.join(u'\n')));
    showMiddle();
}

void CallersPane::showNothing(const QString &reason)
{
    m_job.cancel();
    m_shown = false;
    for (const Half *half : {&m_callers, &m_callees}) {
        half->model->setTable({});
        half->compared->setTable({});
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
    const QString why =
        m_comparing ? tr("The function whose flat changed most") : tr("The function with the highest flat");
    m_start->setToolTip(style::wrappedToolTip(why + u'\n' + name));
    updateActions();
}

// The function with the highest flat, or the largest change of it: where the time or memory goes, and so
// where questions begin.
QString CallersPane::costliest() const
{
    const AnalysisPtr analysis = document()->analysis();
    if (!analysis)
        return {};
    const ComparisonPtr comparison = document()->comparison();
    std::optional<FrameId> best;
    uint64_t most = 0;
    for (uint32_t i = 0; i < analysis->frames().size(); ++i) {
        const int64_t flat =
            comparison ? comparison->flat(FrameId(i)).delta() : analysis->costs().flatValue(FrameId(i));
        const uint64_t size = flat < 0 ? 0 - static_cast<uint64_t>(flat) : static_cast<uint64_t>(flat);
        if ((!best || size > most) && hasSamples(FrameId(i))) {
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
    m_name->setToolTip(
        m_shown
            ? style::wrappedToolTip(QStringList{name, m_costs->text(), m_notes->text()}.join(u'\n').trimmed())
            : QString());
    m_name->setAccessibleName(name);
    fitNotes();
}

// In a low pane, rows of the tables come first.
void CallersPane::showMiddle()
{
    m_costs->setVisible(m_shown && !(m_low && m_comparing));
    m_notes->setVisible(!m_notes->text().isEmpty() && !(m_shown && m_low));
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

// Above one another, the table with fewer rows leaves the other one what it does not need.
void CallersPane::shareHeight()
{
    if (m_splitter->orientation() != Qt::Vertical || m_userSized || !m_shown)
        return;
    // Not its size hint, which is that of wrapped text in a narrow place.
    QLayout *const between = m_splitter->widget(1)->layout();
    between->activate();
    const int middle = between->hasHeightForWidth() ? between->totalHeightForWidth(m_splitter->width())
                                                    : between->totalSizeHint().height();
    const int room = m_splitter->height() - middle - 2 * m_splitter->handleWidth();
    const auto wanted = [](const Half &half) {
        const int row = half.view->verticalHeader()->defaultSectionSize();
        const int rows = std::clamp(half.view->model()->rowCount(), 1, 1000);
        return half.title->sizeHint().height() + half.view->horizontalHeader()->sizeHint().height() +
               2 * half.view->frameWidth() + row * rows + row / 2;
    };
    const int callers = wanted(m_callers), callees = wanted(m_callees);
    const int smaller = std::min({callers, callees, room / 2});
    const QList<int> sizes = callers < callees ? QList<int>{smaller, middle, room - smaller}
                                               : QList<int>{room - smaller, middle, smaller};
    if (callers + callees <= room)
        m_splitter->setSizes({room / 2, middle, room - room / 2});
    else
        m_splitter->setSizes(sizes);
}

// A splitter does not ask wrapped text how high it would be.
void CallersPane::fitNotes()
{
    // Before it is laid out, above one another, it will be as wide as all of the pane.
    const QMargins margins = m_splitter->widget(1)->layout()->contentsMargins();
    const int width = m_splitter->orientation() == Qt::Vertical
                          ? m_splitter->width() - margins.left() - margins.right()
                          : m_notes->width();
    m_notes->setMinimumHeight(std::max(0, m_notes->heightForWidth(width)));
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
    // In a low pane a scroll bar would take the room of a row; keys and wheels scroll without it.
    // What stands between the tables is in the tool tip of the name.
    const bool low = wanted == Qt::Vertical && height() < 14 * fontMetrics().height();
    if (low != m_low) {
        m_low = low;
        showMiddle();
    }
    for (const Half *half : {&m_callers, &m_callees}) {
        for (TableView *view : {half->single, half->difference, half->sides})
            view->setHorizontalScrollBarPolicy(low ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    }
    QTimer::singleShot(0, this, [this] {
        if (m_shown)
            showName();
        else
            fitNotes();
        shareHeight();
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
    return fromBytes(m_comparing ? half.compared->table().functionName(size_t(row))
                                 : half.model->table().functionName(size_t(row)));
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
    const std::string text = m_comparing
                                 ? callTableText(half.compared->table(), half.callers, TableFormat::Tsv, rows)
                                 : callTableText(half.model->table(), half.callers, TableFormat::Tsv, rows);
    QGuiApplication::clipboard()->setText(QString::fromStdString(text));
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
        m_comparing
            ? callTableText(m_callers.compared->table(), m_callees.compared->table(), TableFormat::Csv)
            : callTableText(m_callers.model->table(), m_callees.model->table(), TableFormat::Csv);
    return saveFile(QFile::encodeName(path).toStdString(), text);
}

} // namespace proflens
