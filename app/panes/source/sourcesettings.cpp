// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes/source/sourcesettings.h"

namespace proflens {

namespace {

constexpr qsizetype mostMappings = 100;

} // namespace

void SourceSettings::use(QSettings *settings, const QString &group)
{
    m_settings = settings;
    m_group = group;
    read();
}

QList<PathMapping> SourceSettings::mappings() const
{
    read();
    return m_mappings;
}

QStringList SourceSettings::searchFolders() const
{
    read();
    return m_folders;
}

QString SourceSettings::editor() const
{
    read();
    return m_editor;
}

void SourceSettings::setMappings(const QList<PathMapping> &mappings)
{
    read();
    m_mappings = mappings;
    write();
}

void SourceSettings::addMapping(const PathMapping &mapping)
{
    QList<PathMapping> all = mappings();
    all.removeIf([&](const PathMapping &old) { return old.from == mapping.from; });
    all.prepend(mapping);
    if (all.size() > mostMappings)
        all.resize(mostMappings);
    setMappings(all);
}

void SourceSettings::setSearchFolders(const QStringList &folders)
{
    read();
    m_folders = folders;
    m_folders.removeDuplicates();
    write();
}

void SourceSettings::setEditor(const QString &command)
{
    read();
    m_editor = command.trimmed();
    write();
}

void SourceSettings::read() const
{
    if (!m_settings)
        return;
    m_folders = m_settings->value(m_group + QStringLiteral("/searchFolders")).toStringList();
    m_editor = m_settings->value(m_group + QStringLiteral("/editor")).toString();
    // Pairs one after the other: names of files may hold any separator.
    const QStringList flat = m_settings->value(m_group + QStringLiteral("/mappings")).toStringList();
    m_mappings.clear();
    for (qsizetype i = 0; i + 1 < flat.size(); i += 2)
        m_mappings.append({flat[i].toStdString(), flat[i + 1].toStdString()});
}

void SourceSettings::write()
{
    if (!m_settings)
        return;
    QStringList flat;
    for (const PathMapping &mapping : m_mappings)
        flat << QString::fromStdString(mapping.from) << QString::fromStdString(mapping.to);
    m_settings->setValue(m_group + QStringLiteral("/searchFolders"), m_folders);
    m_settings->setValue(m_group + QStringLiteral("/editor"), m_editor);
    m_settings->setValue(m_group + QStringLiteral("/mappings"), flat);
}

} // namespace proflens
