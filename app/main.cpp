// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/mainwindow.h"

#include <QApplication>
#include <QIcon>
#include <QSettings>

#include <cstdio>

namespace {

// Qt ends the program with abort() and many lines where it finds no display.
bool hasDisplay()
{
    return qEnvironmentVariableIsSet("QT_QPA_PLATFORM") || !qEnvironmentVariableIsEmpty("DISPLAY") ||
           !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
}

} // namespace

int main(int argc, char **argv)
{
    if (!hasDisplay()) {
        std::fputs(
            "proflens: there is no display to open a window on; name a report such as -top to print one.\n",
            stderr);
        return 1;
    }
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("proflens"));
    QApplication::setOrganizationName(QStringLiteral("proflens"));
    QApplication::setApplicationDisplayName(QStringLiteral("Proflens"));
    QApplication::setApplicationVersion(QStringLiteral(PROFLENS_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.proflens.Proflens"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/proflens/icons/proflens.svg")));

    QSettings settings;
    proflens::MainWindow window(&settings);
    window.open(app.arguments().mid(1));
    window.show();
    return QApplication::exec();
}
