// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/flame/flamepane.h"

#include "app/panes/flame/flamecomparebar.h"
#include "app/panes/flame/flamecrumbs.h"
#include "app/panes/flame/flamedetails.h"
#include "app/panes/flame/flamehalves.h"
#include "app/panes/flame/flametexts.h"
#include "app/panes/searchline.h"
#include "app/style/svgimage.h"
#include "core/format/savefile.h"
#include "core/report/flamesvg.h"

#include <QAction>
#include <QFile>
#include <QFutureWatcher>
#include <QHBoxLayout>
#include <QSettings>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrent>

#include <tuple>
#include <utility>

namespace proflens {

namespace {

constexpr int dimAfterMs = 100;

} // namespace

FlamePane::FlamePane(Document *document, QWidget *parent)
    : Pane(document, parent)
    , m_crumbs(new FlameCrumbs(this))
    , m_compareBar(new FlameCompareBar(document, this))
    , m_halves(new FlameHalves(this))
    , m_view(m_halves->view())
    , m_details(new FlameDetails(this))
    , m_dim(new QTimer(this))
{
    m_dim->setSingleShot(true);
    m_dim->setInterval(dimAfterMs);
    connect(m_dim, &QTimer::timeout, this, [this] {
        for (FlameView *view : m_halves->views())
            view->setBusy(true);
    });
    makeActions();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeTopRow());
    column->addWidget(m_compareBar);
    column->addWidget(m_crumbs);
    column->addWidget(m_halves, 1);
    column->addWidget(m_details);
    setFocusProxy(m_view);

    connect(m_crumbs, &FlameCrumbs::chosen, this, [this](FlameNode node) { front()->zoomTo(node); });
    connect(m_halves, &FlameHalves::frontChanged, this, [this] {
        showZoom();
        showDetails();
        updateActions();
    });
    for (FlameView *view : m_halves->views())
        connectView(view);
    updateActions();
    connect(document, &Document::hoveredChanged, this, [this] {
        const FlameDataPtr &data = m_view->data();
        const QByteArray name = this->document()->hovered().toUtf8();
        std::optional<FrameId> frame;
        if (data && !name.isEmpty() && isVisible()) {
            const auto frames = data->frames().find({name.constData(), size_t(name.size())});
            if (!frames.empty())
                frame = frames.front();
        }
        for (FlameView *view : m_halves->views())
            view->setHoveredElsewhere(frame);
    });
}

void FlamePane::resizeEvent(QResizeEvent *event)
{
    Pane::resizeEvent(event);
    fitHeight();
}

// A low pane leaves its room to frames.
void FlamePane::fitHeight()
{
    const int line = fontMetrics().lineSpacing();
    m_details->setCompact(height() < 32 * line);
    // One above the other, frames of both sides stand in line; but each half must show some levels.
    m_compareBar->beside()->setChecked(m_beside.value_or(height() < 36 * line));
}

void FlamePane::connectView(FlameView *view)
{
    connect(view, &FlameView::zoomChanged, this, &FlamePane::showZoom);
    connect(view, &FlameView::pointedChanged, this, [this] {
        showDetails();
        updateActions();
    });
    connect(view, &FlameView::hovered, this, [this](std::optional<FrameId> frame) {
        document()->setHovered(frame ? functionName(m_view->data()->frames(), *frame) : QString());
    });
    const auto nameOf = [this](FlameNode node) {
        return functionName(m_view->data()->frames(), m_view->data()->tree.element(node).frame());
    };
    connect(view, &FlameView::activated, this, [this, nameOf](FlameNode node) {
        if (node.depth > 0)
            document()->setActive(nameOf(node));
    });
    connect(view, &FlameView::sourceRequested, this, [this, nameOf](FlameNode node) {
        document()->setActive(nameOf(node));
        document()->showPane(QStringLiteral("source"));
    });
    connect(view, &FlameView::menuRequested, this, &FlamePane::showMenu);
}

