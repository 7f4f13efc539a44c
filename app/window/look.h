// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/style/scheme.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>

namespace proflens {

class MainWindow;

// What `--look DIR [--dark|--light] [--size WxH] [--base FILE] FILE…` asks for: pictures of every pane. It is
// there for tests/look, and no part of what --help lists.
struct LookOptions
{
    QString folder;
    style::Scheme scheme = style::Scheme::Light;
    QSize size{1280, 800};
    QString base; // what each file is compared with; empty: nothing
    QStringList files;
};

// Nothing where the arguments (without the program's name) do not begin with --look. Where they do and make
// no sense, the folder is empty.
std::optional<LookOptions> lookOptions(const QStringList &arguments);

// Shows the window, opens the files, and saves pictures into the folder: start.png, and for each profile
// PROFILE-window.png, PROFILE-PANE.png, and PROFILE-active.png, which is the window with the hottest function
// active. With a base these are of the difference, and the same with "-side" of both sides beside each other.
// Runs an event loop of its own. Returns how many files and pictures failed, and says on standard error
// which.
int look(MainWindow &window, const LookOptions &options);

// What `--until-painted FILE…` asks for: the files. Nothing where the arguments do not begin with that. It is
// there for tests/bench.
std::optional<QStringList> paintedFiles(const QStringList &arguments);

// Shows the window, opens the files, and as soon as what is seen is painted prints "painted" and the most
// memory that it took until then, in kB. Returns 0 if all files were opened.
int runUntilPainted(MainWindow &window, const QStringList &files);

} // namespace proflens
