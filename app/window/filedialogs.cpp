// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/filedialogs.h"

#include <QFileDialog>

namespace proflens {

QString fileStem(QString name)
{
    for (const char *suffix : {".gz", ".pb", ".pprof", ".prof", ".proflens"}) {
        if (name.endsWith(QLatin1String(suffix)))
            name.chop(static_cast<qsizetype>(qstrlen(suffix)));
    }
    return name;
}

QStringList profileFilters()
{
    return {
        QFileDialog::tr(
            "Profiles (*.pb.gz *.pb *.pprof *.prof *.pgo *.profile *.heap *.cpu *.mem *.gz *.out)"),
        QFileDialog::tr("All files (*)"),
    };
}

QFileDialog *openDialog(QWidget *parent, const QString &title, const QString &folder)
{
    auto *dialog = new QFileDialog(parent, title, folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters(profileFilters());
    return dialog;
}

QFileDialog *saveDialog(QWidget *parent, const QString &title, const QString &folder, const QString &name,
                        const QString &suffix, const QString &filter)
{
    auto *dialog = new QFileDialog(parent, title, folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setNameFilters({filter, QFileDialog::tr("All files (*)")});
    dialog->setDefaultSuffix(suffix);
    dialog->selectFile(name);
    return dialog;
}

} // namespace proflens
