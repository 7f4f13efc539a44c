// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/flame/flamepane.h"

#include "app/panes/flame/flamecrumbs.h"
#include "app/panes/flame/flamedetails.h"
#include "app/panes/functionmenu.h"
#include "app/panes/searchline.h"
#include "app/style/svgimage.h"
#include "app/style/text.h"
#include "core/format/savefile.h"
#include "core/measure/measure.h"
#include "core/report/flamesvg.h"

#include <QAction>
#include <QClipboard>
#include <QFile>
#include <QFutureWatcher>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QSettings>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrent>

#include <algorithm>
#include <climits>

namespace proflens {

FlamePane::FlamePane(Document *document, QWidget *parent)
    : Pane(document, parent)
    , m_crumbs(new FlameCrumbs(this))
    , m_view(new FlameView(this))
    , m_details(new FlameDetails(this))
{
    makeActions();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeTopRow());
    column->addWidget(m_crumbs);
    column->addWidget(m_view, 1);
    column->addWidget(m_details);
    setFocusProxy(m_view);

    connect(m_crumbs, &FlameCrumbs::chosen, m_view, qOverload<FlameNode>(&FlameView::zoomTo));
    connect(m_view, &FlameView::zoomChanged, this, [this] {
        m_crumbs->setPath(m_view->data(), m_view->zoomed());
        const bool zoomed = m_view->data() && m_view->windowEnd() - m_view->windowBegin() <
                                                  static_cast<double>(m_view->data()->tree.width());
        m_zoomOut->setEnabled(zoomed);
        m_zoomWhole->setEnabled(zoomed);
        m_zoomBack->setEnabled(zoomed);
    });
    connect(m_view, &FlameView::pointedChanged, this, [this] {
        showDetails();
        updateActions();
    });
    updateActions();
    connect(m_view, &FlameView::hovered, this, [this](std::optional<FrameId> frame) {
        this->document()->setHovered(frame ? functionName(m_view->data()->frames(), *frame) : QString());
    });
    connect(m_view, &FlameView::activated, this, [this](FlameNode node) {
        if (node.depth > 0)
            this->document()->setActive(
                functionName(m_view->data()->frames(), m_view->data()->tree.element(node).frame()));
    });
    connect(m_view, &FlameView::sourceRequested, this, [this](FlameNode node) {
        this->document()->setActive(
            functionName(m_view->data()->frames(), m_view->data()->tree.element(node).frame()));
        this->document()->showPane(QStringLiteral("source"));
    });
    connect(m_view, &FlameView::menuRequested, this, &FlamePane::showMenu);
    connect(document, &Document::hoveredChanged, this, [this] {
        const FlameDataPtr &data = m_view->data();
        const QByteArray name = this->document()->hovered().toUtf8();
        std::optional<FrameId> frame;
        if (data && !name.isEmpty() && isVisible()) {
            const auto frames = data->frames().find({name.constData(), size_t(name.size())});
            if (!frames.empty())
                frame = frames.front();
        }
        m_view->setHoveredElsewhere(frame);
    });
}

FlamePane::~FlamePane()
{
    m_searchStop.request_stop();
}

