// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/window/driver.h"

#include "app/panes/pane.h"
#include "app/window/settled.h"

#include <QDockWidget>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace proflens::bench {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 300s;

} // namespace

void print(const std::string &row, const std::vector<double> &ms, long peakKb, long count)
{
    std::printf(R"({"row": "%s", "ms": [)", row.c_str());
    for (size_t i = 0; i < ms.size(); ++i)
        std::printf("%s%.2f", i == 0 ? "" : ", ", ms[i]);
    std::printf("]");
    if (peakKb >= 0)
        std::printf(R"(, "peak_kb": %ld)", peakKb);
    if (count >= 0)
        std::printf(R"(, "count": %ld)", count);
    std::printf("}\n");
    std::fflush(stdout);
}

Driver::Driver(const Options &options)
    : m_options(options)
    , m_settings(m_folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat)
    , m_window(&m_settings)
{
    m_window.resize(1920, 1080);
    m_window.show();
}

bool Driver::open()
{
    m_window.open(QStringList(QString::fromStdString(m_options.file)));
    settle();
    if (m_window.count() == 1 && document().analysis())
        return true;
    std::fprintf(stderr, "bench_window: %s cannot be shown\n", m_options.file.c_str());
    return false;
}

bool Driver::wants(const std::string &row) const
{
    return m_options.rows.empty() ||
           std::any_of(m_options.rows.begin(), m_options.rows.end(), [&](const std::string &wanted) {
               return row.starts_with(wanted) || wanted.starts_with(row + '.');
           });
}

std::string Driver::layoutHelper() const
{
    return m_options.program.substr(0, m_options.program.find_last_of('/') + 1) + "proflens-layout";
}

Pane *Driver::paneOf(const char *id)
{
    return view().pane(QString::fromLatin1(id));
}

void Driver::showOnly(const std::vector<const char *> &ids)
{
    m_usual = false;
    for (Pane *pane : view().panes()) {
        const bool shown = std::any_of(ids.begin(), ids.end(),
                                       [&](const char *id) { return pane->id() == QLatin1String(id); });
        view().findChild<QDockWidget *>(pane->id())->setVisible(shown);
    }
    view().raisePane(QString::fromLatin1(ids.front()));
    settle();
}

void Driver::showUsualPanes()
{
    if (m_usual)
        return;
    m_usual = true;
    m_window.resize(1920, 1080);
    view().restoreDefaultLayout();
    settle();
}

double Driver::time(const std::function<void()> &action)
{
    using Clock = std::chrono::steady_clock;
    m_meter.start();
    const Clock::time_point begun = Clock::now();
    action();
    settle();
    const std::chrono::duration<double, std::milli> took = Clock::now() - begun;
    m_busy.push_back(m_meter.longest());
    return took.count();
}

void Driver::settle()
{
    if (runUntilSettled(m_window, patience))
        return;
    std::fputs("bench_window: the window does not come to rest\n", stderr);
    std::exit(1);
}

} // namespace proflens::bench
