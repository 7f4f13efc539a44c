// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/mainwindow.h"

#include "app/panes/pane.h"
#include "app/session/recentfiles.h"
#include "app/session/sessionfile.h"
#include "app/style/icons.h"
#include "app/style/text.h"
#include "app/window/dropzones.h"
#include "app/window/filedialogs.h"
#include "app/window/messagebar.h"
#include "app/window/profileview.h"
#include "app/window/samples.h"
#include "app/window/startpage.h"
#include "app/window/tabs.h"
#include "app/window/viewbar.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QMouseEvent>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QStyle>
#include <QTabBar>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <climits>
#include <optional>

namespace proflens {

namespace {

const char layoutKey[] = "window/layout";
const char geometryKey[] = "window/geometry";
const char themeKey[] = "window/theme";
// What takes less is not worth a word that comes and goes.
constexpr int busyAfterMs = 150;

QStringList localFiles(const QMimeData *data)
{
    QStringList paths;
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile())
            paths << QDir::cleanPath(url.toLocalFile());
    }
    return paths;
}

// Tabs and menus take & for a mnemonic.
QString unmnemonic(QString text)
{
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}

QString counted(size_t samples)
{
    return MainWindow::tr("%Ln sample(s)", nullptr, static_cast<int>(std::min<size_t>(samples, INT_MAX)));
}

// What the filters leave of the total; nothing where there are none, or where all is relative to it.
std::optional<int64_t> left(const Analysis &analysis)
{
    if (analysis.options().filters.empty() || analysis.options().relativePercentages)
        return std::nullopt;
    int64_t left = analysis.total();
    for (const FilterEffect &effect : analysis.filterEffects())
        left -= effect.leftOut;
    return left;
}

QString amount(const Analysis &analysis, int64_t value)
{
    return QString::fromStdString(analysis.formatAuto(value));
}

// For the status bar.
QString totalsOf(const Analysis &analysis)
{
    const QString type = QString::fromStdString(analysis.sampleType().type);
    const QString whole = amount(analysis, analysis.total());
    if (const auto rest = left(analysis))
        return MainWindow::tr("%1: the filters leave %2 of %3 (%4)", "sample type, amounts, share")
            .arg(type, amount(analysis, *rest), whole,
                 QString::fromStdString(analysis.percent(*rest)).trimmed());
    const QString samples = counted(analysis.profile()->samples.size());
    if (analysis.options().mean)
        return MainWindow::tr("%1: %2 on average, %3", "sample type, amount, number of samples")
            .arg(type, whole, samples);
    if (analysis.isBaseTotal())
        return MainWindow::tr("%1: the base is %2 in total, %3", "sample type, amount, number of samples")
            .arg(type, whole, samples);
    return MainWindow::tr("%1: %2 in total, %3", "sample type, amount, number of samples")
        .arg(type, whole, samples);
}

QString totalsOf(const Comparison &comparison)
{
    const auto side = [](const Analysis &analysis, int64_t sum, const SideFacts &facts) {
        const auto rest = left(analysis);
        const QString whole = amount(analysis, rest ? analysis.total() : sum);
        if (rest)
            return MainWindow::tr("%1 of %2", "what filters leave of a total")
                .arg(amount(analysis, *rest), whole);
        return MainWindow::tr("%1 in %2", "amount in a number of samples")
            .arg(whole, counted(facts.sampleCount));
    };
    const QString base = side(*comparison.base(), comparison.sum().base, comparison.joined()->base);
    const QString current =
        side(*comparison.current(), comparison.sum().current, comparison.joined()->current);
    const QString type = QString::fromStdString(comparison.current()->sampleType().type);
    return comparison.factor() == 1
               ? MainWindow::tr("%1: base %2, current %3", "sample type, sides").arg(type, base, current)
               : MainWindow::tr("%1: scaled base %2, current %3", "sample type, sides")
                     .arg(type, base, current);
}

} // namespace

