// SPDX-License-Identifier: GPL-3.0-or-later
// The program itself: from its start until the profile is painted, with the memory it took until then.
#include "tests/bench/window/driver.h"

#include "app/panes/pane.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace proflens::bench {

void measureProcess(const Options &options)
{
    const QTemporaryDir folder; // settings of its own
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), folder.path());
    std::vector<double> times;
    long peak = 0;
    for (int run = 0; run < options.runs; ++run) {
        QProcess process;
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        QElapsedTimer timer;
        timer.start();
        process.start(QString::fromStdString(options.program),
                      {QStringLiteral("--until-painted"), QString::fromStdString(options.file)});
        const bool said = process.waitForReadyRead(300'000);
        times.push_back(double(timer.nsecsElapsed()) / 1e6);
        const QByteArray line = process.readAllStandardOutput();
        process.waitForFinished(-1);
        if (!said || !line.startsWith("painted")) {
            std::fprintf(stderr, "bench_window: %s did not paint the profile\n", options.program.c_str());
            std::exit(1);
        }
        peak = std::max(peak, line.mid(line.indexOf(' ') + 1).trimmed().toLong());
    }
    print("ready", times, peak);
}

// The panes that are behind others, each from being brought to the front.
void measurePanes(Driver &driver)
{
    if (!driver.wants("ready.pane"))
        return;
    driver.showUsualPanes();
    for (const Pane *pane : driver.view().panes()) {
        if (pane->isVisible() || !driver.view().hasUse(pane->id()))
            continue;
        print("ready.pane." + pane->id().toStdString(),
              {driver.time([&] { driver.view().raisePane(pane->id()); })});
    }
    driver.view().raisePane(QStringLiteral("flame"));
    driver.settle();
}

} // namespace proflens::bench
