// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <atomic>
#include <chrono>
#include <thread>

namespace proflens::bench {

// The longest time in which the event loop did not turn: a thread posts events, and looks how long each had
// to wait. That is what a person feels who clicks in between.
class BusyMeter : public QObject
{
public:
    BusyMeter();
    // From now on.
    void start();
    // Milliseconds since start(); what is still waiting counts.
    double longest() const;

protected:
    void customEvent(QEvent *event) override;

private:
    using Clock = std::chrono::steady_clock;
    void post(const std::stop_token &stop);

    Clock::time_point m_begun = Clock::now();
    std::atomic<Clock::rep> m_posted = 0; // 0: none is on its way
    double m_longest = 0;
    std::jthread m_thread; // the last member: it uses the others
};

} // namespace proflens::bench
