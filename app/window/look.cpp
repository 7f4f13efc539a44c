// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/look.h"

#include "app/panes/pane.h"
#include "app/window/mainwindow.h"
#include "app/window/profileview.h"
#include "app/window/settled.h"

#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFileInfo>
#include <QImage>
#include <QPixmap>
#include <QTabWidget>
#include <QTimer>

#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>

namespace proflens {

namespace {

using namespace std::chrono_literals;

// Large profiles and large graphs take their time; what takes longer is a mistake worth a picture.
constexpr auto patience = 120s;

void pause(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

bool waitFor(const std::function<bool()> &done)
{
    QElapsedTimer timer;
    timer.start();
    while (!done()) {
        if (timer.hasExpired(std::chrono::milliseconds(patience).count()))
            return false;
        pause(20ms);
    }
    return true;
}

QImage picture(QWidget &widget)
{
    return widget.grab().toImage();
}

// Waits until nothing is being computed or drawn any more, and takes a picture.
QImage settledPicture(const MainWindow &window, QWidget &widget)
{
    pause(0ms); // what was brought to the front is laid out by the event loop
    waitFor([&] { return window.isIdle(); });
    QImage last = picture(widget);
    waitFor([&] {
        pause(80ms);
        QImage next = picture(widget);
        const bool same = next == last;
        last = std::move(next);
        return same;
    });
    return last;
}

// The function with the largest flat value, by its amount; empty if nothing costs anything.
QString hottestFunction(const Analysis &analysis)
{
    const auto &flat = analysis.costs().flat;
    size_t hottest = 0;
    for (size_t row = 1; row < flat.size(); ++row) {
        if (std::abs(flat[row]) > std::abs(flat[hottest]))
            hottest = row;
    }
    if (flat.empty() || flat[hottest] == 0)
        return {};
    // As ViewState::active has it.
    const FrameId frame(hottest);
    const std::string_view known = analysis.frames()[frame].name;
    const std::string_view name = known.empty() ? analysis.frames().printableName(frame) : known;
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

QString baseName(const Document &document)
{
    QString name = QFileInfo(document.path()).fileName();
    for (const char *suffix : {".gz", ".pb", ".pprof", ".prof"}) {
        if (name.endsWith(QLatin1String(suffix)))
            name.chop(static_cast<qsizetype>(qstrlen(suffix)));
    }
    return name;
}

class Photographer
{
public:
    Photographer(MainWindow &window, const QString &folder)
        : m_window(window)
        , m_folder(folder)
    {}

    int failed() const { return m_failed; }

    void save(QWidget &widget, const QString &name)
    {
        const QString path = m_folder + '/' + name + ".png";
        if (!settledPicture(m_window, widget).save(path)) {
            std::fprintf(stderr, "%s cannot be written\n", qPrintable(path));
            ++m_failed;
        }
    }

    void save(ProfileView &view)
    {
        saveLook(view, baseName(*view.document()) + '-');
        if (!view.document()->isComparison())
            return;
        ViewState state = view.document()->state();
        state.compare.look = CompareState::Look::SideBySide;
        view.document()->setState(state);
        saveLook(view, baseName(*view.document()) + "-side-");
    }

private:
    void saveLook(ProfileView &view, const QString &name)
    {
        Document &document = *view.document();
        save(m_window, name + "window");
        if (!document.analysis()) {
            std::fprintf(stderr, "%s was not analysed\n", qPrintable(document.path()));
            ++m_failed;
            return;
        }
        const Pane *const front = view.currentPane();
        document.setActive(hottestFunction(*document.analysis()));
        for (Pane *pane : view.panes()) {
            if (!view.hasUse(pane->id()))
                continue;
            view.raisePane(pane->id());
            save(*pane, name + pane->id());
        }
        if (front)
            view.raisePane(front->id());
        save(m_window, name + "active");
    }

    MainWindow &m_window;
    QString m_folder;
    int m_failed = 0;
};

} // namespace

std::optional<LookOptions> lookOptions(const QStringList &arguments)
{
    if (arguments.value(0) != "--look")
        return std::nullopt;
    LookOptions options;
    options.folder = arguments.value(1);
    for (qsizetype i = 2; i < arguments.size(); ++i) {
        if (arguments[i] == "--dark" || arguments[i] == "--light") {
            options.scheme = arguments[i] == "--dark" ? style::Scheme::Dark : style::Scheme::Light;
        } else if (arguments[i] == "--size") {
            const QStringList sides = arguments.value(++i).split('x');
            options.size = {sides.value(0).toInt(), sides.value(1).toInt()};
        } else if (arguments[i] == "--base") {
            options.base = arguments.value(++i);
        } else {
            options.files << arguments[i];
        }
    }
    if (options.size.isEmpty())
        options.folder.clear();
    return options;
}

int look(MainWindow &window, const LookOptions &options)
{
    if (options.folder.isEmpty() || !QDir().mkpath(options.folder)) {
        std::fputs(
            "usage: proflens --look DIR [--dark|--light] [--size WIDTHxHEIGHT] [--base FILE] FILE...\n",
            stderr);
        return 1;
    }
    window.resize(options.size);
    window.show();
    Photographer photographer(window, options.folder);
    photographer.save(window, "start");

    QList<OpenRequest> requests;
    for (const QString &file : options.files) {
        OpenRequest &request = requests.emplace_back();
        request.path = QFileInfo(file).absoluteFilePath();
        if (!options.base.isEmpty())
            request.base.paths = QStringList(QFileInfo(options.base).absoluteFilePath());
    }
    window.open(requests);
    waitFor([&] { return window.isIdle(); });
    for (int i = 0; i < window.count(); ++i) {
        if (auto *tabs = window.findChild<QTabWidget *>())
            tabs->setCurrentWidget(window.view(i));
        photographer.save(*window.view(i));
    }
    const int refused = static_cast<int>(options.files.size()) - window.count();
    if (refused > 0) {
        std::fprintf(stderr, "%d files were not opened; refused.png says why\n", refused);
        photographer.save(window, "refused");
    }
    return photographer.failed() + refused;
}

std::optional<QStringList> paintedFiles(const QStringList &arguments)
{
    if (arguments.value(0) != "--until-painted")
        return std::nullopt;
    return arguments.mid(1);
}

int runUntilPainted(MainWindow &window, const QStringList &files)
{
    window.open(files);
    window.show();
    runUntilSettled(window, patience);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("painted %ld\n", usage.ru_maxrss);
    std::fflush(stdout);
    return window.count() == files.size() ? 0 : 1;
}

} // namespace proflens
