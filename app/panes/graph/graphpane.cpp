// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/graph/graphpane.h"

#include "app/panes/functionmenu.h"
#include "app/panes/graph/elidedlabel.h"
#include "app/panes/graph/graphcanvas.h"
#include "app/panes/graph/graphhalves.h"
#include "app/panes/graph/graphtools.h"
#include "app/style/difference.h"
#include "app/style/graphpainter.h"
#include "app/style/icons.h"
#include "app/style/text.h"
#include "core/format/savefile.h"
#include "core/report/graphsvg.h"

#include <QAction>
#include <QFutureWatcher>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrent>

#include <algorithm>

namespace proflens {

namespace {

constexpr int keysRestMs = 350;
constexpr int dimAfterMs = 150;

} // namespace

GraphPane::GraphPane(Document *document, QWidget *parent)
    : Pane(document, parent)
    , m_tools(new GraphTools(this))
    , m_note(new QLabel(this))
    , m_halves(new GraphHalves(this))
    , m_canvas(m_halves->main())
    , m_legendRow(new QWidget(this))
    , m_legend(new style::DifferenceLegend(m_legendRow))
    , m_unchanged(new ElidedLabel(m_legendRow))
    , m_name(new ElidedLabel(this))
    , m_costs(new QLabel(this))
    , m_dim(new QTimer(this))
    , m_keyRest(new QTimer(this))
{
    m_pool.setMaxThreadCount(1);
    makeActions();
    makeToolBar();
    m_tools->showChoice(choice());

    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setContentsMargins(6, 2, 6, 2);
    m_note->hide();

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(6, 2, 6, 2);
    bar->addWidget(m_name, 1);
    bar->addWidget(m_costs);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tools);
    layout->addWidget(m_note);
    layout->addWidget(m_halves, 1);
    layout->addWidget(m_legendRow);
    layout->addLayout(bar);
    setFocusProxy(m_halves);
    m_canvas->setAccessibleName(title());

    auto *legend = new QHBoxLayout(m_legendRow);
    legend->setContentsMargins(6, 2, 6, 0);
    legend->addWidget(m_legend, 1);
    legend->addWidget(m_unchanged, 1);
    //: How functions are outlined that only one side of a comparison has.
    legend->addWidget(new QLabel(tr("Dotted outline: new. Dashed: gone."), m_legendRow));
    m_legendRow->hide();

    // Who walks with the keys has to stay for a moment, so that back and forward do not fill with what was
    // passed by.
    connect(m_halves, &GraphHalves::walked, m_keyRest, qOverload<>(&QTimer::start));
    connect(m_halves, &GraphHalves::clicked, this, &GraphPane::activate);
    connect(m_halves, &GraphHalves::opened, this, &GraphPane::openSource);
    connect(m_halves, &GraphHalves::hovered, this, [this](int node, int edge) {
        showBar(node, edge);
        this->document()->setHovered(node < 0 ? QString() : m_canvas->scene()->functionOf(size_t(node)));
    });
    connect(m_halves, &GraphHalves::currentChanged, this, [this] {
        showBar(-1, -1);
        updateActions();
    });
    connect(m_halves, &GraphHalves::menuRequested, this, &GraphPane::showMenu);

    connect(m_tools, &GraphTools::chosen, this, &GraphPane::setChoice);
    connect(document, &Document::stateChanged, this, &GraphPane::showChoice);
    m_keyRest->setSingleShot(true);
    m_keyRest->setInterval(keysRestMs);
    connect(m_keyRest, &QTimer::timeout, this, [this] { activate(m_halves->active()->current()); });
    m_dim->setSingleShot(true);
    m_dim->setInterval(dimAfterMs);
    connect(m_dim, &QTimer::timeout, this, &GraphPane::showState);
    showState();
}

LayoutOptions GraphPane::quickLayout()
{
    LayoutOptions options;
    options.timeout = 2500;
    options.fastTimeout = 1500;
    return options;
}

GraphPane::~GraphPane()
{
    m_stop.request_stop(); // the pool's own end waits for the thread, which ends at once
}