void FlamePane::makeActions()
{
    const auto add = [this](const QString &text, const QString &tip, const QKeySequence &key) {
        auto *action = new QAction(text, this);
        action->setToolTip(key.isEmpty() ? tip
                                         : tr("%1 (%2)").arg(tip, key.toString(QKeySequence::NativeText)));
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
        return action;
    };
    m_fromCallers =
        add(tr("From &Callers"), tr("Begin with the functions that cost, and grow their callers"), tr("I"));
    m_fromCallers->setCheckable(true);
    connect(m_fromCallers, &QAction::toggled, this, [this](bool on) {
        if (m_settings)
            m_settings->setValue(QStringLiteral("flame/fromCallers"), on);
        if (document()->analysis())
            build();
    });
    m_flip = add(tr("Root at the &Bottom"), tr("Draw callees above their callers"), tr("B"));
    m_flip->setCheckable(true);
    connect(m_flip, &QAction::toggled, this, [this](bool on) {
        if (m_settings)
            m_settings->setValue(QStringLiteral("flame/rootAtBottom"), on);
        m_view->setFlipped(on);
    });
    addSeparator();
    m_zoomHere = add(tr("&Zoom Here"), tr("Fill the window with this frame"), tr("Z"));
    connect(m_zoomHere, &QAction::triggered, this, [this] {
        if (m_view->data() && m_view->current())
            m_view->zoomTo(*m_view->current());
    });
    m_zoomIn = addPaneAction(tr("Zoom &In a Bit"), {QKeySequence(tr("+")), QKeySequence(tr("="))},
                             [this] { m_view->zoomBy(keyZoom); });
    m_zoomBack = addPaneAction(tr("Zoom Out a B&it"), {QKeySequence(tr("-"))},
                               [this] { m_view->zoomBy(1 / keyZoom); });
    m_zoomBack->setEnabled(false);
    m_zoomOut = add(tr("Zoom &Out"), tr("Zoom out to the next wider caller"), tr("Backspace"));
    connect(m_zoomOut, &QAction::triggered, m_view, &FlameView::zoomOut);
    m_zoomWhole = add(tr("Show &All"), tr("Zoom out to the whole"), tr("0"));
    connect(m_zoomWhole, &QAction::triggered, m_view, &FlameView::zoomToWhole);
    m_zoomOut->setEnabled(false);
    m_zoomWhole->setEnabled(false);
    addSeparator();
    m_nextHit = add(tr("&Next Match"), tr("Go to the next frame that matches"), tr("F3"));
    m_previousHit = add(tr("&Previous Match"), tr("Go to the previous frame that matches"), tr("Shift+F3"));
    connect(m_nextHit, &QAction::triggered, this, [this] { goToHit(true); });
    connect(m_previousHit, &QAction::triggered, this, [this] { goToHit(false); });
    m_nextHit->setEnabled(false);
    m_previousHit->setEnabled(false);
    addSeparator();
    addCursorActions();
    // For the frame that the keyboard is at, or that was clicked last.
    const auto here = [this](const auto &act) {
        return [this, act] {
            if (m_view->data() && m_view->current())
                act(*m_view->current());
        };
    };
    m_copyPath = addPaneAction(tr("Copy Pa&th"), {QKeySequence(tr("Ctrl+Shift+C"))},
                               here([this](FlameNode node) { copyPath(node); }));
    m_copyCosts = addPaneAction(tr("Copy C&osts"), {QKeySequence::Copy},
                                here([this](FlameNode node) { copyCosts(node); }));
}

void FlamePane::updateActions()
{
    const bool drawn = m_view->data() && !m_view->data()->tree.isEmpty();
    const bool here = drawn && m_view->current();
    m_zoomIn->setEnabled(drawn);
    m_zoomHere->setEnabled(here);
    m_copyPath->setEnabled(here);
    m_copyCosts->setEnabled(here);
    Pane::updateActions();
}

QString FlamePane::cursorFunction() const
{
    const FlameDataPtr &data = m_view->data();
    const std::optional<FlameNode> &node = m_view->current();
    return data && node && node->depth > 0 ? functionName(data->frames(), data->tree.element(*node).frame())
                                           : QString();
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
}

std::string FlamePane::svg() const
{
    const FlameDataPtr &data = m_view->data();
    FlameSvgOptions options;
    options.title = document()->title().toStdString();
    options.inverted = data->inverted;
    options.flipped = m_view->isFlipped();
    options.begin = m_view->windowBegin();
    options.end = m_view->windowEnd();
    options.search = m_search.get();
    return flameSvg(*data->analysis, options);
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
    return {
        {tr("Flame graph as SVG"), QStringLiteral("svg"), tr("SVG images (*.svg)"), QStringLiteral("F, S"),
         [this](const QString &path) { return saveFile(QFile::encodeName(path).toStdString(), svg()); }},
        {tr("Flame graph as PNG"), QStringLiteral("png"), tr("PNG images (*.png)"), QStringLiteral("F, N"),
         image(style::ImageFormat::Png)},
        {tr("Flame graph as PDF"), QStringLiteral("pdf"), tr("PDF documents (*.pdf)"), QStringLiteral("F, P"),
         image(style::ImageFormat::Pdf)},
    };
}

