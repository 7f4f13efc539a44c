// SPDX-License-Identifier: GPL-3.0-or-later
// The program with the window, and with all else that needs Qt: pictures and the shell, which draws some.
#include "app/cli/commandline.h"
#include "app/cli/run.h"
#include "app/cli/shell.h"
#include "app/cli/viewer.h"
#include "app/start/draw.h"
#include "app/start/openrequests.h"
#include "app/window/look.h"
#include "app/window/mainwindow.h"
#include "app/window/plurals.h"
#include "core/report/weblist.h"

#include <QApplication>
#include <QIcon>
#include <QSettings>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

namespace {

constexpr const char noDisplay[] =
    "proflens: there is no display to open a window on; name a report such as -top to print one.\n";

// Where a display is named but not there, Qt says so in many lines and ends with abort(). In force only while
// the display is being opened.
void onDisplayMessage(QtMsgType type, const QMessageLogContext &, const QString &)
{
    if (type != QtFatalMsg)
        return;
    std::fputs(noDisplay, stderr);
    std::_Exit(2);
}

QStringList texts(const std::vector<std::string> &list)
{
    QStringList all;
    for (const std::string &text : list)
        all.append(QString::fromLocal8Bit(text.c_str()));
    return all;
}

// run() shows the window, and returns the program's exit status.
int runWindow(char **argv, const std::function<int(QApplication &, proflens::MainWindow &)> &run)
{
    if (!proflens::hasDisplay()) {
        std::fputs(noDisplay, stderr);
        return 2;
    }
    // Only the name: what else is there is not meant for Qt.
    int one = 1;
    const QtMessageHandler usual = qInstallMessageHandler(onDisplayMessage);
    QApplication app(one, argv);
    qInstallMessageHandler(usual);
    QApplication::setApplicationName(QStringLiteral("proflens"));
    QApplication::setOrganizationName(QStringLiteral("proflens"));
    QApplication::setApplicationDisplayName(QStringLiteral("Proflens"));
    QApplication::setApplicationVersion(QStringLiteral(PROFLENS_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.proflens.Proflens"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/proflens/icons/proflens.svg")));
    proflens::EnglishPlurals plurals;
    QApplication::installTranslator(&plurals);

    QSettings settings;
    proflens::MainWindow window(&settings);
    return run(app, window);
}

} // namespace

int main(int argc, char **argv)
{
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    proflens::setWebListHighlighter(proflens::highlight);
    if (const auto pictures = proflens::lookOptions(texts(arguments))) {
        return runWindow(argv, [&](QApplication &app, proflens::MainWindow &window) {
            proflens::style::useScheme(app, pictures->scheme);
            return int(proflens::look(window, *pictures) > 0);
        });
    }
    if (const auto files = proflens::paintedFiles(texts(arguments))) {
        return runWindow(argv, [&](QApplication &, proflens::MainWindow &window) {
            return proflens::runUntilPainted(window, *files);
        });
    }

    // Whether a report is asked for is decided before any display is looked for. Most reports come from the
    // program without Qt, which leaves pictures to this one.
    const proflens::Drawer drawer{proflens::drawCallGraph, proflens::drawFlameGraph};
    const auto line = proflens::parseCommandLine(arguments);
    if (!line) {
        std::fprintf(stderr, "proflens: %s\n", line.error().message.c_str());
        return 2;
    }
    if (!line->warning.empty())
        std::fprintf(stderr, "proflens: %s\n", line->warning.c_str());
    if (line->isReport())
        return proflens::runReport(*line, drawer);
    if (line->shell)
        return proflens::runShell(*line, drawer);
    if (const std::string note = proflens::viewerNote(line->viewer); !note.empty())
        std::fprintf(stderr, "proflens: %s\n", note.c_str());
    return runWindow(argv, [&](QApplication &, proflens::MainWindow &window) {
        window.open(proflens::openRequests(*line));
        window.show();
        return QApplication::exec();
    });
}