void GraphPane::makeActions()
{
    const auto make = [this](const QString &text, const QString &tip, const QList<QKeySequence> &keys) {
        auto *action = new QAction(text, this);
        action->setToolTip(keys.isEmpty() ? tip
                                          : tip + QStringLiteral(" (%1)").arg(
                                                      keys.first().toString(QKeySequence::NativeText)));
        action->setShortcuts(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
        return action;
    };
    m_zoomIn = make(
        tr("Zoom &in"), tr("Zoom in"),
        {QKeySequence(Qt::Key_Plus), QKeySequence(Qt::Key_Equal), QKeySequence(Qt::CTRL | Qt::Key_Plus)});
    m_zoomIn->setIconText(QStringLiteral("+"));
    m_zoomOut = make(tr("Zoom &out"), tr("Zoom out"),
                     {QKeySequence(Qt::Key_Minus), QKeySequence(Qt::CTRL | Qt::Key_Minus)});
    m_zoomOut->setIconText(QStringLiteral("−"));
    m_actualSize = make(tr("Actual &size"), tr("Actual size"), {QKeySequence(Qt::CTRL | Qt::Key_0)});
    m_actualSize->setIconText(QStringLiteral("1:1"));
    m_fit = make(tr("&Fit"), tr("Fit the whole graph"), {QKeySequence(Qt::Key_F)});
    m_cancel = make(tr("&Cancel layout"), tr("Stop laying out and keep the old picture"),
                    {QKeySequence(Qt::Key_Escape)});
    m_cancel->setIconText(tr("Cancel"));
    m_layOut = make(tr("&Lay out again"), tr("Lay out the graph"), {QKeySequence(Qt::CTRL | Qt::Key_L)});
    m_linked = make(tr("Loc&k both sides together"), tr("Zoom, scroll and select in both sides at once"),
                    {QKeySequence(Qt::Key_L)});
    m_linked->setIcon(style::icon(style::Sign::Lock));
    m_linked->setIconText(tr("Linked"));
    m_linked->setCheckable(true);
    m_linked->setVisible(false);
    m_callTree =
        make(tr("Call &tree"), tr("One node for each path of calls, instead of one for each function"),
             {QKeySequence(Qt::Key_T)});
    m_callTree->setCheckable(true);
    m_trim = make(tr("Leave out what is s&mall"),
                  tr("Trim by number of functions and shares of the total, or show all (pprof's trim)"),
                  {QKeySequence(Qt::Key_M)});
    m_trim->setCheckable(true);
    const auto edit = [&](const QString &text, const QString &tip, Qt::Key key, GraphTools::Control control) {
        connect(make(text, tip, {QKeySequence(key)}), &QAction::triggered, this,
                [this, control] { m_tools->edit(control); });
    };
    edit(tr("&Number of functions…"), tr("How many functions to show at most (pprof's nodecount)"), Qt::Key_N,
         GraphTools::Control::NodeCount);
    edit(tr("Smallest &function…"),
         tr("The smallest share of a function that is shown (pprof's nodefraction)"), Qt::Key_P,
         GraphTools::Control::NodeFraction);
    edit(tr("Smallest &call…"), tr("The smallest share of a call that is shown (pprof's edgefraction)"),
         Qt::Key_C, GraphTools::Control::EdgeFraction);
    addSeparator();
    addCursorActions();
    connect(m_trim, &QAction::triggered, m_tools, &GraphTools::setTrim);
    connect(m_tools, &GraphTools::trimToggled, m_trim, &QAction::setChecked);
    connect(m_callTree, &QAction::triggered, m_tools, &GraphTools::setCallTree);
    connect(m_tools, &GraphTools::callTreeToggled, m_callTree, &QAction::setChecked);
    connect(m_linked, &QAction::triggered, this, [this](bool linked) {
        ViewState state = document()->state();
        state.compare.linked = linked;
        document()->setState(state);
    });
    connect(m_zoomIn, &QAction::triggered, this, [this] { m_halves->active()->zoomIn(); });
    connect(m_zoomOut, &QAction::triggered, this, [this] { m_halves->active()->zoomOut(); });
    connect(m_actualSize, &QAction::triggered, this, [this] { m_halves->active()->zoomToActualSize(); });
    connect(m_fit, &QAction::triggered, this, [this] { m_halves->active()->zoomToFit(); });
    connect(m_cancel, &QAction::triggered, this, &GraphPane::cancel);
    connect(m_layOut, &QAction::triggered, this, &GraphPane::startLayout);
}

void GraphPane::makeToolBar()
{
    m_tools->addSeparator();
    for (QAction *action : {m_zoomOut, m_zoomIn, m_actualSize, m_fit, m_linked})
        m_tools->addAction(action);
    if (auto *button = qobject_cast<QToolButton *>(m_tools->widgetForAction(m_linked)))
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_tools->addSeparator();
    m_tools->addAction(m_cancel);
}

void GraphPane::setChoice(const GraphChoice &choice)
{
    ViewState state = document()->state();
    state.graph = choice;
    document()->setState(state);
}

void GraphPane::showChoice()
{
    m_tools->showChoice(choice());
    m_callTree->setChecked(choice().callTree);
    m_trim->setChecked(choice().trim);
    if (isVisible() && choice() != m_choice && (m_canvas->scene() || m_laying))
        startLayout();
}

void GraphPane::showEvent(QShowEvent *event)
{
    Pane::showEvent(event);
    showChoice();
}

GraphCanvas *GraphPane::baseCanvas() const
{
    return m_halves->base();
}

bool GraphPane::isIdle() const
{
    return !m_laying && !m_tools->isSettling();
}

void GraphPane::showAnalysis()
{
    const bool linked = document()->state().compare.linked;
    m_halves->setLinked(linked);
    m_linked->setChecked(linked);
    // Not all that is told about a comparison makes another picture.
    if (!m_laying && !m_cancelled && m_scenes.main && m_scenes.main->subject == subject() &&
        m_choice == choice())
        return;
    startLayout();
}

GraphSubject GraphPane::subject() const
{
    GraphSubject subject;
    subject.analysis = document()->analysis();
    subject.comparison = document()->comparison();
    if (!subject.comparison)
        return subject;
    const CompareState &compare = document()->state().compare;
    subject.look = compare.look;
    subject.hideNoise = compare.hideNoise;
    if (!subject.isSideBySide()) {
        subject.colorSelf = compare.colorSelf;
        subject.colorRelative = compare.colorRelative;
    }
    subject.baseName = document()->sideTitle(Document::Side::Base);
    subject.currentName = document()->sideTitle(Document::Side::Current);
    return subject;
}

void GraphPane::startLayout()
{
    if (!document()->analysis())
        return;
    m_stop.request_stop();
    m_stop = {};
    m_cancelled = false;
    m_laying = true;
    m_choice = choice();
    m_dim->start();
    const StopToken stop = m_stop.get_token();
    auto *watcher = new QFutureWatcher<GraphScenes>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, stop] {
        watcher->deleteLater();
        if (!stop.stop_requested())
            finishLayout(watcher->result());
    });
    watcher->setFuture(QtConcurrent::run(
        &m_pool, [subject = subject(), choice = choice(), font = m_canvas->font(), options = m_layoutOptions,
                  stop] { return makeGraphScenes(subject, choice, font, options, stop); }));
    showState();
}

