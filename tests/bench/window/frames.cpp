// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the flame graph while it is zoomed with the wheel and dragged: from the event to the painted
// window, everything beside the picture included.
#include "tests/bench/window/driver.h"

#include "app/panes/flame/flameview.h"
#include "app/panes/pane.h"

#include <QCoreApplication>
#include <QMouseEvent>
#include <QWheelEvent>

#include <chrono>

namespace proflens::bench {

namespace {

// Sends events to the view as the mouse does, and waits for the picture of each.
class Mouse
{
public:
    explicit Mouse(FlameView &view)
        : m_view(*view.viewport())
    {}
    double wheel(QPointF at, int delta)
    {
        QWheelEvent event(at, m_view.mapToGlobal(at), {}, {0, delta}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        return frame(event);
    }
    double press(QPointF at) { return mouse(QEvent::MouseButtonPress, at, Qt::LeftButton, Qt::LeftButton); }
    double drag(QPointF to) { return mouse(QEvent::MouseMove, to, Qt::NoButton, Qt::LeftButton); }
    double release(QPointF at) { return mouse(QEvent::MouseButtonRelease, at, Qt::LeftButton, Qt::NoButton); }

private:
    double mouse(QEvent::Type type, QPointF at, Qt::MouseButton button, Qt::MouseButtons buttons)
    {
        QMouseEvent event(type, at, m_view.mapToGlobal(at), button, buttons, Qt::NoModifier);
        return frame(event);
    }
    double frame(QEvent &event)
    {
        const auto begun = std::chrono::steady_clock::now();
        QCoreApplication::sendEvent(&m_view, &event);
        QCoreApplication::processEvents();
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
    }
    QWidget &m_view;
};

void measureAt(Driver &driver, const std::string &row, QSize size)
{
    if (!driver.wants(row))
        return;
    driver.showOnly({"flame"});
    auto &view = driver.paneWidget<FlameView>("flame");
    driver.window().resize(driver.window().size() + size - view.viewport()->size());
    driver.settle();
    Mouse mouse(view);
    const QPointF middle(size.width() * 0.61, size.height() / 2.0);
    std::vector<double> times;
    for (int i = 0; i < 40; ++i) // in by 1500 times
        times.push_back(mouse.wheel(middle, 120));
    for (int turn = 0; turn < 4; ++turn) { // out again, stopping to pan
        mouse.press(middle);
        for (int i = 1; i <= 60; ++i)
            times.push_back(mouse.drag(middle + QPointF(i % 30 < 15 ? -9 * i : 7 * i, i % 7)));
        mouse.release(middle);
        for (int i = 0; i < 10; ++i)
            times.push_back(mouse.wheel(middle, -120));
    }
    view.zoomToWhole();
    driver.settle();
    print(row, times, -1, long(view.layoutNow().boxes.size()));
}

} // namespace

void measureFrames(Driver &driver)
{
    measureAt(driver, "flame.frame", {1920, 1080});
    measureAt(driver, "flame.frame.4k", {3840, 2160});
}

} // namespace proflens::bench