QList<KeyHelp> FlamePane::keyHelp() const
{
    return {
        {tr("Arrow keys"), tr("Walk to the caller, the widest callee, or the frames beside")},
        {tr("Enter"), tr("Zoom to the frame and make it active")},
        {tr("Escape"), tr("Show all")},
        {tr("Wheel"), tr("Zoom in or out")},
        {tr("Shift+wheel, Page Up, Page Down"), tr("Scroll")},
        {tr("Click"), tr("Zoom to the frame and make it active")},
        {tr("Double-click"), tr("Show the source")},
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
    m_view->setActive(data && !name.isEmpty() ? data->frames().find({name.constData(), size_t(name.size())})
                                              : std::vector<FrameId>());
}

void FlamePane::showBusy(bool busy)
{
    m_view->setBusy(busy || m_building);
}

void FlamePane::build()
{
    const int number = ++m_buildNumber;
    m_building = true;
    auto *watcher = new QFutureWatcher<FlameDataPtr>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, number] {
        watcher->deleteLater();
        if (number != m_buildNumber)
            return; // a newer one is under way
        m_building = false;
        m_search = nullptr;
        m_view->setData(watcher->result());
        showBusy(document()->isBusy());
        showActive();
        search();
    });
    watcher->setFuture(
        QtConcurrent::run([analysis = document()->analysis(), inverted = m_fromCallers->isChecked()] {
            return FlameDataPtr(std::make_shared<FlameData>(analysis, inverted));
        }));
    // Only what takes its time is worth a flicker.
    QTimer::singleShot(100, this, [this, number] {
        if (m_building && number == m_buildNumber)
            showBusy(true);
    });
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
    using Found = std::shared_ptr<const FlameSearch>;
    const std::stop_token stop = m_searchStop.get_token();
    m_searching = true;
    auto *watcher = new QFutureWatcher<Found>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, stop] {
        watcher->deleteLater();
        if (stop.stop_requested())
            return;
        m_searching = false;
        m_search = watcher->result();
        showSearch();
    });
    watcher->setFuture(QtConcurrent::run([data, regex = *pattern, stop] {
        return Found(std::make_shared<FlameSearch>(searchFlame(data->tree, data->frames(), regex, stop)));
    }));
}

void FlamePane::showSearch()
{
    m_view->setSearch(m_search);
    const bool any = m_search && m_search->hits() > 0;
    m_nextHit->setEnabled(any);
    m_previousHit->setEnabled(any);

    QString text;
    if (m_search) {
        const FlameDataPtr &data = m_view->data();
        const auto hits = int(std::min<uint64_t>(m_search->hits(), INT_MAX));
        // Widths are magnitudes, and so is the total; means have a total that is no sum.
        const int64_t total = data->analysis->options().mean ? data->tree.width() : data->analysis->total();
        const QString share = QString::fromStdString(measure::percentage(m_search->covered, total)).trimmed();
        text = hits == 0 ? tr("no frame matches")
                         : tr("%Ln frame(s) match, %1 of the total", nullptr, hits).arg(share);
    }
    m_searchLine->setSummary(text);
}

void FlamePane::goToHit(bool forward)
{
    const FlameDataPtr &data = m_view->data();
    if (!m_search || !data)
        return;
    const FlameNode from = m_view->current().value_or(m_view->zoomed());
    const auto hit =
        forward ? nextHit(data->tree, *m_search, from) : previousHit(data->tree, *m_search, from);
    if (!hit)
        return;
    m_view->setCurrent(*hit);
    Q_EMIT statusMessage(
        tr("Match %L1 of %L2").arg(hitNumber(data->tree, *m_search, *hit) + 1).arg(m_search->hits()));
}

// ---- Details

QString FlamePane::costsText(FlameNode node) const
{
    const FlameTree &tree = m_view->data()->tree;
    const Analysis &analysis = *m_view->data()->analysis;
    const auto figure = [&](int64_t value) { return QString::fromStdString(analysis.formatAuto(value)); };
    const auto share = [](int64_t value, int64_t of) {
        return QString::fromStdString(measure::percentage(value, of)).trimmed();
    };
    const int64_t total = tree.total(node);
    QStringList parts;
    // Filters, and what was saved in a difference, leave less than the total for the whole graph.
    if (node.depth == 0 && total != analysis.total())
        parts << tr("%1 (%2 of the total, %3)")
                     .arg(figure(total), share(total, analysis.total()), figure(analysis.total()));
    else
        parts << tr("%1 (%2 of all)").arg(figure(total), share(total, analysis.total()));
    if (node.depth > 0) {
        if (node.depth > 1)
            parts << (m_view->data()->inverted ? tr("%1 of its callee") : tr("%1 of its caller"))
                         .arg(share(total, tree.total(tree.parent(node))));
        // In the tree from callers, stacks that end in a frame begin in it: that is no cost of its own.
        if (!m_view->data()->inverted)
            parts
                << tr("self %1 (%2)").arg(figure(tree.self(node)), share(tree.self(node), analysis.total()));
        const FrameId frame = tree.element(node).frame();
        const int64_t flat = analysis.costs().flatValue(frame), cum = analysis.costs().cumValue(frame);
        parts << tr("everywhere: flat %1, cum %2").arg(figure(flat), figure(cum));
    }
    return parts.join(QStringLiteral("  ·  "));
}

