// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/samples.h"

#include <QStringList>
#include <QWidget>

class QVBoxLayout;

namespace proflens {

// What the window shows while no profile is open: how to open one.
class StartPage : public QWidget
{
    Q_OBJECT

public:
    explicit StartPage(QWidget *parent = nullptr);

    void setRecent(const QStringList &paths);
    void setSamples(const QList<SampleFile> &samples);

Q_SIGNALS:
    void openWanted();
    void fileWanted(const QString &path);

private:
    // A column of buttons under a heading; hidden while it is empty.
    struct Column
    {
        QWidget *box = nullptr;
        QVBoxLayout *buttons = nullptr;
    };
    Column addColumn(const QString &title);
    void fill(const Column &column, const QList<SampleFile> &files);

    QWidget *m_centre;
    Column m_recent;
    Column m_samples;
};

} // namespace proflens
