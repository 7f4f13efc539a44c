// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/mainwindow.h"

#include "app/window/messagebar.h"
#include "app/window/profileview.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <QSettings>
#include <QStatusBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace proflens {

MainWindow::MainWindow(QSettings *settings, QWidget *parent)
    : QMainWindow(parent)
    , m_settings(settings)
    , m_messages(new MessageBar(this))
    , m_tabs(new QTabWidget(this))
{
    setWindowTitle(tr("Proflens"));
    resize(1280, 800);
    auto *centre = new QWidget(this);
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_messages);
    column->addWidget(m_tabs, 1);
    setCentralWidget(centre);
    m_tabs->setDocumentMode(true);
    m_tabs->setTabsClosable(true);
    m_tabs->setMovable(true);
    connect(m_tabs, &QTabWidget::tabCloseRequested, this, &MainWindow::closeTab);
    statusBar();
    makeMenus();
}

void MainWindow::makeMenus()
{
    QMenu *file = menuBar()->addMenu(tr("&File"));
    file->addAction(tr("&Open…"), QKeySequence::Open, this, &MainWindow::askAndOpen);
    file->addAction(tr("&Quit"), QKeySequence(tr("Ctrl+Q")), this, &QWidget::close);
}

void MainWindow::askAndOpen()
{
    open(QFileDialog::getOpenFileNames(this, tr("Open profiles")));
}

void MainWindow::open(const QStringList &paths)
{
    int front = -1;
    for (const QString &path : paths) {
        auto *view = new ProfileView(m_settings, m_tabs);
        const int i = m_tabs->addTab(view, QFileInfo(path).fileName());
        m_tabs->setTabToolTip(i, path);
        connect(view, &ProfileView::statusMessage, statusBar(),
                [this](const QString &text) { statusBar()->showMessage(text); });
        connect(view, &ProfileView::closeRequested, this, [this, view](const QString &message) {
            closeTab(m_tabs->indexOf(view));
            m_messages->showError(message);
        });
        view->document()->load(path);
        if (front < 0)
            front = i;
    }
    if (front >= 0)
        m_tabs->setCurrentIndex(front);
}

void MainWindow::closeTab(int i)
{
    QWidget *view = m_tabs->widget(i);
    m_tabs->removeTab(i);
    view->deleteLater();
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
    return true;
}

} // namespace proflens
