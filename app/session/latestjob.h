// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QtConcurrent>

#include <utility>

namespace proflens {

// Runs work on a worker thread and hands over only what was asked for last: the result of an older request is
// thrown away when it comes. A member of the object that takes the results.
class LatestJob
{
public:
    explicit LatestJob(QObject *owner)
        : m_owner(owner)
    {}
    // work() must own all that it uses; done(result) is called on the owner's thread.
    template <typename Work, typename Done> void run(Work work, Done done)
    {
        const quint64 ticket = ++m_ticket;
        m_running = true;
        auto *watcher = new QFutureWatcher<decltype(work())>(m_owner);
        QObject::connect(watcher, &QFutureWatcherBase::finished, m_owner,
                         [this, watcher, ticket, done = std::move(done)] {
                             watcher->deleteLater();
                             if (ticket != m_ticket)
                                 return;
                             m_running = false;
                             done(watcher->future().takeResult());
                         });
        watcher->setFuture(QtConcurrent::run(std::move(work)));
    }
    // Forgets what is under way.
    void cancel()
    {
        ++m_ticket;
        m_running = false;
    }
    bool isRunning() const { return m_running; }

private:
    QObject *m_owner;
    quint64 m_ticket = 0;
    bool m_running = false;
};

} // namespace proflens
