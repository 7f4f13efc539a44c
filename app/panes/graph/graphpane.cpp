// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/graph/graphpane.h"

#include "app/panes/functionmenu.h"
#include "app/panes/graph/elidedlabel.h"
#include "app/panes/graph/graphcanvas.h"
#include "app/style/graphpainter.h"
#include "app/style/text.h"
#include "core/format/savefile.h"
#include "core/report/graphsvg.h"

#include <QAction>
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QFutureWatcher>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QSpinBox>
#include <QTimer>
#include <QToolBar>
#include <QVBoxLayout>
#include <QtConcurrent>

namespace proflens {

namespace {

constexpr int controlsRestMs = 300;
constexpr int keysRestMs = 350;
constexpr int dimAfterMs = 150;
constexpr int mostNodes = 5000;

} // namespace

GraphPane::GraphPane(Document *document, QWidget *parent)
    : Pane(document, parent)
    , m_tools(new QToolBar(this))
    , m_note(new QLabel(this))
    , m_canvas(new GraphCanvas(this))
    , m_name(new ElidedLabel(this))
    , m_costs(new QLabel(this))
    , m_settle(new QTimer(this))
    , m_dim(new QTimer(this))
    , m_keyRest(new QTimer(this))
{
    m_pool.setMaxThreadCount(1);
    makeActions();
    makeToolBar();
    showControls();

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
    layout->addWidget(m_canvas, 1);
    layout->addLayout(bar);
    setFocusProxy(m_canvas);
    m_canvas->setAccessibleName(title());

    // Who walks with the keys has to stay for a moment, so that back and forward do not fill with what was
    // passed by.
    connect(m_canvas, &GraphCanvas::walked, m_keyRest, qOverload<>(&QTimer::start));
    connect(m_canvas, &GraphCanvas::clicked, this, &GraphPane::activate);
    connect(m_canvas, &GraphCanvas::opened, this, &GraphPane::openSource);
    connect(m_canvas, &GraphCanvas::hovered, this, [this](int node, int edge) {
        showBar(node, edge);
        this->document()->setHovered(node < 0 ? QString() : m_canvas->scene()->functionOf(size_t(node)));
    });
    connect(m_canvas, &GraphCanvas::currentChanged, this, [this] {
        showBar(-1, -1);
        updateActions();
    });
    connect(m_canvas, &GraphCanvas::menuRequested, this, &GraphPane::showMenu);

    m_settle->setSingleShot(true);
    m_settle->setInterval(controlsRestMs);
    connect(m_settle, &QTimer::timeout, this, &GraphPane::readControls);
    m_keyRest->setSingleShot(true);
    m_keyRest->setInterval(keysRestMs);
    connect(m_keyRest, &QTimer::timeout, this, [this] { activate(m_canvas->current()); });
    m_dim->setSingleShot(true);
    m_dim->setInterval(dimAfterMs);
    connect(m_dim, &QTimer::timeout, this, &GraphPane::showState);
    showState();
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
    m_callTreeAction =
        make(tr("Call &tree"), tr("One node for each path of calls, instead of one for each function"),
             {QKeySequence(Qt::Key_T)});
    m_callTreeAction->setCheckable(true);
    addSeparator();
    addCursorActions();
    connect(m_zoomIn, &QAction::triggered, m_canvas, &GraphCanvas::zoomIn);
    connect(m_zoomOut, &QAction::triggered, m_canvas, &GraphCanvas::zoomOut);
    connect(m_actualSize, &QAction::triggered, m_canvas, &GraphCanvas::zoomToActualSize);
    connect(m_fit, &QAction::triggered, m_canvas, &GraphCanvas::zoomToFit);
    connect(m_cancel, &QAction::triggered, this, &GraphPane::cancel);
    connect(m_layOut, &QAction::triggered, this, &GraphPane::startLayout);
}

void GraphPane::makeToolBar()
{
    m_tools->setToolButtonStyle(Qt::ToolButtonTextOnly);
    const auto add = [this](const QString &text, QWidget *control, const QString &tip) {
        auto *label = new QLabel(text, m_tools);
        label->setBuddy(control);
        label->setContentsMargins(6, 0, 4, 0);
        label->setToolTip(tip);
        control->setToolTip(tip);
        m_tools->addWidget(label);
        m_tools->addWidget(control);
    };
    m_nodeCount = new QSpinBox(m_tools);
    m_nodeCount->setRange(1, mostNodes);
    m_nodeCount->setGroupSeparatorShown(true);
    add(tr("&Up to"), m_nodeCount, tr("How many functions to show at most, the most telling ones"));
    const auto fraction = [this] {
        auto *box = new QDoubleSpinBox(m_tools);
        box->setRange(0, 100);
        box->setDecimals(2);
        box->setSuffix(tr(" %"));
        box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
        return box;
    };
    m_nodeFraction = fraction();
    add(tr("functions &with at least"), m_nodeFraction,
        tr("Leave out functions whose cum is below this share of the total"));
    m_edgeFraction = fraction();
    add(tr("Ca&lls with at least"), m_edgeFraction,
        tr("Leave out calls that weigh less than this share of the total"));
    m_callTree = new QCheckBox(tr("Call t&ree"), m_tools);
    m_callTree->setToolTip(tr("One node for each path of calls, instead of one for each function"));
    auto *gap = new QWidget(m_tools);
    gap->setFixedWidth(10);
    m_tools->addWidget(gap);
    m_tools->addWidget(m_callTree);
    for (QSpinBox *box : {m_nodeCount})
        connect(box, &QSpinBox::valueChanged, m_settle, qOverload<>(&QTimer::start));
    for (QDoubleSpinBox *box : {m_nodeFraction, m_edgeFraction})
        connect(box, &QDoubleSpinBox::valueChanged, m_settle, qOverload<>(&QTimer::start));
    connect(m_callTree, &QCheckBox::toggled, m_settle, qOverload<>(&QTimer::start));
    connect(m_callTree, &QCheckBox::toggled, m_callTreeAction, &QAction::setChecked);
    connect(m_callTreeAction, &QAction::triggered, m_callTree, &QCheckBox::setChecked);
    m_tools->addSeparator();
    for (QAction *action : {m_zoomOut, m_zoomIn, m_actualSize, m_fit})
        m_tools->addAction(action);
    m_tools->addSeparator();
    m_tools->addAction(m_cancel);
}

void GraphPane::useSettings(QSettings *settings)
{
    m_settings = settings;
    settings->beginGroup(id());
    const GraphChoice standard;
    GraphChoice choice;
    choice.nodeCount =
        std::clamp(settings->value(QStringLiteral("nodes"), standard.nodeCount).toInt(), 1, mostNodes);
    choice.nodeFraction = std::clamp(
        settings->value(QStringLiteral("nodeFraction"), standard.nodeFraction).toDouble(), 0.0, 1.0);
    choice.edgeFraction = std::clamp(
        settings->value(QStringLiteral("edgeFraction"), standard.edgeFraction).toDouble(), 0.0, 1.0);
    choice.callTree = settings->value(QStringLiteral("callTree"), standard.callTree).toBool();
    settings->endGroup();
    setChoice(choice);
}

void GraphPane::setChoice(const GraphChoice &choice)
{
    if (m_choice == choice)
        return;
    m_choice = choice;
    showControls();
    if (m_settings) {
        m_settings->beginGroup(id());
        m_settings->setValue(QStringLiteral("nodes"), choice.nodeCount);
        m_settings->setValue(QStringLiteral("nodeFraction"), choice.nodeFraction);
        m_settings->setValue(QStringLiteral("edgeFraction"), choice.edgeFraction);
        m_settings->setValue(QStringLiteral("callTree"), choice.callTree);
        m_settings->endGroup();
    }
    if (m_canvas->scene() || m_laying)
        startLayout();
}

void GraphPane::showControls()
{
    const QSignalBlocker blockers[] = {QSignalBlocker(m_nodeCount), QSignalBlocker(m_nodeFraction),
                                       QSignalBlocker(m_edgeFraction), QSignalBlocker(m_callTree)};
    m_nodeCount->setValue(m_choice.nodeCount);
    m_nodeFraction->setValue(m_choice.nodeFraction * 100);
    m_edgeFraction->setValue(m_choice.edgeFraction * 100);
    m_callTree->setChecked(m_choice.callTree);
    m_callTreeAction->setChecked(m_choice.callTree);
}

void GraphPane::readControls()
{
    setChoice({m_nodeCount->value(), m_nodeFraction->value() / 100, m_edgeFraction->value() / 100,
               m_callTree->isChecked()});
}

bool GraphPane::isIdle() const
{
    return !m_laying && !m_settle->isActive();
}

void GraphPane::showAnalysis()
{
    startLayout();
}

void GraphPane::startLayout()
{
    const AnalysisPtr analysis = document()->analysis();
    if (!analysis)
        return;
    m_stop.request_stop();
    m_stop = {};
    m_cancelled = false;
    m_laying = true;
    m_dim->start();
    const StopToken stop = m_stop.get_token();
    auto *watcher = new QFutureWatcher<GraphScenePtr>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, stop] {
        watcher->deleteLater();
        if (!stop.stop_requested())
            finishLayout(watcher->result());
    });
    watcher->setFuture(QtConcurrent::run(
        &m_pool, [analysis, choice = m_choice, font = m_canvas->font(), options = m_layoutOptions, stop] {
            return makeGraphScene(analysis, choice, font, options, stop);
        }));
    showState();
}

