// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/settled.h"

#include "app/window/mainwindow.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEvent>
#include <QTimer>

namespace proflens {

namespace {

class PaintCounter : public QObject
{
public:
    PaintCounter() { qApp->installEventFilter(this); }
    int paints() const { return m_paints; }

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint)
            ++m_paints;
        return false;
    }

private:
    int m_paints = 0;
};

} // namespace

bool runUntilSettled(const MainWindow &window, std::chrono::milliseconds limit)
{
    const PaintCounter counter;
    const QDeadlineTimer deadline(limit);
    // Waiting for events would go on beyond the limit if there were none.
    QTimer alarm;
    alarm.setSingleShot(true);
    alarm.start(limit);
    // What a paint event leads to, such as a picture that is made in several steps, comes with the next
    // round.
    constexpr int calmRounds = 2;
    for (int calm = 0; calm < calmRounds;) {
        if (deadline.hasExpired())
            return false;
        const int before = counter.paints();
        if (window.isIdle())
            QCoreApplication::processEvents();
        else
            QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
        calm = window.isIdle() && counter.paints() == before ? calm + 1 : 0;
    }
    return true;
}

} // namespace proflens
