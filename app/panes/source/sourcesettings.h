// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/finder.h"

#include <QSettings>
#include <QString>
#include <QStringList>

namespace proflens {

// What a person has told the source pane, for all profiles: where sources are, and what opens them. Kept in
// QSettings where there are any, and for the session otherwise.
class SourceSettings
{
public:
    // The settings outlive this. group: the pane's.
    void use(QSettings *settings, const QString &group);

    QList<PathMapping> mappings() const; // the newest first
    void setMappings(const QList<PathMapping> &mappings);
    // Puts one in front; an older one for the same names goes.
    void addMapping(const PathMapping &mapping);
    QStringList searchFolders() const;
    void setSearchFolders(const QStringList &folders);
    // Empty: guess.
    QString editor() const;
    void setEditor(const QString &command);

private:
    void write();
    void read() const;

    QSettings *m_settings = nullptr;
    QString m_group;
    // Tabs share what they learn, so it is read anew where there are settings.
    mutable QList<PathMapping> m_mappings;
    mutable QStringList m_folders;
    mutable QString m_editor;
};

} // namespace proflens