void GraphPane::finishLayout(const GraphScenes &scenes)
{
    m_laying = false;
    m_scenes = scenes;
    m_halves->setScenes(scenes);
    showLegend();
    showActive();
    showBar(-1, -1);
    updateActions();
}

void GraphPane::showLegend()
{
    const GraphSubject &subject = m_scenes.main->subject;
    m_linked->setVisible(subject.isSideBySide());
    m_legendRow->setVisible(subject.comparison && !subject.isSideBySide());
    if (!subject.comparison)
        return;
    const auto heading = [](const QString &side, const QString &name, const Analysis &analysis, int64_t sum) {
        //: Above half of a pane: "Base: heap-1.pb.gz, 1.20MB"
        return tr("%1: %2, %3").arg(side, name, QString::fromStdString(analysis.formatAuto(sum)));
    };
    const BothValues sum = subject.comparison->sum();
    m_halves->setHeadings(
        heading(tr("Base"), subject.baseName, *subject.comparison->base(), sum.base),
        heading(tr("Current"), subject.currentName, *subject.comparison->current(), sum.current));
    style::DifferenceScale scale;
    scale.of = subject.colorSelf ? tr("Δ of flat") : tr("Δ of cum");
    if (subject.colorRelative)
        scale.of = subject.colorSelf ? tr("Ratio of flat") : tr("Ratio of cum");
    scale.least = m_scenes.main->least();
    scale.most = m_scenes.main->most();
    scale.patterns = false; // outlines tell
    scale.noise = subject.comparison->hasCounts();
    m_legend->setScale(scale);
    // A scale between nothing and nothing tells nothing.
    m_legend->setVisible(!scale.most.isEmpty());
    m_unchanged->setVisible(scale.most.isEmpty());
    const auto &changes = m_scenes.main->compared->cumChanges;
    const bool isSame = std::all_of(changes.begin(), changes.end(),
                                    [](const Change &change) { return change.kind == Change::Kind::Same; });
    m_unchanged->setText(!isSame ? tr("No function shown changed by more than sampling explains.")
                                 : tr("No function shown changed."));
}