FlameView *FlamePane::front() const
{
    return m_halves->front();
}

FlameView *FlamePane::baseView() const
{
    return m_halves->baseView();
}

void FlamePane::showZoom()
{
    const FlameDataPtr &data = m_view->data();
    m_crumbs->setPath(data, front()->zoomed());
    const bool zoomed =
        data && front()->windowEnd() - front()->windowBegin() < static_cast<double>(data->tree.width());
    m_zoomOut->setEnabled(zoomed);
    m_zoomWhole->setEnabled(zoomed);
    m_zoomBack->setEnabled(zoomed);
}

FlamePane::~FlamePane()
{
    m_searchStop.request_stop();
}

QWidget *FlamePane::makeTopRow()
{
    auto *top = new QWidget(this);
    auto *row = new QHBoxLayout(top);
    row->setContentsMargins(4, 3, 4, 3);
    row->setSpacing(4);
    const auto button = [&](QAction *action, const QString &text) {
        auto *b = new QToolButton(top);
        action->setIconText(text);
        b->setDefaultAction(action);
        b->setAutoRaise(true);
        b->setAccessibleName(QString(action->text()).remove('&'));
        row->addWidget(b);
        return b;
    };
    button(m_fromCallers, tr("From callers"));
    button(m_flip, tr("Root at bottom"));
    button(m_zoomWhole, tr("Show all"));
    row->addSpacing(12);
    m_searchLine = new SearchLine(top);
    m_searchLine->setPlaceholder(tr("Search frames (regular expression)"));
    row->addWidget(m_searchLine, 100);
    button(m_previousHit, QStringLiteral("↑"));
    button(m_nextHit, QStringLiteral("↓"));

    connect(m_searchLine, &SearchLine::searched, this, &FlamePane::search);
    connect(m_searchLine, &SearchLine::left, this, [this] { goToHit(true); });
    return top;
}

void FlamePane::useSettings(QSettings *settings)
{
    m_settings = settings;
    m_fromCallers->setChecked(settings->value(QStringLiteral("flame/fromCallers"), false).toBool());
    m_flip->setChecked(settings->value(QStringLiteral("flame/rootAtBottom"), false).toBool());
    if (settings->contains(besideKey))
        m_beside = settings->value(besideKey).toBool();
    fitHeight();
}

std::string FlamePane::svg() const
{
    const FlameDataPtr &data = m_view->data();
    FlameSvgOptions options;
    options.title = document()->title().toStdString();
    options.inverted = data->inverted;
    options.flipped = m_view->isFlipped();
    options.begin = front()->windowBegin();
    options.end = front()->windowEnd();
    options.search = m_search.get();
    if (!data->compared)
        return flameSvg(*data->analysis, options);
    const CompareState &state = document()->state().compare;
    options.subtitle =
        tr("Base: %1. Current: %2.")
            .arg(document()->sideTitle(Document::Side::Base), document()->sideTitle(Document::Side::Current))
            .toStdString();
    return flameSvg(*data->compared, {state.colorSelf, state.colorRelative}, options);
}

