// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/document.h"

#include <QString>
#include <QStringList>

class QFileDialog;
class QWidget;

namespace proflens {

// "heap.pb.gz" without what tells its format.
QString fileStem(QString name);

// The filters of dialogs that open profiles.
QStringList profileFilters();

// What a profile can be saved as: the filter of a dialog for each.
QStringList savedProfileFilters();
// Which of them a file is to be, by its name; if that does not say, by the filter that was chosen.
Document::SaveFormat savedFormat(const QString &path, const QString &filter);

// Dialogs that are shown with open() and delete themselves. One for several profiles…
QFileDialog *openDialog(QWidget *parent, const QString &title, const QString &folder);
// …and one for a new file.
QFileDialog *saveDialog(QWidget *parent, const QString &title, const QString &folder, const QString &name,
                        const QString &suffix, const QString &filter);

} // namespace proflens
