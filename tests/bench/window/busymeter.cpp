// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/window/busymeter.h"

#include <QCoreApplication>
#include <QEvent>

#include <algorithm>

namespace proflens::bench {

namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

} // namespace

BusyMeter::BusyMeter()
    : m_thread([this](const std::stop_token &stop) { post(stop); })
{}

void BusyMeter::post(const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        if (m_posted == 0) {
            m_posted = Clock::now().time_since_epoch().count();
            QCoreApplication::postEvent(this, new QEvent(QEvent::User), Qt::HighEventPriority);
        }
        std::this_thread::sleep_for(std::chrono::microseconds(500));
    }
}

void BusyMeter::start()
{
    m_begun = Clock::now();
    m_longest = 0;
}

void BusyMeter::customEvent(QEvent *)
{
    m_longest = longest();
    m_posted = 0;
}

double BusyMeter::longest() const
{
    const Clock::rep posted = m_posted;
    if (posted == 0)
        return m_longest;
    const Clock::time_point since = std::max(Clock::time_point(Clock::duration(posted)), m_begun);
    return std::max(m_longest, Milliseconds(Clock::now() - since).count());
}

} // namespace proflens::bench