QList<ExportFormat> FlamePane::exportFormats()
{
    if (!m_view->data())
        return {};
    const auto image = [this](style::ImageFormat format) {
        return [this, format](const QString &path) -> Status {
            const auto bytes = style::svgImage(svg(), format, document()->title());
            if (!bytes)
                return bytes.error();
            return saveFile(QFile::encodeName(path).toStdString(),
                            {bytes->constData(), size_t(bytes->size())});
        };
    };
    if (m_view->data()->compared) {
        return {
            {tr("Flame graph of the difference as SVG"), QStringLiteral("svg"), tr("SVG images (*.svg)"),
             QStringLiteral("F, S"),
             [this](const QString &path) { return saveFile(QFile::encodeName(path).toStdString(), svg()); }},
            {tr("Flame graph of the difference as PNG"), QStringLiteral("png"), tr("PNG images (*.png)"),
             QStringLiteral("F, N"), image(style::ImageFormat::Png)},
            {tr("Flame graph of the difference as PDF"), QStringLiteral("pdf"), tr("PDF documents (*.pdf)"),
             QStringLiteral("F, P"), image(style::ImageFormat::Pdf)},
        };
    }
    return {
        {tr("Flame graph as SVG"), QStringLiteral("svg"), tr("SVG images (*.svg)"), QStringLiteral("F, S"),
         [this](const QString &path) { return saveFile(QFile::encodeName(path).toStdString(), svg()); }},
        {tr("Flame graph as PNG"), QStringLiteral("png"), tr("PNG images (*.png)"), QStringLiteral("F, N"),
         image(style::ImageFormat::Png)},
        {tr("Flame graph as PDF"), QStringLiteral("pdf"), tr("PDF documents (*.pdf)"), QStringLiteral("F, P"),
         image(style::ImageFormat::Pdf)},
    };
}

bool FlamePane::startSearch()
{
    m_searchLine->start();
    return true;
}

bool FlamePane::isIdle() const
{
    return !m_building && !m_searching && !m_searchLine->isPending();
}

void FlamePane::showAnalysis()
{
    build();
}

void FlamePane::showActive()
{
    // The frames of what is drawn, which may still be an older analysis.
    const FlameDataPtr &data = m_view->data();
    const QByteArray name = document()->state().active.toUtf8();
    const auto frames = data && !name.isEmpty() ? data->frames().find({name.constData(), size_t(name.size())})
                                                : std::vector<FrameId>();
    for (FlameView *view : m_halves->views())
        view->setActive(frames);
}

void FlamePane::showBusy(bool busy)
{
    if (busy || m_building) {
        if (!m_dim->isActive())
            m_dim->start();
        return;
    }
    m_dim->stop();
    for (FlameView *view : m_halves->views())
        view->setBusy(false);
}

void FlamePane::build()
{
    const AnalysisPtr analysis = document()->analysis();
    const ComparisonPtr comparison = document()->comparison();
    const CompareState &state = document()->state().compare;
    // Both sides of a pair can be drawn whole only where a frame is as wide as the larger of both.
    const ComparedWidth width =
        state.look == CompareState::Look::SideBySide ? ComparedWidth::Larger : state.width;
    const bool inverted = m_fromCallers->isChecked();
    const int number = ++m_buildNumber;
    const FlameDataPtr &data = m_view->data();
    if (data && data->analysis == analysis && data->comparison() == comparison &&
        data->inverted == inverted && (!data->compared || data->compared->width() == width)) {
        // Only colours or the way of looking changed.
        m_building = false;
        showBusy(document()->isBusy());
        showLook();
        return;
    }
    if (data && !comparison && data->inverted == inverted && data->hasNumbersOf(*analysis)) {
        m_building = false;
        take(std::make_shared<FlameData>(analysis, *data));
        return;
    }
    m_building = true;
    auto *watcher = new QFutureWatcher<FlameDataPtr>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, number] {
        watcher->deleteLater();
        if (number != m_buildNumber)
            return; // a newer one is under way
        m_building = false;
        take(watcher->result());
    });
    watcher->setFuture(QtConcurrent::run([analysis, comparison, width, inverted] {
        return comparison ? FlameDataPtr(std::make_shared<FlameData>(comparison, width, inverted))
                          : FlameDataPtr(std::make_shared<FlameData>(analysis, inverted));
    }));
    showBusy(true);
}

void FlamePane::take(const FlameDataPtr &data)
{
    m_search = nullptr;
    m_halves->setData(data);
    // Who compares wants the numbers at the cursor; alone, the line below has always been enough.
    for (FlameView *view : m_halves->views()) {
        if (data->compared)
            view->setToolTips([data](const FlameSpot &spot) { return flametexts::toolTip(*data, spot); });
        else
            view->setToolTips({});
    }
    showBusy(document()->isBusy());
    showLook();
    showActive();
    search();
}

