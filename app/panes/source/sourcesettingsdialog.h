// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLineEdit;
class QListWidget;

namespace proflens {

class SourceSettings;

// Where sources are looked for, what was learned from located files (so that a wrong answer can be taken
// back), and the editor. Written to the settings when accepted.
class SourceSettingsDialog : public QDialog
{
    Q_OBJECT

public:
    // The settings outlive the dialog. guessedEditor: what is used while none is set.
    SourceSettingsDialog(SourceSettings *settings, const QString &guessedEditor, QWidget *parent = nullptr);

    void accept() override;

private:
    SourceSettings *m_settings;
    QListWidget *m_folders;
    QListWidget *m_mappings;
    QLineEdit *m_editor;
};

} // namespace proflens