MainWindow::MainWindow(QSettings *settings, QWidget *parent)
    : QMainWindow(parent)
    , m_settings(settings)
    , m_recent(new RecentFiles(settings, this))
    , m_messages(new MessageBar(this))
    , m_pages(new QStackedWidget(this))
    , m_start(new StartPage(this))
    , m_tabs(new Tabs(this))
    , m_dropZones(nullptr)
    , m_paneMessage(new QLabel(this))
    , m_busy(new QLabel(tr("Computing…"), this))
    , m_busyLater(new QTimer(this))
    , m_statusLater(new QTimer(this))
    , m_totals(new QLabel(this))
    , m_systemStyle(style::styleName(*qApp))
{
    setAcceptDrops(true);
    resize(1280, 800);
    restoreGeometry(m_settings->value(geometryKey).toByteArray());

    auto *centre = new QWidget(this);
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_messages);
    column->addWidget(m_pages, 1);
    setCentralWidget(centre);
    m_dropZones = new DropZones(centre);

    m_pages->addWidget(m_start);
    m_pages->addWidget(m_tabs);
    m_start->setRecent(m_recent->list());
    m_start->setSamples(findSamples(QApplication::applicationDirPath()));
    connect(m_start, &StartPage::openWanted, this, &MainWindow::askAndOpen);
    connect(m_start, &StartPage::fileWanted, this, [this](const QString &path) { open({path}); });
    connect(m_recent, &RecentFiles::changed, this, [this] { m_start->setRecent(m_recent->list()); });

    m_tabs->setDocumentMode(true);
    m_tabs->setMovable(true);
    // Many tabs are scrolled through: squeezed to "l…t" each they could not be told apart.
    m_tabs->setElideMode(Qt::ElideNone);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->tabBar()->setAccessibleName(tr("Open profiles"));
    m_tabs->tabBar()->installEventFilter(this);
    m_tabs->tabBar()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_tabs->tabBar(), &QWidget::customContextMenuRequested, this, &MainWindow::showTabMenu);
    connect(m_tabs, &QTabWidget::currentChanged, this, &MainWindow::showCurrent);

    m_totals->setTextFormat(Qt::PlainText);
    // A label rather than a message: what the menus say about themselves passes over it and goes again.
    m_paneMessage->setTextFormat(Qt::PlainText);
    m_paneMessage->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    statusBar()->addWidget(m_paneMessage, 1);
    m_busy->hide();
    m_busyLater->setSingleShot(true);
    m_busyLater->setInterval(busyAfterMs);
    connect(m_busyLater, &QTimer::timeout, m_busy, &QWidget::show);
    // Much that changes does so together.
    m_statusLater->setSingleShot(true);
    m_statusLater->setInterval(0);
    connect(m_statusLater, &QTimer::timeout, this, &MainWindow::showStatus);
    statusBar()->addPermanentWidget(m_busy);
    statusBar()->addPermanentWidget(m_totals);

    makeMenus();
    setTheme(static_cast<style::Theme>(qBound(0, m_settings->value(themeKey).toInt(), 2)));
    // The back and forward buttons of a mouse work wherever it is.
    qApp->installEventFilter(this);
    showCurrent();
}

MainWindow::~MainWindow()
{
    // Panes that lose the focus have something to say, which must be heard while there is a window to hear
    // it.
    hide();
}

void MainWindow::open(const QStringList &paths)
{
    QList<OpenRequest> requests;
    for (const QString &path : paths) {
        OpenRequest &request = requests.emplace_back();
        request.path = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    }
    open(requests);
}

void MainWindow::open(const QList<OpenRequest> &requests)
{
    if (requests.isEmpty())
        return;
    m_messages->clear();
    QList<OpenRequest> profiles;
    QStringList sessions;
    for (const OpenRequest &request : requests) {
        if (isSessionPath(request.path) && request.base.isEmpty())
            sessions << request.path;
        else
            profiles << request;
    }
    openRequests(profiles);
    for (const QString &session : std::as_const(sessions))
        openSession(session);
}

void MainWindow::openRequests(const QList<OpenRequest> &requests)
{
    if (requests.isEmpty())
        return;
    keepLayout();
    ProfileView *front = nullptr;
    for (const OpenRequest &request : requests) {
        ProfileView *view = nullptr;
        for (int i = 0; i < count() && !view; ++i) {
            const OpenRequest &there = this->view(i)->document()->request();
            if (there.path == request.path && there.base.paths == request.base.paths &&
                (request.session.isEmpty() || there.session == request.session))
                view = this->view(i);
        }
        if (!view)
            view = addTab(request);
        if (!front)
            front = view;
    }
    m_tabs->setCurrentWidget(front);
    nameTabs();
    showCurrent();
}

