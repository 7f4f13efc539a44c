// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/profileview.h"

#include "app/panes/pane.h"
#include "app/style/text.h"
#include "app/window/comparebar.h"
#include "app/window/filterbar.h"
#include "app/window/loadprogress.h"
#include "app/window/messagebar.h"
#include "app/window/paneset.h"
#include "app/window/viewbar.h"
#include "app/window/viewtitles.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QHideEvent>
#include <QMainWindow>
#include <QResizeEvent>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace proflens {

namespace {

// Layouts of another version are not restored: raise it when panes are added or renamed.
constexpr int layoutVersion = 4;

// The default layout: above, wide and tall, tabbed with the first one in front; below, side by side.
constexpr const char *upperPanes[] = {"flame", "graph", "source", "traces", "labels", "info", "console"};
constexpr const char *lowerPanes[] = {"top", "callers"};
// In front of the callers once there is a base.
constexpr const char *summaryPane = "summary", *besideSummary = "callers";

} // namespace

ProfileView::ProfileView(QSettings *settings, QWidget *parent)
    : QWidget(parent)
    , m_document(new Document(this))
    , m_panes(makePanes(m_document, nullptr))
    , m_bars(new QWidget(this))
    , m_viewBar(new ViewBar(m_document, m_bars))
    , m_filters(new FilterBar(m_document, m_bars))
    , m_compare(new CompareBar(m_document, m_bars))
    , m_messages(new MessageBar(this))
    , m_reloading(new LoadProgress(m_document, this))
    , m_pages(new QStackedWidget(this))
    , m_dockArea(new QMainWindow(this))
{
    for (Pane *pane : m_panes)
        pane->useSettings(settings);
    CodeRuleBook rules;
    rules.read(*settings);
    m_document->setCodeRules(rules);
    makeDocks();

    auto *first = new QWidget(this);
    auto *progress = new LoadProgress(m_document, first);
    progress->setMaximumWidth(640);
    auto *centred = new QHBoxLayout(first);
    centred->addStretch(1);
    centred->addWidget(progress, 4);
    centred->addStretch(1);
    m_pages->addWidget(first);
    m_pages->addWidget(m_dockArea);
    m_reloading->hide();

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *bars = new QVBoxLayout(m_bars);
    bars->setContentsMargins(0, 0, 0, 0);
    bars->setSpacing(0);
    bars->addWidget(m_viewBar);
    bars->addWidget(m_filters);
    bars->addWidget(m_compare);
    m_bars->hide();
    column->addWidget(m_bars);
    column->addWidget(m_messages);
    column->addWidget(m_reloading);
    column->addWidget(m_pages, 1);

    connect(progress, &LoadProgress::cancelled, m_document, &Document::cancelLoading);
    connect(m_reloading, &LoadProgress::cancelled, m_document, &Document::cancelLoading);
    connect(m_document, &Document::loadProgress, this, [this] {
        m_reloading->setVisible(m_document->isLoading() && m_document->profile());
        Q_EMIT statusChanged();
    });
    connect(m_document, &Document::loaded, this, &ProfileView::showProfile);
    connect(m_document, &Document::loadFailed, this, &ProfileView::loadFailed);
    connect(m_document, &Document::loadCancelled, this, [this] {
        m_reloading->hide();
        if (m_document->profile())
            Q_EMIT statusChanged();
        else
            Q_EMIT closeRequested({});
    });
    connect(m_document, &Document::saved, this, [this](const QString &path, const QString &error) {
        if (error.isEmpty())
            Q_EMIT statusMessage(tr("Saved %1").arg(QDir::toNativeSeparators(path)));
        else
            m_messages->addError(error);
    });
    connect(m_document, &Document::filterError, this, [this](const QString &message) {
        if (message.isEmpty() && !m_saysFilterError)
            return; // another message is shown
        m_saysFilterError = !message.isEmpty();
        m_messages->showError(message);
    });
    connect(m_messages, &MessageBar::closing, this,
            [this] { m_addressesSettled = m_addressesSettled || offersAddresses(); });
    connect(m_filters, &FilterBar::statusMessage, this, &ProfileView::statusMessage);
    connect(m_filters, &FilterBar::codeRulesWanted, this, &ProfileView::codeRulesWanted);
    connect(m_document, &Document::paneRequested, this, &ProfileView::raisePane);
    connect(m_document, &Document::analysisChanged, this, &ProfileView::statusChanged);
    connect(m_document, &Document::analysisChanged, this, &ProfileView::sizeWhenSeen);
    connect(m_document, &Document::stateChanged, this, [this] {
        if (m_offeredFrom >= 0 && m_document->state().sampleIndex != m_offeredFrom) {
            m_offeredFrom = -1;
            m_messages->clear();
        }
        if (m_document->state().granularity == Granularity::Addresses && offersAddresses()) {
            m_addressesSettled = true;
            m_messages->clear();
        }
        Q_EMIT statusChanged();
    });
    connect(m_document, &Document::busyChanged, this, &ProfileView::statusChanged);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        for (Pane *pane : m_panes) {
            if (now && pane->isAncestorOf(now))
                m_current = pane;
        }
    });
}

