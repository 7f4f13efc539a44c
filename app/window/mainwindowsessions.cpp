// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the window that saves what is open, and opens it again.
#include "app/session/recentfiles.h"
#include "app/session/sessionfile.h"
#include "app/window/filedialogs.h"
#include "app/window/mainwindow.h"
#include "app/window/messagebar.h"
#include "app/window/profileview.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QPointer>
#include <QtConcurrent>

namespace proflens {

void MainWindow::askAndSaveSession(ProfileView &view)
{
    const OpenRequest &request = view.document()->request();
    const QString name = request.session.isEmpty()
                             ? fileStem(view.document()->sideTitle(Document::Side::Current)) + sessionSuffix()
                             : QFileInfo(request.session).fileName();
    QFileDialog *dialog =
        saveDialog(this, tr("Save the session"),
                   request.session.isEmpty() ? lastFolder() : QFileInfo(request.session).absolutePath(), name,
                   sessionSuffix().mid(1), tr("Sessions (*.proflens)"));
    const QPointer<ProfileView> target(&view);
    connect(dialog, &QFileDialog::fileSelected, this, [this, target](const QString &path) {
        keepFolder(path);
        if (target)
            saveSessionOf(*target, path);
    });
    dialog->open();
}

void MainWindow::saveSessionOf(ProfileView &view, const QString &path)
{
    const QPointer<ProfileView> target(&view);
    auto *watcher = new QFutureWatcher<QString>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, target, path] {
        watcher->deleteLater();
        const QString error = watcher->result();
        if (!error.isEmpty()) {
            (target ? target->messages() : m_messages)->addError(error);
            return;
        }
        m_recent->add(path);
        if (target)
            Q_EMIT target->statusMessage(tr("Saved %1").arg(QDir::toNativeSeparators(path)));
    });
    watcher->setFuture(
        QtConcurrent::run([session = sessionOf(*view.document(), view.layoutState()), path]() -> QString {
            const Status saved = saveSession(path, session);
            return saved.ok() ? QString() : QString::fromStdString(saved.error().message);
        }));
}

void MainWindow::openSession(const QString &path)
{
    const auto session = readSession(path);
    if (!session.ok()) {
        m_messages->addError(QString::fromStdString(session.error().message));
        if (!QFileInfo::exists(path))
            m_recent->remove(path);
        return;
    }
    openFound(*session, path);
}

void MainWindow::openFound(const Session &session, const QString &path)
{
    const QStringList missing = missingProfiles(session);
    if (!missing.isEmpty()) {
        const QString text = missing.size() == 1 ? tr("%1 needs a profile that is not there any more: %2.")
                                                 : tr("%1 needs profiles that are not there any more: %2.");
        m_messages->showOffer(text.arg(QDir::toNativeSeparators(path), missing.join(QLatin1String(", "))),
                              tr("Locate %1…").arg(QFileInfo(missing.first()).fileName()),
                              [this, session, path] { askWhereMissing(session, path); });
        return;
    }
    openRequests({openRequest(session, path)});
    ProfileView *view = currentView();
    if (view && view->document()->request().session == path && !view->document()->profile())
        warnOfChanges(*view, session);
}

void MainWindow::askWhereMissing(const Session &session, const QString &path)
{
    const QString name = QFileInfo(missingProfiles(session).first()).fileName();
    QFileDialog *dialog = openDialog(this, tr("Where is %1?").arg(name), QFileInfo(path).absolutePath());
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this, session, path](const QString &chosen) {
        Session located = session;
        locateProfile(located, chosen);
        openFound(located, path);
    });
    // Who does not know may be told later.
    connect(dialog, &QDialog::rejected, this, [this, session, path] { openFound(session, path); });
    dialog->open();
}

void MainWindow::warnOfChanges(ProfileView &view, const Session &session)
{
    auto *watcher = new QFutureWatcher<QStringList>(&view);
    const QPointer<ProfileView> target(&view);
    const auto warn = [target](const QStringList &changed) {
        if (target)
            target->messages()->showNote(
                tr("Not as it was when the session was saved: %1. The numbers may differ from those of then.",
                   nullptr, static_cast<int>(changed.size()))
                    .arg(changed.join(QLatin1String(", "))));
    };
    connect(watcher, &QFutureWatcherBase::finished, &view, [watcher, target, warn] {
        watcher->deleteLater();
        const QStringList changed = watcher->result();
        if (changed.isEmpty())
            return;
        // Messages go when a profile was read, so this one waits until then.
        if (target->document()->profile())
            warn(changed);
        else
            connect(
                target->document(), &Document::loaded, target.data(), [warn, changed] { warn(changed); },
                Qt::SingleShotConnection);
    });
    watcher->setFuture(QtConcurrent::run([session] { return changedProfiles(session); }));
}

} // namespace proflens