ProfileView *MainWindow::addTab(const OpenRequest &request)
{
    const QString path = request.path;
    auto *view = new ProfileView(m_settings, m_tabs);
    if (request.layout.isEmpty() || !view->restoreLayout(request.layout))
        view->restoreLayout(m_settings->value(layoutKey).toByteArray());
    const int i = m_tabs->addTab(view, QString());
    auto *close = new QToolButton(m_tabs->tabBar());
    close->setAutoRaise(true);
    close->setIcon(style::icon(style::Sign::Close));
    close->setIconSize({12, 12});
    close->setFocusPolicy(Qt::NoFocus);
    close->setToolTip(tr("Close this profile"));
    close->setAccessibleName(tr("Close %1").arg(QFileInfo(path).fileName()));
    m_tabs->tabBar()->setTabButton(i, QTabBar::RightSide, close);
    connect(close, &QToolButton::clicked, view, [this, view] { closeTab(m_tabs->indexOf(view)); });

    connect(view, &ProfileView::statusMessage, this, [this, view](const QString &text) {
        if (view == currentView())
            m_paneMessage->setText(text);
    });
    connect(view, &ProfileView::statusChanged, this, [this, view] {
        if (view == currentView())
            m_statusLater->start();
    });
    // Who waits can cancel at once.
    connect(view->document(), &Document::loadProgress, this, [this, view] {
        if (view == currentView())
            showStatus();
    });
    connect(view->document(), &Document::loaded, this, [this, view] {
        const OpenRequest &shown = view->document()->request();
        m_recent->add(shown.session.isEmpty() ? shown.path : shown.session);
        nameTabs(); // sides may have changed
        fillCompareList();
        if (view == currentView())
            showTitle();
    });
    connect(view, &ProfileView::codeRulesWanted, this, [this, view] { askForCodeRules(*view); });
    connect(view, &ProfileView::closeRequested, this, [this, view, path](const QString &message) {
        closeTab(m_tabs->indexOf(view));
        if (!message.isEmpty())
            m_messages->addError(message);
        if (!QFileInfo::exists(path))
            m_recent->remove(path);
    });
    view->document()->open(request);
    return view;
}

void MainWindow::nameTabs()
{
    QHash<QString, int> uses;
    for (int i = 0; i < count(); ++i)
        ++uses[view(i)->document()->title()];
    const auto elided = [this](const QString &text, int characters) {
        return fontMetrics().elidedText(text, Qt::ElideMiddle, fontMetrics().averageCharWidth() * characters);
    };
    // Profiles of several machines or runs often have one name in several folders.
    const auto inFolder = [](const QString &name, const QString &path) {
        return tr("%1 in %2", "file in folder").arg(name, QFileInfo(path).dir().dirName());
    };
    for (int i = 0; i < count(); ++i) {
        const Document *document = view(i)->document();
        QString title = document->title();
        const bool isTwice = uses.value(title) > 1;
        if (document->request().base.isEmpty()) {
            title = elided(isTwice ? inFolder(title, document->path()) : title, 28);
        } else {
            QString current = fileStem(document->sideTitle(Document::Side::Current));
            QString base = fileStem(document->sideTitle(Document::Side::Base));
            if (isTwice || current == base) {
                current = inFolder(current, document->path());
                base = inFolder(base, document->request().base.paths.first());
            }
            // Cut as a whole it would look like the name of one profile.
            //: A comparison of two profiles: the current one minus the base.
            title = tr("%1 − %2").arg(elided(current, 22), elided(base, 22));
        }
        m_tabs->setTabText(i, unmnemonic(title));
        QString tip = QDir::toNativeSeparators(document->path());
        if (!document->request().base.isEmpty())
            //: Of two paths, the current side's and the base's.
            tip = tr("%1\ncompared with %2")
                      .arg(tip, QDir::toNativeSeparators(document->request().base.paths.first()));
        m_tabs->setTabToolTip(i, style::wrappedToolTip(tip));
    }
}

void MainWindow::closeTab(int i)
{
    if (i < 0 || i >= count())
        return;
    keepLayout();
    ProfileView *closed = view(i);
    m_tabs->removeTab(i);
    closed->hide();
    // Later: what asked for this may be a part of it.
    closed->deleteLater();
    nameTabs();
    showCurrent();
}