ProfileView::~ProfileView()
{
    // Widgets lose the focus while they are deleted, which is after the panes are forgotten.
    disconnect(qApp, nullptr, this, nullptr);
}

void ProfileView::makeDocks()
{
    m_dockArea->setWindowFlags(Qt::Widget);
    m_dockArea->setDockNestingEnabled(true);
    m_dockArea->setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    QHash<QString, QString> titles;
    for (const PaneKind &kind : paneKinds())
        titles.insert(kind.id, kind.title);
    for (Pane *pane : std::as_const(m_panes)) {
        auto *dock = new QDockWidget(titles.value(pane->id(), pane->title()), m_dockArea);
        // Saved layouts find docks by this name.
        dock->setObjectName(pane->id());
        // A hidden pane would have no size in Qt's eyes, not even a maximum, and tabs are as small as the
        // smallest maximum among them.
        QSizePolicy policy = pane->sizePolicy();
        policy.setRetainSizeWhenHidden(true);
        pane->setSizePolicy(policy);
        dock->setWidget(pane);
        m_docks.insert(pane->id(), dock);
        // A dock behind another one is not hidden but moved off the screen; its pane must not compute.
        connect(dock, &QDockWidget::visibilityChanged, pane, &QWidget::setVisible);
        connect(pane, &Pane::statusMessage, this, &ProfileView::statusMessage);
        connect(pane, &Pane::exportsChanged, this, &ProfileView::statusChanged);
    }
    placeDocks();
}

void ProfileView::placeDocks()
{
    for (QDockWidget *dock : std::as_const(m_docks)) {
        dock->setFloating(false);
        m_dockArea->removeDockWidget(dock);
    }
    const auto docksOf = [this](const auto &ids) {
        QList<QDockWidget *> docks;
        for (const char *id : ids) {
            if (QDockWidget *dock = m_docks.value(QLatin1String(id)))
                docks << dock;
        }
        return docks;
    };
    // All in one area, as docks of two areas do not share out their height; and split before they are tabbed,
    // as Qt puts what is split off a tab into the tabs.
    const QList<QDockWidget *> upper = docksOf(upperPanes), lower = docksOf(lowerPanes);
    if (!upper.isEmpty())
        m_dockArea->addDockWidget(Qt::TopDockWidgetArea, upper[0]);
    if (!lower.isEmpty() && !upper.isEmpty())
        m_dockArea->splitDockWidget(upper[0], lower[0], Qt::Vertical);
    else if (!lower.isEmpty())
        m_dockArea->addDockWidget(Qt::TopDockWidgetArea, lower[0]);
    for (qsizetype i = 1; i < lower.size(); ++i)
        m_dockArea->splitDockWidget(lower[i - 1], lower[i], Qt::Horizontal);
    for (qsizetype i = 1; i < upper.size(); ++i)
        m_dockArea->tabifyDockWidget(upper[i - 1], upper[i]);
    QDockWidget *summary = m_docks.value(QLatin1String(summaryPane));
    QDockWidget *beside = m_docks.value(QLatin1String(besideSummary));
    m_dockArea->tabifyDockWidget(beside, summary);
    for (auto i = m_docks.cbegin(); i != m_docks.cend(); ++i)
        i.value()->setVisible(hasUse(i.key()));
    if (m_isCompared)
        summary->raise();
    if (!upper.isEmpty())
        upper[0]->raise();
}

