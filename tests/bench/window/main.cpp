// SPDX-License-Identifier: GPL-3.0-or-later
// Measures the window as somebody uses it: bench_window [--rows ROW,ROW…] [--runs N] [--program PROFLENS]
// FILE. One line of JSON for each row: its name, and milliseconds. --events tells what kept the event loop
// from turning.
#include "tests/bench/window/driver.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QStringList>

#include <cstdio>

using namespace proflens::bench;

namespace {

class Application : public QApplication
{
public:
    using QApplication::QApplication;
    bool tells = false;

    bool notify(QObject *receiver, QEvent *event) override
    {
        // What is painted one by one is of interest, too.
        if (!tells || (m_depth > 0 && event->type() != QEvent::Paint))
            return QApplication::notify(receiver, event);
        // What receives an event may be gone afterwards.
        const char *const name = receiver->metaObject()->className();
        const int type = event->type();
        QElapsedTimer timer;
        timer.start();
        ++m_depth;
        const bool done = QApplication::notify(receiver, event);
        --m_depth;
        const qint64 unnoticed = type == QEvent::Paint ? 100'000 : 500'000;
        if (timer.nsecsElapsed() > unnoticed)
            std::fprintf(stderr, "  %.1f ms in event %d of %s\n", double(timer.nsecsElapsed()) / 1e6, type,
                         name);
        return done;
    }

private:
    int m_depth = 0;
};

int usage()
{
    std::fputs("usage: bench_window [--rows ROW,ROW...] [--runs N] [--program PROFLENS] [--events] FILE\n",
               stderr);
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    Application app(argc, argv);
    Options options;
    options.program =
        (QApplication::applicationDirPath() + QStringLiteral("/../../app/proflens")).toStdString();
    const QStringList arguments = QApplication::arguments().mid(1);
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == QLatin1String("--rows")) {
            for (const QString &row : arguments.value(++i).split(QLatin1Char(','), Qt::SkipEmptyParts))
                options.rows.push_back(row.toStdString());
        } else if (arguments[i] == QLatin1String("--runs")) {
            options.runs = arguments.value(++i).toInt();
        } else if (arguments[i] == QLatin1String("--program")) {
            options.program = arguments.value(++i).toStdString();
        } else if (arguments[i] == QLatin1String("--events")) {
            app.tells = true;
        } else if (options.file.empty() && !arguments[i].startsWith(QLatin1String("--"))) {
            options.file = arguments[i].toStdString();
        } else {
            return usage();
        }
    }
    if (options.file.empty() || options.runs < 1)
        return usage();
    Driver driver(options);
    // Before anything is open here: two large profiles need not be in memory at once.
    if (driver.wants("ready"))
        measureProcess(options);
    if (options.rows == std::vector<std::string>{"ready"})
        return 0;
    if (!driver.open())
        return 1;
    measurePanes(driver);
    measureSwitches(driver);
    measureFrames(driver);
    measureTables(driver);
    measureGraphs(driver);
    return 0;
}
