// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/recentfiles.h"

#include <QSettings>

namespace proflens {

namespace {

constexpr qsizetype most = 12;
const char key[] = "files/recent";

} // namespace

RecentFiles::RecentFiles(QSettings *settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
{}

QStringList RecentFiles::list() const
{
    return m_settings->value(key).toStringList().mid(0, most);
}

void RecentFiles::add(const QString &path)
{
    QStringList paths = list();
    paths.removeAll(path);
    paths.prepend(path);
    set(paths.mid(0, most));
}

void RecentFiles::remove(const QString &path)
{
    QStringList paths = list();
    if (paths.removeAll(path) > 0)
        set(paths);
}

void RecentFiles::clear()
{
    set({});
}

void RecentFiles::set(const QStringList &list)
{
    m_settings->setValue(key, list);
    Q_EMIT changed();
}

} // namespace proflens