int MainWindow::count() const
{
    return m_tabs->count();
}

ProfileView *MainWindow::view(int i) const
{
    return qobject_cast<ProfileView *>(m_tabs->widget(i));
}

ProfileView *MainWindow::currentView() const
{
    return qobject_cast<ProfileView *>(m_tabs->currentWidget());
}

QList<Document *> MainWindow::documents() const
{
    QList<Document *> all;
    for (int i = 0; i < count(); ++i)
        all << view(i)->document();
    return all;
}

bool MainWindow::isIdle() const
{
    for (int i = 0; i < count(); ++i) {
        if (!view(i)->isIdle())
            return false;
    }
    return !m_statusLater->isActive();
}

void MainWindow::showCurrent()
{
    const ProfileView *view = currentView();
    m_pages->setCurrentWidget(view ? static_cast<QWidget *>(m_tabs) : m_start);
    showTitle();
    m_paneMessage->clear();
    showStatus();
}

void MainWindow::showTitle()
{
    const ProfileView *view = currentView();
    setWindowTitle(view ? tr("%1 — Proflens").arg(view->document()->title()) : tr("Proflens"));
}

void MainWindow::showStatus()
{
    m_statusLater->stop();
    updateActions();
    const ProfileView *view = currentView();
    const AnalysisPtr analysis = view ? view->document()->analysis() : nullptr;
    if (!view || !view->document()->isBusy()) {
        m_busyLater->stop();
        m_busy->hide();
    } else if (!m_busyLater->isActive()) {
        m_busyLater->start();
    }
    if (!analysis) {
        m_totals->clear();
        return;
    }
    const ComparisonPtr comparison =
        view->document()->isComparison() ? view->document()->comparison() : nullptr;
    m_totals->setText(comparison ? totalsOf(*comparison) : totalsOf(*analysis));
}

void MainWindow::setTheme(style::Theme theme)
{
    m_theme = theme;
    m_settings->setValue(themeKey, static_cast<int>(theme));
    style::useTheme(*qApp, theme, m_systemStyle);
    updateActions();
}

void MainWindow::keepLayout()
{
    const ProfileView *view = currentView();
    if (view && view->isVisible() && view->document()->profile())
        m_settings->setValue(layoutKey, view->layoutState());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    keepLayout();
    m_settings->setValue(geometryKey, saveGeometry());
    // Documents stop what they read and compute when they go; nothing is waited for here.
    while (count() > 0) {
        ProfileView *closed = view(0);
        m_tabs->removeTab(0);
        delete closed;
    }
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    const QStringList paths = localFiles(event->mimeData());
    if (paths.isEmpty())
        return;
    event->acceptProposedAction();
    if (std::none_of(paths.begin(), paths.end(), isSessionPath) && showDropZones(paths))
        m_dropZones->follow(m_dropZones->mapFrom(this, event->position().toPoint()));
}

void MainWindow::dragMoveEvent(QDragMoveEvent *event)
{
    event->acceptProposedAction();
    m_dropZones->follow(m_dropZones->mapFrom(this, event->position().toPoint()));
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent *event)
{
    event->accept();
    m_dropZones->hide();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    const QPoint place = m_dropZones->mapFrom(this, event->position().toPoint());
    const bool compare = m_dropZones->isVisible() && m_dropZones->zoneAt(place) == DropZones::Zone::Compare;
    m_dropZones->hide();
    const QStringList paths = localFiles(event->mimeData());
    if (compare)
        dropToCompare(paths);
    else
        open(paths);
}

bool MainWindow::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::MouseButtonPress && object->isWidgetType()) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        auto *widget = static_cast<QWidget *>(object);
        if (widget == m_tabs->tabBar() && mouse->button() == Qt::MiddleButton) {
            closeTab(m_tabs->tabBar()->tabAt(mouse->position().toPoint()));
            return true;
        }
        ProfileView *view = currentView();
        const bool sides = mouse->button() == Qt::BackButton || mouse->button() == Qt::ForwardButton;
        if (view && sides && widget->window() == this) {
            if (mouse->button() == Qt::BackButton)
                view->document()->goBack();
            else
                view->document()->goForward();
            return true;
        }
    }
    return QMainWindow::eventFilter(object, event);
}

} // namespace proflens