void FlamePane::showLook()
{
    const FlameDataPtr &data = m_view->data();
    const CompareState &state = document()->state().compare;
    const bool compares = data && data->compared;
    m_compareBar->show(data);
    m_halves->setLinked(state.linked);
    m_halves->setSplit(compares && state.look == CompareState::Look::SideBySide);
    for (FlameView *view : m_halves->views())
        view->setColoring({state.colorSelf, state.colorRelative});
    if (!compares)
        return;
    const BothValues total = data->compared->total({});
    const auto title = [&](const QString &side, Document::Side which, int64_t value) {
        return QStringLiteral("%1: %2  ·  %3")
            .arg(side, document()->sideTitle(which), QString::fromStdString(data->compared->format(value)));
    };
    QString base = title(tr("Base"), Document::Side::Base, total.base);
    if (const double factor = data->comparison()->factor(); factor != 1)
        base += QStringLiteral("  ·  ") + tr("scaled by %L1").arg(factor, 0, 'g', 4);
    m_halves->setTitles(base, title(tr("Current"), Document::Side::Current, total.current));
}

// ---- Search

void FlamePane::search()
{
    m_searchStop.request_stop();
    m_searchStop = {};
    m_searching = false;
    const FlameDataPtr data = m_view->data();
    const std::optional<Regex> &pattern = m_searchLine->pattern();
    if (!pattern || !data) {
        m_search = nullptr;
        showSearch();
        return;
    }
    using Found = std::pair<std::shared_ptr<const FlameSearch>, ComparedShares>;
    const std::stop_token stop = m_searchStop.get_token();
    m_searching = true;
    auto *watcher = new QFutureWatcher<Found>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, stop] {
        watcher->deleteLater();
        if (stop.stop_requested())
            return;
        m_searching = false;
        std::tie(m_search, m_shares) = watcher->result();
        showSearch();
    });
    watcher->setFuture(QtConcurrent::run([data, regex = *pattern, stop] {
        auto found = std::make_shared<FlameSearch>(searchFlame(data->tree, data->frames(), regex, stop));
        return Found(found, data->compared && !stop.stop_requested() ? coveredShares(*data->compared, *found)
                                                                     : ComparedShares());
    }));
}

void FlamePane::showSearch()
{
    for (FlameView *view : m_halves->views())
        view->setSearch(m_search);
    const bool any = m_search && m_search->hits() > 0;
    m_nextHit->setEnabled(any);
    m_previousHit->setEnabled(any);

    m_searchLine->setSummary(m_search ? flametexts::found(*m_view->data(), *m_search, m_shares) : QString());
}

void FlamePane::goToHit(bool forward)
{
    const FlameDataPtr &data = m_view->data();
    if (!m_search || !data)
        return;
    const FlameNode from = front()->current().value_or(front()->zoomed());
    const auto hit =
        forward ? nextHit(data->tree, *m_search, from) : previousHit(data->tree, *m_search, from);
    if (!hit)
        return;
    front()->setCurrent(*hit);
    Q_EMIT statusMessage(
        tr("Match %L1 of %L2").arg(hitNumber(data->tree, *m_search, *hit) + 1).arg(m_search->hits()));
}

// ---- Details

void FlamePane::showDetails()
{
    const FlameDataPtr &data = m_view->data();
    if (!data || data->tree.isEmpty()) {
        m_details->setTexts({}, {}, {});
        return;
    }
    const flametexts::Details about = flametexts::details(*data, front()->pointed());
    m_details->setTexts(about.name, about.file, about.costs);
    for (FlameView *view : m_halves->views())
        view->setAccessibleName(m_details->accessibleName());
}

} // namespace proflens