QString FlamePane::othersText(const FlameSpot &spot) const
{
    const FlameTree &tree = m_view->data()->tree;
    const Analysis &analysis = *m_view->data()->analysis;
    const int64_t value = tree.valueOf(*spot.others);
    return QStringLiteral("%1 (%2)").arg(QString::fromStdString(analysis.formatAuto(value)),
                                         QString::fromStdString(analysis.percent(value)));
}

void FlamePane::showDetails()
{
    const FlameDataPtr &data = m_view->data();
    if (!data || data->tree.isEmpty()) {
        m_details->setTexts({}, {}, {});
        return;
    }
    const FlameSpot spot = m_view->pointed();
    if (spot.others) {
        const auto count = int(data->tree.countNodes(*spot.others, spot.node.depth + 1));
        m_details->setTexts(tr("%Ln frame(s) too narrow to be drawn: click to open", nullptr, count), {},
                            othersText(spot));
    } else if (spot.node.depth == 0) {
        m_details->setTexts(tr("all"), {}, costsText(spot.node));
    } else {
        const StackElement element = data->tree.element(spot.node);
        QString name = style::displayText(data->frames()[element.frame()].name);
        if (name.isEmpty())
            name = style::displayText(data->frames().printableName(element.frame()));
        if (element.inlined())
            name += tr(" (inlined)");
        QString file = fileOf(*data->analysis, element.frame());
        if (const int64_t line = data->frames()[element.frame()].line)
            file += QLatin1Char(':') + QString::number(line);
        m_details->setTexts(name, file, costsText(spot.node));
    }
    m_view->setAccessibleName(m_details->accessibleName());
}

QString FlamePane::pathText(FlameNode node) const
{
    std::vector<StackElement> path;
    m_view->data()->tree.path(node, path);
    QStringList lines;
    for (const StackElement element : path) {
        const std::string_view name = m_view->data()->frames().printableName(element.frame());
        lines << QString::fromUtf8(name.data(), qsizetype(name.size()));
    }
    return lines.join(QLatin1Char('\n'));
}

void FlamePane::copyPath(FlameNode node)
{
    QGuiApplication::clipboard()->setText(pathText(node));
}

void FlamePane::copyCosts(FlameNode node)
{
    const FlameDataPtr &data = m_view->data();
    const QString name =
        node.depth > 0 ? functionName(data->frames(), data->tree.element(node).frame()) : tr("all");
    QGuiApplication::clipboard()->setText(name + QLatin1Char('\n') + costsText(node));
}

void FlamePane::showMenu(const FlameSpot &spot, QPoint globalPosition)
{
    const FlameDataPtr data = m_view->data();
    QMenu menu(this);
    if (spot.others) {
        menu.addAction(tr("&Zoom Here"), m_view, [this, spot] { m_view->zoomTo(spot.node, *spot.others); });
        menu.addAction(tr("Copy C&osts"), this,
                       [this, spot] { QGuiApplication::clipboard()->setText(othersText(spot)); });
    } else {
        menu.addAction(m_zoomHere->text(), m_zoomHere->shortcut(), m_view,
                       [this, spot] { m_view->zoomTo(spot.node); });
    }
    menu.addAction(m_zoomOut);
    menu.addAction(m_zoomWhole);
    if (!spot.others && spot.node.depth > 0) {
        menu.addSeparator();
        addFunctionActions(&menu, document(),
                           functionName(data->frames(), data->tree.element(spot.node).frame()));
        menu.addAction(tr("Copy Pa&th"), m_copyPath->shortcut(), this, [this, spot] { copyPath(spot.node); });
        menu.addAction(tr("Copy C&osts"), m_copyCosts->shortcut(), this,
                       [this, spot] { copyCosts(spot.node); });
    }
    menu.addSeparator();
    menu.addAction(m_fromCallers);
    menu.addAction(m_flip);
    menu.exec(globalPosition);
}

} // namespace proflens