bool ProfileView::hasUse(const QString &id) const
{
    if (m_isCompared)
        return true;
    const QList<PaneKind> kinds = paneKinds();
    return std::none_of(kinds.begin(), kinds.end(),
                        [&](const PaneKind &kind) { return kind.id == id && kind.onlyCompared; });
}

// What is about comparisons comes with a base and goes with it.
void ProfileView::showCompared()
{
    m_isCompared = m_document->isComparison();
    for (const PaneKind &kind : paneKinds()) {
        QDockWidget *dock = m_docks.value(kind.id);
        if (!kind.onlyCompared || !dock)
            continue;
        dock->toggleViewAction()->setVisible(m_isCompared);
        dock->setVisible(m_isCompared);
        if (m_isCompared)
            dock->raise();
    }
}

void ProfileView::sizeDocks()
{
    // The bars above may have just come, or grown by a line.
    QCoreApplication::sendPostedEvents(this, QEvent::LayoutRequest);
    layout()->activate();
    // Docks side by side must be sized in one call: each call gives the others what is left.
    const auto share = [this](std::initializer_list<std::pair<const char *, double>> parts,
                              Qt::Orientation way) {
        const int whole = way == Qt::Vertical ? m_dockArea->height() : m_dockArea->width();
        QList<QDockWidget *> docks;
        QList<int> sizes;
        for (const auto &[id, part] : parts) {
            if (QDockWidget *dock = m_docks.value(QLatin1String(id))) {
                docks << dock;
                sizes << static_cast<int>(whole * part);
            }
        }
        m_dockArea->resizeDocks(docks, sizes, way);
    };
    share({{"flame", 0.62}, {"top", 0.38}}, Qt::Vertical);
    share({{"top", 0.60}, {"callers", 0.40}}, Qt::Horizontal);
}

void ProfileView::sizeWhenSeen()
{
    if (!m_sizesWanted || !isVisible() || !m_document->profile())
        return;
    QTimer::singleShot(0, this, &ProfileView::sizeDocks);
    // The bars have their height only once they have something to say.
    m_sizesWanted = !m_document->analysis();
}

void ProfileView::showProfile()
{
    m_reloading->hide();
    showWarnings();
    m_saysFilterError = false;
    m_bars->show();
    m_pages->setCurrentWidget(m_dockArea);
    if (m_isCompared != m_document->isComparison())
        showCompared();
    sizeWhenSeen();
    Q_EMIT statusChanged();
}

// What was odd in the files and is no reason to refuse them.
void ProfileView::showWarnings()
{
    QStringList lines;
    const auto add = [&](const ProfilePtr &profile, Document::Side side) {
        if (!profile)
            return;
        for (const std::string &warning : profile->origin.warnings)
            lines << tr("%1: %2").arg(m_document->sideTitle(side), QString::fromStdString(warning));
    };
    add(m_document->base(), Document::Side::Base);
    add(m_document->profile(), Document::Side::Current);
    constexpr qsizetype most = 5;
    if (lines.size() > most) {
        const int more = int(lines.size() - most);
        lines.resize(most);
        lines << tr("%n more warning(s) in the Info pane", nullptr, more);
    }
    m_messages->showNote(lines.join(QLatin1Char('\n')));
    if (lines.isEmpty() && !offerType())
        offerAddresses();
}

