// SPDX-License-Identifier: GPL-3.0-or-later
// Milliseconds per picture of a flame graph, layout and painting, while zooming in and out and panning, as
// the window does it: bench_flame PROFILE [WIDTHxHEIGHT]. 60 pictures a second leave 16.6 each. In processor
// time, and as a clock on the wall has it: with what else the machine does.
#include "app/panes/flame/flamepainter.h"
#include "core/analyze/analysis.h"
#include "core/format/read.h"

#include <QFontMetricsF>
#include <QGuiApplication>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <memory>
#include <vector>

using namespace proflens;

namespace {

// Of this thread, so that what else the machine does is left out.
class Timer
{
public:
    void start() { m_start = now(); }
    double milliseconds() const { return now() - m_start; }

private:
    static double now()
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    }
    double m_start = now();
};

void say(const char *what, std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) { return times[size_t(share * double(times.size() - 1))]; };
    std::printf("%-28s median %6.2f  p95 %6.2f  most %6.2f ms\n", what, at(0.5), at(0.95), at(1));
}

uint64_t nodesOf(const StackIndex &index)
{
    uint64_t nodes = 0;
    for (uint32_t row = 0; row < index.size(); ++row)
        nodes += index.depth(row) - index.shared(row);
    return nodes;
}

class Bench
{
public:
    Bench(FlameDataPtr data, QSize size)
        : m_data(std::move(data))
        , m_image(size, QImage::Format_RGB32)
    {
        m_painter.setPalette(QGuiApplication::palette());
        m_painter.setFont(QGuiApplication::font(), 1);
        m_painter.setData(m_data);
        m_look.rowHeight = int(std::ceil(QFontMetricsF(QGuiApplication::font()).height())) + 4;
    }

    void frame(double begin, double span)
    {
        FlameWindow window;
        window.begin = std::clamp(begin, 0.0, double(m_data->tree.width()) - span);
        window.end = window.begin + span;
        window.columns = m_image.width();
        window.levels = uint32_t(m_image.height() / m_look.rowHeight + 2);
        const auto begun = std::chrono::steady_clock::now();
        Timer timer;
        timer.start();
        layoutFlame(m_data->tree, window, m_layout);
        m_layoutTimes.push_back(timer.milliseconds());
        m_painter.paint(m_image, m_layout, m_look, 5);
        m_times.push_back(timer.milliseconds());
        const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - begun;
        m_wallTimes.push_back(wall.count());
        m_boxes = std::max(m_boxes, m_layout.boxes.size());
    }

    void run()
    {
        const auto whole = double(m_data->tree.width());
        for (int i = 0; i < 20; ++i)
            frame(0, whole);
        report("whole, again and again");
        for (int i = 0; i <= 300; ++i) { // in to a five-thousandth around 61%, and out
            const double span = whole * std::pow(5000, -(150 - std::abs(i - 150)) / 150.0);
            frame(whole * 0.61 - span * 0.61, span);
        }
        report("zooming 5000 times in, out");
        for (int i = 0; i < 300; ++i)
            frame(whole * i / 300, whole / 20);
        report("panning at 20 times");
        for (int i = 0; i < 300; ++i)
            frame(whole * (0.4 + i * 1e-5), whole / 1000);
        report("panning at 1000 times");
    }

private:
    void report(const char *what)
    {
        say(what, m_times);
        say("  of this the layout", m_layoutTimes);
        say("  on the wall", m_wallTimes);
        std::printf("  at most %zu boxes\n", m_boxes);
        m_times.clear();
        m_layoutTimes.clear();
        m_wallTimes.clear();
        m_boxes = 0;
    }

    FlameDataPtr m_data;
    QImage m_image;
    FlamePainter m_painter;
    FlameLook m_look;
    FlameLayout m_layout;
    std::vector<double> m_times, m_layoutTimes, m_wallTimes;
    size_t m_boxes = 0;
};

} // namespace

int main(int argc, char **argv)
{
    QGuiApplication app(argc, argv);
    if (argc < 2) {
        std::fputs("usage: bench_flame PROFILE [WIDTHxHEIGHT]\n", stderr);
        return 2;
    }
    int width = 1920, height = 1080;
    if (argc > 2 && std::sscanf(argv[2], "%dx%d", &width, &height) != 2) {
        std::fputs("bench_flame: the size is no WIDTHxHEIGHT\n", stderr);
        return 2;
    }
    auto profile = readProfile(argv[1]);
    if (!profile) {
        std::fprintf(stderr, "bench_flame: %s\n", profile.error().message.c_str());
        return 1;
    }
    auto analysis = Analysis::make(*profile, {});
    if (!analysis) {
        std::fprintf(stderr, "bench_flame: %s\n", analysis.error().message.c_str());
        return 1;
    }
    Timer timer;
    timer.start();
    const auto data = std::make_shared<const FlameData>(*analysis, false);
    std::printf("%llu nodes, %u stacks, tree in %.1f ms\n",
                static_cast<unsigned long long>(nodesOf(data->tree.index())), data->tree.index().size(),
                timer.milliseconds());
    if (data->tree.isEmpty())
        return 0;
    timer.start();
    const FlameSearch found = searchFlame(data->tree, data->frames(), *Regex::compile("e"));
    std::printf("search in %.1f ms, %llu hits\n", timer.milliseconds(),
                static_cast<unsigned long long>(found.hits()));
    Bench(data, {width, height}).run();
    return 0;
}
