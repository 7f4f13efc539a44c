// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/panes/pane.h"
#include "app/window/mainwindow.h"
#include "app/window/profileview.h"
#include "tests/bench/window/busymeter.h"

#include <QSettings>
#include <QTemporaryDir>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace proflens::bench {

// What is measured: which rows, and how often each.
struct Options
{
    std::vector<std::string> rows; // names or their beginnings; none: all
    int runs = 5;
    std::string program; // proflens itself, for what is measured on the process
    std::string file;
};

// Prints one line of JSON; peakKb and count are left out where they are negative.
void print(const std::string &row, const std::vector<double> &ms, long peakKb = -1, long count = -1);

// The window with one profile open, in settings of its own.
class Driver
{
public:
    explicit Driver(const Options &options);

    // Opens the file and waits until it is shown; false (and a word on standard error) if it cannot be read.
    bool open();
    bool wants(const std::string &row) const;
    int runs() const { return m_options.runs; }
    // Beside the program, not beside this one.
    std::string layoutHelper() const;

    MainWindow &window() { return m_window; }
    ProfileView &view() { return *m_window.view(0); }
    Document &document() { return *view().document(); }
    template <typename Widget> Widget &paneWidget(const char *id)
    {
        return *paneOf(id)->findChild<Widget *>();
    }
    Pane *paneOf(const char *id);
    // Closes all panes but these, and brings the first to the front.
    void showOnly(const std::vector<const char *> &ids);
    void showUsualPanes();

    // Milliseconds from doing it until the window is at rest again. The longest time that the event loop did
    // not turn meanwhile is added to busy().
    double time(const std::function<void()> &action);
    void settle();
    std::vector<double> takeBusy() { return std::exchange(m_busy, {}); }

private:
    Options m_options;
    QTemporaryDir m_folder;
    QSettings m_settings;
    MainWindow m_window;
    bool m_usual = true; // the panes that a new window has
    BusyMeter m_meter;
    std::vector<double> m_busy;
};

// What is measured, by part.
void measureProcess(const Options &options); // ready
void measurePanes(Driver &driver);           // ready.PANE
void measureSwitches(Driver &driver);        // switch.…, gui.busy
void measureFrames(Driver &driver);          // flame.frame, flame.frame.4k
void measureTables(Driver &driver);          // top.sort, top.filter, top.scroll
void measureGraphs(Driver &driver);          // graph.80, graph.500

} // namespace proflens::bench