void GraphPane::cancel()
{
    if (!m_laying)
        return;
    m_stop.request_stop();
    m_laying = false;
    m_cancelled = true;
    showState();
}

void GraphPane::showActive()
{
    m_keyRest->stop();
    m_halves->showFunction(document()->state().active);
    showState();
}

void GraphPane::showBusy(bool busy)
{
    m_analysisBusy = busy;
    if (busy)
        m_dim->start();
    showState();
}

QString GraphPane::note() const
{
    const GraphScenePtr &scene = m_canvas->scene();
    if (m_laying)
        return m_dim->isActive() ? QString() : tr("Laying out…");
    if (m_cancelled)
        return scene ? tr("The layout was cancelled; this is the picture from before. Ctrl+L lays out again.")
                     : tr("The layout was cancelled. Ctrl+L lays out again.");
    if (!scene)
        return {};
    QStringList notes;
    if (const QString word = scene->layoutNote(); !word.isEmpty())
        notes << word;
    const QString active = document()->state().active;
    if (!active.isEmpty() && !scene->picture.drawing.nodes.empty() && scene->nodesOf(active).empty())
        notes << tr("%1 is not among the nodes shown.").arg(style::displayText(active.toStdString()));
    return notes.join(QLatin1Char(' '));
}

void GraphPane::showState()
{
    const bool waiting = m_laying || m_analysisBusy;
    const GraphScenePtr &scene = m_canvas->scene();
    m_halves->setDimmed((waiting && !m_dim->isActive()) || (m_cancelled && scene));
    m_halves->setMessage(m_laying ? tr("Laying out…") : scene ? scene->emptyReason() : QString());
    m_cancel->setEnabled(m_laying);
    const QString text = note();
    m_note->setText(text);
    m_note->setVisible(!text.isEmpty());
}

void GraphPane::showBar(int node, int edge)
{
    const GraphScenePtr &scene = m_canvas->scene();
    if (!scene) {
        m_name->setText({});
        m_costs->clear();
        return;
    }
    const auto text = [](const std::string &utf8) { return QString::fromStdString(utf8); };
    const GraphDrawing &drawing = scene->picture.drawing;
    if (edge >= 0) {
        m_name->setText(text(drawing.edges[size_t(edge)].title));
        // What the other half says of it is beside it.
        const QString other =
            m_scenes.base ? text(m_scenes.base->picture.drawing.edges[size_t(edge)].label) : QString();
        m_costs->setText(other.isEmpty() ? QString() : tr("base: %1").arg(other));
        return;
    }
    if (node < 0)
        node = m_halves->active()->current();
    if (node >= 0) {
        m_name->setText(text(drawing.nodes[size_t(node)].name));
        m_costs->setText(costsOf(node));
        return;
    }
    const int shown = int(scene->calls().shown.size());
    const int calls =
        int(drawing.edges.size() + size_t(shown) - drawing.nodes.size()); // without those to label boxes
    m_name->setText(shown == 0                           ? QString()
                    : document()->state().graph.callTree ? tr("%Ln node(s) shown", nullptr, shown)
                                                         : tr("%Ln function(s) shown", nullptr, shown));
    m_costs->setText(shown == 0 ? QString() : tr("%Ln call(s)", nullptr, calls));
}

