// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/filedialogs.h"

#include <QFileDialog>

namespace proflens {

QString fileStem(QString name)
{
    for (const char *suffix : {".gz", ".zst", ".pb", ".pprof", ".prof", ".proflens", ".json", ".speedscope",
                               ".folded", ".cpuprofile", ".heapprofile"}) {
        if (name.endsWith(QLatin1String(suffix)))
            name.chop(static_cast<qsizetype>(qstrlen(suffix)));
    }
    return name;
}

QStringList profileFilters()
{
    return {
        QFileDialog::tr(
            "Profiles (*.pb.gz *.pb *.pprof *.prof *.pgo *.profile *.heap *.cpu *.mem *.gz *.zst *.out "
            "*.cpuprofile *.heapprofile *.speedscope.json *.folded *.collapsed *.perf)"),
        QFileDialog::tr("Text and JSON: goroutines, perf script, folded stacks, speedscope "
                        "(*.txt *.log *.json *.folded *.collapsed *.perf)"),
        QFileDialog::tr("All files (*)"),
    };
}

QStringList savedProfileFilters()
{
    return {
        QFileDialog::tr("Profiles (*.pb.gz)"),
        QFileDialog::tr("Folded stacks of the sample type shown (*.folded)"),
        QFileDialog::tr("speedscope, of the sample type shown (*.speedscope.json)"),
    };
}

Document::SaveFormat savedFormat(const QString &path, const QString &filter)
{
    using Format = Document::SaveFormat;
    if (path.endsWith(QLatin1String(".folded")) || path.endsWith(QLatin1String(".collapsed")))
        return Format::Folded;
    if (path.endsWith(QLatin1String(".json")))
        return Format::Speedscope;
    if (path.endsWith(QLatin1String(".gz")) || path.endsWith(QLatin1String(".pb")))
        return Format::Profile;
    const qsizetype chosen = savedProfileFilters().indexOf(filter);
    return chosen == 1 ? Format::Folded : chosen == 2 ? Format::Speedscope : Format::Profile;
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