// A window full of nothing, where the profile has values of another type.
bool ProfileView::offerType()
{
    const int shown = m_document->state().sampleIndex;
    const std::vector<bool> &zero = m_document->zeroTypes();
    const auto isZero = [&](size_t type) { return type < zero.size() && zero[type]; };
    if (shown < 0 || !isZero(static_cast<size_t>(shown)))
        return false;
    const auto &types = m_document->sampleTypes();
    for (size_t i = 0; i < types.size(); ++i) {
        if (isZero(i))
            continue;
        const auto name = [&](size_t type) { return style::displayText(types[type].type); };
        m_offeredFrom = shown;
        m_messages->showOffer(tr("All values of %1 are zero.").arg(name(static_cast<size_t>(shown))),
                              tr("Show %1").arg(name(i)), [this, i] {
                                  m_document->setState(withSampleType(*m_document, static_cast<int>(i)));
                              });
        return true;
    }
    return false;
}

// All frames of a binary are one function where none has a name.
void ProfileView::offerAddresses()
{
    if (!m_document->hasOnlyAddresses() || m_addressesSettled ||
        m_document->state().granularity == Granularity::Addresses)
        return;
    m_messages->showOffer(addressesOffer(), tr("Show addresses"), [this] {
        m_addressesSettled = true;
        ViewState state = m_document->state();
        state.granularity = Granularity::Addresses;
        m_document->setState(state);
    });
}

bool ProfileView::offersAddresses() const
{
    return m_messages->text() == addressesOffer();
}

QString ProfileView::addressesOffer()
{
    return tr("The profile has no function names, only addresses.");
}

void ProfileView::parkFloating()
{
    for (QDockWidget *dock : std::as_const(m_docks)) {
        if (dock->isFloating() && dock->isVisible()) {
            m_parked << dock;
            dock->hide();
        }
    }
}

void ProfileView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    sizeWhenSeen();
    for (const QPointer<QDockWidget> &dock : std::as_const(m_parked)) {
        if (dock)
            dock->show();
    }
    m_parked.clear();
}

void ProfileView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // How many rows it takes depends on the height of the window.
    if (event->size().height() != event->oldSize().height())
        m_filters->updateGeometry();
}

void ProfileView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    // Minimizing the window hides it spontaneously, and its floating docks go with it by themselves.
    if (!event->spontaneous())
        parkFloating();
}

Pane *ProfileView::pane(const QString &id) const
{
    for (Pane *pane : m_panes) {
        if (pane->id() == id)
            return pane;
    }
    return nullptr;
}

void ProfileView::raisePane(const QString &id)
{
    QDockWidget *dock = m_docks.value(id);
    if (!dock || !hasUse(id))
        return;
    dock->show();
    dock->raise();
    m_current = pane(id);
    if (m_current)
        m_current->setFocus();
}

Pane *ProfileView::currentPane() const
{
    if (m_current && m_current->isVisible())
        return m_current;
    for (Pane *pane : m_panes) {
        if (pane->isVisible() && !pane->visibleRegion().isEmpty())
            return pane;
    }
    return nullptr;
}

void ProfileView::loadFailed(const QString &message)
{
    m_reloading->hide();
    if (!m_document->profile()) {
        Q_EMIT closeRequested(message);
        return;
    }
    m_messages->showError(tr("%1 The profile read before is still shown.").arg(message));
}

bool ProfileView::isIdle() const
{
    if (m_document->isLoading() || m_document->isBusy() || m_document->isSaving())
        return false;
    for (const Pane *pane : m_panes) {
        if (pane->isVisible() && !pane->isIdle())
            return false;
    }
    return true;
}

void ProfileView::restoreDefaultLayout()
{
    m_parked.clear();
    for (Pane *pane : std::as_const(m_panes))
        pane->hold(true);
    placeDocks();
    QTimer::singleShot(0, this, [this] {
        sizeDocks();
        for (Pane *pane : std::as_const(m_panes))
            pane->hold(false);
    });
}

QByteArray ProfileView::layoutState() const
{
    return m_dockArea->saveState(layoutVersion);
}

bool ProfileView::restoreLayout(const QByteArray &state)
{
    if (!m_dockArea->restoreState(state, layoutVersion))
        return false;
    m_sizesWanted = false;
    // The layout may be that of a comparison, or of none.
    showCompared();
    if (!isVisible())
        parkFloating();
    return true;
}

} // namespace proflens