void GraphPane::finishLayout(const GraphScenePtr &scene)
{
    m_laying = false;
    m_canvas->setScene(scene);
    showActive();
    showBar(-1, -1);
    updateActions();
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
    m_canvas->showFunction(document()->state().active);
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
    m_canvas->setDimmed((waiting && !m_dim->isActive()) || (m_cancelled && scene));
    m_canvas->setMessage(m_laying ? tr("Laying out…") : scene ? scene->emptyReason() : QString());
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
        m_costs->clear();
        return;
    }
    if (node < 0)
        node = m_canvas->current();
    if (node >= 0) {
        m_name->setText(text(drawing.nodes[size_t(node)].name));
        m_costs->setText(text(drawing.nodes[size_t(node)].costs));
        return;
    }
    const int shown = int(scene->graph.calls().shown.size());
    const int calls =
        int(drawing.edges.size() + size_t(shown) - drawing.nodes.size()); // without those to label boxes
    m_name->setText(shown == 0 ? QString() : tr("%Ln function(s) shown", nullptr, shown));
    m_costs->setText(shown == 0 ? QString() : tr("%Ln call(s)", nullptr, calls));
}

QString GraphPane::cursorFunction() const
{
    const int node = m_canvas->current();
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
    for (QAction *action : {m_zoomIn, m_zoomOut, m_actualSize, m_fit, m_cancel, m_layOut, m_callTreeAction})
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
    const GraphScene &scene = *m_canvas->scene();
    std::string bytes;
    if (suffix == QLatin1String("svg")) {
        bytes = graphSvg(scene.picture);
    } else if (suffix == QLatin1String("dot")) {
        bytes = scene.dot();
    } else {
        const auto image = style::graphImage(scene.picture, m_canvas->font(),
                                             suffix == QLatin1String("pdf") ? style::ImageFormat::Pdf
                                                                            : style::ImageFormat::Png);
        if (!image)
            return image.error();
        bytes = image->toStdString();
    }
    return saveFile(path.toStdString(), bytes);
}

} // namespace proflens
