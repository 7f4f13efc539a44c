// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

class QSettings;

namespace proflens {

// The files that were opened last, newest first, kept in the settings.
class RecentFiles : public QObject
{
    Q_OBJECT

public:
    // The settings outlive it.
    explicit RecentFiles(QSettings *settings, QObject *parent = nullptr);

    QStringList list() const;
    void add(const QString &path);
    void remove(const QString &path);
    void clear();

Q_SIGNALS:
    void changed();

private:
    void set(const QStringList &list);

    QSettings *m_settings;
};

} // namespace proflens