QString GraphPane::costsOf(int node) const
{
    const auto text = [node](const GraphScene &scene) {
        return QString::fromStdString(scene.picture.drawing.nodes[size_t(node)].costs);
    };
    if (!m_scenes.base)
        return text(*m_scenes.main);
    return tr("base: %1; current: %2").arg(text(*m_scenes.base), text(*m_scenes.main));
}

QString GraphPane::cursorFunction() const
{
    const int node = m_halves->active()->current();
    return node >= 0 && m_canvas->scene() ? m_canvas->scene()->functionOf(size_t(node)) : QString();
}

void GraphPane::activate(int node)
{
    m_keyRest->stop();
    if (node >= 0 && m_canvas->scene())
        document()->setActive(m_canvas->scene()->functionOf(size_t(node)));
}

void GraphPane::openSource(int node)
{
    activate(node);
    document()->showPane(QStringLiteral("source"));
}

void GraphPane::showMenu(int node, const QPoint &position)
{
    QMenu menu;
    if (node >= 0) {
        addFunctionActions(&menu, document(), m_canvas->scene()->functionOf(size_t(node)));
        menu.addSeparator();
    }
    for (QAction *action :
         {m_zoomIn, m_zoomOut, m_actualSize, m_fit, m_linked, m_cancel, m_layOut, m_callTree, m_trim})
        menu.addAction(action);
    menu.exec(position);
}

QList<KeyHelp> GraphPane::keyHelp() const
{
    return {{tr("Up, Down"), tr("Walk to the heaviest caller or callee")},
            {tr("Left, Right"), tr("Walk to the next function that the same caller calls")},
            {tr("Enter, double-click"), tr("Open the source of the function")},
            {tr("Mouse wheel"), tr("Zoom in or out")}};
}

QList<ExportFormat> GraphPane::exportFormats()
{
    if (!m_canvas->scene() || m_canvas->scene()->picture.drawing.nodes.empty())
        return {};
    const auto format = [this](const QString &name, const QString &suffix, const QString &filter,
                               const QString &keys) {
        return ExportFormat{name, suffix, filter, keys,
                            [this, suffix](const QString &path) { return save(path, suffix); }};
    };
    return {format(tr("Call graph as SVG"), QStringLiteral("svg"), tr("SVG images (*.svg)"),
                   QStringLiteral("G, S")),
            format(tr("Call graph as PNG"), QStringLiteral("png"), tr("PNG images (*.png)"),
                   QStringLiteral("G, N")),
            format(tr("Call graph as PDF"), QStringLiteral("pdf"), tr("PDF documents (*.pdf)"),
                   QStringLiteral("G, P")),
            format(tr("Call graph as DOT"), QStringLiteral("dot"), tr("Graphviz graphs (*.dot *.gv)"),
                   QStringLiteral("G, D"))};
}

Status GraphPane::save(const QString &path, const QString &suffix) const
{
    const GraphPicture picture = m_scenes.picture();
    std::string bytes;
    if (suffix == QLatin1String("svg")) {
        bytes = graphSvg(picture);
    } else if (suffix == QLatin1String("dot")) {
        bytes = m_scenes.base ? pictureDot(picture) : m_scenes.main->dot();
    } else {
        const auto image = style::graphImage(picture, m_canvas->font(),
                                             suffix == QLatin1String("pdf") ? style::ImageFormat::Pdf
                                                                            : style::ImageFormat::Png);
        if (!image)
            return image.error();
        bytes = image->toStdString();
    }
    return saveFile(path.toStdString(), bytes);
}

} // namespace proflens
