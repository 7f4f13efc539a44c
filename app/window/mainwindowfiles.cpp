// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the window that asks for files. The dialogs do not stop the rest.
#include "app/panes/pane.h"
#include "app/session/sessionfile.h"
#include "app/window/filedialogs.h"
#include "app/window/mainwindow.h"
#include "app/window/messagebar.h"
#include "app/window/profileview.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QPointer>
#include <QSettings>
#include <QStatusBar>

namespace proflens {

namespace {

const char folderKey[] = "files/folder";

} // namespace

QString MainWindow::lastFolder() const
{
    const QString folder = m_settings->value(folderKey).toString();
    return folder.isEmpty() || !QFileInfo(folder).isDir() ? QDir::currentPath() : folder;
}

void MainWindow::keepFolder(const QString &path)
{
    m_settings->setValue(folderKey, QFileInfo(path).absolutePath());
}

void MainWindow::askAndOpen()
{
    QFileDialog *dialog = openDialog(this, tr("Open profiles"), lastFolder());
    QStringList filters = profileFilters();
    filters.insert(1, tr("Sessions (*.proflens)"));
    filters[0].replace(QLatin1String("(*"), QLatin1String("(*.proflens *"));
    dialog->setNameFilters(filters);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList &paths) {
        if (!paths.isEmpty())
            keepFolder(paths.first());
        open(paths);
        if (paths.size() == 2 && !isSessionPath(paths[0]) && !isSessionPath(paths[1]))
            offerComparison(paths[0], paths[1]);
    });
    dialog->open();
}

void MainWindow::askAndSave(ProfileView &view, bool filtered)
{
    const QString stem =
        fileStem(view.document()->title()) + (filtered ? QStringLiteral(".filtered") : QString());
    QFileDialog *dialog =
        saveDialog(this, filtered ? tr("Save the filtered profile") : tr("Save the profile"), lastFolder(),
                   stem + QLatin1String(".pb.gz"), QStringLiteral("pb.gz"), {});
    dialog->setNameFilters(savedProfileFilters());
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog, stem](const QString &filter) {
        const QStringList suffixes{QStringLiteral("pb.gz"), QStringLiteral("folded"),
                                   QStringLiteral("speedscope.json")};
        const QString suffix = suffixes.value(savedProfileFilters().indexOf(filter), suffixes[0]);
        dialog->setDefaultSuffix(suffix);
        dialog->selectFile(stem + QLatin1Char('.') + suffix);
    });
    const QPointer<ProfileView> target(&view);
    connect(dialog, &QFileDialog::fileSelected, this, [this, target, filtered, dialog](const QString &path) {
        keepFolder(path);
        if (target)
            target->document()->save(path,
                                     filtered ? Document::SaveWhat::Selected : Document::SaveWhat::Everything,
                                     savedFormat(path, dialog->selectedNameFilter()));
    });
    dialog->open();
}

void MainWindow::exportPane(ProfileView &view, const QString &pane, qsizetype format)
{
    const QList<ExportFormat> formats =
        view.pane(pane) ? view.pane(pane)->exportFormats() : QList<ExportFormat>();
    if (format >= formats.size())
        return;
    const ExportFormat wanted = formats[format];
    const QString name =
        fileStem(view.document()->title()) + QLatin1Char('-') + pane + QLatin1Char('.') + wanted.suffix;
    QFileDialog *dialog = saveDialog(this, wanted.name, lastFolder(), name, wanted.suffix, wanted.filter);
    // What writes it may hold the pane: asked for anew in case the tab was closed meanwhile.
    const QPointer<ProfileView> target(&view);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, target, pane, name = wanted.name](const QString &path) {
                keepFolder(path);
                Pane *from = target ? target->pane(pane) : nullptr;
                if (!from)
                    return;
                for (const ExportFormat &each : from->exportFormats()) {
                    if (each.name != name)
                        continue;
                    const Status written = each.write(path);
                    if (written.ok())
                        statusBar()->showMessage(tr("Saved %1").arg(QDir::toNativeSeparators(path)));
                    else
                        target->messages()->addError(QString::fromStdString(written.error().message));
                }
            });
    dialog->open();
}

} // namespace proflens
