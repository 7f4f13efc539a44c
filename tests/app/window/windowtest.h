// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/mainwindow.h"
#include "app/window/profileview.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

// A window with settings of its own that are gone after the test.
struct WindowTest
{
    QTemporaryDir folder;
    // Named views are pprof's, and not those of whoever runs the tests.
    bool isolated = qputenv("XDG_CONFIG_HOME", folder.path().toLocal8Bit());
    QSettings settings{folder.filePath("settings.ini"), QSettings::IniFormat};
    std::unique_ptr<proflens::MainWindow> window = make();

    std::unique_ptr<proflens::MainWindow> make()
    {
        auto made = std::make_unique<proflens::MainWindow>(&settings);
        made->resize(1280, 800);
        made->show();
        return made;
    }

    static QString sample(const QString &name)
    {
        return QStringLiteral(PROFLENS_SOURCE_DIR "/resources/samples/") + name;
    }
    // A copy that a test may change.
    QString copyOf(const QString &name, const QString &as)
    {
        const QString path = folder.filePath(as);
        QFile::remove(path);
        return QFile::copy(sample(name), path) ? path : QString();
    }
    QString write(const QString &name, const QByteArray &bytes)
    {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName()
                                                                                    : QString();
    }

    bool settle() const
    {
        return QTest::qWaitFor([this] { return window->isIdle(); }, 30000);
    }
    proflens::ProfileView *view(int i = 0) const { return window->view(i); }
    proflens::Document *document(int i = 0) const { return window->view(i)->document(); }

    static QString plain(QString text) { return text.remove('&'); }
    // The action of that text in any menu, or nullptr; lists that are filled when shown are filled.
    QAction *action(const QString &text) const { return find(window->menuBar()->actions(), text); }
    static QAction *find(const QList<QAction *> &actions, const QString &text)
    {
        for (QAction *action : actions) {
            if (plain(action->text()) == text)
                return action;
            if (!action->menu())
                continue;
            Q_EMIT action->menu()->aboutToShow();
            if (QAction *found = find(action->menu()->actions(), text))
                return found;
        }
        return nullptr;
    }
};
